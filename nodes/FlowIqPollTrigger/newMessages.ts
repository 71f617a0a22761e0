import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import { fetchPage, MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import type { Page } from '../shared/paging/page';
import { isOlder } from '../shared/records/createdAt';
import { MESSAGES } from '../shared/records/message';
import type { Connection } from '../shared/transport/connection';
import { readOldestFirst } from './backlog';
import { knownCount, startingNow, takeNew, windowStart, type WatchState } from './watch';

export interface Found {
	records: IDataObject[];
	state: WatchState;
}

/**
 * Looks for new messages of one conversation. Costs one request when there is none.
 *
 * @param state what the last poll remembered; undefined on the first one that starts from now
 * @param deadline when to leave the rest to the next poll, in ms since 1970
 * @returns the new messages, oldest first
 */
export async function findNewMessages(
	connection: Connection,
	contact: ContactReference,
	state: WatchState | undefined,
	deadline: number,
): Promise<Found> {
	const newest = await fetchPage(connection, conversation(contact), 1, MAX_PAGE_SIZE);
	const records = [...(newest?.records ?? [])].reverse();
	const total = newest?.total;
	if (state === undefined) {
		const start = startingNow(records, identify, Date.now(), isWhole(newest));
		return { records: [], state: { ...start, total } };
	}
	const found = take(state, records, total);
	const start = windowStart(state);
	if (records.length === 0 || isWhole(newest) || isOlder(records[0], start)) return found;
	const growth = growthOf(state, total);
	const { length } = found.records;
	if (length < records.length && isExplained(length, growth, total)) return found;

	const list = conversation(contact, { ascending: true });
	const part = await readOldestFirst({
		fetch: async (page) => await fetchPage(connection, list, page, MAX_PAGE_SIZE),
		first: { records, total },
		start,
		...(growth !== undefined && { expected: growth + knownCount(state) }),
		isEnough: (read) => Date.now() > deadline && take(state, read, total).records.length > 0,
		identify,
	});
	return take(state, part.records, part.isAll ? total : undefined);
}

/** The newest messages as they are, for somebody who builds a workflow. */
export async function recentMessages(
	connection: Connection,
	contact: ContactReference,
): Promise<IDataObject[]> {
	return (await fetchPage(connection, conversation(contact), 1, MAX_PAGE_SIZE))?.records ?? [];
}

/** @returns whether a page is the whole list, as far as the server tells */
export function isWhole(page: Page<IDataObject> | undefined): boolean {
	if (page === undefined) return true;
	const { records, total = 0, hasNext } = page;
	return records.length >= total && (hasNext === false || records.length === 0);
}

/** @returns by how much the list has grown, as far as the server tells */
export function growthOf({ total: before }: WatchState, total: number | undefined) {
	return total === undefined || before === undefined ? undefined : total - before;
}

/** Where the server does not tell how many there are, a newest page without anything new has to do. */
function isExplained(fresh: number, growth: number | undefined, total: number | undefined) {
	if (total === undefined) return fresh === 0;
	return growth !== undefined && growth >= 0 && fresh >= growth;
}

function take(state: WatchState, records: IDataObject[], total: number | undefined): Found {
	const { fresh, state: next } = takeNew(state, records, identify, Date.now());
	return { records: fresh, state: { ...next, total } };
}

/** The same message may be shown with its date in another form, or its file with another signature. */
function identify(message: IDataObject): string {
	const { id, sender_type, message: text, media_type, media_url: url } = message;
	const file = typeof url === 'string' ? url.split(/[?#]/)[0] : url;
	return JSON.stringify([id, sender_type, text, media_type, file]);
}

function conversation(contact: ContactReference, more: { ascending?: boolean } = {}) {
	return {
		...MESSAGES,
		route: { ...MESSAGES.route, query: { ...MESSAGES.route.query, ...contact, ...more } },
	};
}
