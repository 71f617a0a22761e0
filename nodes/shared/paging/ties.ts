/**
 * Records that are equal in what a list is sorted by may stand in another order on each page. Where such a group lies
 * across the border of two pages, one of them can come twice and another not at all, and the count is right all the
 * same. No n8n in here.
 */
export class Ties<T> {
	private key: number | undefined;
	/** Identities of the last records read, as many as have the same key. */
	private group: string[] = [];

	constructor(
		private readonly identify: (record: T) => string,
		private readonly sortKey: (record: T) => number | undefined,
	) {}

	/** How many of the last records read have the same key. */
	get length(): number {
		return this.group.length;
	}

	/** @returns how many records at the front of a page go on with the group at the end of the page before */
	leading(records: T[]): number {
		if (this.key === undefined) return 0;
		const end = records.findIndex((record) => this.sortKey(record) !== this.key);
		return end === -1 ? records.length : end;
	}

	/** @returns whether one of the group shows up again at the front of the next page, and others do not */
	isDoubtful(records: T[]): boolean {
		const leading = records.slice(0, this.leading(records)).map(this.identify);
		const known = new Set(this.group);
		return leading.some((id) => known.has(id)) && new Set([...known, ...leading]).size > 1;
	}

	/**
	 * @param records the whole group, read in one piece
	 * @returns those that the page before did not show, undefined when the pieces do not fit together
	 */
	rest(records: T[]): T[] | undefined {
		if (records.some((record) => this.sortKey(record) !== this.key)) return undefined;
		const shown = new Map<string, number>();
		for (const id of this.group) shown.set(id, (shown.get(id) ?? 0) + 1);
		const rest = records.filter((record) => {
			const id = this.identify(record);
			const left = shown.get(id) ?? 0;
			shown.set(id, left - 1);
			return left <= 0;
		});
		return rest.length === records.length - this.group.length ? rest : undefined;
	}

	/** Notes a page that was read. */
	note(records: T[]): void {
		const last = records.at(-1);
		if (last === undefined) return;
		const key = this.sortKey(last);
		let start = records.length;
		while (start > 0 && this.sortKey(records[start - 1]) === key) start--;
		const group = records.slice(start).map(this.identify);
		this.group = start === 0 && key === this.key ? [...this.group, ...group] : group;
		this.key = key;
	}
}

/**
 * @param start first row of a piece of a list, from 0
 * @param end the row behind its last
 * @param maxSize most rows per page
 * @returns a page size at which the piece lies on one page; undefined when there is none
 */
export function pageSizeAround(start: number, end: number, maxSize: number): number | undefined {
	for (let size = maxSize; size >= end - start; size--) {
		if (Math.floor(start / size) === Math.floor((end - 1) / size)) return size;
	}
	return undefined;
}
