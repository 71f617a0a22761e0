import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../shared/records/createdAt';
import { MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import { isLast } from '../shared/paging/page';
import type { RecordPage } from './lists';
import { GROUP, readPages } from './pages';
import { keyOf, keysIn } from './remembered';

/**
 * Reading a list in no order means reading all of it, and for a large one that takes more time than a poll has. A pass
 * is read in parts, and its place is kept between the polls. Knows nothing of n8n or HTTP.
 */
export interface Pass {
	/** Next page to read. */
	next: number;
	/** Short hashes of the records that were read last, because a list that moves shows some of them again. */
	seen: string;
	/** Length of the list when the pass began, as far as the server told. */
	total?: number;
	/** Newest creation date so far, in ms since 1970. */
	newest?: number;
	/** Records that were read so far, since this is counted. */
	count?: number;
}

/**
 * So often in one poll pages are read again where the list is as long as it was before: one whose length goes up and down
 * all the time would never end. One that is shorter than ever has lost records indeed, and cannot do so for ever.
 */
const MAX_RETURNS = 10;

/** Records of the last two groups of pages. */
const MAX_SEEN = 2 * GROUP * 100;

/** @param total length of the list, as far as the server told */
export function startOfPass(total: number | undefined): Pass {
	return { next: 1, seen: '', total };
}

/**
 * @param pass where to go on
 * @param fetch reads a page; full pages have `pageSize` records
 * @param visit is given the records of each group of pages that were not read in this pass
 * @param isEnough whether to leave the rest to the next poll
 * @returns where the next poll goes on, and the length of the list; `pass` is undefined at the end
 */
export async function readPass(
	pass: Pass,
	fetch: (page: number) => Promise<RecordPage>,
	pageSize: number,
	visit: (records: IDataObject[]) => void | Promise<void>,
	identify: (record: IDataObject) => string,
	isEnough: () => boolean,
): Promise<{ pass: Pass & { count: number }; isEnd: boolean; total?: number; failure?: unknown }> {
	let { next, newest, total, count = 0 } = pass;
	let seen = keysIn(pass.seen);
	/** Length of the list as it was told last. */
	let current = total;
	let returns = 0;
	/** The page before is read again: what was deleted meanwhile moved others there. */
	let page = Math.max(1, next - 1);
	for (let isBegun = false; ; isBegun = true) {
		const left = Math.ceil((total ?? 0) / pageSize) - page + 1;
		const wanted = Math.max(next - page + 1, Math.min(GROUP, left));
		const { pages, failure } = await readPages(fetch, page, wanted, !isBegun);
		const known = new Set(seen);
		const fresh: IDataObject[] = [];
		let isEnd = false;
		/** The first page to which records moved after it was read, because others were deleted. */
		let gap: number | undefined;
		const least = total ?? Infinity;
		for (const [index, read] of pages.entries()) {
			const length = read?.total ?? current;
			const shrunkBy = (current ?? 0) - (length ?? 0);
			const moved = Math.ceil(shrunkBy / pageSize) - (index === 0 ? next - page : 0);
			if (moved > 0) gap ??= Math.max(1, page + index - moved);
			current = length;
			for (const record of read?.records ?? []) {
				const key = keyOf(identify(record));
				if (known.has(key)) continue;
				known.add(key);
				seen.push(key);
				fresh.push(record);
				const created = createdAt(record);
				if (created !== undefined) newest = Math.max(newest ?? -Infinity, created);
			}
			isEnd = isLast(read, page + index, pageSize, MAX_PAGE_SIZE);
			if (isEnd) break;
		}
		// A server may show its last page for every page behind it.
		isEnd ||= pages.length > 0 && fresh.length === 0 && page * pageSize > (current ?? 0);
		await visit(fresh);
		count += fresh.length;
		next = page + pages.length;
		if (total !== undefined && current !== undefined) total = Math.min(total, current);
		const isShorter = (total ?? Infinity) < least;
		if (gap !== undefined && (isShorter || returns++ < MAX_RETURNS)) {
			next = gap;
			isEnd = false;
		}
		seen = seen.slice(-MAX_SEEN);
		const now = { next, newest, total, count, seen: seen.join('') };
		if (isEnd) return { pass: now, isEnd, total: current };
		if (failure !== undefined || isEnough()) return { pass: now, isEnd, failure };
		page = next;
	}
}
