// @ts-check
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

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
