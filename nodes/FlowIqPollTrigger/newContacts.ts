import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { contactIdentity } from '../shared/records/contact';
import { createdAt, isOlder } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import { readBacklog } from './backlog';
import { anchorOf, type Anchor } from './familiar';
import {
	knownCount,
	MAX_REMEMBERED,
	MAX_UNDATED,
	oldestFirst,
	startingNow,
	takeNew,
	windowStart,
	type Cursor,
} from './cursor';
import { readPass, startOfPass, type Pass } from './fullPass';
import { CONTACT_IDENTITY, contactsPage, growthOf, isWhole, type RecordPage } from './lists';
import { isOver } from './pollTime';
import { forgetNewest, sinceBegun, undatedCount } from './remembered';
import type { FindOptions, Found } from './source';

/** So many different dates in a row are in order by chance once in three million. */
const PROOF_OF_ORDER = 10;

type Order = 'newest' | 'oldest' | 'unknown';

export interface ContactCursor extends Cursor {
	/** A reading of the whole list that is under way, because it has no order. */
	pass?: Pass & {
		/** Whether it finds out what there is. */
		isFirst?: boolean;
		/** When the first one began, in ms since 1970. */
		begun?: number;
		/** Newest creation date that was known when it began, in ms since 1970. */
		before?: number;
	};
	/** Newest creation date that the last reading of the whole list found, in ms since 1970. */
	passed?: number;
	/** By which the account is known again. */
	anchor?: Anchor;
}

type ContactsFound = Found<ContactCursor>;

type Options = Pick<FindOptions, 'deadline' | 'begun'>;

/**
 * Looks for new contacts. Costs one request when there is none: their order is not documented, but their number is told
 * with each page, and only when it grew by more than the first page explains are further pages read.
 *
 * @param cursor how far the last poll read; undefined for the first one that starts from now
 * @returns the new contacts, oldest first
 */
export async function findNewContacts(
	connection: Connection,
	cursor: ContactCursor | undefined,
	options: Options,
): Promise<ContactsFound> {
	const first = await contactsPage(connection, 1);
	const found = await findIn(connection, first, cursor, options);
	// The one that is known stays in the state where the page shows none.
	const anchor = anchorOf(first?.records ?? []);
	return { ...found, state: { ...found.state, ...(anchor && { anchor }) } };
}

async function findIn(
	connection: Connection,
	first: RecordPage,
	cursor: ContactCursor | undefined,
	options: Options,
): Promise<ContactsFound> {
	const { deadline } = options;
	const records = first?.records ?? [];
	const total = first?.total;
	const goOn = async (state: ContactCursor) => {
		const found = await pass(connection, state, first, deadline);
		const isBegun = state.pass?.isFirst && found.state.pass === undefined;
		const isBehind = isBegun && found.state.total !== total;
		return isBehind && !isOver(deadline)
			? await findIn(connection, await contactsPage(connection, 1), found.state, options)
			: found;
	};
	if (cursor?.pass !== undefined) return await goOn(cursor);
	const order = orderOf(records);
	if (cursor === undefined)
		return await begin(connection, first, order, { begun: options.begun, goOn });

	const start = windowStart(cursor);
	const hasNewest = isWhole(first) || order === 'newest';
	const found = take(cursor, inOrder(records, order), total, hasNewest);
	const reachesBack = order === 'newest' && isOlder(records.at(-1), start);
	if (records.length === 0 || isWhole(first) || reachesBack) return found;
	const growth = growthOf(cursor, total);
	const { length } = found.records;
	const isExplained = growth !== undefined && growth >= 0 && length >= growth;
	if (isExplained && length < records.length) return found;

	const part =
		first !== undefined && order !== 'unknown'
			? await readBacklog({
					fetch: async (page, size) => await contactsPage(connection, page, size),
					order,
					first,
					start,
					...(growth !== undefined && { expected: growth + knownCount(cursor) }),
					isEnough: (read) => isOver(deadline) && take(cursor, read).records.length > 0,
					identify: contactIdentity,
				})
			: undefined;
	if (part !== undefined) {
		const taken = take(cursor, part.records, part.isAll ? total : undefined);
		return { ...taken, failure: part.failure };
	}
	const known = [cursor.newest, cursor.passed, ...records.map(createdAt)];
	const before = Math.max(...known.filter((date) => date !== undefined));
	return await goOn({ ...cursor, pass: { ...startOfPass(total), before } });
}

