import { digitsOf } from '../data/phones';
import { writeErrors } from '../errors';
import type { Answer, Message } from '../types';
import type { RouteContext } from '../world';
import { fieldsOf, textField } from './body';

type Fields = Record<string, unknown>;

interface Kind {
	/** The documented sentence about what is missing, or null when nothing is. */
	missing: (fields: Fields) => string | null;
	/** How the message shows in the conversation. */
	stored: (fields: Fields) => Partial<Message> | null;
}

function media(type: 'image' | 'video' | 'audio' | 'document'): Kind {
	return {
		missing: (fields) =>
			textField(fields, 'media_url') ? null : 'media_url is required for media messages',
		stored: (fields) => ({
			message: textField(fields, 'caption') ?? '',
			media_type: type,
			media_url: textField(fields, 'media_url'),
		}),
	};
}

/** The nine message types (R-openapi) with what each needs. */
const kinds: Record<string, Kind> = {
	text: {
		missing: (fields) => (textField(fields, 'text') ? null : 'text is required for text messages'),
		stored: (fields) => ({ message: textField(fields, 'text') }),
	},
	image: media('image'),
	video: media('video'),
	audio: media('audio'),
	document: media('document'),
	location: {
		missing(fields) {
			const { latitude, longitude } = fieldsOf(fields.location);
			return typeof latitude === 'number' && typeof longitude === 'number'
				? null
				: 'location.latitude and location.longitude are required for location messages';
		},
		stored: (fields) => ({ message: JSON.stringify(fields.location) }),
	},
	contacts: {
		missing: (fields) =>
			Array.isArray(fields.contacts) && fields.contacts.length > 0
				? null
				: 'contacts array is required for contact messages',
		stored: (fields) => ({ message: JSON.stringify(fields.contacts) }),
	},
	interactive: {
		missing: missingInInteractive,
		stored: (fields) => ({
			message: JSON.stringify(fields.interactive),
			media_type: 'interactive',
		}),
	},
	reaction: {
		missing: (fields) =>
			textField(fieldsOf(fields.reaction), 'message_id')
				? null
				: 'reaction.message_id is required for reaction messages',
		stored: () => null,
	},
};

function missingInInteractive(fields: Fields): string | null {
	const interactive = fieldsOf(fields.interactive);
	const has = (name: string) =>
		Array.isArray(interactive[name]) ? interactive[name].length > 0 : interactive[name];
	if (interactive.type === 'list') {
		return has('body') && has('button') && has('sections')
			? null
			: 'interactive.body, interactive.button, and interactive.sections are required for list messages';
	}
	return has('body') && has('buttons')
		? null
		: 'interactive.body and interactive.buttons are required for button messages';
}

/** POST /send-whatsapp (R-openapi, R-sendwa and the page of each message type). */
export function sendWhatsapp({ world, variants, body }: RouteContext): Answer {
	const fields = fieldsOf(body);
	if (variants.provider === 'wati') return writeErrors.invalidProvider('wati');
	if (variants.provider === 'unconfigured') return writeErrors.metaNotConfigured();
	const phoneNumber = textField(fields, 'phone_number');
	if (!phoneNumber) return writeErrors.missingField('phone_number is required');
	const messageType = textField(fields, 'message_type');
	if (!messageType) return writeErrors.missingField('message_type is required');
	if (!Object.hasOwn(kinds, messageType)) {
		return writeErrors.invalidMessageType(messageType, Object.keys(kinds));
	}
	const kind = kinds[messageType];
	const missing = kind.missing(fields);
	if (missing) return writeErrors.missingField(missing);
	const recipient = digitsOf(phoneNumber);
	if (world.contacts.byWhatsappId(recipient) === null) {
		return writeErrors.recipientNotFound(recipient);
	}

	const messageId = world.nextWhatsappMessageId();
	const stored = kind.stored(fields);
	if (stored) {
		world.addMessage(
			recipient,
			{ sender_type: 'bot-whatsapp', message_status: 'sent', ...stored },
			messageId,
		);
	}
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
