// @ts-check
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { missingBuildTools } from '../../start/lib/build-tools.mjs';
import { testFolder } from './folder.mjs';

test('names the tools that are not on the PATH', async (context) => {
	const folder = await testFolder(context);

	await writeFile(path.join(folder, 'make'), '');

	assert.deepEqual(missingBuildTools({ PATH: `/nowhere:${folder}` }, 'linux'), ['c++', 'python3']);
	assert.deepEqual(missingBuildTools({}, 'linux'), ['make', 'c++', 'python3']);
});

test('claims nothing where the PATH does not tell', () => {
	assert.deepEqual(missingBuildTools({}, 'win32'), []);
	assert.deepEqual(missingBuildTools({}, 'darwin'), []);
});
