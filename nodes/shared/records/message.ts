import type { IDataObject } from 'n8n-workflow';
import { createdAt } from './createdAt';
import { isId, shaper, type Field } from './shape';

const FIELDS: Field[] = [
	{ name: 'message', aliases: ['content'] },
	{ name: 'sender_type', aliases: ['sender'] },
	{ name: 'created_at', aliases: ['timestamp'] },
	{ name: 'message_status', aliases: ['status'] },
	{ name: 'media_type', aliases: ['mediaType'] },
	{ name: 'media_url', aliases: ['mediaUrl'] },
	{ name: 'assignee' },
	{ name: 'voice_note_transcription', aliases: ['voiceTranscription'] },
	{ name: 'reactions', missing: () => [] },
];

/** Names of the reference fields, in their order. */
export const MESSAGE_FIELDS = FIELDS.map(({ name }) => name);

/**
 * Brings a message into the shape of FlowIQ's reference (page "conversations"), whichever documented variant the server
 * speaks (the page "flowiq-quickstart" has camel-case names and an id).
 *
 * @param record a message as the server sent it
 */
export const toMessage = shaper(FIELDS);

/**
 * Tells a message apart from the others of its conversation while the list is read. An id decides alone; the reference
 * has none. What changes by itself is left out: the status, reactions, a transcription, the signature in a file's
 * address, and the form in which the date is written.
 *
 * @param message a message in reference shape
 */
export function messageIdentity(message: IDataObject): string {
	const { id, sender_type, message: text, media_type, media_url: url } = message;
	if (isId(id)) return idIdentity(id);
	const file = typeof url === 'string' ? url.split(/[?#]/)[0] : url;
	return JSON.stringify([momentOf(message), sender_type, text, media_type, file]);
}

/**
 * What stays the same for good, even when a message is edited or its file gets its address later. Without an id that is
 * no more than when it was sent and by which side: of several equal ones, only their number tells that one is new.
 *
 * @param message a message in reference shape
 */
export function lastingMessageIdentity(message: IDataObject): string {
	return isId(message.id) ? idIdentity(message.id) : identityWithoutId(message);
}

/** `lastingMessageIdentity` of a message as it was as long as FlowIQ showed no ID of it. */
export function identityWithoutId(message: IDataObject): string {
	return JSON.stringify([momentOf(message), message.sender_type]);
}

/** The messages of a conversation (reference page "conversations"). */
export const MESSAGES = {
	key: 'messages' as const,
	/** Name of the list's length in `pagination`. */
	totalKey: 'totalMessages',
	route: {
		method: 'GET' as const,
		path: '/conversations',
		query: { action: 'conversation-messages' },
	},
	toRecord: toMessage,
	identify: messageIdentity,
};

function idIdentity(id: string | number): string {
	return JSON.stringify([String(id)]);
}

/** The same moment may be written in several forms. */
function momentOf(message: IDataObject): unknown {
	return createdAt(message) ?? message.created_at;
}
