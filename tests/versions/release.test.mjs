// @ts-check
/** The packed package in one version of n8n, which FLOWIQ_N8N_VERSION names; `npm run test:versions` runs it for each. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { describeCredential } from '../n8n/suites/credential.mjs';
import { describeNode } from '../n8n/suites/node.mjs';
import { describeOperations } from '../n8n/suites/operations.mjs';
import { describePollTrigger } from '../n8n/suites/pollTrigger.mjs';
import { describeWebhookTrigger } from '../n8n/suites/webhookTrigger.mjs';
import { createWorld } from '../n8n/support/world.mjs';
import { RELEASES } from './releases.mjs';
import { describeTemplateNodes } from './templateNodes.mjs';

/** Ends a suite that hangs; the whole takes about five minutes on two free cores. */
const TIME_LIMIT_MS = 20 * 60_000;

const release = RELEASES.find(({ version }) => version === process.env.FLOWIQ_N8N_VERSION);

assert.ok(release, 'FLOWIQ_N8N_VERSION names none of the versions in releases.mjs');

describe(`n8n ${release.version}`, { timeout: TIME_LIMIT_MS }, () => {
	/** @type {import('../n8n/support/world.mjs').World | undefined} */
	let created;

	const world = () => {
		if (!created) throw new Error('n8n did not start');

		return created;
	};

	before(async () => {
		created = await createWorld(release);
	});
	after(async () => await created?.close());

	test('is the one that runs', async () => {
		const { version, rest } = world().n8n;

		assert.equal(version, release.version);
		assert.equal((await rest.request('GET', '/rest/settings')).versionCli, release.version);
	});

	describeCredential(world);
	describeNode(world);
	describeOperations(world);
	describeTemplateNodes(world);
	describeWebhookTrigger(world);
	describePollTrigger(world);

	test('n8n asked nobody but the hosts that were played for it', async () => {
		assert.deepEqual(await world().n8n.refusedHosts(), []);
		assert.deepEqual(world().internet.refused, []);
	});
});
