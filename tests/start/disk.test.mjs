// @ts-check
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { freeBytes, withSpace } from '../../start/lib/disk.mjs';
import { StartError } from '../../start/lib/errors.mjs';
import { testFolder } from './folder.mjs';

/**
 * @param {string} folder
 * @param {{ bytes?: number, leastBytes?: number, signal?: AbortSignal }} [limits]
 */
function limits(folder, { bytes = 1, leastBytes = 1, signal = new AbortController().signal } = {}) {
	return {
		folder,
		bytes,
		leastBytes,
		signal,
		purpose: 'installing it',
		advice: 'Free some space.',
	};
}

/** @param {AbortSignal} signal */
const untilAborted = (signal) =>
	new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});

test('a folder that is not there yet is measured by its disk', async (context) => {
	const folder = await testFolder(context);

	assert.ok((await freeBytes(path.join(folder, 'not', 'yet'))) > 0);
});

test('with enough space the work is done', async (context) => {
	const folder = await testFolder(context);

	assert.equal(await withSpace(limits(folder), async () => 'done'), 'done');
});

test('without enough space the work is not begun, and the message has both numbers', async (context) => {
	const folder = await testFolder(context);

	await assert.rejects(
		withSpace(limits(folder, { bytes: 1e18 }), async () => assert.fail('begun')),
		(error) =>
			error instanceof StartError &&
			/installing it needs about 1000000000\.0 GB, and .+ are free/.test(error.message) &&
			error.advice === 'Free some space.',
	);
});

test('work is given up when the disk becomes full meanwhile', async (context) => {
	const folder = await testFolder(context);

	await assert.rejects(
		withSpace(limits(folder, { leastBytes: 1e18 }), untilAborted),
		(error) => error instanceof StartError && /became full while installing it/.test(error.message),
	);
});

test('work that ends on a full disk does not count, since files may be cut short', async (context) => {
	const folder = await testFolder(context);

	await assert.rejects(
		withSpace(limits(folder, { leastBytes: 1e18 }), async () => 'done'),
		StartError,
	);
});

test('an interruption reaches the work', async (context) => {
	const folder = await testFolder(context);
	const stop = new AbortController();
	const working = withSpace(limits(folder, { signal: stop.signal }), untilAborted);

	setTimeout(() => stop.abort(new Error('stopped')), 20);

	await assert.rejects(working, /stopped/);
});
