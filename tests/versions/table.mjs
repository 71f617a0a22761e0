// @ts-check

const BEGIN = '<!-- versions: written by npm run test:versions -->';
const END = '<!-- end of versions -->';

const HEAD = [
	'| n8n | Node | Checks passed | What it lacks | Tested |',
	'| --- | --- | --- | --- | --- |',
];

/**
 * @typedef {object} Row
 * @property {string} version of n8n
 * @property {string} what the version stands for
 * @property {string} node version that ran it
 * @property {number} passed tests
 * @property {number} total tests
 * @property {string[]} lacking what this version of n8n cannot do, in the words of the tests that were left out
 * @property {string} date ISO, without time
 */

/**
 * @param {string} text with the table between its markers
 * @param {Row[]} rows replace those of the same version; the others stay
 * @param {string[]} order all versions, as they are to be listed
 * @returns {string} the text with the table brought up to date
 * @throws {Error} when the markers are not there
 */
export function withRows(text, rows, order) {
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);

	if (begin === -1 || end < begin) throw new Error(`No "${BEGIN}" with "${END}" behind it`);

	const lines = new Map(
		text
			.slice(begin, end)
			.split('\n')
			.map((line) => [/^\| (\d+\.\d+\.\d+)/.exec(line)?.[1] ?? '', line]),
	);

	for (const row of rows) lines.set(row.version, lineOf(row));

	const table = order.flatMap((version) => lines.get(version) ?? []);

	return `${text.slice(0, begin)}${[BEGIN, ...HEAD, ...table].join('\n')}\n${text.slice(end)}`;
}

/** @param {Row} row */
function lineOf({ version, what, node, passed, total, lacking, date }) {
	const checks = passed === total ? `all ${total}` : `${passed} of ${total}`;

	return `| ${version} (${what}) | ${node} | ${checks} | ${lacking.join('; ') || 'nothing'} | ${date} |`;
}
