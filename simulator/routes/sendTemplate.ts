import { digitsOf } from '../data/phones';
import { writeErrors } from '../errors';
import type { Answer } from '../types';
import type { RouteContext } from '../world';
import { fieldsOf, textField } from './body';
import { addContact } from './contact';

/** `079…` and `+27 79…` are one contact in the page's example, so the local form means South Africa. */
const DEFAULT_COUNTRY_CODE = '27';

/** POST /send-template (P-st). */
export function sendTemplate({ world, body }: RouteContext): Answer {
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
	const messageId = world.nextWhatsappMessageId();
	const message = {
		message: JSON.stringify({ template: templateName, parameters: fields.bodyParameters ?? {} }),
		sender_type: textField(fields, 'memberId')
			? ('human-whatsapp' as const)
			: ('bot-whatsapp' as const),
		message_status: 'sent' as const,
		media_url: textField(fields, 'headerMedia') ?? null,
	};
	world.addMessage(contact.id, message, messageId);
	return {
		status: 200,
		body: {
			success: true,
			summary: { total: 1, successful: 1, failed: 0 },
			results: [
				{
					contactId: contact.id,
					contactName: contact.full_name ?? null,
					success: true,
					messageId,
					error: null,
				},
			],
			broadcastId: world.nextUuid(),
		},
	};
}
