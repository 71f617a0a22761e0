import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import { isOlder } from '../shared/records/createdAt';
import { messageIdentity } from '../shared/records/message';
import type { Connection } from '../shared/transport/connection';
import { readBacklog } from './backlog';
import {
	knownCount,
	startingNow,
	takeNew,
	windowStart,
	type Cursor,
	type Taken,
	type TakeOptions,
} from './cursor';
import { seenEarlier } from './earlierState';
import { keyOf, readRemembered } from './remembered';
import { growthOf, isWhole, MESSAGE_IDENTITY, messagesPage } from './lists';
import { isOver } from './pollTime';
import type { Found } from './source';

export interface ReadOptions {
	/** When to leave the rest to the next poll, in ms of the monotonic clock. */
	deadline: number;
	/** Records that the cursor may remember at the most. */
	maxRemembered: number;
	/** When the poll began, in ms since 1970. */
	begun: number;
}

/**
 * Looks for new messages of one conversation. Costs one request when there is none.
 *
 * @param cursor how far the last poll read; undefined for the first one that starts from now
 * @returns the new messages, oldest first
 */
export async function findNewMessages(
	connection: Connection,
	contact: ContactReference,
	cursor: Cursor | undefined,
	{ deadline, maxRemembered, begun }: ReadOptions,
): Promise<Found<Cursor>> {
	const newest = await messagesPage(connection, contact);
	const records = [...(newest?.records ?? [])].reverse();
	const total = newest?.total;
	const options = { now: Date.now(), maxRemembered };
	if (cursor === undefined) {
		const state = startingNow(records, MESSAGE_IDENTITY, isWhole(newest), {
			...options,
			begun,
		});
		return { records: [], state: { ...state, total } };
	}
	const take = (messages: IDataObject[]) =>
		takeNew(withEarlier(cursor, messages, options), messages, MESSAGE_IDENTITY, options);
	const taken = take(records);
	const start = windowStart(cursor);
	const isComplete = records.length === 0 || isWhole(newest) || isOlder(records[0], start);
	const growth = growthOf(cursor, total);
	if (isComplete || (taken.fresh.length < records.length && isExplained(taken, growth, total))) {
		return { records: taken.fresh, state: { ...taken.cursor, total } };
	}

	const part = await readBacklog({
		fetch: async (page, size) =>
			await messagesPage(connection, contact, { page, size, ascending: true }),
		order: 'oldest',
		first: { records, total },
		start,
		...(growth !== undefined &&
			cursor.earlier === undefined && { expected: growth + knownCount(cursor) }),
		isEnough: (read) => isOver(deadline) && take(read).fresh.length > 0,
		identify: messageIdentity,
	});
	const { fresh, cursor: next } = take(part?.records ?? []);
	return {
		records: fresh,
		state: { ...next, total: part?.isAll ? total : undefined },
		failure: part?.failure,
	};
}

/** @returns the cursor as this build keeps it: of these messages, those that were seen before the update are known */
function withEarlier(
	{ earlier, ...cursor }: Cursor,
	messages: IDataObject[],
	options: TakeOptions,
): Cursor {
	if (earlier === undefined) return cursor;
	return takeNew(cursor, seenEarlier(earlier, messages), MESSAGE_IDENTITY, options).cursor;
}

/** Where the server does not tell how many there are, a newest page without anything new has to do. */
function isExplained(
	{ fresh, isDoubtful }: Taken,
	growth: number | undefined,
	total: number | undefined,
): boolean {
	if (isDoubtful) return false;
	if (total === undefined) return fresh.length === 0;
	return growth !== undefined && growth >= 0 && fresh.length >= growth;
}

/** Pages that are looked through for a message that was seen before. */
const MAX_PAGES = 10;

/** @returns whether the conversation still shows what was read of it, and is not the one of another account */
export async function showsKnownMessage(
	connection: Connection,
	contact: ContactReference,
	cursor: Cursor,
): Promise<boolean> {
	const known = readRemembered(cursor.known);
	const start = windowStart(cursor);
	for (let page = 1; known.size > 0 && page <= MAX_PAGES; page++) {
		const read = await messagesPage(connection, contact, { page });
		const messages = read?.records ?? [];
		const isKnown = (message: IDataObject) => known.has(keyOf(MESSAGE_IDENTITY.lasting(message)));
		if (messages.some(isKnown)) return true;
		if (messages.length === 0 || read?.hasNext === false || isOlder(messages.at(-1), start)) break;
	}
	return false;
}
