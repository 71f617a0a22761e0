import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../shared/records/createdAt';
import {
	contentKey,
	keyOf,
	readRemembered,
	sinceBegun,
	writeRemembered,
	type Remembered,
	type Seen,
} from './remembered';

/**
 * How far a list was read, for lists whose records have a creation date but, some of them, no id. Pure.
 *
 * It holds the newest date, and the records of the look-back window before it: a record that shows up late, with a date
 * before the newest one, is new as long as it falls into that window.
 */
export interface Cursor {
	/** Newest creation date seen, in ms since 1970. */
	newest?: number;
	/** Only later records count, in ms since 1970. */
	after?: number;
	/** Only records from here on count, in ms since 1970. */
	from?: number;
	/** The records of the look-back window that were seen; see `remembered.ts`. */
	known: string;
	/** Length of the list when it was read, as far as FlowIQ told and all of it was read. */
	total?: number;
	/** What a build before 1.0.0 saw, until the first reading after the update; see `earlierState.ts`. */
	earlier?: Record<string, number>;
}

/** What makes two records the same one. */
export interface Identity {
	/** What stays the same for good, whatever is edited. */
	lasting: (record: IDataObject) => string;
	/** Whether no other record shares it; else their number tells that one is new. */
	isExact: (record: IDataObject) => boolean;
	/** What `lasting` was as long as the server showed no IDs, where it may begin to. */
	former?: (record: IDataObject) => string;
	/** What tells apart those that share it, most of the time; it may be edited. */
	content: (record: IDataObject) => string;
	/** Records that are remembered even when they are older than the look-back window: their date may be corrected. */
	keep: number;
}

/** How late a record may show up, in ms. Webhooks and imports of WhatsApp are late by seconds, at times by minutes. */
export const LOOK_BACK_MS = 60 * 60 * 1000;

/** Records of one list that are remembered at the most; beyond, its look-back window becomes shorter. */
export const MAX_REMEMBERED = 5_000;

/** Records without a readable date have no window, and are remembered for good; more are more than n8n should store. */
export const MAX_UNDATED = 20_000;

export interface TakeOptions {
	/** The time, in ms since 1970. */
	now: number;
	/** Whether no record that was left out is newer than these; else `newest` does not move on. True by default. */
	hasNewest?: boolean;
	/** Whether the list is being read in parts and in no order, so that what is remembered must not hide what follows. */
	isPart?: boolean;
	/** Records remembered at the most. */
	maxRemembered?: number;
}

export interface Taken {
	/** The new records, oldest first. */
	fresh: IDataObject[];
	/** What is to be remembered once they were passed on. */
	cursor: Cursor;
	/** Whether something changed that may be an edit, or a new record where the list was cut: look at the whole window. */
	isDoubtful: boolean;
}

/** @returns the earliest creation date that can be new, in ms since 1970 */
export function windowStart({ newest, from }: Pick<Cursor, 'newest' | 'from'>): number {
	return Math.max(from ?? -Infinity, newest === undefined ? -Infinity : newest - LOOK_BACK_MS);
}

/** @returns how many records of the look-back window were seen */
export function knownCount(cursor: Cursor): number {
	const start = windowStart(cursor);
	return [...readRemembered(cursor.known).values()]
		.filter(({ at }) => at === undefined || at >= start)
		.reduce((sum, { count }) => sum + count, 0);
}

/**
 * @param records all records of the list from the window's start on, or some of them, oldest first where the list has
 *   an order
 */
export function takeNew(
	cursor: Cursor,
	records: IDataObject[],
	identity: Identity,
	{ now, hasNewest = true, isPart = false, maxRemembered = MAX_REMEMBERED }: TakeOptions,
): Taken {
	const start = windowStart(cursor);
	const remembered = readRemembered(cursor.known);
	const groups = new Map<string, IDataObject[]>();
	let { newest } = cursor;
	for (const record of records) {
		const created = createdAt(record);
		if (created !== undefined && (created < start || created <= (cursor.after ?? -Infinity))) {
			continue;
		}
		const key = keyOf(identity.lasting(record));
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [record]);
		else if (!identity.isExact(record)) group.push(record);
		// A date in the future, by mistake, must not make all that follows look old.
		if (created !== undefined) newest = Math.max(newest ?? -Infinity, Math.min(created, now));
	}
	const fresh = new Set<IDataObject>();
	let isDoubtful = false;
	for (const [key, group] of groups) {
		const isExact = identity.isExact(group[0]);
		const former = isExact && identity.former ? keyOf(identity.former(group[0])) : undefined;
		const isFormer = former !== undefined && !remembered.has(key) && !groups.has(former);
		const seen = isFormer ? takeFormer(remembered, former) : remembered.get(key);
		const contents = isExact ? [] : group.map((record) => contentKey(identity.content(record)));
		const added = group.length - (seen?.count ?? 0);
		if (added > 0) newOnes(group, contents, seen, added).forEach((record) => fresh.add(record));
		else if (seen!.contents.length > 0 && !contents.every((one) => seen!.contents.includes(one))) {
			isDoubtful = true;
		}
		remembered.set(key, merged(seen, { at: createdAt(group[0]), count: group.length, contents }));
	}
	const moved = hasNewest ? { ...cursor, newest } : cursor;
	const next = withinBounds(moved, remembered, { maxRemembered, keep: identity.keep, isPart });
	const inOrder = records.filter((record) => fresh.has(record));
	return { fresh: oldestFirst(inOrder), cursor: next, isDoubtful };
}

