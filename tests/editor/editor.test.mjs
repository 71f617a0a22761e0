// @ts-check
/**
 * The packed package in n8n's own editor, in a browser: what somebody sees who searches for it, fills in its forms and
 * presses its buttons. With `--pictures`, the README's pictures are taken on the way.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { describeAgentTool } from './suites/agentTool.mjs';
import { describeContactField } from './suites/contactField.mjs';
import { describeCredential } from './suites/credential.mjs';
import { describeErrors } from './suites/errors.mjs';
import { describeNodeCreator } from './suites/nodeCreator.mjs';
import { describeOperations } from './suites/operations.mjs';
import { describePictures } from './suites/pictures.mjs';
import { describePublishing } from './suites/publishing.mjs';
import { describeSendAndWait } from './suites/sendAndWait.mjs';
import { describeTriggers } from './suites/triggers.mjs';
import { createWorld } from './support/world.mjs';

/** Ends a suite that hangs; a busy machine is several times slower than a free one. */
const TIME_LIMIT_MS = 30 * 60_000;

const takesPictures = process.argv.includes('--pictures');

describe("n8n 2.41.1's editor with the packed package", { timeout: TIME_LIMIT_MS }, () => {
	/** @type {import('./support/world.mjs').World | undefined} */
	let created;

	const world = () => {
		if (!created) throw new Error('n8n did not start');

		return created;
	};

	before(async () => {
		created = await createWorld();
	});
	after(async () => await created?.close());

	describeNodeCreator(world);
	describeCredential(world);
	describeOperations(world);
	describeContactField(world);
	describeErrors(world);
	describeTriggers(world);
	describePublishing(world);
	describeSendAndWait(world);
	describeAgentTool(world);
	if (takesPictures) describePictures(world);

	test('n8n asked nobody but the hosts that were played for it', async () => {
		assert.deepEqual(await world().n8n.refusedHosts(), []);
	});
});