/** Everything there is counts as known, and nothing is passed on. */
async function begin(
	connection: Connection,
	first: RecordPage,
	order: Order,
	{ begun, goOn }: { begun: number; goOn: (state: ContactCursor) => Promise<ContactsFound> },
): Promise<ContactsFound> {
	const starting = (records: IDataObject[], isAll: boolean) => {
		const now = Date.now();
		const since = sinceBegun(records.map(createdAt), begun, now);
		const late = records.filter((record) => (createdAt(record) ?? 0) >= since).length;
		return {
			records: [],
			state: {
				...startingNow(records, CONTACT_IDENTITY, isAll, { now, begun }),
				total: first?.total === undefined ? undefined : first.total - late,
			},
		};
	};
	const records = first?.records ?? [];
	if (isWhole(first) || order === 'newest') return starting(records, isWhole(first));
	if (order === 'oldest' && first?.total !== undefined) {
		const last = await contactsPage(connection, Math.ceil(first.total / records.length));
		if (last?.hasNext === false && last.total === first.total && last.records.length > 0) {
			return starting(last.records, false);
		}
	}
	const total = first?.total;
	return await goOn({
		known: '',
		pass: { ...startOfPass(total), isFirst: true, begun },
	});
}

/** @throws InvalidInput when there are more than can be remembered, and no dates that make it needless */
async function pass(
	connection: Connection,
	{ pass: under, ...cursor }: ContactCursor,
	first: RecordPage,
	deadline: number,
): Promise<ContactsFound> {
	if (under === undefined) return { records: [], state: cursor };
	const { isFirst, begun, before } = under;
	const found: IDataObject[] = [];
	let state: Cursor = cursor;
	let isFirstUsed = false;
	const {
		pass: next,
		isEnd,
		total,
		failure,
	} = await readPass(
		under,
		async (page) => {
			const isRead = page !== 1 || under.next !== 1 || isFirstUsed;
			if (isRead) return await contactsPage(connection, page);
			isFirstUsed = true;
			return first;
		},
		first?.records.length ?? 1,
		(records) => {
			const options = { now: Date.now(), hasNewest: false, isPart: true };
			const taken = takeNew(state, records, CONTACT_IDENTITY, options);
			state = taken.cursor;
			if (!isFirst) found.push(...taken.fresh);
		},
		contactIdentity,
		() => isOver(deadline),
	);
	if (undatedCount(state.known) > MAX_UNDATED) {
		throw new InvalidInput(
			`FlowIQ shows more than ${MAX_UNDATED} contacts without 'created_at', so that new ones cannot be recognised`,
			'Use the FlowIQ Trigger with the event Message Received instead.',
		);
	}
	const records = oldestFirst(found);
	if (!isEnd)
		return { records, state: { ...state, pass: { ...next, isFirst, begun, before } }, failure };
	const upTo = (date = -Infinity) => {
		const newest = Math.max(state.newest ?? -Infinity, Math.min(date, Date.now()));
		return newest === -Infinity ? undefined : newest;
	};
	if (!isFirst) {
		// What came where the list had been read already is found by the next pass: until then, the window must reach back
		// from what there was when this one began.
		const newest = upTo(before ?? next.newest);
		const passed = upTo(next.newest);
		return { records, state: { ...ended({ ...state, newest }), total: next.total, passed } };
	}
	const newest = upTo(next.newest);
	// What came while the list was read counts as new: the newest ones, by as many as the list grew, and what says so. Those
	// that came where the list had been read already are not among what was read; the next pass finds them.
	const since = sinceBegun([next.newest], begun ?? Infinity, Date.now());
	const grownBy = (total ?? 0) - (next.total ?? 0);
	const readMore = next.count - (next.total ?? Infinity);
	const left = forgetNewest(state.known, Math.min(grownBy, readMore), since);
	const base = { ...state, known: left.known, newest: left.newest ?? newest };
	const known = total === undefined ? undefined : total - left.forgotten;
	const length = next.total === undefined ? known : Math.min(next.total, known ?? Infinity);
	return { records, state: { ...ended(base), total: length } };
}

/** During a pass, what is remembered was only cut; at its end it is known what lies before the cut. */
function ended(cursor: Cursor): Cursor {
	const options = { now: 0, maxRemembered: MAX_REMEMBERED - 1 };
	return takeNew(cursor, [], CONTACT_IDENTITY, options).cursor;
}

function take(
	cursor: Cursor,
	records: IDataObject[],
	total?: number,
	hasNewest?: boolean,
): ContactsFound {
	const { fresh, cursor: next } = takeNew(cursor, records, CONTACT_IDENTITY, {
		now: Date.now(),
		hasNewest,
	});
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
