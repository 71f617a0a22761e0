import { digitsOf } from '../data/phones';
import { writeErrors } from '../errors';
import { sendOut } from '../outbox';
import type { Answer, Contact } from '../types';
import type { RouteContext } from '../world';
import { fieldsOf, textField } from './body';
import { addContact, NOT_ON_WHATSAPP } from './contact';

/** `079…` and `+27 79…` are one contact in the page's example, so the local form means South Africa. */
const DEFAULT_COUNTRY_CODE = '27';

/** POST /send-template (P-st). */
export function sendTemplate(context: RouteContext): Answer {
	const { world, variants, body } = context;
	const fields = fieldsOf(body);
	const templateName = textField(fields, 'templateName');
	if (!templateName) return writeErrors.missingField('templateName is required');
	const asked = textField(fields, 'whatsappNumber');
	if (!asked) return writeErrors.missingField('whatsappNumber is required');

	const whatsappId = digitsOf(asked).replace(/^0(?!0)/, DEFAULT_COUNTRY_CODE);
	const name = textField(fieldsOf(fields.bodyParameters), 'name');
	if (world.contacts.byWhatsappId(whatsappId) === null) {
		if (!name) return writeErrors.templateRecipientUnknown();
		addContact(world, whatsappId, name);
	}
	const contact = world.contacts.get(world.contacts.byWhatsappId(whatsappId)!);
	const broadcastId = world.nextUuid();
	if (variants.templates === 'rejected') {
		const error = `(#132001) Template name does not exist in the translation: ${templateName}`;
		return notSent(context, contact, error, broadcastId);
	}
	if (whatsappId.startsWith(NOT_ON_WHATSAPP)) {
		return notSent(context, contact, '(#131026) Message undeliverable', broadcastId);
	}

	const messageId = world.nextWhatsappMessageId();
	const memberId = textField(fields, 'memberId') ?? null;
	const message = {
		message: JSON.stringify({ template: templateName, parameters: fields.bodyParameters ?? {} }),
		sender_type: memberId ? ('human-whatsapp' as const) : ('bot-whatsapp' as const),
		media_url: textField(fields, 'headerMedia') ?? null,
	};
	const facts = { whatsappMessageId: messageId, memberId, broadcastId };
	sendOut(context, contact.id, message, facts, false);
	return {
		status: 200,
		body: {
			success: true,
			summary: { total: 1, successful: 1, failed: 0 },
			results: [resultFor(contact, { success: true, messageId, error: null })],
			broadcastId,
		},
	};
}

function resultFor(contact: Contact, outcome: Record<string, unknown>): Record<string, unknown> {
	return { contactId: contact.id, contactName: contact.full_name ?? null, ...outcome };
}

/** `success` is false and the error is in the body (P-st); where in it, and with which status, is not documented. */
function notSent(
	{ variants }: RouteContext,
	contact: Contact,
	error: string,
	broadcastId: string,
): Answer {
	const status = Number(variants.templateFailureStatus);
	if (variants.templateFailureBody === 'error') return { status, body: { success: false, error } };
	return {
		status,
		body: {
			success: false,
			summary: { total: 1, successful: 0, failed: 1 },
			results: [resultFor(contact, { success: false, messageId: null, error })],
			broadcastId,
		},
	};
}
