import type { IDataObject } from 'n8n-workflow';
import { contactIdentity } from '../shared/records/contact';
import { hash } from '../shared/records/hash';
import type { Connection } from '../shared/transport/connection';
import { allContacts, contactsPage } from './contacts';

/** Pages of contacts that one poll reads at the most. */
const UNREAD_PAGES = 10;

/** Contacts with unread messages that are remembered at the most. */
const MAX_UNREAD = 20_000;

export interface UnreadState {
	/** Hashes of the contacts that had unread messages when they were last looked at. */
	unread: string[];
	/** Next page to look at, beside the first. */
	page: number;
}

/**
 * Looks for contacts that have unread messages and had none before. FlowIQ cannot be asked for them, so it costs one
 * request for each 100 contacts; with more than 1,000, the pages take turns.
 *
 * @param state what the last poll remembered; undefined on the first one, for which all count as known
 */
export async function findUnreadContacts(
	connection: Connection,
	state: UnreadState | undefined,
): Promise<{ records: IDataObject[]; state: UnreadState }> {
	const { contacts, nextPage } =
		state === undefined
			? { contacts: await allContacts(connection), nextPage: 2 }
			: await somePages(connection, state.page);
	const unread = new Set(state?.unread);
	const records: IDataObject[] = [];
	for (const contact of contacts) {
		const id = hash(contactIdentity(contact));
		const wasUnread = unread.delete(id);
		if (contact.has_unread_messages !== true) continue;
		unread.add(id);
		if (state !== undefined && !wasUnread) records.push(contact);
	}
	return { records, state: { unread: [...unread].slice(-MAX_UNREAD), page: nextPage } };
}

/** The first page, and those whose turn it is. */
async function somePages(connection: Connection, start: number) {
	const contacts: IDataObject[] = [];
	let number = 1;
	let next = start;
	for (let pages = 0; pages < UNREAD_PAGES; pages++) {
		const page = await contactsPage(connection, number);
		for (const contact of page?.records ?? []) contacts.push(contact);
		const isLast = page === undefined || page.hasNext === false || page.records.length === 0;
		if (number === 1 && isLast) return { contacts, nextPage: 2 };
		if (number > 1) next = isLast ? 2 : number + 1;
		if (number > 1 && next === start) break;
		number = next;
	}
	return { contacts, nextPage: next };
}
