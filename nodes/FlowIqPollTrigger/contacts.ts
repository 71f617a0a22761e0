import type { IDataObject } from 'n8n-workflow';
import { fetchPage, listRecords, MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import { contactIdentity, toContact } from '../shared/records/contact';
import { createdAt } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import type { Found } from './newMessages';
import { startingNow, takeNew, type WatchState } from './watch';

const CONTACTS = {
	key: 'contacts' as const,
	route: { method: 'GET' as const, path: '/conversations', query: { action: 'contacts' } },
	toRecord: toContact,
};

/** Pages of contacts that one poll reads at the most to look for unread messages. */
const UNREAD_PAGES = 10;

/**
 * Looks for new contacts. Costs one request when there is none: their order is not documented, but their number is told
 * with each page, and only when it grew by more than the first page explains are all pages read.
 *
 * @param state what the last poll remembered; undefined on the first one that starts from now
 */
export async function findNewContacts(
	connection: Connection,
	state: WatchState | undefined,
): Promise<Found> {
	const first = await fetchPage(connection, CONTACTS, 1, MAX_PAGE_SIZE);
	const records = first?.records ?? [];
	const total = first?.total;
	const isWhole = first?.hasNext === false || records.length === 0;
	if (state === undefined) {
		const isEnough = isWhole || isNewestFirst(records);
		const all = isEnough ? records : await allContacts(connection);
		return {
			records: [],
			state: { ...startingNow(all, contactIdentity, isWhole || !isEnough), total },
		};
	}
	const { fresh, state: next } = takeNew(state, records, contactIdentity);
	const growth = total === undefined || state.total === undefined ? Infinity : total - state.total;
	const isExplained = growth >= 0 && fresh.length >= growth;
	if (isWhole || isExplained) return { records: fresh, state: { ...next, total } };

	const all = takeNew(state, await allContacts(connection), contactIdentity);
	return { records: all.fresh, state: { ...all.state, total } };
}

export interface UnreadState {
	/** Identities of the contacts that had unread messages when they were last looked at. */
	unread: string[];
	/** Next page to look at, beside the first. */
	page: number;
}

/**
 * Looks for contacts that have unread messages and had none before. FlowIQ cannot be asked for them, so it costs one
 * request for each 100 contacts; with more than 1,000, the pages take turns.
 *
 * @param state what the last poll remembered; undefined on the first one
 * @param isFromNow whether the contacts that are unread on the first poll count as known
 */
export async function findUnreadContacts(
	connection: Connection,
	state: UnreadState | undefined,
	isFromNow: boolean,
): Promise<{ records: IDataObject[]; state: UnreadState }> {
	const { contacts, nextPage } =
		state === undefined
			? { contacts: await allContacts(connection), nextPage: 2 }
			: await somePages(connection, state.page);
	const unread = new Set(state?.unread);
	const records: IDataObject[] = [];
	for (const contact of contacts) {
		const id = contactIdentity(contact);
		if (contact.has_unread_messages !== true) unread.delete(id);
		else if (!unread.has(id)) {
			unread.add(id);
			if (state !== undefined || !isFromNow) records.push(contact);
		}
	}
	return { records, state: { unread: [...unread], page: nextPage } };
}

/** The contacts of the first page as they are, for somebody who builds a workflow. */
export async function recentContacts(connection: Connection, size: number): Promise<IDataObject[]> {
	return (await fetchPage(connection, CONTACTS, 1, size))?.records ?? [];
}

async function somePages(connection: Connection, start: number) {
	const contacts: IDataObject[] = [];
	let number = 1;
	let following = start;
	for (let pages = 0; pages < UNREAD_PAGES; pages++) {
		const page = await fetchPage(connection, CONTACTS, number, MAX_PAGE_SIZE);
		for (const contact of page?.records ?? []) contacts.push(contact);
		const isLast = page === undefined || page.hasNext === false || page.records.length === 0;
		if (number === 1 && isLast) return { contacts, nextPage: 2 };
		if (number !== 1) following = isLast ? 2 : number + 1;
		if (pages > 0 && following === start) break;
		number = following;
	}
	return { contacts, nextPage: following };
}

async function allContacts(connection: Connection): Promise<IDataObject[]> {
	return await listRecords(connection, {
		...CONTACTS,
		identify: contactIdentity,
		arrivals: 'anywhere',
		wanted: Infinity,
	});
}

function isNewestFirst(contacts: IDataObject[]): boolean {
	const dates = contacts.map(createdAt);
	return dates.every((date, index) => {
		const before = index === 0 ? date : dates[index - 1];
		return date !== undefined && before !== undefined && before >= date;
	});
}
