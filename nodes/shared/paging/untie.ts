import { rowsOf, type Page, type Walk } from './page';
import { pageSizeAround, type Ties } from './ties';

/**
 * Records with equal sort keys across the border of two pages, in an order that changes: the whole group is read once
 * more, with a page size at which it lies on one page.
 *
 * @param page the page behind the border
 * @param border number of rows before that page
 * @param recordsRead how many records were read so far
 * @returns the records of the page, with those of the group that neither page showed; where the group cannot be read
 *   in one piece, the page's own, and the walk is told of the doubt
 */
export async function untie<T>(
	walk: Walk<T>,
	ties: Ties<T>,
	page: Page<T>,
	border: number,
	recordsRead: number,
): Promise<T[]> {
	const { records, total } = page;
	const leading = ties.leading(records);
	const [start, end] = [border - ties.length, border + leading];
	const isWhole =
		leading < records.length || page.hasNext === false || border + rowsOf(page) === total;
	const group = isWhole ? await readRows(walk, start, end, total, recordsRead) : undefined;
	const rest = group && ties.rest(group);
	if (rest !== undefined) return [...rest, ...records.slice(leading)];
	walk.doubt?.(
		`around number ${border} more than one page holds records of the same moment, in an order that changes`,
	);
	return records;
}

/** @returns undefined when the rows lie on no page together, or the list has changed */
async function readRows<T>(
	{ fetchPage, pageSize }: Walk<T>,
	start: number,
	end: number,
	total: number | undefined,
	recordsRead: number,
): Promise<T[] | undefined> {
	const size = pageSizeAround(start, end, pageSize);
	if (size === undefined) return undefined;
	const number = Math.floor(start / size) + 1;
	const page = await fetchPage(number, size, recordsRead);
	const first = start - (number - 1) * size;
	const rows = page?.records.slice(first, first + end - start);
	return page?.total === total && rows?.length === end - start ? rows : undefined;
}
