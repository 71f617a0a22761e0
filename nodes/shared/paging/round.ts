import { IncompleteWalk, type Page, type Walk } from './page';
import { ReadAhead } from './readAhead';
import type { Repeats } from './repeats';

/** An empty page where more was announced is asked for this often in all, in case it was a passing fault. */
const TRIES_OF_EMPTY_PAGE = 3;

/** A list that becomes shorter again and again is followed this often. */
const MAX_STEPS_BACK = 10;

/**
 * Pages read at the most, as a multiple of the announced number, or in all where none is announced (a million records
 * at 100 per page). A server that always says that more follows is left after that.
 */
const MAX_PAGES_FACTOR = 10;
const MAX_PAGES_UNANNOUNCED = 10_000;

/** How long the list was said to be, over all rounds. */
export interface Extent {
	longest: number;
	first?: number;
}

export interface End {
	/** `enough`: what was wanted is there; `overrun`: the list moved further than could be followed. */
	reason: 'enough' | 'end' | 'overrun';
	/** Length of the list as far as the server told, the latest word. */
	total?: number;
	/** Whether the list became shorter on the way, so that records may have slipped to a page already read. */
	shrank: boolean;
}

/** One way through the list, from the first page to the last. */
export class Round<T> {
	private readonly source: ReadAhead<Page<T> | undefined>;
	private previous: Page<T> | undefined;
	/** Rows of the list that were read in this round. */
	private position = 0;
	private shrank = false;
	/** Records of the first page: the true page size, should the server give fewer than it is asked for. */
	private pageLength = 0;
	/** The latest word on what is to come; an empty page may hold none. */
	private announced: Pick<Page<T>, 'total' | 'hasNext'> = {};

	/** @param isCatchUp whether the round only looks for what is missing, and ends when nothing is */
	constructor(
		private readonly walk: Walk<T>,
		private readonly repeats: Repeats<T>,
		private readonly extent: Extent,
		private readonly kept: T[],
		private readonly isCatchUp = false,
	) {
		this.source = new ReadAhead(
			async (page) => await walk.fetchPage(page, walk.pageSize, this.repeats.count),
			walk.concurrency,
		);
	}

	async run(): Promise<End> {
		for (let number = 1; ; number++) {
			const { page, growth, isEnough } = await this.read(number);
			if (isEnough) return this.end('enough');
			if (page === undefined) return this.completeEnd();
			// Should exactly a page have arrived, the same records come again for a good reason.
			if (!(growth !== undefined && growth > 0) && isRepeated(this.walk, this.previous, page)) {
				this.checkRepeat(page, number);
				return this.end('end');
			}
			this.note(page);
			const fresh = this.repeats.takeFresh(page.records, growth);
			if (fresh === undefined) return this.end('overrun');
			if (this.take(page, fresh)) return this.end('enough');
			if (this.hasCaughtUp(page)) return this.end('end');
			if (this.isEnd(page, number)) return this.completeEnd();
			if (number >= this.maxPages(page)) {
				throw this.incomplete(`after ${number} pages it still says that more follow`);
			}
			if (number === 1) this.source.lastPage = this.lastPageToReadAhead(page);
		}
	}

	private note(page: Page<T>): void {
		const { total, hasNext, records } = page;
		if (total !== undefined) {
			this.shrank ||= total < this.extent.longest;
			this.extent.longest = Math.max(this.extent.longest, total);
			this.extent.first ??= total;
		}
		const isSilent = records.length === 0;
		this.announced = {
			total: total ?? this.announced.total,
			hasNext: hasNext ?? (isSilent ? this.announced.hasNext : undefined),
		};
		this.pageLength ||= records.length;
		this.position += records.length;
		this.previous = page;
	}

	/** Reads a page, and first what slipped from it to the pages before when the list became shorter. */
	private async read(number: number): Promise<Reading<T>> {
		const page = await this.fetch(number);
		const growth = growthOf(this.previous, page);
		if (this.walk.arrivals === 'anywhere' || growth === 0 || page === undefined) {
			return { page, growth };
		}
		if (growth !== undefined && growth < 0) return await this.stepBack(number, page.total ?? 0);
		// Records that arrive at the end push nothing to another page.
		if (this.walk.arrivals === 'end') return { page, growth: 0 };
		this.source.discard();
		return { page, growth };
	}

