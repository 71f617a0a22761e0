/** An empty page where more was announced is asked for this often in all, in case it was a passing fault. */
export const TRIES_OF_EMPTY_PAGE = 3;

/** The same where nothing was announced, but the page before was full. */
const TRIES_OF_UNANNOUNCED_PAGE = 2;

/**
 * Pages read at the most, as a multiple of the announced number, or in all where none is announced (a million records
 * at 100 per page). A server that always says that more follows is left after that.
 */
const MAX_PAGES_FACTOR = 10;
const MAX_PAGES_UNANNOUNCED = 10_000;

/** What is known of a list when a page of it has come. */
export interface PageFacts {
	/** Number of the page, from 1. */
	number: number;
	/** Rows on it; undefined when the server says that there is no such page. */
	rows: number | undefined;
	/** Whether it shows the same records as a page before it, although the list has not grown. */
	isRepeat?: boolean;
	/** How often it was asked for in a row. */
	tries?: number;
	/** Rows of all pages before it. */
	rowsBefore: number;
	/** Rows of the page before it. */
	previousRows?: number;
	/** Rows of a full page: those of page 1, should the server give fewer than it is asked for. */
	fullPage: number;
	/** Rows asked for. */
	pageSize: number;
	/** Length of the list by the server's latest word, and by its first. */
	total?: number;
	firstTotal?: number;
	/** Whether another page follows by the server's latest word; an empty page may say nothing new. */
	hasNext?: boolean;
	/** The same by its word before. */
	hadNext?: boolean;
	/** Whether all that was missing has been found, when that is what the list is read for. */
	isCaughtUp?: boolean;
}

export type Verdict = 'goOn' | 'askAgain' | 'complete' | { incomplete: string };

/**
 * Answers, after each page, whether the list ends here. What the server says of its pages may be wrong or missing, so
 * the pages themselves count for more.
 */
export function judgePage(facts: PageFacts): Verdict {
	const { number, rows, rowsBefore } = facts;
	if (rows === undefined) return judgeEnd(facts, rowsBefore);
	if (rows === 0) return mayBePassingFault(facts) ? 'askAgain' : judgeEnd(facts, rowsBefore);
	if (facts.isRepeat) return judgeRepeat(facts);
	if (facts.isCaughtUp) return 'complete';
	if (isLast(facts, rows)) return judgeEnd(facts, rowsBefore + rows);
	if (number < maxPages(facts)) return 'goOn';
	return { incomplete: `after ${number} pages it still says that more follow` };
}

function judgeEnd({ total, hasNext }: PageFacts, rowsRead: number): Verdict {
	if (total !== undefined && rowsRead < total) {
		return { incomplete: `${total} were announced, but the pages held ${rowsRead}` };
	}
	if (total === undefined && hasNext === true) {
		return { incomplete: 'more pages were announced, but they are empty' };
	}
	return 'complete';
}

/** An empty page in place of records that were announced, or behind a full page, may be a passing fault. */
function mayBePassingFault(facts: PageFacts): boolean {
	const { total, rowsBefore, hadNext, tries = 1 } = facts;
	if (total !== undefined) return total > rowsBefore && tries < TRIES_OF_EMPTY_PAGE;
	return hadNext !== false && followsFullPage(facts) && tries < TRIES_OF_UNANNOUNCED_PAGE;
}

/** Whether the page before was full; a single page shows only by its length whether the server gives no more. */
function followsFullPage({ number, previousRows, fullPage, pageSize }: PageFacts): boolean {
	if (previousRows === undefined) return false;
	return previousRows >= (number > 2 ? Math.min(fullPage, pageSize) : pageSize);
}

/** A server may answer a page beyond the end with its last or first page once more; then the list was complete before. */
function judgeRepeat(facts: PageFacts): Verdict {
	const { number, rows, rowsBefore, pageSize, total, hasNext, hadNext } = facts;
	// Without a count: a short page was the last one, and a server that gave two different pages heeds the number. The
	// first page, shown once more behind the last, still says that another follows it.
	const isComplete =
		total === undefined
			? (hasNext !== true || hadNext === false) && ((rows ?? 0) < pageSize || number > 2)
			: rowsBefore >= total;
	return isComplete ? 'complete' : { incomplete: `page ${number} is the same as a page before it` };
}

/** Whether a page with records is the last one, as far as it can be known without asking for the next. */
function isLast(
	{ number, rowsBefore, fullPage, pageSize, total, hasNext }: PageFacts,
	rows: number,
): boolean {
	if (hasNext === true || (hasNext === undefined && total === undefined)) return false;
	// A last page that is full to the brim is also what a wrong word of the server looks like: one more request tells.
	// A list of a single page is spared it where a count agrees, so that the most common call costs one request.
	const isSuspicious =
		number > 1 ? rows >= Math.min(fullPage, pageSize) : total === undefined && rows >= pageSize;
	return !isSuspicious && (total === undefined || rowsBefore + rows === total);
}

function maxPages({ total, firstTotal = 0, fullPage, pageSize }: PageFacts): number {
	const size = Math.min(pageSize, fullPage || pageSize);
	const pagesOf = (count: number) => MAX_PAGES_FACTOR * Math.ceil(count / size + 1);
	if (total === undefined) return MAX_PAGES_UNANNOUNCED;
	// A total that grows with every page must not move the end along for ever.
	return Math.min(pagesOf(total), Math.max(MAX_PAGES_UNANNOUNCED, pagesOf(firstTotal)));
}
