/**
 * @param doneIndexes indexes of the input items for which it was done
 * @param total number of input items
 * @param what what was done: `sent`
 * @returns one sentence for the description of an error or a stop; empty for a single item, of which the error tells
 */
export function describeDone(doneIndexes: Iterable<number>, total: number, what: string): string {
	if (total < 2) return '';
	const indexes = [...doneIndexes].sort((a, b) => a - b);
	if (indexes.length === 0) return `None of the ${total} items was ${what} before.`;
	const were = indexes.length === 1 ? 'was' : 'were';
	return `${indexes.length} of ${total} items ${were} ${what} before, and their results aren't output: item index ${rangesOf(indexes)}.`;
}

/** `0–10, 12`: long lists of items are mostly in a row. */
function rangesOf(indexes: number[]): string {
	const ranges: Array<[first: number, last: number]> = [];
	for (const index of indexes) {
		const last = ranges.at(-1);
		if (last !== undefined && last[1] === index - 1) last[1] = index;
		else ranges.push([index, index]);
	}
	return ranges.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ');
}
