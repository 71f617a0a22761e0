// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withSpace } from '../../start/lib/disk.mjs';
import { StartError } from '../../start/lib/errors.mjs';
import { testFolder } from './folder.mjs';

/**
 * @param {string} folder
 * @param {{ bytes?: number, leastBytes?: number }} [limits]
 */
function limits(folder, { bytes = 1, leastBytes = 1 } = {}) {
	return { folder, bytes, leastBytes, purpose: 'installing it', advice: 'Free some space.' };
}

test('with enough space the work is done', async (context) => {
	const folder = path.join(await testFolder(context), 'not', 'yet');

	assert.equal(await withSpace(limits(folder), async () => existsSync(folder)), true);
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

test('work that ends on a full disk does not count, since files may be cut short', async (context) => {
	const folder = await testFolder(context);

	await assert.rejects(
		withSpace(limits(folder, { leastBytes: 1e18 }), async () => 'done'),
		(error) => error instanceof StartError && /became full while installing it/.test(error.message),
	);
});
