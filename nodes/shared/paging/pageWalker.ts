import { ReadAhead } from './readAhead';
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
	/** Pages on their way at once, at the most. */
	concurrency: number;
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
	let end = await new Round(walk, repeats, kept).run();
	for (let walks = 2; walks <= MAX_WALKS && mayHaveMissedSome(end, repeats, walk); walks++) {
		const before = repeats.count;
		end = await new Round(walk, repeats, kept, end.shrank ? undefined : repeats.count).run();
		// All announced rows were there, twice over, and nothing new among them: the list holds some records twice.
		if (repeats.count === before && !end.shrank) break;
	}
	return kept;
}

/** Records without identity are kept in step while they are read; the others may have changed places unseen. */
function mayHaveMissedSome<T>(end: End, repeats: Repeats<T>, walk: Walk<T>): boolean {
	if (end.isEnough || walk.arrivals !== 'anywhere' || end.total === undefined) return false;
	return end.shrank || repeats.count < end.total;
}

interface End {
	/** Whether the round stopped because it had what was wanted. */
	isEnough: boolean;
	/** Length of the list as far as the server told, the latest word. */
	total?: number;
	/** Whether the list became shorter on the way, so that records may have slipped to a page already read. */
	shrank: boolean;
}

/** One way through the list, from the first page to the last. */
class Round<T> {
	private readonly source: ReadAhead<Page<T> | undefined>;
	private previous: Page<T> | undefined;
	/** Rows of the list that were read in this round. */
	private position = 0;
	private longestTotal = 0;

	/** @param catchUpFrom records known before a round that only looks for what is missing; it ends when none is */
	constructor(
		private readonly walk: Walk<T>,
		private readonly repeats: Repeats<T>,
		private readonly kept: T[],
		private readonly catchUpFrom?: number,
	) {
		this.source = new ReadAhead(
			async (page) => await walk.fetchPage(page, walk.pageSize, this.repeats.count),
			walk.concurrency,
		);
	}

	async run(): Promise<End> {
		for (let number = 1; ; number++) {
			const { page, growth, isEnough } = await this.read(number);
			if (isEnough) return this.end(true);
			if (page === undefined) return this.completeEnd();
			// Should exactly a page have arrived, the same records come again for a good reason.
			if (!(growth !== undefined && growth > 0) && isRepeated(this.walk, this.previous, page)) {
				this.checkRepeat(page, number);
				return this.end(false);
			}
			this.longestTotal = Math.max(this.longestTotal, page.total ?? 0);
			this.position += page.records.length;
			const previous = this.previous;
			this.previous = page;
			if (this.take(page, this.repeats.takeFresh(page.records, growth))) return this.end(true);
			if (this.hasCaughtUp(page)) return this.end(false);
			if (isEnd(page, number, this.position, this.walk.pageSize)) return this.completeEnd();
			if (number >= maxPages(page, this.walk.pageSize)) {
				throw this.incomplete(`after ${number} pages it still says that more follow`);
			}
			if (previous === undefined) this.source.lastPage = this.lastPageToReadAhead(page);
		}
	}

	/** Reads a page, and first what slipped from it to the page before when the list became shorter. */
	private async read(number: number): Promise<{
		page: Page<T> | undefined;
		growth: number | undefined;
		isEnough?: boolean;
	}> {
		const page = await this.fetch(number);
		const growth = growthOf(this.previous, page);
		if (this.walk.arrivals === 'anywhere' || growth === 0 || page === undefined) {
			return { page, growth };
		}
		if (growth !== undefined && growth < 0) {
			this.source.discard();
			const again = await this.fetch(number - 1);
			if (again && this.take(again, this.repeats.takeMovedUp(again.records))) {
				return { page, growth, isEnough: true };
			}
			const next = await this.fetch(number);
			const since = growthOf(again, next);
			return { page: next, growth: this.walk.arrivals === 'end' ? 0 : since };
		}
		// Records that arrive at the end push nothing to another page.
		if (this.walk.arrivals === 'end') return { page, growth: 0 };
		this.source.discard();
		return { page, growth };
	}

	private async fetch(number: number): Promise<Page<T> | undefined> {
		for (let tries = 1; ; tries++) {
			const page = await this.source.page(number);
			const announced = page?.total ?? this.previous?.total ?? 0;
			const isMissing = page?.records.length === 0 && announced > this.position;
			if (!isMissing || tries === TRIES_OF_EMPTY_PAGE) return page;
		}
	}

	/** @returns whether nothing further is wanted */
	private take(page: Page<T>, fresh: T[]): boolean {
		const { keep, wanted, isPastEnd } = this.walk;
		for (const record of fresh) {
			if (keep === undefined || keep(record)) this.kept.push(record);
			if (this.kept.length >= wanted) return true;
		}
		const last = page.records.at(-1);
		return last !== undefined && isPastEnd?.(last) === true;
	}

	/** Pages are asked for ahead only where it is sure that they are needed. */
	private lastPageToReadAhead({ records, total, hasNext }: Page<T>): number {
		const { wanted, keep, isPastEnd } = this.walk;
		if (total === undefined || hasNext === false || records.length === 0) return 1;
		if (isPastEnd !== undefined || this.catchUpFrom !== undefined) return 1;
		if (wanted === Infinity) return Math.ceil(total / records.length);
		return keep === undefined ? Math.ceil(Math.min(wanted, total) / records.length) : 1;
	}

	private hasCaughtUp({ total }: Page<T>): boolean {
		return this.catchUpFrom !== undefined && total !== undefined && this.repeats.count >= total;
	}

	private end(isEnough: boolean): End {
		const total = this.previous?.total;
		return { isEnough, total, shrank: total !== undefined && total < this.longestTotal };
	}

	private completeEnd(): End {
		const { total, hasNext } = this.previous ?? {};
		if (total !== undefined && this.position < total) {
			throw this.incomplete(`${total} were announced, but the pages held ${this.position}`);
		}
		if (total === undefined && hasNext === true) {
			throw this.incomplete('more pages were announced, but they are empty');
		}
		return this.end(false);
	}

	/** A server may answer a page beyond the end with its last page once more; then the list was complete before. */
	private checkRepeat(page: Page<T>, number: number): void {
		const total = page.total ?? this.previous?.total;
		// Without a count: a short page was the last one, and a server that gave two different pages heeds the number.
		const isComplete =
			total === undefined
				? page.hasNext !== true && (page.records.length < this.walk.pageSize || number > 2)
				: this.position >= total;
		if (!isComplete) throw this.incomplete(`page ${number} is the same as the page before`);
	}

	private incomplete(seen: string): IncompleteWalk {
		return new IncompleteWalk(seen, this.repeats.count);
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

function maxPages<T>(page: Page<T>, pageSize: number): number {
	if (page.total === undefined) return MAX_PAGES_UNANNOUNCED;
	const size = Math.min(pageSize, page.records.length || pageSize);
	return MAX_PAGES_FACTOR * Math.ceil(page.total / size + 1);
}
