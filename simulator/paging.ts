import type { Variants } from './variants';

/** The documented maximum of `limit` (R-openapi). */
const MAXIMUM_LIMIT = 100;

export interface PageRequest {
	/** Counted from 1. */
	page: number;
	/** Records per page. */
	size: number;
}

/**
 * Reads `page` and `limit`. What the API does with values out of range is not documented.
 *
 * @param defaultSize records per page when `limit` is absent
 * @returns null when the limit is to be refused
 */
export function readPageRequest(
	query: Record<string, string>,
	defaultSize: number,
	variants: Variants,
): PageRequest | null {
	const asked = query.limit === undefined ? defaultSize : Number(query.limit);
	const outOfRange = !Number.isInteger(asked) || asked < 1 || asked > MAXIMUM_LIMIT;
	if (outOfRange && variants.limitAboveMaximum === 'reject') return null;
	const limit = Number.isFinite(asked) ? Math.trunc(asked) : defaultSize;
	const size = Math.min(Math.max(limit, 1), MAXIMUM_LIMIT, variants.pageSizeCap);
	const page = Math.trunc(Number(query.page ?? 1));
	return { page: page >= 1 ? page : 1, size };
}

export interface PageWindow {
	/** Positions in the list, in the order in which the page shows them. */
	positions: number[];
	/** The `pagination` object, or null where the variant leaves it out. */
	pagination: Record<string, number | boolean> | null;
}

/**
 * Which records a page shows and what its `pagination` claims, including the claims that are lies.
 *
 * @param total records in the list
 * @returns null when the page does not exist and the variant says so with 404
 */
export function pageWindow(
	request: PageRequest,
	total: number,
	list: 'messages' | 'contacts',
	variants: Variants,
): PageWindow | null {
	const { size } = request;
	const repeating = variants.duplicates !== 'none' && size > 1;
	// With repeats a page brings one new record less, the first page excepted.
	const fresh = repeating ? size - 1 : size;
	const lastPage = Math.max(
		1,
		repeating ? Math.ceil((total - 1) / fresh) : Math.ceil(total / size),
	);
	const beyond = request.page > lastPage;
	if (beyond && variants.pageBeyondEnd === 'notFound') return null;
	const page = beyond && variants.pageBeyondEnd === 'lastPage' ? lastPage : request.page;

	const start = variants.pages === 'samePage' ? 0 : (page - 1) * fresh;
	const end = beyond && page !== lastPage && variants.pages === 'exact' ? start : start + size;
	const positions: number[] = [];
	for (let position = start; position < Math.min(end, total); position++) positions.push(position);

	const shown = total + (variants.duplicates === 'counted' && repeating ? lastPage - 1 : 0);
	return { positions, pagination: claims(page, lastPage, shown, size, list, variants) };
}

function claims(
	page: number,
	lastPage: number,
	total: number,
	size: number,
	list: 'messages' | 'contacts',
	variants: Variants,
): Record<string, number | boolean> | null {
	if (variants.pagination === 'missingEverywhere') return null;
	if (variants.pagination === 'missing' && list === 'messages') return null;

	const lying = variants.totals !== 'exact';
	const claimedTotal = { exact: total, tooHigh: total * 2 + size, tooLow: Math.floor(total / 2) }[
		variants.totals
	];
	const exactPages = total === 0 ? 0 : lastPage;
	const claimedPages = lying ? Math.ceil(claimedTotal / size) : exactPages;
	const claimedNext = {
		exact: page < lastPage,
		always: true,
		never: false,
		fromTotals: page < claimedPages,
	}[variants.hasNextPage];
	const totalName = list === 'messages' ? 'totalMessages' : 'totalContacts';
	const sizeName = list === 'messages' ? 'messagesPerPage' : 'contactsPerPage';
	const start = { currentPage: page, totalPages: claimedPages, [totalName]: claimedTotal };
	return variants.prevFlag === 'hasPrevPage'
		? { ...start, [sizeName]: size, hasNextPage: claimedNext, hasPrevPage: page > 1 }
		: { ...start, hasNextPage: claimedNext, hasPreviousPage: page > 1 };
}
