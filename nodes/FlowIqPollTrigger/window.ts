/**
 * Which page of which size shows the records from a place on, together with some that were read before: a page that
 * begins exactly where the one before ended cannot show that something was deleted in between. Pure.
 */
export interface Window {
	/** Page number, from 1. */
	page: number;
	/** Records per page. */
	size: number;
	/** Records of the page that were read before, if nothing has moved. */
	overlap: number;
}

/** What is known of the list that is read. */
export interface Extent {
	/** Records per page that the server gives, at the most. */
	pageSize: number;
	/** Whether it gives smaller pages when they are asked for; else pages cannot overlap. */
	isFlexible: boolean;
	/** By how many records it grew at its front between two pages. */
	growth: number;
}

/** Records that are read twice, to see that the list has not moved. */
const OVERLAP = 2;

/**
 * @param read records read so far, from the beginning of the list
 * @returns the page that begins before that place and shows most of what follows
 */
export function windowAfter(read: number, extent: Extent): Window {
	return best(extent, read, (size, overlap) => {
		const page = Math.floor((read - overlap) / size) + 1;
		const before = (page - 1) * size;
		return { page, size, overlap: read - before, fresh: before + size - read };
	});
}

/**
 * The same for a list that is read from its end.
 *
 * @param left records that were not read, all at the beginning of the list
 * @param total length of the list
 */
export function windowBefore(left: number, total: number, extent: Extent): Window {
	return best(extent, total - left, (size, overlap) => {
		const page = Math.ceil((left + overlap) / size);
		return {
			page,
			size,
			overlap: Math.min(page * size, total) - left,
			fresh: left - (page - 1) * size,
		};
	});
}

/** Of all sizes of a page, the one that shows most; pages that are too small to overlap follow each other. */
function best(
	{ pageSize, isFlexible, growth }: Extent,
	read: number,
	windowOf: (size: number, overlap: number) => Window & { fresh: number },
): Window {
	const overlap = isFlexible ? Math.min(OVERLAP + growth, read) : 0;
	let chosen = windowOf(pageSize, 0);
	if (overlap > 0) {
		let mostFresh = 0;
		for (let size = pageSize; size > mostFresh; size--) {
			const candidate = windowOf(size, overlap);
			if (candidate.fresh > mostFresh) {
				chosen = candidate;
				mostFresh = candidate.fresh;
			}
		}
	}
	return { page: chosen.page, size: chosen.size, overlap: chosen.overlap };
}
