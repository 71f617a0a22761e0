// @ts-check

/**
 * @typedef {import('./scenarios.mjs').Figure} Figure
 */

/**
 * @param {Figure} figure
 * @returns {boolean}
 */
export function isMet({ value, limit }) {
	return value <= limit;
}

/**
 * @param {number} value
 * @param {string} [unit]
 * @returns {string}
 */
export function formatValue(value, unit) {
	const text = Number.isInteger(value) ? String(value) : value.toFixed(unit ? 1 : 2);

	return unit ? `${text} ${unit}` : text;
}

/**
 * @param {Figure[]} figures
 * @returns {string}
 */
export function table(figures) {
	const rows = [
		['Figure', 'Value', 'Limit', ''],
		...figures.map((figure) => [
			figure.name,
			formatValue(figure.value, figure.unit),
			`≤ ${formatValue(figure.limit, figure.unit)}`,
			isMet(figure) ? '✓ met' : '✗ NOT MET',
		]),
	];
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));

	return rows
		.map(([name, value, limit, met]) =>
			[name.padEnd(widths[0]), value.padStart(widths[1]), limit.padStart(widths[2]), met]
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
