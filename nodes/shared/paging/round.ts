import { judgePage, type PageFacts, type Verdict } from './judgePage';
import { growthOf, IncompleteWalk, isRepeated, rowsOf, type Page, type Walk } from './page';
import type { End, Progress } from './progress';
import { lastPageToReadAhead, ReadAhead } from './readAhead';
import { Ties } from './ties';
import { untie } from './untie';

/** A list that becomes shorter again and again is followed this often. */
const MAX_STEPS_BACK = 10;

/** One way through the list, from the first page to the last. */
export class Round<T> {
	private readonly source: ReadAhead<Page<T> | undefined>;
	private readonly ties: Ties<T> | undefined;
	private previous: Page<T> | undefined;
	/** A server may answer with it once more where there is no page of that number. */
	private first: Page<T> | undefined;
	/** Records that are kept and not yet handed out. */
	private batch: T[] = [];
	/** Rows of the list that were read in this round, and records among them. */
	private position: number;
	private shown = 0;
	private shrank = false;
	private firstTotal: number | undefined;
	/** Rows of the first page: the true page size, should the server give fewer than it is asked for. */
	private pageLength = 0;
	/** The latest word on what is to come; an empty page may hold none. */
	private announced: Pick<Page<T>, 'total' | 'hasNext'> = {};

	/** @param isCatchUp whether the round only looks for what is missing, and ends when nothing is */
	constructor(
		private readonly walk: Walk<T>,
		private readonly progress: Progress<T>,
		private readonly isCatchUp = false,
	) {
		this.source = new ReadAhead(
			async (page) => await walk.fetchPage(page, walk.pageSize, progress.repeats.count),
			walk.concurrency,
		);
		// Rows of pages that are not wanted count as read.
		this.position = this.unread;
		if (walk.sortKey !== undefined) this.ties = new Ties(walk.identify, walk.sortKey);
	}

	private get unread(): number {
		return ((this.walk.firstPage ?? 1) - 1) * this.walk.pageSize;
	}

	/** Hands out the kept records page by page, as they are certain. */
	async *run(): AsyncGenerator<T[], End> {
		const { firstPage = 1 } = this.walk;
		for (let number = firstPage; ; number++) {
			const { page, growth, isEnough } = await this.read(number);
			if (this.batch.length > 0) yield this.handOut();
			if (isEnough) return this.end('enough');
			// Should exactly a page have arrived, the same records come again for a good reason.
			const isRepeat =
				page !== undefined &&
				!(growth !== undefined && growth > 0) &&
				(isRepeated(this.walk, this.previous, page) ||
					// Should whole pages have arrived since the first one, it comes again as well.
					(!this.hasOtherLength(page) && isRepeated(this.walk, this.first, page)));
			// An empty page has been asked for again by now.
			const facts = { ...this.factsOf(number, page), isRepeat, tries: Infinity };
			if (page !== undefined && !isRepeat) {
				const records = await this.untied(page, number, growth);
				this.note({ ...page, records });
				const fresh = this.progress.repeats.takeFresh(records, growth);
				if (fresh === undefined) return this.end('overrun');
				const isDone = this.take(records, fresh);
				if (this.batch.length > 0) yield this.handOut();
				if (isDone) return this.end('enough');
			}
			const verdict = this.judge({
				...facts,
				isCaughtUp: page !== undefined && this.hasCaughtUp(),
			});
			if (verdict === 'complete') return this.end('end');
			if (number === firstPage && page !== undefined)
				this.source.lastPage = lastPageToReadAhead(this.walk, page, this.isCatchUp);
		}
	}

	private judge(facts: PageFacts): Verdict {
		const verdict = judgePage(facts);
		if (typeof verdict === 'object') throw this.incomplete(verdict.incomplete);
		return verdict;
	}

