import type { IDataObject } from 'n8n-workflow';
import { MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import type { Connection } from '../shared/transport/connection';
import { contactsPage, type RecordPage } from './lists';

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

/** Pages of contacts that one poll reads at the most, once all were read for the first time. */
const PAGES_PER_POLL = 10;

/** Pages that are asked for at once. */
const GROUP = 8;

export function startOfScan(): Scan {
	return { page: 2, first: 1 };
}

/**
 * @param deadline when to leave the rest to the next poll, in ms since 1970
 * @returns the contacts, and whether all were looked at since the scan began
 */
export async function scan(
	connection: Connection,
	{ page, first }: Scan,
	deadline: number,
): Promise<{ contacts: IDataObject[]; scan: Scan; isComplete: boolean }> {
	const contacts: IDataObject[] = [];
	/** Reads pages side by side; whether the last one of the list is among them. */
	const read = async (from: number, count: number) => {
		const pages = await Promise.all(
			Array.from(
				{ length: count },
				async (_, index) => await contactsPage(connection, from + index),
			),
		);
		for (const one of pages) for (const contact of one?.records ?? []) contacts.push(contact);
		return { isEnd: pages.some(isLast), last: pages.filter((one) => one !== undefined).at(-1) };
	};
	if (first !== undefined) {
		let next = first;
		let size: number | undefined;
		for (let count = 1; ; ) {
			const { isEnd, last } = await read(next, count);
			if (isEnd) return { contacts, scan: { page: 2, first: undefined }, isComplete: true };
			size ??= last?.records.length;
			next += count;
			const left = Math.ceil((last?.total ?? 0) / (size ?? MAX_PAGE_SIZE)) - next + 1;
			count = Math.max(1, Math.min(GROUP, left));
			if (Date.now() > deadline) {
				return { contacts, scan: { page: 2, first: next }, isComplete: false };
			}
		}
	}
	const newest = await read(1, 1);
	if (newest.isEnd) return { contacts, scan: { page: 2 }, isComplete: true };
	for (let next = page, pages = 1; ; ) {
		const { isEnd } = await read(next, 1);
		next = isEnd ? 2 : next + 1;
		if (next === page) return { contacts, scan: { page }, isComplete: true };
		if (++pages >= PAGES_PER_POLL || Date.now() > deadline) {
			return { contacts, scan: { page: next }, isComplete: next <= page };
		}
	}
}

function isLast(page: RecordPage): boolean {
	return page === undefined || page.hasNext === false || page.records.length === 0;
}