	private async stepBack(number: number, shorterTotal: number): Promise<Reading<T>> {
		let total = shorterTotal;
		for (let tries = 1; tries <= MAX_STEPS_BACK; tries++) {
			this.source.discard();
			const gone = (this.previous?.total ?? total) - total;
			const start = Math.max(1, number - Math.ceil(gone / Math.max(1, this.pageLength)));
			const reading = await this.readAgain(start, number, total);
			if ('page' in reading) return reading;
			total = reading.total;
		}
		throw this.incomplete('records keep disappearing while it is read');
	}

	/** @returns the page, or the list's length should it have become shorter still */
	private async readAgain(
		start: number,
		end: number,
		total: number,
	): Promise<Reading<T> | { total: number }> {
		let before = this.previous;
		for (let number = start; ; number++) {
			const page = await this.fetch(number);
			if (page?.total !== undefined && page.total < total) return { total: page.total };
			if (number === end) {
				this.previous = before;
				return { page, growth: this.walk.arrivals === 'end' ? 0 : growthOf(before, page) };
			}
			if (page === undefined) continue;
			before = page;
			if (this.take(page, this.repeats.takeMovedUp(page.records))) {
				return { page, growth: 0, isEnough: true };
			}
		}
	}

	/** An empty page in place of records that were announced, or behind a full page, may be a passing fault. */
	private async fetch(number: number): Promise<Page<T> | undefined> {
		for (let tries = 1; ; tries++) {
			const page = await this.source.page(number);
			if (page === undefined || page.records.length > 0) return page;
			const total = page.total ?? this.announced.total;
			const isUnclear = total === undefined && this.mayBeFollowed(number);
			const triesWanted = total === undefined ? 2 : TRIES_OF_EMPTY_PAGE;
			const isExpected = total === undefined ? !isUnclear : total <= this.position;
			if (isExpected || tries >= triesWanted) return page;
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
		if (isPastEnd !== undefined || this.isCatchUp) return 1;
		// One more than the last when that is full: it will be asked for anyway, to make sure that the list ends there.
		if (wanted === Infinity) return Math.floor(total / records.length) + 1;
		return keep === undefined ? Math.ceil(Math.min(wanted, total) / records.length) : 1;
	}

	/** Whether the page before was full; a single page shows only by its length whether the server gives no more. */
	private mayBeFollowed(number: number): boolean {
		if (this.previous === undefined) return false;
		return number > 2
			? this.isFull(this.previous)
			: this.previous.records.length >= this.walk.pageSize;
	}

	private isFull({ records }: Page<T>): boolean {
		return records.length >= Math.min(this.pageLength, this.walk.pageSize);
	}

	private hasCaughtUp({ total }: Page<T>): boolean {
		return this.isCatchUp && !this.shrank && total !== undefined && this.repeats.count >= total;
	}

	/** Whether this page is the last one, as far as it can be known without asking for the next. */
	private isEnd(page: Page<T>, number: number): boolean {
		const { records, hasNext, total } = page;
		if (records.length === 0) return true;
		if (hasNext === true || (hasNext === undefined && total === undefined)) return false;
		if (total === undefined) return true;
		// A last page that is full to the brim is also what a count that is too low looks like: one more request tells.
		// A list of a single page is spared it, so that the most common call costs one request.
		const isSuspicious = number > 1 && this.isFull(page);
		return this.position === total && !isSuspicious;
	}

	private maxPages(page: Page<T>): number {
		const size = Math.min(this.walk.pageSize, this.pageLength || this.walk.pageSize);
		const pagesOf = (total: number) => MAX_PAGES_FACTOR * Math.ceil(total / size + 1);
		if (page.total === undefined) return MAX_PAGES_UNANNOUNCED;
		// A total that grows with every page must not move the end along for ever.
		return Math.min(
			pagesOf(page.total),
			Math.max(MAX_PAGES_UNANNOUNCED, pagesOf(this.extent.first ?? 0)),
		);
	}

	private end(reason: End['reason']): End {
		return { reason, total: this.previous?.total, shrank: this.shrank };
	}

	private completeEnd(): End {
		const { total, hasNext } = this.announced;
		if (total !== undefined && this.position < total) {
			throw this.incomplete(`${total} were announced, but the pages held ${this.position}`);
		}
		if (total === undefined && hasNext === true) {
			throw this.incomplete('more pages were announced, but they are empty');
		}
		return this.end('end');
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

interface Reading<T> {
	page: Page<T> | undefined;
	/** By how many records the list grew since the page before. */
	growth: number | undefined;
	/** Whether nothing further is wanted. */
	isEnough?: boolean;
}

function growthOf<T>(previous: Page<T> | undefined, page: Page<T> | undefined): number | undefined {
	if (previous === undefined) return 0;
	if (previous.total === undefined || page?.total === undefined) return undefined;
	return page.total - previous.total;
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
