import type { Message } from '../types';
import type { ConversationFacts, MessageGenerator } from './messages';
import { draw } from './random';
import { isoSeconds } from './time';

/** A search is repeated for each of its pages; remembering a few spares reading everything again. */
const REMEMBERED_SEARCHES = 8;

/** A message and its number within the conversation, which never changes. */
export interface Entry {
	serial: number;
	message: Message;
}

/**
 * The conversations of all contacts. Generated messages are made when they are asked for; what came
 * in later is stored beside them, and only a message that belongs between generated ones makes its
 * conversation be written out in full.
 *
 * @param factsOf what is known of the contact with a number
 */
export function createConversationBook(
	generator: MessageGenerator,
	factsOf: (number: number) => ConversationFacts,
) {
	const touched = new Map<number, ReturnType<typeof open>>();
	const searches = new Map<string, number[]>();

	function open(number: number) {
		const facts = factsOf(number);
		let generated = facts.messageCount;
		let later: Entry[] = [];
		let nextSerial = generated;
		let version = 0;

		/** Entry by position, 0 being the oldest. */
		function at(position: number): Entry {
			if (position >= generated) return later[position - generated];
			return { serial: position, message: generator.make(facts, position) };
		}

		function textAt(position: number): string {
			return position >= generated
				? later[position - generated].message.message
				: generator.text(facts, position);
		}

		function newestTime(): number {
			if (later.length > 0) return Date.parse(later[later.length - 1].message.created_at);
			return generated > 0 ? generator.createdAt(facts, generated - 1) : 0;
		}

		function writeOut(): void {
			later = Array.from({ length: generated + later.length }, (_, position) => at(position));
			generated = 0;
		}

		/** Puts a message in by its time, after those of the same time; `now` and newer by default. */
		function add(partial: Partial<Message>, now: number): Entry {
			const serial = nextSerial++;
			const message: Message = {
				message: `Message ${serial + 1}`,
				sender_type: 'user-whatsapp',
				created_at: isoSeconds(Math.max(now, newestTime())),
				message_status: 'read',
				media_type: null,
				media_url: null,
				assignee: null,
				voice_note_transcription: null,
				reactions: [],
				...partial,
			};
			const time = Date.parse(message.created_at);
			if (generated > 0 && time < generator.createdAt(facts, generated - 1)) writeOut();
			let position = later.length;
			while (position > 0 && Date.parse(later[position - 1].message.created_at) > time) position--;
			later.splice(position, 0, { serial, message });
			version++;
			touched.set(number, conversation);
			return { serial, message: { ...message } };
		}

		/** Changes a message that was put in; nothing happens when no such message was. */
		function change(serial: number, changed: Partial<Message>): void {
			const entry = later.find((one) => one.serial === serial);
			if (entry) Object.assign(entry.message, changed);
		}

		/** Positions, oldest first, of the messages whose text contains any (or every) term. */
		function search(terms: string[], mode: 'or' | 'and'): number[] {
			const key = JSON.stringify([number, version, mode, terms]);
			let found = searches.get(key);
			if (!found) {
				const wanted = terms.map((term) => term.toLowerCase());
				found = [];
				for (let position = 0; position < generated + later.length; position++) {
					const text = textAt(position).toLowerCase();
					const contains = (term: string) => text.includes(term);
					if (mode === 'or' ? wanted.some(contains) : wanted.every(contains)) found.push(position);
				}
				if (searches.size >= REMEMBERED_SEARCHES) searches.clear();
				searches.set(key, found);
			}
			return found;
		}

		const conversation = {
			get size(): number {
				return generated + later.length;
			},
			at,
			search,
			add,
			change,
		};
		return conversation;
	}

	return {
		of: (number: number) => touched.get(number) ?? open(number),
		reset(): void {
			touched.clear();
			searches.clear();
		},
	};
}

/** A message's id in the quickstart shape, the only one that shows any (R-fqs). */
export function messageId(seed: number, conversation: number, serial: number): string {
	const half = (salt: number) =>
		draw(seed ^ conversation, serial, salt)
			.toString(36)
			.padStart(7, '0');
	return `msg_${half(40)}${half(41)}`;
}
