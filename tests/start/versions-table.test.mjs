// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRows } from '../versions/table.mjs';

const BEGIN = '<!-- versions: written by npm run test:versions -->';
const END = '<!-- end of versions -->';
const ORDER = ['1.123.81', '2.0.0', '2.41.1'];

const row = {
	version: '2.0.0',
	what: 'first of 2.x',
	node: '20.20.2',
	passed: 70,
	total: 71,
	lacking: ['human review'],
	date: '2026-11-25',
};

/** @param {string[]} rows */
const readme = (...rows) => ['Before', BEGIN, ...rows, END, 'After'].join('\n');

test('a version that was tried replaces its row, and the others stay, in their order', () => {
	const others = ['| 2.41.1 (newest) | 24 | all 71 | nothing | 2026-11-01 |', '| 1.123.81 | … |'];
	const text = withRows(readme('| 2.0.0 (first of 2.x) | old |', ...others), [row], ORDER);

	assert.deepEqual(
		text.split('\n').filter((line) => /^\| \d/.test(line)),
		[
			'| 1.123.81 | … |',
			'| 2.0.0 (first of 2.x) | 20.20.2 | 70 of 71 | human review | 2026-11-25 |',
			others[0],
		],
	);
	assert.ok(text.startsWith(`Before\n${BEGIN}\n| n8n | Node |`));
	assert.ok(text.endsWith(`${END}\nAfter`));
	assert.equal(withRows(text, [row], ORDER), text);
});

test('a text without a place for the table is left alone, with an error', () => {
	assert.throws(() => withRows('no table', [row], ORDER), /versions: written by/);
});
