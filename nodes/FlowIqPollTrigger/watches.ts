import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import {
	conversationOf,
	readContact,
	type ContactReference,
} from '../shared/fields/contactLocator';
import { readDateTime } from '../shared/input/dateTime';
import type { Connection } from '../shared/transport/connection';
import { contactsPage, findNewContacts } from './contacts';
import { findNewMessages, recentMessages } from './newMessages';
import { findUnreadContacts, type UnreadState } from './unreadContacts';
import { startingAt, type WatchState } from './watch';

/** One watched list: where its state is kept, how it is read, and what its records say of where they come from. */
export interface Watch<State = WatchState | UnreadState> {
	key: string;
	/** Reads what is new since the state; undefined for the first time. */
	find: (
		state: State | undefined,
		deadline: number,
	) => Promise<{ records: IDataObject[]; state: State }>;
	/** Records as they are, newest first, for somebody who builds a workflow. */
	sample: () => Promise<IDataObject[]>;
	/** What the state is when the first reading has to wait. */
	waiting: (now: number) => State | undefined;
}

/**
 * @param context n8n's context of the trigger
 * @returns what its parameters say is to be watched
 * @throws InvalidInput when they cannot be read
 */
export function readWatches(context: IPollFunctions, connection: Connection): Watch[] {
	const event = context.getNodeParameter('event') as string;
	if (event === 'unreadContact') return [watchUnread(connection) as Watch];
	const start = readStart(context);
	if (event === 'newContact') return [watchContacts(connection, start) as Watch];
	const isIncoming = context.getNodeParameter('direction', 'incoming') === 'incoming';
	return readConversations(context).map(
		(contact) => watchMessages(connection, contact, start, isIncoming) as Watch,
	);
}

interface Start {
	/** Part of the key: another choice begins anew. */
	name: string;
	/** What the first reading goes by; undefined where it only looks at what there is. */
	state?: WatchState;
}

function readStart(context: IPollFunctions): Start {
	const name = context.getNodeParameter('startFrom', 'now') as string;
	if (name === 'now') return { name };
	if (name === 'everything') return { name, state: { known: {}, total: 0 } };
	const date = context.getNodeParameter('startDate', '');
	const from = readDateTime(date, 'Start Date', context.getTimezone());
	if (from === undefined) {
		throw new InvalidInput("'Start Date' is empty", "Choose a date, or another 'Start From'.");
	}
	return { name: `${name} ${from}`, state: { known: {}, from } };
}

function watchUnread(connection: Connection): Watch<UnreadState> {
	return {
		key: 'unread',
		find: async (state) => await findUnreadContacts(connection, state),
		async sample() {
			const contacts = (await contactsPage(connection, 1))?.records ?? [];
			const unread = contacts.filter((contact) => contact.has_unread_messages === true);
			return unread.length > 0 ? unread : contacts;
		},
		waiting: () => undefined,
	};
}

function watchContacts(connection: Connection, start: Start): Watch<WatchState> {
	return {
		key: `contacts ${start.name}`,
		find: async (state, deadline) =>
			await findNewContacts(connection, state ?? start.state, deadline),
		sample: async () => (await contactsPage(connection, 1))?.records ?? [],
		waiting: () => undefined,
	};
}

function watchMessages(
	connection: Connection,
	contact: ContactReference,
	start: Start,
	isIncoming: boolean,
): Watch<WatchState> {
	const wanted = (messages: IDataObject[]) =>
		messages
			.filter(({ sender_type }) => !isIncoming || INCOMING.has(sender_type as string))
			.map((message) => ({ ...message, ...conversationOf(contact) }));
	return {
		key: `messages ${Object.values(contact).join()} ${start.name}`,
		async find(state, deadline) {
			const found = await findNewMessages(connection, contact, state ?? start.state, deadline);
			return { ...found, records: wanted(found.records) };
		},
		sample: async () => wanted(await recentMessages(connection, contact)),
		waiting: (now) => start.state ?? startingAt(now),
	};
}

const INCOMING = new Set(['user-whatsapp', 'user-web']);

/** Each conversation once, however often it was chosen. An expression may give a whole list of numbers or IDs. */
function readConversations(context: IPollFunctions): ContactReference[] {
	const { conversation = [] } = context.getNodeParameter('conversations', {}) as {
		conversation?: Array<{ contact: unknown }>;
	};
	const contacts = new Map<string, ContactReference>();
	for (const { contact } of conversation) {
		for (const one of unfold(contact)) {
			const read = readContact(one);
			contacts.set(JSON.stringify(read), read);
		}
	}
	if (contacts.size === 0) {
		throw new InvalidInput("'Conversations' is empty", 'Add the conversations to watch.');
	}
	return [...contacts.values()];
}

function unfold(locator: unknown): unknown[] {
	if (Array.isArray(locator)) return locator;
	if (typeof locator !== 'object' || locator === null || !('value' in locator)) return [locator];
	const { value } = locator;
	const values: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return values.map((one) => ({ ...locator, value: one }));
}
