import type { Message } from '../types';
import { mediaPath, type MediaKind } from './media';
import { orderNumberFor } from './orders';
import { draw, pick, uuidFor } from './random';
import * as texts from './texts';
import { isoSeconds } from './time';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TWO_YEARS_MS = 730 * DAY_MS;
/** A long history is spread over weeks rather than squeezed into the contact's short life. */
const LEAST_AVERAGE_GAP_MS = 10 * MINUTE_MS;
const TEAM_SIZE = 6;

const DELIVERY_STATUSES: ReadonlyArray<Message['message_status']> = [
	'read',
	'read',
	'read',
	'delivered',
	'sent',
	'failed',
];

/** Who the messages of one conversation are about, and how many there are. */
export interface ConversationFacts {
	/** Distinguishes the conversations under one seed. */
	number: number;
	whatsappId: string;
	firstName: string;
	/** Unix ms. */
	contactCreatedAt: number;
	messageCount: number;
}

export type MessageGenerator = ReturnType<typeof createMessageGenerator>;

/** How many messages contact `index` has when nobody says otherwise: mostly few, sometimes many. */
export function defaultMessageCount(seed: number, index: number): number {
	const kind = draw(seed, index, 20) % 100;
	const size = draw(seed, index, 21);
	if (kind < 8) return 0;
	if (kind < 70) return 1 + (size % 30);
	if (kind < 95) return 30 + (size % 120);
	return 150 + (size % 450);
}

/**
 * Makes messages out of (seed, conversation, position).
 *
 * @param until Unix ms that no generated message reaches
 * @param origin says where media files are served, once that is known
 */
export function createMessageGenerator(seed: number, until: number, origin: () => string) {
	const seedOf = (facts: ConversationFacts) => draw(seed, facts.number, 30);

	function createdAt(facts: ConversationFacts, position: number): number {
		const wanted = facts.messageCount * LEAST_AVERAGE_GAP_MS;
		const span = Math.max(until - facts.contactCreatedAt, Math.min(wanted, TWO_YEARS_MS));
		const slot = timeSlot(seedOf(facts), position);
		// Less than one slot, so that no message overtakes the next.
		const irregular = slot + (draw(seedOf(facts), slot, 9) % 900) / 1000;
		const share = irregular / Math.max(facts.messageCount, 1);
		return until - span + Math.floor((span * share) / 1000) * 1000;
	}

	return {
		createdAt,
		/** The text alone, for searching. */
		text: (facts: ConversationFacts, position: number) =>
			contentOf(seedOf(facts), position, facts, origin).message,
		/** Message `position` of a conversation, 0 being the oldest, as the reference page shows it. */
		make(facts: ConversationFacts, position: number): Message {
			const own = seedOf(facts);
			const content = contentOf(own, position, facts, origin);
			const outbound = content.sender_type !== 'user-whatsapp';
			const message: Message = {
				message: content.message,
				sender_type: content.sender_type,
				created_at: isoSeconds(createdAt(facts, position)),
				message_status: outbound ? pick(DELIVERY_STATUSES, draw(own, position, 5)) : 'read',
				media_type: content.media_type,
				media_url: content.media_url,
			};
			// One message in ten is as bare as the introduction's example (R-intro).
			const bare = draw(own, position, 6) % 10 === 0 && content.transcription === null;
			if (!bare) {
				message.assignee =
					content.sender_type === 'human-whatsapp'
						? uuidFor(seed + 77, draw(own, position, 7) % TEAM_SIZE)
						: null;
				message.voice_note_transcription = content.transcription;
			}
			message.reactions = reactionsOf(own, position, facts.whatsappId);
			return message;
		},
	};
}

/** Position to time, never falling. Pairs and one burst in every fifty messages share a second. */
function timeSlot(seed: number, position: number): number {
	const inFifty = position % 50;
	if (inFifty >= 10 && inFifty < 15) return position - inFifty + 10;
	if (position % 2 === 1 && draw(seed, position, 1) % 4 === 0) return position - 1;
	return position;
}

interface Content {
	message: string;
	sender_type: Message['sender_type'];
	media_type: Message['media_type'];
	media_url: string | null;
	transcription: string | null;
}

function contentOf(
	seed: number,
	position: number,
	facts: ConversationFacts,
	origin: () => string,
): Content {
	const kind = draw(seed, position, 2) % 100;
	const choice = draw(seed, position, 3);
	const number = orderNumberFor(draw(seed, position, 4));
	const fill = (text: string) =>
		text.includes('{')
			? text
					.replace('{order}', `#${number}`)
					.replace('{number}', String(number))
					.replace('{name}', facts.firstName)
			: text;
	const media = (type: MediaKind, message: string, transcription: string | null = null) => ({
		message,
		sender_type: choice % 4 === 0 ? ('human-whatsapp' as const) : ('user-whatsapp' as const),
		media_type: type,
		media_url: origin() + mediaPath(type, facts.number, position),
		transcription,
	});
	const plain = (message: string, sender: Message['sender_type']): Content => ({
		message,
		sender_type: sender,
		media_type: null,
		media_url: null,
		transcription: null,
	});

	if (kind < 34) return plain(fill(pick(texts.CUSTOMER_TEXTS, choice)), 'user-whatsapp');
	if (kind < 58) return plain(fill(pick(texts.BUSINESS_TEXTS, choice)), 'bot-whatsapp');
	if (kind < 68) return plain(fill(pick(texts.BUSINESS_TEXTS, choice)), 'human-whatsapp');
	if (kind < 74) {
		const heard = choice % 5 === 0 ? null : fill(pick(texts.TRANSCRIPTIONS, choice >>> 3));
		return media('audio', '', heard);
	}
	if (kind < 81) return media('image', fill(pick(texts.CAPTIONS, choice >>> 3)));
	if (kind < 85) return media('document', fill(pick(texts.CAPTIONS, choice >>> 3)));
	if (kind < 87) return media('video', fill(pick(texts.CAPTIONS, choice >>> 3)));
	if (kind < 93) {
		const structured = JSON.stringify(pick(texts.STRUCTURED_TEXTS, choice)(`#${number}`));
		const type = choice % 3 === 0 ? null : ('interactive' as const);
		return { ...plain(structured, 'bot-whatsapp'), media_type: type };
	}
	if (kind < 98) {
		const filled = plain(fill(pick(texts.TEMPLATE_TEXTS, choice)), 'bot-whatsapp');
		if (choice % 2 === 0) return filled;
		return {
			...filled,
			media_type: 'image',
			media_url: origin() + mediaPath('image', facts.number, position),
		};
	}
	return plain(pick(texts.SYSTEM_TEXTS, choice), 'system');
}

function reactionsOf(seed: number, position: number, whatsappId: string): Message['reactions'] {
	const drawn = draw(seed, position, 8);
	if (drawn % 12 !== 0) return [];
	const reactions = [{ emoji: pick(texts.REACTION_EMOJI, drawn >>> 5), sender: whatsappId }];
	if ((drawn >>> 9) % 4 === 0) reactions.push({ emoji: '👏', sender: '27600000000' });
	return reactions;
}
