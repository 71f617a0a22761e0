// @ts-check
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { startLife } from '../../start/lib/live-account.ts';
import { startSimulator } from '../n8n/support/simulator.mjs';
import { eventually } from './folder.mjs';

/** @param {import('node:test').TestContext} context */
async function account(context) {
	const simulator = await startSimulator({ contacts: 3 });
	/** @type {string[]} */
	const said = [];
	const input = new PassThrough();
	const end = startLife(simulator, (line) => said.push(line), input);

	context.after(async () => {
		end();
		await simulator.close();
	});

	return { simulator, said, input };
}

test('a typed text is written by a customer, and an empty line writes something', async (context) => {
	const { simulator, said, input } = await account(context);

	input.write('Where is my parcel?\n\n');
	await eventually(() => said.length === 2);

	const newest = [0, 1].map((contact) =>
		simulator.messagesOf(simulator.contactAt(contact).id).at(-1),
	);

	assert.equal(newest[0].message, 'Where is my parcel?');
	assert.equal(newest[0].sender_type, 'user-whatsapp');
	assert.match(newest[1].message, /\w/);
	assert.match(said[0], /^A customer writes .*Where is my parcel\?$/);
});

test('a plus is a new contact with an e-mail address', async (context) => {
	const { simulator, said, input } = await account(context);

	input.write('+\n');
	await eventually(() => said.length === 1);

	assert.equal(simulator.contactCount, 4);
	assert.match(simulator.contactAt(0).email, /@example\.com$/);
});
