// @ts-check
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { PROJECT_FOLDER } from '../../start/lib/paths.mjs';
import { runCommand } from '../../start/lib/processes.ts';
import { testFolder } from './folder.mjs';

test('in a fresh clone nothing is needed but Node', async (context) => {
	const cwd = await testFolder(context);

	await cp(path.join(PROJECT_FOLDER, 'start'), path.join(cwd, 'start'), { recursive: true });

	const printed = await runCommand(process.execPath, ['start/index.mjs', '--help'], {
		cwd,
		env: process.env,
	});

	assert.match(printed, /^npm start/);
});
