// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	formatBytes,
	formatCount,
	formatDuration,
	Progress,
	progressLine,
} from '../../start/lib/progress.mjs';

/** @param {Partial<NodeJS.WriteStream>} [traits] */
function recorder(traits = {}) {
	const stream = {
		...traits,
		text: '',
		/** @param {string | Uint8Array} chunk */
		write(chunk) {
			stream.text += chunk;
			return true;
		},
	};

	return /** @type {NodeJS.WriteStream & { text: string }} */ (/** @type {unknown} */ (stream));
}

test('durations are told in the two largest units', () => {
	assert.equal(formatDuration(400), '0 s');
	assert.equal(formatDuration(59_400), '59 s');
	assert.equal(formatDuration(72_000), '1 min 12 s');
	assert.equal(formatDuration(3_720_000), '1 h 2 min');
	assert.equal(formatDuration(-5), '0 s');
});

test('sizes are told in decimal units', () => {
	assert.equal(formatBytes(512), '512 bytes');
	assert.equal(formatBytes(4_200), '4 kB');
	assert.equal(formatBytes(3_900_000), '3.9 MB');
	assert.equal(formatBytes(200e6), '200 MB');
	assert.equal(formatBytes(2.9e9), '2.9 GB');
});

test('counts have their thousands separated', () => {
	assert.equal(formatCount(25_000), '25,000');
});

test('a line never reaches the width of the terminal', () => {
	const line = progressLine('Installing n8n', '1204 of about 2380 packages', 61_000, 30);

	assert.ok(line.length < 30, line);
	assert.ok(line.endsWith('…'));
});

test('without a terminal: a line at the start, now and then, and at the end', async () => {
	const stream = recorder();
	const progress = new Progress(stream, { intervalMs: 10 });

	await progress.step(
		'Working',
		async (report) => {
			report(() => 'half');
			await sleep(35);
		},
		() => 'done well',
	);

	const lines = stream.text.trimEnd().split('\n');

	assert.equal(lines[0], '  Working …');
	assert.match(lines[1], /Working … 0 s, half/);
	assert.equal(lines.at(-1), '✓ Working: done well (0 s)');
	assert.ok(!stream.text.includes('\r'));
});

test('on a terminal: one line that changes', async () => {
	const stream = recorder({ isTTY: true, columns: 80 });

	await new Progress(stream, { intervalMs: 10 }).step('Working', async () => {
		await sleep(35);
	});

	assert.equal(stream.text.split('\n').length, 2);
	assert.ok(stream.text.startsWith('\r'));
});

test('failed work is marked, and the failure handed on', async () => {
	const stream = recorder();

	await assert.rejects(
		new Progress(stream).step('Working', async () => {
			throw new Error('no');
		}),
		/no/,
	);
	assert.match(stream.text, /✗ Working/);
});