	private factsOf(number: number, page: Page<T> | undefined): PageFacts {
		const rows = page && rowsOf(page);
		return {
			number,
			rows,
			rowsBefore: this.position,
			...(this.previous && { previousRows: rowsOf(this.previous) }),
			fullPage: this.pageLength || (rows ?? 0),
			pageSize: this.walk.pageSize,
			total: this.totalAt(page),
			firstTotal: this.progress.first ?? page?.total,
			// A page with records that says nothing leaves open what follows.
			hasNext: page?.hasNext ?? (rows ? undefined : this.announced.hasNext),
			hadNext: this.announced.hasNext,
		};
	}

	/** The length of the list by a page, or by the latest page that says it. */
	private totalAt(page: Page<T> | undefined): number | undefined {
		return page?.total ?? this.announced.total;
	}

	/** Whether the list is longer or shorter than when a page first said its length. */
	private hasOtherLength(page: Page<T>): boolean {
		return this.firstTotal !== undefined && this.totalAt(page) !== this.firstTotal;
	}

	private note(page: Page<T>): void {
		const { progress } = this;
		const { total, hasNext } = page;
		const rows = rowsOf(page);
		if (total !== undefined) {
			this.shrank ||= total < progress.longest;
			progress.longest = Math.max(progress.longest, total);
			progress.first ??= total;
			this.firstTotal ??= total;
		}
		this.announced = {
			total: total ?? this.announced.total,
			hasNext: hasNext ?? (rows === 0 ? this.announced.hasNext : undefined),
		};
		this.pageLength ||= rows;
		this.position += rows;
		this.shown += page.records.length;
		this.previous = page;
		this.first ??= page;
		this.ties?.note(page.records);
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
			const movedUp = this.progress.repeats.takeMovedUp(page.records);
			if (this.take(page.records, movedUp)) return { page, growth: 0, isEnough: true };
		}
	}

	private async fetch(number: number): Promise<Page<T> | undefined> {
		for (let tries = 1; ; tries++) {
			const page = await this.source.page(number);
			if (page === undefined || rowsOf(page) > 0) return page;
			if (judgePage({ ...this.factsOf(number, page), tries }) !== 'askAgain') return page;
		}
	}

	/** @returns the records of a page, with those that a tie at its front hid */
	private async untied(page: Page<T>, number: number, growth?: number): Promise<T[]> {
		const { ties, walk, pageLength, progress } = this;
		if (growth !== 0 || this.previous === undefined || ties?.isDoubtful(page.records) !== true) {
			return page.records;
		}
		const border = (number - 1) * pageLength;
		return await untie(walk, ties, page, border, progress.repeats.count);
	}

	/** @returns whether nothing further is wanted */
	private take(page: T[], fresh: T[]): boolean {
		const { keep, wanted, isPastEnd } = this.walk;
		const { progress } = this;
		for (const record of fresh) {
			if (progress.skipUntil !== undefined) {
				if (progress.skipUntil(record)) progress.skipUntil = undefined;
				continue;
			}
			if (keep === undefined || keep(record)) {
				this.batch.push(record);
				progress.kept++;
			}
			if (progress.kept >= wanted) return true;
		}
		return page.length > 0 && isPastEnd?.(page) === true;
	}

	private handOut(): T[] {
		const { batch } = this;
		this.batch = [];
		return batch;
	}

	private hasCaughtUp(): boolean {
		const total = this.previous?.total;
		return (
			this.isCatchUp && !this.shrank && total !== undefined && this.progress.repeats.count >= total
		);
	}

	private end(reason: End['reason']): End {
		const total = this.previous?.total;
		return {
			reason,
			total,
			growth: (total ?? 0) - (this.firstTotal ?? total ?? 0),
			shrank: this.shrank,
			shown: this.shown,
			skipped: this.position - this.shown,
			pageLength: this.pageLength,
		};
	}

	private incomplete(seen: string): IncompleteWalk {
		return new IncompleteWalk(seen, this.progress.repeats.count);
	}
}

interface Reading<T> {
	page: Page<T> | undefined;
	/** By how many records the list grew since the page before. */
	growth: number | undefined;
	/** Whether nothing further is wanted. */
	isEnough?: boolean;
}
