// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed } from '../../start/lib/errors.mjs';
import { isAlive } from '../../start/lib/lock.ts';
import { runCommand, startService } from '../../start/lib/processes.ts';
import { eventually, testFolder } from './folder.mjs';

const node = process.execPath;

/** Starts a child of its own, writes down both numbers, and stays. */
const PARENT_AND_CHILD = `
	const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid);
	setInterval(() => {}, 1000);
`;

/** @param {string} cwd */
async function pidsIn(cwd) {
	const file = path.join(cwd, 'pids');

	await eventually(() => existsSync(file), 10_000);
	await sleep(50);

	return (await readFile(file, 'utf8')).split(' ').map(Number);
}

test('hands back what a command prints', async () => {
	const printed = await runCommand(node, ['-p', '6 * 7'], { cwd: '.', env: process.env });

	assert.equal(printed, '42\n');
});

test('a failing command is told with its code and the end of its output', async () => {
	const script = 'console.log("a".repeat(1e6)); console.error("the reason"); process.exitCode = 3';

	await assert.rejects(
		runCommand(node, ['-e', script], { cwd: '.', env: process.env, shownAs: 'thing do' }),
		(error) =>
			error instanceof CommandFailed &&
			error.command === 'thing do' &&
			error.message.endsWith('the reason') &&
			error.message.length < 100_000,
	);
});

test('a command that is not there is an error, not a crash', async () => {
	await assert.rejects(runCommand('no-such-program', [], { cwd: '.', env: process.env }), /ENOENT/);
});

test('an interrupted command ends with everything it started', async (context) => {
	const cwd = await testFolder(context);
	const stop = new AbortController();
	const running = runCommand(node, ['-e', PARENT_AND_CHILD], {
		cwd,
		env: process.env,
		signal: stop.signal,
	});
	const pids = await pidsIn(cwd);

	stop.abort(new Error('stopped'));

	await assert.rejects(running, /stopped/);
	await eventually(() => !pids.some(isAlive), 5_000);
});

test('a stopped service ends with everything it started, and keeps its log', async (context) => {
	const cwd = await testFolder(context);
	const logFile = path.join(cwd, 'service.log');
	const service = startService(node, ['-e', `console.log('hello');${PARENT_AND_CHILD}`], {
		cwd,
		env: process.env,
		logFile,
	});
	const pids = await pidsIn(cwd);

	await service.stop();
	await service.stop();

	await eventually(() => !pids.some(isAlive), 5_000);
	assert.equal(await readFile(logFile, 'utf8'), 'hello\n');
});

test('when the starter is killed outright, what it started ends by itself', async (context) => {
	const cwd = await testFolder(context);
	const processes = new URL('../../start/lib/processes.ts', import.meta.url).href;
	const starter = `
		const { runCommand } = await import(${JSON.stringify(processes)});
		const env = { ...process.env };
		runCommand(process.execPath, ['-e', ${JSON.stringify(PARENT_AND_CHILD)}], { cwd: '.', env });
		const { existsSync } = await import('node:fs');
		while (!existsSync('pids')) await new Promise((resolve) => setTimeout(resolve, 50));
		await new Promise((resolve) => setTimeout(resolve, 200));
		process.kill(process.pid, 'SIGKILL');
	`;

	await assert.rejects(
		runCommand(
			node,
			['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', starter],
			{ cwd, env: process.env },
		),
		CommandFailed,
	);

	const pids = await pidsIn(cwd);

	await eventually(() => !pids.some(isAlive), 10_000);
});
