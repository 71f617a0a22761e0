import { digitsOf } from '../data/phones';
import { writeErrors } from '../errors';
import { isOutsideWindow, sendOut } from '../outbox';
import type { Answer } from '../types';
import type { RouteContext } from '../world';
import { fieldsOf, textField } from './body';
import { messageKinds } from './messageKinds';

/** R-react. */
const DEFAULT_EMOJI = '👍';

/** POST /send-whatsapp (R-openapi, R-sendwa and the page of each message type). */
export function sendWhatsapp(context: RouteContext): Answer {
	const { world, variants, body } = context;
	const fields = fieldsOf(body);
	if (variants.provider === 'wati') return writeErrors.invalidProvider('wati');
	if (variants.provider === 'unconfigured') return writeErrors.metaNotConfigured();
	const phoneNumber = textField(fields, 'phone_number');
	if (!phoneNumber) return writeErrors.missingField('phone_number is required');
	const messageType = textField(fields, 'message_type');
	if (!messageType) return writeErrors.missingField('message_type is required');
	if (!Object.hasOwn(messageKinds, messageType)) {
		return writeErrors.invalidMessageType(messageType, Object.keys(messageKinds));
	}
	const kind = messageKinds[messageType];
	const missing = kind.missing(fields);
	if (missing) return writeErrors.missingField(missing);
	const broken = kind.broken?.(fields);
	if (broken) return writeErrors.limitBroken(broken);
	const recipient = digitsOf(phoneNumber);
	const number = world.contacts.byWhatsappId(recipient);
	if (number === null) return writeErrors.recipientNotFound(recipient);
	if (kind.hasFile && variants.mediaUpload === 'refusedByStorage') {
		return writeErrors.mediaNotStored();
	}
	if (kind.hasFile && variants.mediaUpload === 'refusedByMeta') {
		return writeErrors.mediaNotUploaded();
	}
	const isOutside = isOutsideWindow(context, number);
	if (isOutside && variants.customerWindow === 'refused') return writeErrors.outsideWindow();

	const messageId = world.nextWhatsappMessageId();
	const stored = kind.stored(fields);
	if (stored) {
		const facts = {
			whatsappMessageId: messageId,
			replyTo: textField(fields, 'context_message_id') ?? null,
			fileName: textField(fields, 'filename') ?? null,
		};
		sendOut(context, recipient, { sender_type: 'bot-whatsapp', ...stored }, facts, isOutside);
	} else {
		const reaction = fieldsOf(fields.reaction);
		const emoji = textField(reaction, 'emoji') ?? DEFAULT_EMOJI;
		world.react(String(reaction.message_id), emoji, world.organizationId);
	}
	return accepted(context, messageId, recipient, messageType);
}

function accepted(
	{ world, variants }: RouteContext,
	messageId: string,
	recipient: string,
	messageType: string,
): Answer {
	const older = {
		organization: world.organizationId,
		meta_response: {
			messaging_product: 'whatsapp',
			contacts: [{ input: recipient, wa_id: recipient }],
			messages: [{ id: messageId }],
		},
	};
	return {
		status: 200,
		body: {
			success: true,
			message: 'Message sent successfully',
			data: {
				message_id: messageId,
				recipient,
				message_type: messageType,
				...(variants.sendResponse === 'older' && older),
			},
		},
	};
}
