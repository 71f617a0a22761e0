import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { fetchPage, listRecords, MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import type { Page } from '../shared/paging/page';
import { contactIdentity, CONTACTS } from '../shared/records/contact';
import { createdAt, isOlder } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import { readNewestFirst, readOldestFirst } from './backlog';
import { growthOf, isWhole, type Found } from './newMessages';
import {
	knownCount,
	MAX_UNDATED,
	oldestFirst,
	startingNow,
	takeNew,
	windowStart,
	type WatchState,
} from './watch';

/** So many different dates in a row are in order by chance once in three million. */
const PROOF_OF_ORDER = 10;

type Order = 'newest' | 'oldest' | 'unknown';

/**
 * Looks for new contacts. Costs one request when there is none: their order is not documented, but their number is told
 * with each page, and only when it grew by more than the first page explains are further pages read.
 *
 * @param state what the last poll remembered; undefined on the first one that starts from now
 * @param deadline when to leave the rest to the next poll, in ms since 1970
 * @returns the new contacts, oldest first
 */
export async function findNewContacts(
	connection: Connection,
	state: WatchState | undefined,
	deadline: number,
): Promise<Found> {
	const first = await contactsPage(connection, 1);
	const records = first?.records ?? [];
	const total = first?.total;
	const order = orderOf(records);
	if (state === undefined) {
		const isEnough = isWhole(first) || order === 'newest';
		const all = isEnough ? records : await allContacts(connection);
		const isAll = isWhole(first) || !isEnough;
		const start = startingNow(all, contactIdentity, Date.now(), isAll);
		return { records: [], state: { ...start, total } };
	}
	const start = windowStart(state);
	const hasNewest = isWhole(first) || order === 'newest';
	const found = take(state, inOrder(records, order), total, hasNewest);
	const reachesBack = order === 'newest' && isOlder(records.at(-1), start);
	if (records.length === 0 || isWhole(first) || reachesBack) return found;
	const growth = growthOf(state, total);
	const { length } = found.records;
	const isExplained = growth !== undefined && growth >= 0 && length >= growth;
	if (isExplained && length < records.length) return found;

	const part =
		first !== undefined && order !== 'unknown'
			? await (order === 'newest' ? readNewestFirst : readOldestFirst)({
					fetch: async (page) => await contactsPage(connection, page),
					first,
					start,
					...(growth !== undefined && { expected: growth + knownCount(state) }),
					isEnough: (read) => Date.now() > deadline && take(state, read).records.length > 0,
					identify: contactIdentity,
				})
			: undefined;
	if (part !== undefined) return take(state, part.records, part.isAll ? total : undefined);
	return take(state, inOrder(await allContacts(connection), order), total);
}

export async function contactsPage(
	connection: Connection,
	page: number,
): Promise<Page<IDataObject> | undefined> {
	return await fetchPage(connection, CONTACTS, page, MAX_PAGE_SIZE);
}

/** @throws InvalidInput when there are more than can be remembered, and no dates that make it needless */
export async function allContacts(connection: Connection): Promise<IDataObject[]> {
	const contacts = await listRecords(connection, {
		...CONTACTS,
		arrivals: 'anywhere',
		wanted: Infinity,
	});
	if (contacts.filter((contact) => createdAt(contact) === undefined).length <= MAX_UNDATED) {
		return contacts;
	}
	throw new InvalidInput(
		`FlowIQ shows more than ${MAX_UNDATED} contacts without 'created_at', so that new ones cannot be recognised`,
		'Use the FlowIQ Trigger with the event Message Received instead.',
	);
}

function take(
	state: WatchState,
	records: IDataObject[],
	total?: number,
	hasNewest?: boolean,
): Found {
	// A contact has an identity of its own: should a moving list show it twice, it is still one.
	const distinct = new Map(records.map((contact) => [contactIdentity(contact), contact]));
	const known = [...distinct.values()];
	const { fresh, state: next } = takeNew(state, known, contactIdentity, Date.now(), hasNewest);
	return { records: fresh, state: { ...next, total } };
}

function orderOf(contacts: IDataObject[]): Order {
	const dates = contacts.map(createdAt);
	if (dates.includes(undefined) || new Set(dates).size < PROOF_OF_ORDER) return 'unknown';
	const inTime = oldestFirst(contacts).map(createdAt);
	if (dates.every((date, index) => date === inTime[index])) return 'oldest';
	return dates.every((date, index) => date === inTime.at(-1 - index)) ? 'newest' : 'unknown';
}

function inOrder(contacts: IDataObject[], order: Order): IDataObject[] {
	return order === 'newest' ? [...contacts].reverse() : contacts;
}
