import { formatValue, isMet } from './report.ts';
import type { Figure, Bar } from './scenarios.ts';

/**
 * The results as an SVG picture. Written by hand: it is rows of bars, and a chart library that draws without a browser
 * weighs more than everything else this project installs for its benchmarks, and knows no dark mode.
 */

const WIDTH = 960;
const MARGIN = 24;
/** Wide enough for the longest name, in whichever font the reader has. */
const LABELS = 500;
const VALUES = 110;
const BARS = WIDTH - 2 * MARGIN - LABELS - VALUES;
const ROW = 24;
const BAR = 14;
const HEADING = 46;

/**
 * A picture in a README is shown on either background; the reader's own setting decides. Where it is not known, light
 * colours on a ground of their own are readable on both.
 */
const STYLE = `
	:root { --ground: #ffffff; --text: #1f2328; --faint: #59636e; --track: #e6eaef; --ours: #1a7f5a; --other: #8c959f; --missed: #cf222e; --line: #1f2328 }
	@media (prefers-color-scheme: dark) {
		:root { --ground: #0d1117; --text: #e6edf3; --faint: #9198a1; --track: #262c36; --ours: #3fb68b; --other: #6e7681; --missed: #f85149; --line: #e6edf3 }
	}
	text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: var(--text) }
	.title { font-size: 15px; font-weight: 600 }
	.faint { fill: var(--faint) }
	.number { text-anchor: end; font-variant-numeric: tabular-nums }
	.ground { fill: var(--ground) }
	.track { fill: var(--track) }
	.ours { fill: var(--ours) }
	.other { fill: var(--other) }
	.missed { fill: var(--missed) }
	.limit { stroke: var(--line); stroke-width: 1.5 }
`;

export function chart({
	comparisons,
	figures,
	caption,
}: {
	/** Times as multiples of this node's. */
	comparisons: Array<{ title: string; bars: Bar[] }>;
	figures: Figure[];
	caption: string;
}): string {
	const parts: string[] = [];
	let y = MARGIN;

	const longest = Math.max(1, ...comparisons.flatMap(({ bars }) => bars.map(({ value }) => value)));
	for (const { title, bars } of comparisons) {
		parts.push(heading(y, title, 'time, as a multiple of the first one’s: shorter is better'));
		y += HEADING;
		for (const { label, value } of bars) {
			const kind = label.startsWith('FlowIQ') ? 'ours' : 'other';
			parts.push(row(y, label, `${value.toFixed(2)} ×`, value / longest, kind));
			y += ROW;
		}
		y += ROW / 2;
	}

	parts.push(
		heading(y, 'All figures', 'the bar is the value, the line its limit: shorter is better'),
	);
	y += HEADING;
	const limitAt = 0.75;
	const top = y;
	for (const { name, value, limit, unit } of figures) {
		// Where nothing at all is allowed, anything is too much.
		const ofLimit = limit === 0 ? Number(value > 0) / limitAt : value / limit;
		const share = Math.min(1, Math.max(0, ofLimit * limitAt));
		const kind = isMet({ name, value, limit }) ? 'ours' : 'missed';
		const sides = `${formatValue(value, unit)} / ${formatValue(limit, unit)}`;
		parts.push(row(y, name, sides, share, kind));
		y += ROW;
	}
	const x = MARGIN + LABELS + BARS * limitAt;
	parts.push(`<line class="limit" x1="${x}" y1="${top - 2}" x2="${x}" y2="${y - 6}"/>`);

	y += ROW;
	parts.push(`<text class="faint" x="${MARGIN}" y="${y}">${escape(caption)}</text>`);
	const height = y + MARGIN;

	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Benchmark results">`,
		`<style>${STYLE}</style>`,
		`<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>`,
		...parts,
		'</svg>',
		'',
	].join('\n');
}

function heading(y: number, title: string, explanation: string) {
	return (
		`<text class="title" x="${MARGIN}" y="${y + 14}">${escape(title)}</text>` +
		`<text class="faint" x="${MARGIN}" y="${y + 33}">${escape(explanation)}</text>`
	);
}

/** @param share of the bars' width */
function row(
	y: number,
	label: string,
	value: string,
	share: number,
	kind: 'ours' | 'other' | 'missed',
) {
	const x = MARGIN + LABELS;
	const length = Math.max(1, share * BARS).toFixed(1);

	return (
		`<text x="${MARGIN}" y="${y + 12}">${escape(label)}</text>` +
		`<rect class="track" x="${x}" y="${y + 1}" width="${BARS}" height="${BAR}" rx="3"/>` +
		`<rect class="${kind}" x="${x}" y="${y + 1}" width="${length}" height="${BAR}" rx="3"/>` +
		`<text class="number" x="${WIDTH - MARGIN}" y="${y + 12}">${escape(value)}</text>`
	);
}

function escape(text: string) {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
