import { messageId, type Entry } from './data/conversationBook';
import { draw } from './data/random';
import { withOffset } from './data/time';
import type { Contact, Message } from './types';
import type { Variants } from './variants';

type Fields = Record<string, unknown>;

const REQUIRED_MESSAGE_FIELDS = ['message', 'sender_type', 'created_at', 'message_status'] as const;

const WIDER_SENDERS = ['user-web', 'human-web', 'bot-web'];
const WIDER_MEDIA = ['sticker', 'location', 'contacts'];

/** A message in the shape that the variants ask for. */
export function shapeMessage(
	entry: Entry,
	seed: number,
	conversation: number,
	variants: Variants,
): Fields {
	let message: Fields = {
		...entry.message,
		created_at: shapeTime(entry.message.created_at, variants),
	};
	if (variants.values === 'widened') message = widen(message, draw(seed, entry.serial, 50));
	if (variants.optionalMessageFields === 'missing') {
		message = Object.fromEntries(REQUIRED_MESSAGE_FIELDS.map((name) => [name, message[name]]));
	}
	if (variants.messageFields === 'reference') return message;
	const renamed: Fields = { id: messageId(seed, conversation, entry.serial) };
	for (const [from, to] of QUICKSTART_NAMES) {
		if (from in message) renamed[to] = message[from];
	}
	return renamed;
}

/** Reference name to the name of R-fqs, in the order of that page. */
const QUICKSTART_NAMES: ReadonlyArray<[keyof Message, string]> = [
	['message', 'content'],
	['sender_type', 'sender'],
	['created_at', 'timestamp'],
	['message_status', 'status'],
	['media_type', 'mediaType'],
	['media_url', 'mediaUrl'],
	['voice_note_transcription', 'voiceTranscription'],
];

function widen(message: Fields, drawn: number): Fields {
	if (drawn % 4 === 0) return { ...message, sender_type: WIDER_SENDERS[(drawn >>> 3) % 3] };
	if (drawn % 4 === 1) return { ...message, media_type: WIDER_MEDIA[(drawn >>> 3) % 3] };
	return message;
}

/**
 * A contact in the shape that the variants ask for.
 *
 * @param lastMessage of the contact's conversation; only asked for by the shape that shows it
 */
export function shapeContact(
	contact: Contact,
	variants: Variants,
	lastMessage: () => Message | null,
): Fields {
	if (variants.contactFields === 'overview') {
		const last = lastMessage();
		return {
			contact_name: contact.full_name,
			whatsapp_number: contact.whatsapp_id,
			last_message: last?.message ?? null,
			last_message_time: last ? shapeTime(last.created_at, variants) : null,
			unread_count: contact.has_unread_messages ? 1 : 0,
			profile_picture_url: null,
		};
	}
	const shaped: Fields = { ...contact, created_at: shapeTime(contact.created_at, variants) };
	if (variants.botStatus === 'boolean' && 'bot_status' in shaped) {
		shaped.bot_status = contact.bot_status === 'active';
	}
	return shaped;
}

/** An ISO time as the variants write it. */
export function shapeTime(isoTime: string, variants: Variants): string {
	return variants.timeOffset === 'Z' ? isoTime : withOffset(isoTime);
}
