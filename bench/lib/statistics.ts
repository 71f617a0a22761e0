/** @param values at least one */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;

	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median of every property.
 *
 * @param rows at least one, all with the same properties
 */
export function medians<T extends Record<string, number>>(rows: T[]): T {
	return Object.fromEntries(
		Object.keys(rows[0]).map((name) => [name, median(rows.map((row) => row[name]))]),
	) as T;
}
