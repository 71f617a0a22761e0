import type { RecordPage } from './lists';

/** Pages that are asked for at once. */
export const GROUP = 8;

/** Pages that follow each other, as far as they could be read. */
export interface Pages {
	pages: RecordPage[];
	/** Why the page after these could not be read. */
	failure?: unknown;
}

/**
 * Reads pages side by side. What was read before a page that fails is kept: on a large list, each poll has to get on,
 * however little time FlowIQ leaves it.
 *
 * @param from number of the first page
 * @param isRequired whether nothing was read before, so that a failure of the first page is one of the whole
 * @throws what the first page threw, where it is required
 */
export async function readPages(
	fetch: (page: number) => Promise<RecordPage>,
	from: number,
	count: number,
	isRequired: boolean,
): Promise<Pages> {
	const results = await Promise.allSettled(
		Array.from({ length: count }, async (_, index) => await fetch(from + index)),
	);
	const pages: RecordPage[] = [];
	for (const result of results) {
		if (result.status === 'fulfilled') {
			pages.push(result.value);
			continue;
		}
		if (isRequired && pages.length === 0) throw result.reason;
		return { pages, failure: result.reason };
	}
	return { pages };
}
