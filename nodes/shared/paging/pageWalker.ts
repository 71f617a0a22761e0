import { RepeatsById, RepeatsByOverlap, type Repeats } from './repeats';

/**
 * Walks the numbered pages of a list to its true end. Knows nothing of n8n, HTTP or FlowIQ.
 *
 * Two things make that harder than counting pages. The list moves: a record that arrives at the front pushes the last
 * record of each page to the next one. And what the server says of its pages can be wrong or missing. The walk
 * therefore compares what it reads with what it read before, and ends only complete or with an `IncompleteWalk` that
 * says what was seen.
 */
export interface Walk<T> {
	/**
	 * @param page page number, from 1
	 * @param size records per page to ask for
	 * @param recordsRead how many records were read so far
	 * @returns the page, or undefined when the server says that there is no such page
	 */
	fetchPage: (page: number, size: number, recordsRead: number) => Promise<Page<T> | undefined>;
	/** Records per page to ask for; the same for all pages, or page numbers would mean other records. */
	pageSize: number;
	/** How many kept records are wanted; Infinity for all. */
	wanted: number;
	/** Whether a record is kept. */
	keep?: (record: T) => boolean;
	/** Whether no later record can be kept, judged by the last record of a page. */
	isPastEnd?: (record: T) => boolean;
	/** What makes two records the same one. */
	identify: (record: T) => string;
	/** Where records arrive while the list is read. With `anywhere`, `identify` must tell all records apart. */
	arrivals: 'anywhere' | 'front' | 'end';
}

export interface Page<T> {
	records: T[];
	/** Whether the server says that another page follows; undefined when it says nothing. */
	hasNext?: boolean;
	/** Number of records in the whole list, as far as the server tells. */
	total?: number;
}

/** A list that ended before all its records were read. */
export class IncompleteWalk extends Error {
	/**
	 * @param seen what the server's pages looked like, as the end of a sentence
	 * @param recordsRead records read until then
	 */
	constructor(
		readonly seen: string,
		readonly recordsRead: number,
	) {
		super(seen);
	}
}

/** An empty page where more was announced is asked for this often in all, in case it was a passing fault. */
const TRIES_OF_EMPTY_PAGE = 3;

/** A list that moved under the walk is walked this often in all; a busy account may never stand still. */
const MAX_WALKS = 3;

/**
 * Pages read at the most, as a multiple of the announced number, or in all where none is announced (a million records
 * at 100 per page). A server that always says that more follows is left after that.
 */
const MAX_PAGES_FACTOR = 10;
const MAX_PAGES_UNANNOUNCED = 10_000;

/**
 * Reads the wanted records of a list, in its order.
 *
 * @throws IncompleteWalk when the list ends, stalls or repeats itself before it is complete
 */
export async function walkPages<T>(walk: Walk<T>): Promise<T[]> {
	const repeats =
		walk.arrivals === 'anywhere'
			? new RepeatsById(walk.identify)
			: new RepeatsByOverlap(walk.identify);
	const kept: T[] = [];
	for (let walks = 1; walks <= MAX_WALKS; walks++) {
		const before = repeats.count;
		const end = await walkOnce(walk, repeats, kept, walks > 1);
		if (end.isEnough || walk.arrivals !== 'anywhere') break;
		const { total } = end;
		if (total === undefined || (repeats.count >= total && !end.shrank)) break;
		// All announced rows were there, twice over, and nothing new among them: the list holds some records twice.
		if (walks > 1 && repeats.count === before && !end.shrank) break;
	}
	return kept;
}

interface End {
	/** Whether the walk stopped because it had what was wanted. */
	isEnough: boolean;
	total?: number;
	/** Whether the list became shorter on the way, so that records may have slipped to a page already read. */
	shrank: boolean;
}

/**
 * @param stopWhenComplete on a second walk over a list with identities: stop as soon as as many different records
 *   were read as the list has
 */
