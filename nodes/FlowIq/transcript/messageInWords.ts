import type { IDataObject } from 'n8n-workflow';
import { readStructuredMessage } from './structuredMessage';

/** What a person calls the kinds of media that FlowIQ documents, and those that WhatsApp has besides. */
const MEDIA: Record<string, string> = {
	image: 'image',
	video: 'video',
	audio: 'audio',
	document: 'document',
	sticker: 'sticker',
	location: 'location',
	contacts: 'contact card',
};

/**
 * @param message a message in reference shape
 * @returns what was said, with files, reactions and a failed delivery in words in brackets
 */
export function messageInWords(message: IDataObject): string {
	const text = writtenIn(message.message);
	const transcription = textOf(message.voice_note_transcription);
	const parts = [
		media(message, transcription !== ''),
		readStructuredMessage(text) ?? text,
		transcription === text ? '' : transcription,
	].filter((part) => part !== '');
	if (parts.length === 0) parts.push('(empty message)');
	if (message.message_status === 'failed') parts.push('(not delivered)');
	return [parts.join(' '), ...reactions(message.reactions)].join('\n');
}

/** The name of the file rather than its address, which is long, expires, and gives access to it. */
function media(message: IDataObject, isTranscribed: boolean): string {
	const type = textOf(message.media_type);
	const url = textOf(message.media_url);
	// An interactive message's buttons are in its text.
	if (type === 'interactive' || (type === '' && url === '')) return '';
	const kind =
		type === 'audio' && isTranscribed ? 'voice message' : (MEDIA[type] ?? (type || 'file'));
	const name =
		textOf(message.media_file_name) || textOf(message.file_name) || fileNameIn(url, type);
	return name === '' ? `(${kind})` : `(${kind}: ${name})`;
}

/** Only a document's name says something; WhatsApp makes up those of pictures and recordings. */
function fileNameIn(url: string, type: string): string {
	if (type !== 'document') return '';
	const [name] = /[^/?#]+\.\w+(?=$|[?#])/.exec(url) ?? [''];
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** The shape is documented on one page only: `{ "emoji": "👍", "sender": "27123456789" }`. */
function reactions(value: unknown): string[] {
	const list = Array.isArray(value) ? value : [];
	return list
		.map((reaction: unknown) => {
			if (typeof reaction !== 'object' || reaction === null) return textOf(reaction);
			const { emoji, reaction: alias, sender } = reaction as IDataObject;
			const shown = textOf(emoji) || textOf(alias) || JSON.stringify(reaction);
			const by = textOf(sender);
			return by === '' ? shown : `${shown} by ${/^\d+$/.test(by) ? `+${by}` : by}`;
		})
		.filter((shown) => shown !== '')
		.map((shown) => `(reaction: ${shown})`);
}

/** FlowIQ documents a message with buttons and the like as JSON within a text; a server may send it as such. */
function writtenIn(content: unknown): string {
	return typeof content === 'object' && content !== null
		? JSON.stringify(content)
		: textOf(content);
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
