import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../shared/records/createdAt';
import { hash, HASH_LENGTH } from '../shared/records/hash';

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
	/** Length of the list when it was read, as far as FlowIQ told and all of it was read. */
	total?: number;
}

/** What two records must have in common to be equal; of equal ones, the n-th is the n-th that was seen. */
type Identify = (record: IDataObject) => string;

/** How late a record may show up, in ms. Webhooks and imports of WhatsApp are late by seconds, at times by minutes. */
const LOOK_BACK_MS = 60 * 60 * 1000;

/** Records remembered at the most; beyond, the look-back window becomes shorter. */
const MAX_KNOWN = 5_000;

/** Records without a readable date have no window, and are remembered for good; more are more than n8n should store. */
export const MAX_UNDATED = 20_000;

/** @returns the earliest creation date that can be new, in ms since 1970 */
export function windowStart({ newest, from }: WatchState): number {
	return Math.max(from ?? -Infinity, newest === undefined ? -Infinity : newest - LOOK_BACK_MS);
}

/** @returns how many records of the look-back window were seen */
export function knownCount({ known }: WatchState): number {
	return Object.values(known).reduce((sum, count) => sum + count, 0);
}

/**
 * @param records all records of the list from the window's start on, or some of them, oldest first where the list has
 *   an order
 * @param now the time, in ms since 1970
 * @param hasNewest whether no record that was left out is newer than these; else what is remembered does not move on
 * @returns the new ones, oldest first, and what is to be remembered once they were passed on
 */
export function takeNew(
	state: WatchState,
	records: IDataObject[],
	identify: Identify,
	now: number,
	hasNewest = true,
): { fresh: IDataObject[]; state: WatchState } {
	const start = windowStart(state);
	const counted: Record<string, number> = {};
	const fresh: IDataObject[] = [];
	let { newest } = state;
	for (const record of records) {
		const created = createdAt(record);
		if (created !== undefined && (created < start || created <= (state.after ?? -Infinity))) {
			continue;
		}
		const key = `${created ?? 'undated'}-${hash(identify(record))}`;
		counted[key] = (counted[key] ?? 0) + 1;
		if (counted[key] > (state.known[key] ?? 0)) fresh.push(record);
		// A date in the future, by mistake, must not make all that follows look old.
		if (created !== undefined) newest = Math.max(newest ?? -Infinity, Math.min(created, now));
	}
	const known = { ...state.known };
	for (const [key, count] of Object.entries(counted)) known[key] = Math.max(known[key] ?? 0, count);
	const moved = hasNewest ? { ...state, newest, known } : { ...state, known };
	return { fresh: oldestFirst(fresh), state: withinBounds(moved) };
}

/**
 * @param records the newest part of a list
 * @param now the time, in ms since 1970
 * @param isWhole whether that is all of it
 * @returns a state in which all of them are known, and what is older does not count
 */
export function startingNow(
	records: IDataObject[],
	identify: Identify,
	now: number,
	isWhole: boolean,
): WatchState {
	if (records.length === 0 && !isWhole) return startingAt(now);
	const { state } = takeNew({ known: {} }, records, identify, now);
	const dates = records.map(createdAt).filter((created) => created !== undefined);
	return isWhole || dates.length === 0 ? state : { ...state, after: Math.min(...dates) };
}

/**
 * For a list that could not be looked at yet.
 *
 * @param now the time, in ms since 1970; FlowIQ's dates are in whole seconds
 */
export function startingAt(now: number): WatchState {
	return { known: {}, from: now - (now % 1000) };
}

/** Records of the same moment stay in the order they have; those without a readable date come last. */
export function oldestFirst(records: IDataObject[]): IDataObject[] {
	const dated = records.map((record) => ({ record, at: createdAt(record) ?? Infinity }));
	dated.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
	return dated.map(({ record }) => record);
}

function withinBounds(state: WatchState): WatchState {
	const start = windowStart(state);
	const isUndated = (key: string) => Number.isNaN(createdOf(key));
	const undated = Object.keys(state.known).filter(isUndated).slice(-MAX_UNDATED);
	let dated = Object.keys(state.known).filter((key) => createdOf(key) >= start);
	let { after } = state;
	if (dated.length > MAX_KNOWN) {
		dated.sort((a, b) => createdOf(b) - createdOf(a));
		const limit = createdOf(dated[MAX_KNOWN]);
		dated = dated.filter((key) => createdOf(key) > limit);
		after = Math.max(after ?? -Infinity, limit);
	}
	const known = Object.fromEntries([...undated, ...dated].map((key) => [key, state.known[key]]));
	return { ...state, ...(after !== undefined && { after }), known };
}

function createdOf(key: string): number {
	return Number(key.slice(0, -HASH_LENGTH - 1));
}
