// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, withLock } from '../../start/lib/lock.ts';
import { testFolder } from './folder.mjs';

const notExpected = () => assert.fail('nobody else holds the lock');

/** @param {import('node:test').TestContext} context */
async function lockFile(context) {
	return path.join(await testFolder(context), 'locks', 'one.lock');
}

test('hands back what the work gives, and leaves no lock', async (context) => {
	const file = await lockFile(context);

	assert.equal(await withLock(file, notExpected, async () => 5), 5);
	assert.ok(!existsSync(file));
});

test('leaves no lock after work that fails', async (context) => {
	const file = await lockFile(context);

	await assert.rejects(
		withLock(file, notExpected, async () => {
			throw new Error('no');
		}),
	);
	assert.ok(!existsSync(file));
});

test('many at once take turns', async (context) => {
	const file = await lockFile(context);
	let inside = 0;
	let most = 0;

	await Promise.all(
		Array.from({ length: 4 }, () =>
			withLock(
				file,
				() => {},
				async () => {
					most = Math.max(most, ++inside);
					await sleep(20);
					inside--;
				},
			),
		),
	);
	assert.equal(most, 1);
});

test('the second is told who holds the lock, and may give up', async (context) => {
	const file = await lockFile(context);

	await withLock(file, notExpected, async () => {
		await assert.rejects(
			withLock(
				file,
				(pid) => {
					throw new Error(`held by ${pid}`);
				},
				async () => {},
			),
			new RegExp(`held by ${process.pid}`),
		);
		assert.ok(existsSync(file));
	});
});

test("a dead process's lock is taken over at once", async (context) => {
	const file = await lockFile(context);

	await withLock(file, notExpected, async () => {});

	const dead = spawn(process.execPath, ['-e', '']);

	await new Promise((resolve) => dead.once('exit', resolve));
	await writeFile(file, String(dead.pid));

	assert.equal(await withLock(file, notExpected, async () => 'mine'), 'mine');
});

test('a lock without a sign of life is taken over, even when its process number is in use', async (context) => {
	const file = await lockFile(context);
	const longAgo = new Date(Date.now() - 3_600_000);

	await withLock(file, notExpected, async () => {});
	await writeFile(file, String(process.pid));
	await utimes(file, longAgo, longAgo);

	assert.equal(await withLock(file, notExpected, async () => 'mine'), 'mine');
});

test('a lock file cut short by a kill does not last', async (context) => {
	const file = await lockFile(context);
	const longAgo = new Date(Date.now() - 3_600_000);

	await withLock(file, notExpected, async () => {});
	await writeFile(file, '');
	await utimes(file, longAgo, longAgo);

	assert.equal(await withLock(file, notExpected, async () => 'mine'), 'mine');
});

test('waiting ends when asked to', async (context) => {
	const file = await lockFile(context);
	const stop = new AbortController();

	await withLock(file, notExpected, async () => {
		const waiting = withLock(
			file,
			() => stop.abort(new Error('enough')),
			async () => {},
			stop.signal,
		);

		await assert.rejects(waiting, /enough/);
	});
});

test('tells the living from the dead', () => {
	assert.equal(isAlive(process.pid), true);
	assert.equal(isAlive(2 ** 22 + 1), false);
});
