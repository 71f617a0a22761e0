/** What the page walker is given, and what it says of a list that cannot be read to its end. No n8n in here. */
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
	/** Page to begin with, when those before it are not wanted; 1 by default. */
	firstPage?: number;
	/** Pages on their way at once, at the most. */
	concurrency: number;
	/** How many kept records are wanted; Infinity for all. */
	wanted: number;
	/** Records up to the first for which it is true are read, and that one too, but they are not kept. */
	skipUntil?: (record: T) => boolean;
	/** Whether a record is kept. */
	keep?: (record: T) => boolean;
	/** Whether no later record can be kept, judged by a page of the list. */
	isPastEnd?: (records: T[]) => boolean;
	/** What makes two records the same one. */
	identify: (record: T) => string;
	/** By what the list is in order, where it has one: records for which it is equal may change places. */
	sortKey?: (record: T) => number | undefined;
	/** Where records arrive while the list is read. With `anywhere`, `identify` must tell all records apart. */
	arrivals: 'anywhere' | 'front' | 'end';
	/** Told when the whole list is walked once more for records that are missing. */
	onWalkAgain?: () => void;
	/** Told, as a sentence, when it is not certain that the list is complete although it looks so. */
	doubt?: (seen: string) => void;
}

export interface Page<T> {
	records: T[];
	/** Rows of the list that the page held, when some of them were no records. */
	rows?: number;
	/** Whether the server says that another page follows; undefined when it says nothing. */
	hasNext?: boolean;
	/** Number of records in the whole list, as far as the server tells. */
	total?: number;
}

/** @returns how many rows of the list a page stands for */
export function rowsOf({ records, rows }: Page<unknown>): number {
	return rows ?? records.length;
}

/**
 * @param number number of the page, from 1
 * @param size rows of a full page
 * @param asked rows that were asked for
 * @returns whether a page is the last one of its list, as far as the server tells: its count is believed before its word
 *   that no page follows, and without a count a full page is not
 */
export function isLast(
	page: Page<unknown> | undefined,
	number: number,
	size: number,
	asked = size,
): boolean {
	if (page === undefined || rowsOf(page) === 0) return true;
	if (page.hasNext !== false) return false;
	const rows = rowsOf(page);
	return page.total === undefined ? rows < asked : (number - 1) * size + rows >= page.total;
}

/** @returns by how many records the list grew between two pages, undefined when the server does not tell */
export function growthOf<T>(
	previous: Page<T> | undefined,
	page: Page<T> | undefined,
): number | undefined {
	if (previous === undefined) return 0;
	if (previous.total === undefined || page?.total === undefined) return undefined;
	return page.total - previous.total;
}

/** @returns whether a page shows the very records of one before it */
export function isRepeated<T>(
	{ identify }: Pick<Walk<T>, 'identify'>,
	previous: Page<T> | undefined,
	page: Page<T>,
): boolean {
	return (
		previous !== undefined &&
		page.records.length > 0 &&
		page.records.length === previous.records.length &&
		page.records.every((record, index) => identify(record) === identify(previous.records[index]))
	);
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
