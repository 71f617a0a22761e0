/**
 * Asks for pages before they are needed, so that several are on their way at once, and hands them out in order.
 * Knows nothing of n8n, HTTP or FlowIQ.
 */
export class ReadAhead<P> {
	/** Highest page number that is known to be needed; nothing beyond it is asked for ahead. */
	lastPage = 1;
	private readonly started = new Map<number, Promise<P>>();

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
		const page = this.start(number);
		const end = Math.min(this.lastPage, number + this.width - 1);
		for (let next = number + 1; next <= end; next++) this.start(next);
		const result = await page;
		this.started.delete(number);
		return result;
	}

	/** Forgets what was read ahead, because the list has moved since. */
	discard(): void {
		this.started.clear();
	}

	private start(number: number): Promise<P> {
		let page = this.started.get(number);
		if (page === undefined) {
			page = this.fetch(number);
			// A page that fails before its turn is reported at its turn.
			page.catch(() => {});
			this.started.set(number, page);
		}
		return page;
	}
}
