// @ts-check
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import { isAlive } from '../../start/lib/lock.ts';
import { installTools, needsTools } from '../../start/lib/tools.mjs';
import { eventually, testFolder } from './folder.mjs';

const signal = new AbortController().signal;

test('tools are needed when missing, unfinished, or older than the lock file', async (context) => {
	const project = await testFolder(context);
	const lock = path.join(project, 'package-lock.json');
	const record = path.join(project, 'node_modules', '.package-lock.json');
	const then = new Date(Date.now() - 60_000);

	await writeFile(lock, '{}');
	assert.equal(needsTools(project), true);

	await mkdir(path.dirname(record));
	assert.equal(needsTools(project), true);

	await writeFile(record, '{}');
	await utimes(lock, then, then);
	assert.equal(needsTools(project), false);

	await utimes(record, new Date(0), new Date(0));
	assert.equal(needsTools(project), true);
});

test('npm installs the tools, even where it is set to leave them out, and does not see the access token', async (context) => {
	const project = await testFolder(context);
	const npm = path.join(project, 'npm-cli.js');
	const program = `
		const { argv, env } = process;
		require('fs').writeFileSync('called.json', JSON.stringify([argv.slice(2, 4), env.FLOWIQ_TOKEN]));
	`;

	await writeFile(npm, program);
	await installTools(project, { ...process.env, npm_execpath: npm, FLOWIQ_TOKEN: 'fiq_x' }, signal);

	const called = await readFile(path.join(project, 'called.json'), 'utf8');

	assert.deepEqual(JSON.parse(called), [['ci', '--include=dev'], '']);
});

test('tools that npm cannot install are told in words', async (context) => {
	const project = await testFolder(context);
	const npm = path.join(project, 'npm-cli.js');

	await writeFile(npm, 'process.exitCode = 1');

	await assert.rejects(
		installTools(project, { ...process.env, npm_execpath: npm }, signal),
		(error) => error instanceof StartError && error.advice !== '',
	);
});

test('stopping ends the installation of the tools, even if npm goes on after SIGTERM', async (context) => {
	const project = await testFolder(context);
	const npm = path.join(project, 'npm-cli.js');
	const pidFile = path.join(project, 'pid');
	const stop = new AbortController();

	await writeFile(
		npm,
		`process.on('SIGTERM', () => {});
		setInterval(() => {}, 1000);
		require('fs').writeFileSync('pid', String(process.pid));`,
	);

	const installing = installTools(project, { ...process.env, npm_execpath: npm }, stop.signal);
	const rejected = assert.rejects(installing);

	await eventually(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');

	const pid = Number(readFileSync(pidFile, 'utf8'));

	context.after(() => isAlive(pid) && process.kill(pid, 'SIGKILL'));
	stop.abort();
	await rejected;

	await eventually(() => !isAlive(pid), 2_000);
});
