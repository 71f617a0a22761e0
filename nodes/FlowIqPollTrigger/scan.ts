import type { IDataObject } from 'n8n-workflow';
import { MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import { isLast, rowsOf } from '../shared/paging/page';
import type { Connection } from '../shared/transport/connection';
import { contactsPage, type RecordPage } from './lists';
import { GROUP, readPages } from './pages';
import { isOver } from './pollTime';

/**
 * Looking through all contacts, because FlowIQ cannot be asked for those with unread messages: all of them at first,
 * then some pages with each poll.
 */
export interface Scan {
	/** Next page to look at, beside the first. */
	page: number;
	/** Next page of the first scan, as long as it is under way. */
	first?: number;
}

/** One page of contacts. */
export interface ContactsPage {
	number: number;
	contacts: IDataObject[];
}

/** Pages of contacts that one poll reads at the most, once all were read for the first time. */
const PAGES_PER_POLL = 10;

export function startOfScan(): Scan {
	return { page: 2, first: 1 };
}

/**
 * The first scan, or the next part of it. It takes as many polls as it needs: a page is done once all was looked at that
 * it leads to.
 *
 * @param first page to begin with
 * @param deadline when to leave the rest to the next poll, in ms of the monotonic clock
 * @param visit is given the contacts of each page in turn, and says how many requests they took; undefined when there was
 *   no time for some of them, which are to be visited again
 * @returns page with which the next poll goes on; undefined when all were looked at
 */
export async function scanFirst(
	connection: Connection,
	first: number,
	deadline: number,
	visit: (contacts: IDataObject[]) => Promise<number | undefined>,
): Promise<{ first?: number; failure?: unknown }> {
	// The page before is read again: what was deleted meanwhile moved others there.
	let next = Math.max(1, first - 1);
	let size: number | undefined;
	for (let count = first - next + 1, isBegun = false; ; isBegun = true) {
		const { pages, failure } = await readPages(
			async (page) => await contactsPage(connection, page),
			next,
			count,
			!isBegun,
		);
		size ??= pages[0] && rowsOf(pages[0]);
		let visits = 0;
		for (const page of pages) {
			const taken = await visit(page?.records ?? []);
			if (taken === undefined) return { first: next };
			visits += taken;
			if (isLast(page, next, size ?? 0, MAX_PAGE_SIZE)) return {};
			next++;
		}
		if (failure !== undefined || isOver(deadline)) return { first: next, failure };
		// Where contacts take requests of their own, few pages at once keep them busy.
		const atOnce = Math.max(1, Math.floor(GROUP / (1 + visits / pages.length)));
		count = Math.max(1, Math.min(atOnce, pagesAfter(next - 1, pages.at(-1), size)));
	}
}

/**
 * The first page, where new contacts are likely to be, and some of the others in turn.
 *
 * @param start page to go on with, beside the first
 * @returns the pages, and with which the next poll goes on; `isRound`: whether the end of the list was reached; `last`: the
 *   last page of the list, as far as it is known
 */
export async function scanNext(
	connection: Connection,
	start: number,
	deadline: number,
): Promise<{
	pages: ContactsPage[];
	next: number;
	isRound: boolean;
	last?: number;
	failure?: unknown;
}> {
	const fetch = async (page: number) => await contactsPage(connection, page);
	const read: ContactsPage[] = [];
	const keep = (from: number, pages: RecordPage[]) =>
		pages.forEach((page, index) =>
			read.push({ number: from + index, contacts: page?.records ?? [] }),
		);
	const newest = await fetch(1);
	keep(1, [newest]);
	const size = newest && rowsOf(newest);
	if (isLast(newest, 1, 0, MAX_PAGE_SIZE)) return { pages: read, next: 2, isRound: true, last: 1 };
	let last = newest?.total === undefined ? undefined : 1 + pagesAfter(1, newest, size);
	let next = start;
	let isRound = false;
	while (read.length < PAGES_PER_POLL) {
		const left = Math.max(1, pagesAfter(next - 1, newest, size));
		const untilStart = isRound ? start - next : Infinity;
		const count = Math.min(GROUP, PAGES_PER_POLL - read.length, left, untilStart);
		const { pages, failure } = await readPages(fetch, next, count, false);
		keep(next, pages);
		next += pages.length;
		const from = next - pages.length;
		const end = pages.findIndex((page, index) =>
			isLast(page, from + index, size ?? 0, MAX_PAGE_SIZE),
		);
		// A list that has become shorter than `start` comes to its end a second time.
		const isAgain = isRound && end >= 0;
		if (end >= 0) {
			last = from + end;
			isRound = true;
			next = 2;
		}
		if (failure !== undefined) return { pages: read, next, isRound, last, failure };
		if (isAgain || (isRound && next >= start) || isOver(deadline)) break;
	}
	return { pages: read, next, isRound, last };
}

/** @returns how many pages follow this one, by the total that the server tells; 0 when it tells none */
function pagesAfter(number: number, page: RecordPage, size = MAX_PAGE_SIZE): number {
	return Math.ceil((page?.total ?? 0) / Math.max(1, size)) - number;
}
