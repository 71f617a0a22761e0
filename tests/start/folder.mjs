// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A folder for one test, gone after it.
 *
 * @param {import('node:test').TestContext} context
 */
export async function testFolder(context) {
	const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'flowiq-start-')));

	context.after(() => rm(folder, { recursive: true, force: true }));

	return folder;
}

/**
 * Waits for something that happens by itself, and fails when it does not.
 *
 * @param {() => boolean} holds
 * @param {number} [withinMs]
 */
export async function eventually(holds, withinMs = 10_000) {
	const deadline = Date.now() + withinMs;

	while (!holds() && Date.now() < deadline) await sleep(20);

	assert.ok(holds());
}
