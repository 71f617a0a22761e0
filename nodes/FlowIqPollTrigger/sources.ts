import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import {
	conversationOf,
	referenceOf,
	type ContactReference,
} from '../shared/fields/contactLocator';
import { textOf } from '../shared/records/text';
import type { Connection } from '../shared/transport/connection';
import { chosen, DIRECTION, EVENT, SCOPE } from './choices';
import { readConversations, type Conversation } from './conversations';
import { startingAt, type Cursor } from './cursor';
import { isStillThere } from './familiar';
import { contactsPage, messagesPage } from './lists';
import { findNewContacts, type ContactCursor } from './newContacts';
import { findNewMessages, showsKnownMessage } from './newMessages';
import type { Source } from './source';
import { readStart, type Start } from './startFrom';
import { findNewInUnread, startingUnreadConversations } from './unreadConversations';
import type { UnreadConversationsState } from './unreadConversations';
import { findUnreadContacts, startingUnread, type UnreadState } from './unreadContacts';

/**
 * @param context n8n's context of the trigger
 * @returns what its parameters say is to be polled
 * @throws InvalidInput when they cannot be read
 */
export function sourcesOf(context: IPollFunctions, connection: Connection): Source[] {
	const event = chosen(context, EVENT);
	if (event === 'unreadContact') return [unreadContacts(connection) as Source];
	if (event === 'newContact') return [newContacts(connection, readStart(context)) as Source];
	const select = selector(chosen(context, DIRECTION));
	if (chosen(context, SCOPE) === 'unread') {
		return [unreadConversations(connection, select) as Source];
	}
	const start = readStart(context);
	return readConversations(context).map(
		(conversation) => newMessages(connection, conversation, start, select) as Source,
	);
}

function unreadContacts(connection: Connection): Source<UnreadState> {
	return {
		key: 'unread',
		find: async (state, options) => await findUnreadContacts(connection, state, options),
		async sample() {
			const contacts = await firstContacts(connection);
			const unread = contacts.filter(isUnread);
			return unread.length > 0 ? unread : contacts;
		},
		startAt: startingUnread,
		isFamiliar: async ({ anchor }) => await isStillThere(connection, anchor),
	};
}

function newContacts(connection: Connection, start: Start): Source<ContactCursor> {
	return {
		key: `contacts ${start.name}`,
		find: async (cursor, options) =>
			await findNewContacts(connection, cursor ?? start.cursor, options),
		sample: async () => await firstContacts(connection),
		startAt: (now) => start.cursor ?? startingAt(now),
		isFamiliar: async ({ anchor }) => await isStillThere(connection, anchor),
	};
}

function newMessages(
	connection: Connection,
	{ reference, name }: Conversation,
	start: Start,
	select: Select,
): Source<Cursor> {
	return {
		key: `messages ${Object.values(reference).join()} ${start.name}`,
		contact: name,
		reference,
		async find(cursor, options) {
			const found = await findNewMessages(connection, reference, cursor ?? start.cursor, options);
			return { ...found, records: select(found.records, reference) };
		},
		async sample() {
			const page = await messagesPage(connection, reference);
			return select(page?.records ?? [], reference);
		},
		startAt: (now) => start.cursor ?? startingAt(now),
		isFamiliar: async (cursor) => await showsKnownMessage(connection, reference, cursor),
	};
}

function unreadConversations(
	connection: Connection,
	select: Select,
): Source<UnreadConversationsState> {
	return {
		key: 'unread conversations',
		async find(state, options) {
			return await findNewInUnread(connection, state, { ...options, select });
		},
		async sample() {
			const contacts = await firstContacts(connection);
			const contact = contacts.find(isUnread) ?? contacts[0];
			const reference = contact && referenceOf(contact);
			if (reference === undefined) return [];
			const page = await messagesPage(connection, reference);
			return select(page?.records ?? [], reference);
		},
		startAt: startingUnreadConversations,
		isFamiliar: async ({ anchor }) => await isStillThere(connection, anchor),
	};
}

/** Chooses the messages that start the workflow, and says whose they are. */
export type Select = (messages: IDataObject[], contact: ContactReference) => IDataObject[];

/** The first word of FlowIQ's sender types (`user-whatsapp`, `user-web`) says who it was. */
const CUSTOMER = /^user\b/;

function selector(direction: string): Select {
	const isWanted = ({ sender_type }: IDataObject) =>
		direction !== 'incoming' || CUSTOMER.test(textOf(sender_type) ?? '');
	return (messages, contact) =>
		messages.filter(isWanted).map((message) => ({
			...message,
			...conversationOf(contact),
		}));
}

async function firstContacts(connection: Connection): Promise<IDataObject[]> {
	return (await contactsPage(connection, 1))?.records ?? [];
}

function isUnread({ has_unread_messages }: IDataObject): boolean {
	return has_unread_messages === true;
}
