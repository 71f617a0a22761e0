// @ts-check
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatBytes, formatCount, formatDuration, Progress } from '../../start/lib/progress.ts';

/** @param {Partial<NodeJS.WriteStream>} [traits] */
function recorder(traits = {}) {
	const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), {
		cursorTo: () => true,
		clearLine: () => true,
		moveCursor: () => true,
		...traits,
	});

	return {
		stream: /** @type {NodeJS.WriteStream} */ (/** @type {unknown} */ (stream)),
		text: () => String(stream.read() ?? ''),
	};
}

test('durations are told in minutes and seconds', () => {
	assert.equal(formatDuration(400), '0 s');
	assert.equal(formatDuration(59_400), '59 s');
	assert.equal(formatDuration(72_000), '1 min 12 s');
	assert.equal(formatDuration(3_720_000), '62 min 0 s');
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

test('without a terminal: a line at the start and one at the end', async () => {
	const { stream, text } = recorder();

	assert.equal(await new Progress(stream).step('Working', async () => 5), 5);
	assert.equal(text(), '- Working …\n✓ Working (0 s)\n');
});

test('on a terminal the line says how long it has taken, and how far it is', async () => {
	const { stream, text } = recorder({ isTTY: true, columns: 80 });

	await new Progress(stream).step('Working', async (report) => {
		report(() => 'half');
		await sleep(1_300);
	});

	const printed = text();

	assert.match(printed, /Working … 1 s, half/);
	assert.match(printed, /✓ Working \(1 s\)\n/);
});

test('a terminal without a width gets plain lines', async () => {
	const { stream, text } = recorder({ isTTY: true, columns: 0 });

	await new Progress(stream).step('Working', async () => {});
	assert.equal(text(), '- Working …\n✓ Working (0 s)\n');
});

test('failed work is marked, and the failure handed on', async () => {
	const { stream, text } = recorder();

	await assert.rejects(
		new Progress(stream).step('Working', async () => {
			throw new Error('no');
		}),
		/no/,
	);
	assert.match(text(), /✗ Working/);
});
