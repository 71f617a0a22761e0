import type { IDataObject } from 'n8n-workflow';
import { IncompleteList } from '../shared/errors/flowIqError';
import { isLast, type Page } from '../shared/paging/page';
import { createdAt, isOlder } from '../shared/records/createdAt';
import { placeAfter } from './overlap';
import { readPages } from './pages';
import { windowAfter, windowBefore, type Window } from './window';

/**
 * Reads the newer part of a long list from its oldest record on, so that what fits into the time of one poll can be
 * passed on in order and the next poll goes on from there. Knows nothing of n8n, HTTP or FlowIQ's routes.
 */
export interface Backlog {
	/** @param size records per page to ask for */
	fetch: (page: number, size: number) => Promise<Page<IDataObject> | undefined>;
	/** With which record the list begins. */
	order: 'oldest' | 'newest';
	/** A full page of the list, which was read before, for its size and the length of the list. */
	first: Page<IDataObject>;
	/** Earliest creation date that is wanted, in ms since 1970. */
	start: number;
	/** How many wanted records there are by the last count, where there was one. */
	expected?: number;
	/** Whether enough was read for this time. */
	isEnough: (records: IDataObject[]) => boolean;
	identify: (record: IDataObject) => string;
}

export interface BacklogPart {
	records: IDataObject[];
	/** Whether they reach the newest record of the list. */
	isAll: boolean;
	/** Why what follows could not be read now. */
	failure?: unknown;
}

/** So many pages in a row may bring nothing, because the list moves; then it is a list that repeats itself. */
const MAX_IDLE_PAGES = 5;

/** Records that are read again at the start, in case the list moved while the start was looked for. */
const SLACK = 10;

/**
 * Each page overlaps the one before. Where it does not show what was read last, the list moved (a record was deleted),
 * and the place is looked for further back.
 *
 * @returns undefined when the list begins with its newest record and the server does not tell how long it is
 * @throws IncompleteList when the server shows the same page again and again
 */
export async function readBacklog(backlog: Backlog): Promise<BacklogPart | undefined> {
	const { fetch, order, first, isEnough, identify } = backlog;
	const isNewestFirst = order === 'newest';
	if (isNewestFirst && first.total === undefined) return undefined;
	const extent = { pageSize: first.records.length, isFlexible: true, growth: 0 };
	let total = first.total ?? Infinity;
	/** Records at the old end of the list that were read, or are too old. */
	let read = await startOf(backlog);
	const records: IDataObject[] = [];
	const marks: string[] = [];
	for (let idle = 0; idle <= MAX_IDLE_PAGES; ) {
		if (isNewestFirst && read >= total) return { records, isAll: true };
		const window: Window = isNewestFirst
			? windowBefore(total - read, total, extent)
			: windowAfter(read, extent);
		const { pages, failure } = await readPages(
			async (page) => await fetch(page, window.size),
			window.page,
			1,
			records.length === 0,
		);
		// What was read is passed on, so that every poll gets on.
		if (failure !== undefined) return { records, isAll: false, failure };
		const [page] = pages;
		const shown = page?.records ?? [];
		if (shown.length === 0) {
			return isNewestFirst ? undefined : { records, isAll: read >= (page?.total ?? 0) };
		}
		const growth = (page?.total ?? total) - total;
		total += growth;
		if (isNewestFirst) extent.growth = Math.max(0, growth);
		if (shown.length > window.size) {
			Object.assign(extent, { pageSize: shown.length, isFlexible: false });
			continue;
		}
		const inTime = isNewestFirst ? [...shown].reverse() : shown;
		const identities = inTime.map((record) => `${createdAt(record)} ${identify(record)}`);
		// At the start there is nothing to compare with, but it shows by how much the list grew at its front.
		const isPushed = isNewestFirst && marks.length === 0 && growth > SLACK;
		const place = isPushed ? undefined : placeAfter(marks, identities, window.overlap);
		if (place === undefined) {
			if (extent.growth === 0) read = Math.max(0, read - extent.pageSize);
			idle++;
			continue;
		}
		for (const record of inTime.slice(place)) records.push(record);
		marks.push(...identities.slice(place));
		marks.splice(0, marks.length - 3 * extent.pageSize);
		const isFresh = place < identities.length;
		const before = (window.page - 1) * window.size;
		const isEnd = isNewestFirst
			? window.page === 1
			: isLast(page, window.page, window.size) ||
				(!isFresh && (shown.length < window.size || before >= total || total === Infinity));
		if (isEnd) return { records, isAll: true };
		idle = isFresh ? 0 : idle + 1;
		read = isNewestFirst ? total - before : before + shown.length;
		if (isFresh && isEnough(records)) return { records, isAll: false };
	}
	throw new IncompleteList(
		"FlowIQ's list is not complete: it shows the same page again and again",
		'The next poll tries again. If it stays like this, write to dev@flowapt.com and quote this message.',
	);
}

/** @returns how many records at the old end of the list are certainly too old */
async function startOf(backlog: Backlog): Promise<number> {
	const { fetch, order, first, start, expected = NaN } = backlog;
	if (start === -Infinity) return 0;
	const size = first.records.length;
	const { total = NaN } = first;
	if (order === 'oldest') {
		const page = await firstPageThat(
			async (number) => !isOlder((await fetch(number, size))?.records.at(-1), start),
			backlog,
			(total - expected) / size,
		);
		return Math.max(0, (page - 1) * size - SLACK);
	}
	const page = await firstPageThat(
		async (number) => {
			const newest = (await fetch(number, size))?.records[0];
			return newest === undefined || isOlder(newest, start);
		},
		backlog,
		expected / size + 1,
	);
	return Math.max(0, total - (page - 1) * size - SLACK);
}

/**
 * Halves the list again and again: a list of 100,000 records takes ten requests, and two where the count is right.
 * A list of unknown length is first tried at page 2, 6, 14, …
 *
 * @param guess where the page is likely to be; NaN when that is not known
 */
async function firstPageThat(
	isWanted: (page: number) => Promise<boolean>,
	{ first }: Backlog,
	guess: number,
): Promise<number> {
	let low = 1;
	let high = Math.ceil((first.total ?? Infinity) / first.records.length) + 1;
	const probes = [Math.floor(guess) + 1, Math.floor(guess)];
	while (low < high) {
		const probe = probes.shift() ?? NaN;
		const middle = high === Infinity ? 2 * low : Math.floor((low + high) / 2);
		const page = probe >= low && probe < high ? probe : middle;
		if (await isWanted(page)) high = page;
		else low = page + 1;
	}
	return low;
}
