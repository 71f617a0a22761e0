// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { makeOnce } from '../../start/lib/staged-folder.ts';
import { testFolder } from './folder.mjs';

/**
 * @param {string} folder
 * @param {(staging: string) => Promise<void>} fill
 * @param {AbortSignal} [signal]
 */
async function make(folder, fill, signal = new AbortController().signal) {
	const target = path.join(folder, 'thing');

	await makeOnce(target, {
		purpose: 'making a thing',
		bytes: 1,
		isComplete: (candidate) => existsSync(path.join(candidate, 'done')),
		fill,
		onWait: () => {},
		signal,
	});
}

/** @param {string} staging */
const fillWell = async (staging) => await writeFile(path.join(staging, 'done'), 'yes');

test('the folder appears complete', async (context) => {
	const folder = await testFolder(context);

	await make(folder, async (staging) => {
		assert.ok(!existsSync(path.join(folder, 'thing')));
		await fillWell(staging);
	});
	assert.deepEqual(await readdir(path.join(folder, 'thing')), ['done']);
});

test('what is there already is not made again', async (context) => {
	const folder = await testFolder(context);

	await make(folder, fillWell);
	await make(folder, async () => assert.fail('made twice'));
});

test('two at once make it once', async (context) => {
	const folder = await testFolder(context);
	let times = 0;
	const fill = async (/** @type {string} */ staging) => {
		times++;
		await fillWell(staging);
	};

	await Promise.all([make(folder, fill), make(folder, fill)]);
	assert.equal(times, 1);
});

test('a failure leaves nothing', async (context) => {
	const folder = await testFolder(context);

	await assert.rejects(
		make(folder, async (staging) => {
			await writeFile(path.join(staging, 'half'), '');
			throw new Error('no space');
		}),
		/no space/,
	);
	assert.deepEqual(await readdir(folder), []);
});

test('an interruption leaves nothing', async (context) => {
	const folder = await testFolder(context);
	const stop = new AbortController();

	await assert.rejects(
		make(
			folder,
			async (staging) => {
				await fillWell(staging);
				stop.abort(new Error('stopped'));
			},
			stop.signal,
		),
		/stopped/,
	);
	assert.deepEqual(await readdir(folder), []);
});

test('what a killed run left is never used, and goes', async (context) => {
	const folder = await testFolder(context);

	await mkdir(path.join(folder, 'thing.partial-123', 'deep'), { recursive: true });
	await mkdir(path.join(folder, 'thing-else'), { recursive: true });
	await make(folder, fillWell);

	assert.deepEqual((await readdir(folder)).sort(), ['thing', 'thing-else']);
});

test('a folder with parts deleted is made anew', async (context) => {
	const folder = await testFolder(context);

	await mkdir(path.join(folder, 'thing'));
	await writeFile(path.join(folder, 'thing', 'rest'), '');
	await make(folder, fillWell);

	assert.equal(await readFile(path.join(folder, 'thing', 'done'), 'utf8'), 'yes');
	assert.ok(!existsSync(path.join(folder, 'thing', 'rest')));
});
