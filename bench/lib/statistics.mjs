// @ts-check

/**
 * @param {number[]} values at least one
 * @returns {number}
 */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;

	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median of every property.
 *
 * @template {Record<string, number>} T
 * @param {T[]} rows at least one, all with the same properties
 * @returns {T}
 */
export function medians(rows) {
	return /** @type {T} */ (
		Object.fromEntries(
			Object.keys(rows[0]).map((name) => [name, median(rows.map((row) => row[name]))]),
		)
	);
}
