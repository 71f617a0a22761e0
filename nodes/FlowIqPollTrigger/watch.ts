import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../shared/records/createdAt';

/**
 * Tells new records from known ones, for lists whose records have a creation date but, some of them, no id. Pure.
 *
 * What is remembered is the newest date, and the records of the hour before it: a record that shows up late, with a
 * date before the newest one, is new as long as it falls into that hour.
 */
export interface WatchState {
	/** Newest creation date seen, in ms since 1970. */
	newest?: number;
	/** Only later records count, in ms since 1970. */
	after?: number;
	/** Only records from here on count, in ms since 1970. */
	from?: number;
	/** How often each record of the look-back window was seen: `<created in ms>-<hash>` → number. */
	known: Record<string, number>;
	/** Length of the list when it was read, as far as FlowIQ told. */
	total?: number;
}

/** How late a record may show up, in ms. Webhooks and imports of WhatsApp are late by seconds, at times by minutes. */
const LOOK_BACK_MS = 60 * 60 * 1000;

/** Records remembered at the most; beyond, the look-back window becomes shorter. */
const MAX_KNOWN = 5_000;

const HASH_LENGTH = 11;

/** @returns the earliest creation date that can be new, in ms since 1970 */
export function windowStart({ newest, from }: WatchState): number {
	return Math.max(from ?? -Infinity, newest === undefined ? -Infinity : newest - LOOK_BACK_MS);
}

/** @returns how many records of the look-back window were seen */
export function knownCount(state: WatchState): number {
	return Object.values(state.known).reduce((sum, count) => sum + count, 0);
}

/**
 * @param records all records of the list from the window's start on, or a newer part of them
 * @param identify what two records must have in common to be equal; of equal ones, the n-th is the n-th that was seen
 * @returns the new ones, oldest first, and what is to be remembered once they were passed on
 */
export function takeNew(
	state: WatchState,
	records: IDataObject[],
	identify: (record: IDataObject) => string,
): { fresh: IDataObject[]; state: WatchState } {
	const start = windowStart(state);
	const counted: Record<string, number> = {};
	const fresh: Array<{ record: IDataObject; created: number }> = [];
	let newest = state.newest;
	for (const record of records) {
		// A record without a readable date cannot be placed in time; it counts as created when the newest one was.
		const created = createdAt(record) ?? newest ?? 0;
		if (created < start || created <= (state.after ?? -Infinity)) continue;
		const key = `${created}-${hash(identify(record))}`;
		counted[key] = (counted[key] ?? 0) + 1;
		if (counted[key] > (state.known[key] ?? 0)) fresh.push({ record, created });
		newest = Math.max(newest ?? created, created);
	}
	const known = { ...state.known };
	for (const [key, count] of Object.entries(counted)) known[key] = Math.max(known[key] ?? 0, count);
	fresh.sort((a, b) => a.created - b.created);
	return {
		fresh: fresh.map(({ record }) => record),
		state: withinBounds({ ...state, newest, known }),
	};
}

/**
 * @param records the newest part of a list
 * @param isWhole whether that is all of it
 * @returns a state in which all of them are known, and what is older does not count
 */
export function startingNow(
	records: IDataObject[],
	identify: (record: IDataObject) => string,
	isWhole: boolean,
): WatchState {
	const { state } = takeNew({ known: {} }, records, identify);
	const dates = records.map(createdAt).filter((created) => created !== undefined);
	const oldest = Math.min(...dates);
	return isWhole || dates.length === 0 ? state : { ...state, after: oldest };
}

function withinBounds(state: WatchState): WatchState {
	const start = windowStart(state);
	let keys = Object.keys(state.known).filter((key) => createdOf(key) >= start);
	let { after } = state;
	if (keys.length > MAX_KNOWN) {
		keys.sort((a, b) => createdOf(b) - createdOf(a));
		after = createdOf(keys[MAX_KNOWN]);
		keys = keys.slice(0, MAX_KNOWN).filter((key) => createdOf(key) > (after as number));
	}
	const known = Object.fromEntries(keys.map((key) => [key, state.known[key]]));
	return { ...state, ...(after !== undefined && { after }), known };
}

function createdOf(key: string): number {
	return Number(key.slice(0, -HASH_LENGTH - 1));
}

function hash(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, HASH_LENGTH);
}
