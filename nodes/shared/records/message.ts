import type { IDataObject } from 'n8n-workflow';
import { shaper } from './shape';

/**
 * Brings a message into the shape of FlowIQ's reference (page "conversations"), whichever documented variant the server
 * speaks (the page "flowiq-quickstart" has camel-case names and an id).
 *
 * @param record a message as the server sent it
 */
export const toMessage = shaper([
	{ name: 'message', aliases: ['content'] },
	{ name: 'sender_type', aliases: ['sender'] },
	{ name: 'created_at', aliases: ['timestamp'] },
	{ name: 'message_status', aliases: ['status'] },
	{ name: 'media_type', aliases: ['mediaType'] },
	{ name: 'media_url', aliases: ['mediaUrl'] },
	{ name: 'assignee' },
	{ name: 'voice_note_transcription', aliases: ['voiceTranscription'] },
	{ name: 'reactions', missing: () => [] },
]);

/**
 * @param message a message in reference shape; the reference gives it no id
 * @returns all that can tell it apart from its neighbours
 */
export function messageIdentity(message: IDataObject): string {
	return JSON.stringify([
		message.id,
		message.created_at,
		message.sender_type,
		message.message,
		message.media_type,
		message.media_url,
	]);
}