/**
 * @param records the newest part of a list
 * @param isWhole whether that is all of it
 * @param options `begun`: when the poll began, in ms since 1970. FlowIQ may have answered late, and what was created
 *   meanwhile is new; where FlowIQ's clock goes another way than n8n's, that cannot be told.
 * @returns a cursor for which all others are known, and what is older does not count
 */
export function startingNow(
	records: IDataObject[],
	identity: Identity,
	isWhole: boolean,
	{ begun, ...options }: TakeOptions & { begun: number },
): Cursor {
	const since = sinceBegun(records.map(createdAt), begun, options.now);
	const known = records.filter((record) => (createdAt(record) ?? 0) < since);
	if (known.length === 0 && (records.length > 0 || !isWhole)) return startingAt(begun);
	const { cursor } = takeNew({ known: '' }, known, identity, options);
	const dates = known.map(createdAt).filter((created) => created !== undefined);
	return isWhole || dates.length === 0 ? cursor : { ...cursor, after: Math.min(...dates) };
}

/**
 * For a list that could not be looked at yet.
 *
 * @param now the time, in ms since 1970; FlowIQ's dates are in whole seconds
 */
export function startingAt(now: number): Cursor {
	return { known: '', from: now - (now % 1000) };
}

/** Records of the same moment stay in the order they have; those without a readable date come last. */
export function oldestFirst(records: IDataObject[]): IDataObject[] {
	const dated = records.map((record) => ({ record, at: createdAt(record) ?? Infinity }));
	dated.sort((a, b) => a.at - b.at);
	return dated.map(({ record }) => record);
}

/** Of records that share their identity, those whose content was not seen come first; then the last ones. */
function newOnes(
	group: IDataObject[],
	contents: string[],
	seen: Seen | undefined,
	added: number,
): IDataObject[] {
	const left = [...(seen?.contents ?? [])];
	const isNew = contents.map((content) => {
		const place = left.indexOf(content);
		if (place < 0) return true;
		left.splice(place, 1);
		return false;
	});
	const inTurn = [...group.keys()].sort((a, b) => Number(isNew[a]) - Number(isNew[b]));
	const chosen = new Set(inTurn.slice(-added));
	return group.filter((_, index) => chosen.has(index));
}

/**
 * @param former key of a record that had no ID until now; where others without one share it, they are what was seen
 * @returns what was remembered of it, which then is used up
 */
function takeFormer(remembered: Remembered, former: string): Seen | undefined {
	const seen = remembered.get(former);
	if (seen === undefined) return undefined;
	if (seen.count > 1) remembered.set(former, { ...seen, count: seen.count - 1 });
	else remembered.delete(former);
	return { ...seen, count: 1, contents: [] };
}

function merged(seen: Seen | undefined, now: Seen): Seen {
	if (seen === undefined || now.count >= seen.count) return now;
	return { ...seen, contents: [...new Set([...seen.contents, ...now.contents])] };
}

function withinBounds(
	cursor: Cursor,
	remembered: Remembered,
	{ maxRemembered, keep, isPart }: { maxRemembered: number; keep: number; isPart: boolean },
): Cursor {
	const start = windowStart(cursor);
	const undated: Array<[string, Seen]> = [];
	let dated: Array<[string, Seen]> = [];
	for (const entry of remembered) (entry[1].at === undefined ? undated : dated).push(entry);
	const dateOf = ([, { at }]: [string, Seen]) => at!;
	dated.sort((a, b) => dateOf(b) - dateOf(a));
	dated = dated.filter((entry, index) => dateOf(entry) >= start || index < keep);
	let { after } = cursor;
	if (dated.length > maxRemembered) {
		// The newest moment stays whole: more records of it may follow.
		const limit = Math.min(dateOf(dated[maxRemembered]), dateOf(dated[0]) - 1);
		dated = isPart ? dated.slice(0, maxRemembered) : dated.filter((entry) => dateOf(entry) > limit);
		if (!isPart && limit >= start) after = Math.max(after ?? -Infinity, limit);
	}
	return {
		...cursor,
		...(after !== undefined && { after }),
		// One more than may be kept tells that there are too many.
		known: writeRemembered(new Map([...undated.slice(-MAX_UNDATED - 1), ...dated])),
	};
}
