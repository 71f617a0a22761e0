/** Records before the last one that are looked for, should that one have been deleted. */
const MAX_DELETED = 30;

/**
 * Finds the place in a page up to which its records were read before. Records without an id are told apart by their
 * order alone. Pure.
 *
 * @param marks identities of the records that were read, in order, as far as they are remembered
 * @param page identities of the page's records, in the same direction
 * @param overlap how many of them were read before, if nothing has moved
 * @returns index of the first record that was not read; undefined when the page shows nothing that was read, so that
 *   something is missing in between
 */
export function placeAfter(marks: string[], page: string[], overlap: number): number | undefined {
	if (marks.length === 0) return 0;
	// Without an overlap, all marks are compared with nothing, and are not equal to it.
	const compared = Math.min(overlap, marks.length);
	if (isEqual(marks.slice(-compared), page.slice(overlap - compared, overlap))) return overlap;
	for (let length = page.length; length > 0; length--) {
		const start = page.slice(0, length);
		if (!isEqual(marks.slice(-length), start)) continue;
		// Where no page can overlap, equal records in a row are no sign that it does.
		return overlap === 0 && new Set(start).size === 1 ? 0 : length;
	}
	for (let back = 1; back <= Math.min(MAX_DELETED, marks.length); back++) {
		const place = page.lastIndexOf(marks[marks.length - back]);
		if (place >= 0) return place + 1;
	}
	return overlap === 0 ? 0 : undefined;
}

function isEqual(left: string[], right: string[]): boolean {
	return left.length === right.length && left.every((one, index) => one === right[index]);
}
