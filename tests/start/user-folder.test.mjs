// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import { openUserFolder } from '../../start/lib/user-folder.ts';
import { testFolder } from './folder.mjs';

test("the log-in is made once, kept for later starts, and fulfils n8n's rules", async (context) => {
	const folder = path.join(await testFolder(context), 'demo');
	const first = await openUserFolder(folder);
	const second = await openUserFolder(folder);

	assert.deepEqual(second.login, first.login);
	assert.match(first.login.password, /^(?=.*\d)(?=.*[A-Z]).{8,64}$/);
});

test(
	'only the user can read the log-in',
	{ skip: process.platform === 'win32' },
	async (context) => {
		const folder = path.join(await testFolder(context), 'demo');

		await openUserFolder(folder);

		assert.equal((await stat(path.join(folder, 'demo.json'))).mode & 0o077, 0);
	},
);

test('a fresh start has an empty n8n and another log-in', async (context) => {
	const folder = path.join(await testFolder(context), 'demo');
	const first = await openUserFolder(folder);

	await mkdir(path.join(folder, '.n8n'));
	await writeFile(path.join(folder, '.n8n', 'database.sqlite'), '');
	await writeFile(path.join(folder, "somebody's notes"), '');

	const second = await openUserFolder(folder, true);

	assert.notDeepEqual(second.login, first.login);
	assert.ok(!existsSync(path.join(folder, '.n8n')));
	assert.ok(existsSync(path.join(folder, "somebody's notes")));
});

test("another n8n's data are left alone, even by a fresh start", async (context) => {
	const folder = await testFolder(context);
	const database = path.join(folder, '.n8n', 'database.sqlite');

	await mkdir(path.dirname(database));
	await writeFile(database, '');

	for (const fresh of [false, true]) {
		await assert.rejects(openUserFolder(folder, fresh), StartError);
	}
	assert.ok(existsSync(database));
});
