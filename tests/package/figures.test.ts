/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const { figures } = JSON.parse(read('docs/bench/results.json')) as {
	figures: Array<{ name: string; value: number }>;
};

/** What the documents say of a figure, with # in its place, and with how many decimals. */
const SAID: Array<[file: string, figure: string, decimals: number, words: string]> = [
	['README.md', '10,000 contacts at 40 ms: time / HTTP Request node', 2, 'cost # of the time that'],
	['README.md', '10,000 contacts at 40 ms: time / plain declarative node', 2, 'and # of that of a'],
	['README.md', '10,000 contacts at 40 ms: time / bare fetch loop', 2, 'takes hardly less (#)'],
	[
		'README.md',
		'100,000 contacts: CPU per record / plain declarative node',
		2,
		'cost # of the plain',
	],
	[
		'README.md',
		"100,000 contacts: CPU per record / n8n's HTTP client alone",
		1,
		'which is # times',
	],
	[
		'README.md',
		'200,000 contacts to CSV in n8n: time / Get Many and Convert to File',
		2,
		'cost # of the time and',
	],
	[
		'README.md',
		'200,000 contacts to CSV in n8n: CPU / Get Many and Convert to File',
		2,
		'and # of the CPU',
	],
	[
		'README.md',
		'300 pages to CSV under a limit of 20 a second: time / ideal',
		2,
		'takes # times the ideal',
	],
	[
		'README.md',
		'webhook: time until the answer / Webhook node on the way of all triggers',
		2,
		'takes # times as long as',
	],
	[
		'README.md',
		'webhook, answering at once: time until the answer / Webhook node',
		2,
		'or # times with **Respond: Immediately**',
	],
	[
		'README.md',
		'1,000,000 contacts to CSV in n8n: peak memory above idle',
		0,
		"took n8n's memory # MB above idle",
	],
	[
		'docs/exports.md',
		'1,000,000 contacts to CSV in n8n: peak memory above idle',
		0,
		'contacts: # MB above idle',
	],
	[
		'docs/exports.md',
		'1,000,000 contacts to CSV in n8n: longest silence of the REST API',
		2,
		'answered within # s',
	],
	[
		'docs/exports.md',
		'1,000,000 contacts to CSV in n8n: record of the execution',
		1,
		'keeps # kB of the execution',
	],
	[
		'docs/exports.md',
		'to CSV in n8n: time per record, 1,000,000 / 50,000 contacts',
		2,
		'a record takes # of the time',
	],
];

describe('a figure that a document names is the one that was measured last', () => {
	it.each(SAID)('%s: %s', (file, name, decimals, words) => {
		const value = figures.find((figure) => figure.name === name)?.value;
		const text = read(file).replace(/\s+/g, ' ');
		expect(text).toContain(words.replace('#', String(value?.toFixed(decimals))));
	});
});
