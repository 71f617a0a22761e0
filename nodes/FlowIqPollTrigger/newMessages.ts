import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import { fetchPage, listRecords, MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import { createdAt } from '../shared/records/createdAt';
import { messageIdentity, toMessage } from '../shared/records/message';
import type { Connection } from '../shared/transport/connection';
import { knownCount, startingNow, takeNew, windowStart, type WatchState } from './watch';

/**
 * A backlog larger than this, in messages, is read from its oldest page on: so what fits into the time of one poll is
 * passed on in order, and the next poll goes on from there.
 */
const BACKLOG = 500;

export interface Found {
	records: IDataObject[];
	state: WatchState;
}

/**
 * Looks for new messages of one conversation. Costs one request when there is none.
 *
 * @param state what the last poll remembered; undefined on the first one that starts from now
 * @param deadline when to leave the rest to the next poll, in ms since 1970
 */
export async function findNewMessages(
	connection: Connection,
	contact: ContactReference,
	state: WatchState | undefined,
	deadline: number,
): Promise<Found> {
	const list = conversation(contact);
	const newest = await fetchPage(connection, list, 1, MAX_PAGE_SIZE);
	const records = newest?.records ?? [];
	const { total, hasNext } = newest ?? {};
	const isWhole = hasNext === false || records.length === 0;
	if (state === undefined) {
		return { records: [], state: { ...startingNow(records, messageIdentity, isWhole), total } };
	}

	const growth = total === undefined || state.total === undefined ? undefined : total - state.total;
	const found = take(state, records, total);
	if (isWhole || reachesBack(records, windowStart(state))) return found;
	if (growth !== undefined && growth >= 0 && found.records.length >= growth) return found;

	if (growth !== undefined && growth > BACKLOG) {
		return await readBacklog(connection, contact, state, deadline);
	}
	const start = windowStart(state);
	const all = await listRecords(connection, {
		...list,
		identify: messageIdentity,
		arrivals: 'front',
		wanted: Infinity,
		isPastEnd: (message) => (createdAt(message) ?? start) < start,
	});
	return take(state, all, total);
}

/** The newest messages as they are, for somebody who builds a workflow. */
export async function recentMessages(
	connection: Connection,
	contact: ContactReference,
	size: number,
): Promise<IDataObject[]> {
	return (await fetchPage(connection, conversation(contact), 1, size))?.records ?? [];
}

/** Positions counted from the oldest message do not move when new ones arrive. */
async function readBacklog(
	connection: Connection,
	contact: ContactReference,
	state: WatchState,
	deadline: number,
): Promise<Found> {
	const position = Math.max(0, (state.total ?? 0) - knownCount(state));
	const first = Math.floor(position / MAX_PAGE_SIZE) + 1;
	const list = conversation(contact, { ascending: true });
	const records: IDataObject[] = [];
	for (let number = first; ; number++) {
		const page = await fetchPage(connection, list, number, MAX_PAGE_SIZE, records.length);
		for (const record of page?.records ?? []) records.push(record);
		const isLast = page === undefined || page.records.length === 0 || page.hasNext === false;
		if (isLast || Date.now() > deadline) break;
	}
	return take(state, records, (first - 1) * MAX_PAGE_SIZE + records.length);
}

function take(state: WatchState, records: IDataObject[], total: number | undefined): Found {
	const { fresh, state: next } = takeNew(state, [...records], messageIdentity);
	return { records: fresh, state: { ...next, total } };
}

function reachesBack(records: IDataObject[], start: number): boolean {
	const last = records.at(-1);
	const created = last && createdAt(last);
	return created !== undefined && created < start;
}

function conversation(contact: ContactReference, more: { ascending?: boolean } = {}) {
	return {
		key: 'messages' as const,
		route: {
			method: 'GET' as const,
			path: '/conversations',
			query: { action: 'conversation-messages', ...contact, ...more },
		},
		toRecord: toMessage,
	};
}
