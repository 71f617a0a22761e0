// @ts-check
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import { freePort, listen, requirePort } from '../../start/lib/ports.ts';

/** @param {import('node:test').TestContext} context */
async function takenPort(context) {
	const { port, close } = await listen(createServer());

	context.after(close);

	return port;
}

test('a port that was asked for and is taken is told', async (context) => {
	const port = await takenPort(context);

	await assert.rejects(
		requirePort(port),
		(error) => error instanceof StartError && error.message.includes(String(port)),
	);
});

test('a taken port is replaced by a free one', async (context) => {
	const taken = await takenPort(context);
	const port = await freePort(taken);
	const { close } = await listen(createServer(), port);

	await close();
	assert.notEqual(port, taken);
});

test('a port that was given once is not given again at once', async () => {
	const port = await freePort(20_000);

	assert.notEqual(await freePort(port), port);
});

test('past the last port, any free one is found', async () => {
	assert.ok((await freePort(65_536)) <= 65_535);
});
