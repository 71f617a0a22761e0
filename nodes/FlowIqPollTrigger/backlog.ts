import type { IDataObject } from 'n8n-workflow';
import { IncompleteList } from '../shared/errors/flowIqError';
import type { Page } from '../shared/paging/page';
import { createdAt, isOlder } from '../shared/records/createdAt';

/**
 * Reads the newer part of a long list from its oldest record on, so that what fits into the time of one poll can be
 * passed on in order and the next poll goes on from there. Knows nothing of n8n, HTTP or FlowIQ's routes.
 */
export interface Backlog {
	fetch: (page: number) => Promise<Page<IDataObject> | undefined>;
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
}

/**
 * For lists that begin with their oldest record: what is new comes at the end, and pages stay as they are.
 *
 * @throws IncompleteList when the server shows the same page again and again
 */
export async function readOldestFirst(backlog: Backlog): Promise<BacklogPart> {
	const { fetch, first, start, isEnough } = backlog;
	const size = first.records.length;
	let number = await firstPageThat(
		async (page) => !isOlder((await fetch(page))?.records.at(-1), start),
		backlog,
		((first.total ?? NaN) - (backlog.expected ?? NaN)) / size,
	);
	const records: IDataObject[] = [];
	let previous: IDataObject[] = [];
	for (; ; number++) {
		const page = await fetch(number);
		const read = page?.records ?? [];
		const pages = Math.ceil((page?.total ?? 0) / size);
		// Some servers answer a page beyond the end with the last page once more.
		const isPastEnd = number > pages && isRepeat(previous, read, backlog);
		if (read.length === 0 || isPastEnd) return { records, isAll: true };
		for (const record of read.slice(await repeatedIn(read, previous, number, backlog))) {
			records.push(record);
		}
		if (page?.hasNext === false) return { records, isAll: true };
		if (isEnough(records)) return { records, isAll: false };
		previous = read;
	}
}

/**
 * For lists that begin with their newest record: what is new comes at the front and pushes all others to later pages,
 * so that places are counted from the end. Records that come twice are the caller's to leave out.
 *
 * @returns undefined when the server does not tell how long the list is, or not truly
 */
export async function readNewestFirst(backlog: Backlog): Promise<BacklogPart | undefined> {
	const { fetch, first, start, isEnough } = backlog;
	if (first.total === undefined) return undefined;
	const size = first.records.length;
	const end = await firstPageThat(
		async (number) => {
			const newest = (await fetch(number))?.records[0];
			return newest === undefined || isOlder(newest, start);
		},
		backlog,
		(backlog.expected ?? NaN) / size + 1,
	);
	let total = first.total;
	/** Records from the end of the list that were read, or are too old. */
	let read = start === -Infinity ? 0 : Math.max(0, total - (end - 1) * size);
	const records: IDataObject[] = [];
	while (read < total) {
		const number = Math.ceil((total - read) / size);
		const page = await fetch(number);
		if (page === undefined || page.records.length === 0) return undefined;
		const before = total;
		total = page.total ?? total;
		const last = total - (number - 1) * size - page.records.length;
		// What was pushed to the next page meanwhile, or slipped to this side of the place, would be left out.
		if (last > read && total > before) continue;
		if (total < before) {
			read = Math.max(0, read - (before - total));
			continue;
		}
		for (const record of [...page.records].reverse()) records.push(record);
		read = total - (number - 1) * size;
		if (number > 1 && isEnough(records)) return { records, isAll: false };
	}
	return { records, isAll: true };
}

/**
 * Halves the list again and again: a list of 100,000 records takes ten requests, and two where the count is right.
 * A list of unknown length is first tried at page 2, 6, 14, …
 *
 * @param guess where the page is likely to be; NaN when that is not known
 */
async function firstPageThat(
	isWanted: (page: number) => Promise<boolean>,
	{ first, start }: Backlog,
	guess: number,
): Promise<number> {
	let low = 1;
	let high = Math.ceil((first.total ?? Infinity) / first.records.length) + 1;
	const probes = [Math.floor(guess) + 1, Math.floor(guess)];
	while (low < high && start !== -Infinity) {
		const probe = probes.shift() ?? NaN;
		const middle = high === Infinity ? 2 * low : Math.floor((low + high) / 2);
		const page = probe >= low && probe < high ? probe : middle;
		if (await isWanted(page)) high = page;
		else low = page + 1;
	}
	return low;
}

/**
 * @returns how many records of a page were on the page before, too: some that came late may have pushed them there
 * @throws IncompleteList when it is the same page
 */
async function repeatedIn(
	read: IDataObject[],
	previous: IDataObject[],
	number: number,
	backlog: Backlog,
): Promise<number> {
	const repeated = overlap(previous, read, backlog);
	// In a list in order of time, only records of one moment can stand there twice and be meant.
	if (createdAt(read[0]) === createdAt(read[Math.max(0, repeated - 1)])) {
		if (repeated === 0) return 0;
		const again = (await backlog.fetch(number - 1))?.records ?? [];
		return isRepeat(again, previous, backlog) ? 0 : repeated;
	}
	if (repeated < previous.length) return repeated;
	throw new IncompleteList(
		`FlowIQ's list is not complete: page ${number} is the same as the page before`,
		'The next poll tries again. If it stays like this, write to dev@flowapt.com and quote this message.',
	);
}

function isRepeat(previous: IDataObject[], read: IDataObject[], backlog: Backlog): boolean {
	return previous.length === read.length && overlap(previous, read, backlog) === read.length;
}

/** How many of the last records are the first of the next. */
function overlap(last: IDataObject[], next: IDataObject[], { identify }: Backlog): number {
	const identities = [last, next].map((records) =>
		records.map((record) => `${createdAt(record)} ${identify(record)}`),
	);
	for (let length = Math.min(last.length, next.length); length > 0; length--) {
		const end = identities[0].slice(-length);
		if (end.every((identity, index) => identity === identities[1][index])) return length;
	}
	return 0;
}