async function walkOnce<T>(
	walk: Walk<T>,
	repeats: Repeats<T>,
	kept: T[],
	stopWhenComplete: boolean,
): Promise<End> {
	let previous: Page<T> | undefined;
	let position = 0;
	let shrank = false;

	const take = (page: Page<T>, fresh: T[]): boolean => {
		for (const record of fresh) {
			if (walk.keep === undefined || walk.keep(record)) kept.push(record);
			if (kept.length >= walk.wanted) return true;
		}
		const last = page.records.at(-1);
		return last !== undefined && walk.isPastEnd?.(last) === true;
	};

	for (let number = 1; ; number++) {
		let page = await fetchPage(walk, number, previous, position);
		let growth = growthOf(previous, page);
		if (page !== undefined && growth !== undefined && growth < 0) {
			shrank = true;
			// Records moved up by the missing ones: those that slipped to the page before are read there.
			const again = await fetchPage(walk, number - 1, undefined, position);
			if (again && take(again, repeats.takeMovedUp(again.records)))
				return { isEnough: true, shrank };
			page = await fetchPage(walk, number, again, position);
			growth = growthOf(again, page);
		}
		// Records that arrive at the end push nothing to another page.
		if (walk.arrivals === 'end') growth = 0;
		if (page === undefined) {
			checkComplete(previous?.total, previous?.hasNext, position);
			return { isEnough: false, total: previous?.total, shrank };
		}
		if (isRepeated(walk, previous, page)) {
			if (!mayEndWithRepeat(walk, previous, page, number, position)) {
				throw new IncompleteWalk(`page ${number} is the same as the page before`, position);
			}
			return { isEnough: false, total: page.total, shrank };
		}
		position += page.records.length;
		if (take(page, repeats.takeFresh(page.records, growth))) return { isEnough: true, shrank };
		if (stopWhenComplete && !shrank && page.total !== undefined && repeats.count >= page.total) {
			return { isEnough: false, total: page.total, shrank };
		}
		if (isEnd(page, number, position, walk.pageSize)) {
			checkComplete(page.total, page.hasNext, position);
			return { isEnough: false, total: page.total, shrank };
		}
		if (number >= maxPages(page, walk.pageSize)) {
			throw new IncompleteWalk(`after ${number} pages it still says that more follow`, position);
		}
		previous = page;
	}
}

async function fetchPage<T>(
	walk: Walk<T>,
	number: number,
	previous: Page<T> | undefined,
	position: number,
): Promise<Page<T> | undefined> {
	for (let tries = 1; ; tries++) {
		const page = await walk.fetchPage(number, walk.pageSize, position);
		const announced = page?.total ?? previous?.total;
		const isMissing = page?.records.length === 0 && announced !== undefined && announced > position;
		if (!isMissing || tries === TRIES_OF_EMPTY_PAGE) return page;
	}
}

function growthOf<T>(previous: Page<T> | undefined, page: Page<T> | undefined): number | undefined {
	if (previous === undefined) return 0;
	if (previous.total === undefined || page?.total === undefined) return undefined;
	return page.total - previous.total;
}

/** Whether this page is the last one, as far as it can be known without asking for the next. */
function isEnd<T>(page: Page<T>, number: number, position: number, pageSize: number): boolean {
	if (page.records.length === 0) return true;
	if (page.hasNext !== false) return false;
	if (page.total === undefined) return true;
	// A last page that is full to the brim is also what a count that is too low looks like: one more request tells.
	// A list of a single page is spared it, so that the most common call costs one request.
	const isSuspicious = number > 1 && page.records.length >= pageSize;
	return position === page.total && !isSuspicious;
}

function checkComplete(
	total: number | undefined,
	hasNext: boolean | undefined,
	position: number,
): void {
	if (total !== undefined && position < total) {
		throw new IncompleteWalk(
			`${total} records were announced, but the pages held ${position}`,
			position,
		);
	}
	if (total === undefined && hasNext === true) {
		throw new IncompleteWalk('more pages were announced, but they are empty', position);
	}
}

function isRepeated<T>(walk: Walk<T>, previous: Page<T> | undefined, page: Page<T>): boolean {
	return (
		previous !== undefined &&
		page.records.length > 0 &&
		page.records.length === previous.records.length &&
		page.records.every(
			(record, index) => walk.identify(record) === walk.identify(previous.records[index]),
		)
	);
}

/** A server may answer a page beyond the end with its last page once more; then the list was complete before. */
function mayEndWithRepeat<T>(
	walk: Walk<T>,
	previous: Page<T> | undefined,
	page: Page<T>,
	number: number,
	position: number,
): boolean {
	const total = page.total ?? previous?.total;
	if (total !== undefined) return position >= total;
	// Without a count: a short page was the last one, and a server that gave two different pages before heeds the number.
	return page.hasNext !== true && (page.records.length < walk.pageSize || number > 2);
}

function maxPages<T>(page: Page<T>, pageSize: number): number {
	if (page.total === undefined) return MAX_PAGES_UNANNOUNCED;
	const size = Math.min(pageSize, page.records.length || pageSize);
	return MAX_PAGES_FACTOR * Math.ceil(page.total / size + 1);
}
