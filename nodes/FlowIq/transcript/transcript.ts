import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../../shared/records/createdAt';
import { messageInWords } from './messageInWords';

/** Who can speak, by the beginning of the reference's `sender_type` (`user-whatsapp`, `bot-web`, `system`, …). */
const SPEAKERS = [
	{ prefix: 'user', name: 'Customer', count: 'customer_messages' },
	{ prefix: 'human', name: 'Agent', count: 'agent_messages' },
	{ prefix: 'bot', name: 'Bot', count: 'bot_messages' },
	{ prefix: 'system', name: 'System', count: 'system_messages' },
] as const;

/** All that Unicode breaks a line at. */
const LINE_BREAKS = /\r?\n|[\r\v\f\u0085\u2028\u2029]/g;

/**
 * Puts a conversation into one plain text, for notes, e-mails and prompts: a heading for each day, a line for each message
 * with time and speaker. Further lines of a message are indented, so that nothing a customer writes looks like a line of
 * somebody else.
 *
 * @param messages in reference shape, oldest first
 * @param timeZone IANA time zone of the times shown
 * @returns the text (`transcript`), the conversation's period (ISO 8601, null without messages), and how many messages it
 *   has, in all and from each side
 */
export function toTranscript(messages: IDataObject[], timeZone: string): IDataObject {
	const lines: string[] = [];
	const counts = Object.fromEntries(SPEAKERS.map(({ count }) => [count, 0]));
	let day: string | undefined;
	for (const message of messages) {
		const moment = createdAt(message);
		const shown = moment === undefined ? undefined : inZone(moment, timeZone);
		if (shown !== undefined && shown.day !== day) {
			if (day !== undefined) lines.push('');
			day = shown.day;
			lines.push(`${day} (${timeZone})`);
		}
		const { name, count } = speakerOf(message.sender_type);
		if (count !== undefined) counts[count] += 1;
		const words = messageInWords(message).replace(LINE_BREAKS, '\n    ');
		lines.push(`[${shown?.time ?? 'time unknown'}] ${name}: ${words}`);
	}
	return {
		transcript: lines.join('\n'),
		first_message_at: (messages.at(0)?.created_at as string | undefined) ?? null,
		last_message_at: (messages.at(-1)?.created_at as string | undefined) ?? null,
		message_count: messages.length,
		...counts,
	};
}

function speakerOf(senderType: unknown): { name: string; count?: string } {
	const written = typeof senderType === 'string' ? senderType : '';
	const prefix = written.split('-')[0].toLowerCase();
	return SPEAKERS.find((speaker) => speaker.prefix === prefix) ?? { name: written || 'Unknown' };
}

/** Day as 2026-03-07 with its weekday, time as 09:05. */
function inZone(moment: number, timeZone: string): { day: string; time: string } {
	const parts = Object.fromEntries(
		formatFor(timeZone)
			.formatToParts(moment)
			.map(({ type, value }) => [type, value]),
	);
	return {
		day: `${parts.year}-${parts.month}-${parts.day} ${parts.weekday}`,
		time: `${parts.hour}:${parts.minute}`,
	};
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it for a hundred messages. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-GB', {
			timeZone,
			weekday: 'long',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23',
		});
		formats.set(timeZone, format);
	}
	return format;
}
