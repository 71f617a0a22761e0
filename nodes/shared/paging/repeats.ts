import { IdentitySet } from './identitySet';

/**
 * Recognises records that a moving list shows a second time. No n8n in here.
 */
export interface Repeats<T> {
	/**
	 * @param records one page, in its order
	 * @param growth by how many records the list grew since the page before; undefined when the server does not tell
	 * @returns the records that were not read before; undefined when the list moved further than can be followed
	 */
	takeFresh(records: T[], growth: number | undefined): T[] | undefined;
	/**
	 * @param records a page that was read before and is read again because the list became shorter
	 * @returns the records that moved up into it
	 */
	takeMovedUp(records: T[]): T[];
	/** How many different records were taken. */
	readonly count: number;
}

/** Records with an identity of their own: the same one never counts twice, wherever it shows up. */
export class RepeatsById<T> implements Repeats<T> {
	private readonly seen = new IdentitySet();

	constructor(private readonly identify: (record: T) => string) {}

	takeFresh(records: T[]): T[] {
		return records.filter((record) => this.seen.add(this.identify(record)));
	}

	takeMovedUp(records: T[]): T[] {
		return this.takeFresh(records);
	}

	get count(): number {
		return this.seen.size;
	}
}

/** How many of the last records are remembered: ten pages, more than arrive between two requests. */
export const REMEMBERED_RECORDS = 1_000;

/**
 * Records without an identity (FlowIQ messages), told apart by their order alone: when records arrived at the front, the
 * next page begins with the last records of the page before. Equal records in a row are no repeat while the list has
 * not grown.
 */
export class RepeatsByOverlap<T> implements Repeats<T> {
	count = 0;
	private tail: string[] = [];
	/** By how many places the unread part of the list was pushed back and not caught up with. */
	private shift = 0;

	constructor(private readonly identify: (record: T) => string) {}

	takeFresh(records: T[], growth: number | undefined): T[] | undefined {
		if (growth !== undefined) this.shift = Math.max(0, this.shift + growth);
		// More arrived than is remembered of what was read: nothing tells the new records from the known ones.
		if (this.shift > this.tail.length) return undefined;
		const page = records.map(this.identify);
		return this.takeFrom(records, page, this.startOfFresh(page, growth));
	}

	takeMovedUp(records: T[]): T[] {
		const page = records.map(this.identify);
		return this.takeFrom(records, page, this.endOfRead(page));
	}

	private takeFrom(records: T[], page: string[], start: number): T[] {
		const fresh = records.slice(start);
		this.count += fresh.length;
		this.tail = [...this.tail, ...page.slice(start)].slice(-REMEMBERED_RECORDS);
		return fresh;
	}

	/** The announced growth is tried first; the count may be older or newer than the page that it came with. */
	private startOfFresh(page: string[], growth: number | undefined): number {
		if (growth === undefined) return this.longestOverlap(page);
		if (this.shift === 0) return 0;
		if (this.repeatsFrom(page, this.shift)) {
			const repeated = Math.min(this.shift, page.length);
			this.shift -= repeated;
			return repeated;
		}
		this.shift = 0;
		return this.longestOverlap(page);
	}

	private longestOverlap(page: string[]): number {
		for (let length = Math.min(page.length, this.tail.length); length > 0; length--) {
			if (this.repeatsFrom(page, length)) return length;
		}
		return 0;
	}

	/** Whether the page begins with the records that stand `distance` before the end of what was read. */
	private repeatsFrom(page: string[], distance: number): boolean {
		const start = this.tail.length - distance;
		const length = Math.min(distance, page.length);
		return page.slice(0, length).every((id, index) => id === this.tail[start + index]);
	}

	/**
	 * Where the page goes on after what was read: behind the last record that was read, or, should that be the one
	 * that is gone, behind the one before it.
	 */
	private endOfRead(page: string[]): number {
		for (let last = this.tail.length - 1; last >= 0; last--) {
			let best = { end: 0, length: 0 };
			page.forEach((_, index) => {
				let length = 0;
				while (
					length <= index &&
					length <= last &&
					page[index - length] === this.tail[last - length]
				) {
					length++;
				}
				if (length > best.length) best = { end: index + 1, length };
			});
			if (best.length > 0) return best.end;
		}
		return 0;
	}
}
