import { createContactBook } from './data/contactBook';
import { createContactGenerator } from './data/contacts';
import { createConversationBook } from './data/conversationBook';
import { createMessageGenerator, defaultMessageCount } from './data/messages';
import { digitsOf } from './data/phones';
import { draw, uuidFor } from './data/random';
import type { Contact, Message, Receipt, Subscription, WhatsappFacts } from './types';
import type { Variants } from './variants';

/** One organisation: its contacts and conversations, and what may be done to them. */
export type World = ReturnType<typeof createWorld>;

export interface WorldOptions {
	seed: number;
	contacts: number;
	messagesPerContact?: number | ((contactIndex: number) => number);
	/** Unix ms at which the generated data ends. */
	until: number;
	now: () => number;
}

/** Builds the organisation. Costs a few bytes per contact and nothing per message. */
export function createWorld(options: WorldOptions) {
	const { seed, until, now, messagesPerContact } = options;
	const contactGenerator = createContactGenerator(seed, options.contacts, until);
	const contacts = createContactBook(contactGenerator, seed, options.contacts);

	function messageCount(number: number): number {
		if (number >= options.contacts) return 0;
		if (typeof messagesPerContact === 'function') return messagesPerContact(number);
		return messagesPerContact ?? defaultMessageCount(seed, number);
	}

	const messageGenerator = createMessageGenerator(seed, until, () => world.origin);
	const conversations = createConversationBook(messageGenerator, (number) => {
		const contact = contacts.get(number);
		return {
			number,
			whatsappId: contact.whatsapp_id,
			firstName: contact.full_name?.split(' ')[0] ?? 'there',
			contactCreatedAt: Date.parse(contact.created_at),
			messageCount: messageCount(number),
		};
	});

	let made = 0;
	/** Where each message is that was added, by its WhatsApp id. */
	const added = new Map<string, { number: number; serial: number }>();
	const world = {
		seed,
		organizationId: uuidFor(seed + 1, 0),
		contacts,
		conversations,
		/** Where the simulator is reached, without a trailing slash; set once it listens. */
		origin: '',
		/** Unix ms on the simulator's clock. */
		now,
		/** The number of the contact with this id or WhatsApp number, or null. */
		find: (idOrNumber: string): number | null =>
			contacts.byId(idOrNumber) ?? contacts.byWhatsappId(digitsOf(idOrNumber)),
		addContact: (partial: Partial<Contact> = {}): Contact => contacts.add(partial, now()),
		/** In the order in which they were made. */
		subscriptions: [] as Subscription[],
		/** Called with every message that was added. */
		onMessage: (() => {}) as (
			contactId: string,
			message: Message,
			facts: Required<WhatsappFacts>,
		) => void,
		/**
		 * @param facts what the record does not hold
		 * @throws Error when there is no such contact
		 */
		addMessage(
			idOrNumber: string,
			partial: Partial<Message> = {},
			facts: WhatsappFacts = {},
		): Message {
			const number = world.find(idOrNumber);
			if (number === null) throw new Error(`The simulator has no contact ${idOrNumber}`);
			const { serial, message } = conversations.of(number).add(partial, now());
			if (message.sender_type === 'user-whatsapp') {
				contacts.update(number, { has_unread_messages: true });
			}
			const { whatsappMessageId = world.nextWhatsappMessageId() } = facts;
			added.set(whatsappMessageId, { number, serial });
			world.onMessage(contacts.get(number).id, message, {
				replyTo: null,
				fileName: null,
				memberId: null,
				broadcastId: null,
				...facts,
				whatsappMessageId,
			});
			return message;
		},
		/** Called with everything that WhatsApp told. */
		onReport: (() => {}) as (
			contactId: string,
			whatsappMessageId: string,
			receipt: Receipt,
		) => void,
		/**
		 * WhatsApp tells how far a message got that was added before.
		 *
		 * @throws Error when no message has this id
		 */
		report(whatsappMessageId: string, receipt: Receipt): void {
			const place = added.get(whatsappMessageId);
			if (!place) throw new Error(`The simulator has no message ${whatsappMessageId}`);
			conversations.of(place.number).change(place.serial, { message_status: receipt });
			world.onReport(contacts.get(place.number).id, whatsappMessageId, receipt);
		},
		/** Somebody reacts to a message; nothing happens when no message has this id. */
		react(whatsappMessageId: string, emoji: string, sender: string): void {
			const place = added.get(whatsappMessageId);
			if (!place) return;
			conversations.of(place.number).change(place.serial, { reactions: [{ emoji, sender }] });
		},
		/** Unix ms of the newest message that the contact wrote, or null. */
		lastReceivedAt(number: number): number | null {
			const conversation = conversations.of(number);
			for (let position = conversation.size - 1; position >= 0; position--) {
				const { message } = conversation.at(position);
				if (message.sender_type === 'user-whatsapp') return Date.parse(message.created_at);
			}
			return null;
		},
		/** Ids for what is made on the run; never the same twice, and the same in every run. */
		nextUuid: (): string => uuidFor(seed + 2, ++made),
		nextWhatsappMessageId(): string {
			const salt = draw(seed, ++made, 61).toString(16).padStart(8, '0').toUpperCase();
			return `wamid.HBgL${salt}${String(made).padStart(8, '0')}`;
		},
		reset(): void {
			made = 0;
			added.clear();
			contacts.reset();
			conversations.reset();
			world.subscriptions.length = 0;
		},
	};
	return world;
}

/** What a route gets to see. */
export interface RouteContext {
	world: World;
	variants: Variants;
	query: Record<string, string>;
	body: unknown;
}
