import { rowsOf, type Page, type Walk } from './page';

/**
 * Asks for pages before they are needed, so that several are on their way at once, and hands them out in order.
 * Knows nothing of n8n, HTTP or FlowIQ.
 */
export class ReadAhead<P> {
	/** Highest page number that is known to be needed; nothing beyond it is asked for ahead. */
	lastPage = 1;
	/**
	 * By number of the page. No Map: V8 ties each table that a Map has outgrown to the next one, so that once one of them
	 * counts as old, all pages that came later stay in memory until the next full collection.
	 */
	private readonly started: Array<Promise<P>> = [];
	private underWay = 0;
	/** The page that is waited for. */
	private current = 1;

	/**
	 * @param fetch asks for a page
	 * @param width pages on their way at once, at the most
	 */
	constructor(
		private readonly fetch: (page: number) => Promise<P>,
		private readonly width: number,
	) {}

	/** @returns the page; those after it are asked for as well */
	async page(number: number): Promise<P> {
		this.current = number;
		const page = this.started[number] ?? this.start(number);
		this.fill();
		const result = await page;
		delete this.started[number];
		return result;
	}

	/** Forgets what was read ahead, because the list has moved since. */
	discard(): void {
		this.started.length = 0;
	}

	/** Pages that are done wait for their turn, about as many as are on their way: one slow page holds up no other. */
	private fill(): void {
		const end = Math.min(this.lastPage, this.current + 2 * (this.width - 1));
		for (let next = this.current + 1; next <= end && this.underWay < this.width; next++) {
			if (!(next in this.started)) this.start(next);
		}
	}

	private start(number: number): Promise<P> {
		this.underWay++;
		const page = this.fetch(number).finally(() => {
			this.underWay--;
			this.fill();
		});
		// A page that fails before its turn is reported at its turn.
		page.catch(() => {});
		this.started[number] = page;
		return page;
	}
}

/**
 * Pages are asked for ahead only where it is sure that they are needed.
 *
 * @param page the first page of the list
 * @param isCatchUp whether the list is only read for what is missing
 * @returns number of the last page that will be needed
 */
export function lastPageToReadAhead<T>(
	{ wanted, keep, isPastEnd }: Walk<T>,
	page: Page<T>,
	isCatchUp: boolean,
): number {
	const { total, hasNext } = page;
	const rows = rowsOf(page);
	if (total === undefined || hasNext === false || rows === 0) return 1;
	if (isPastEnd !== undefined || isCatchUp) return 1;
	// One more than the last when that is full: it will be asked for anyway, to make sure that the list ends there.
	if (wanted === Infinity) return Math.floor(total / rows) + 1;
	return keep === undefined ? Math.ceil(Math.min(wanted, total) / rows) : 1;
}
