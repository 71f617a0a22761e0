import type { Figure } from './scenarios.ts';

export function isMet({ value, limit }: Figure): boolean {
	return value <= limit;
}

export function formatValue(value: number, unit?: string): string {
	const text = Number.isInteger(value) ? String(value) : value.toFixed(unit ? 1 : 2);

	return unit ? `${text} ${unit}` : text;
}

export function table(figures: Figure[]): string {
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
