// @ts-check
/**
 * The packed package in real n8n, which takes seconds to start: so all suites share one, and run one after the other.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { describeAgent } from './suites/agent.mjs';
import { describeAnsweringTemplates } from './suites/answeringTemplates.mjs';
import { describeCredential } from './suites/credential.mjs';
import { describeExports } from './suites/exports.mjs';
import { describeLastingTriggers } from './suites/lastingTriggers.mjs';
import { describeNode } from './suites/node.mjs';
import { describeOperations } from './suites/operations.mjs';
import { describePollTrigger } from './suites/pollTrigger.mjs';
import { describeSyncTemplates } from './suites/syncTemplates.mjs';
import { describeTemplates } from './suites/templates.mjs';
import { describeWebhookTrigger } from './suites/webhookTrigger.mjs';
import { createWorld } from './support/world.mjs';

/** Ends a suite that hangs; the whole takes about three minutes on two free cores. */
const TIME_LIMIT_MS = 15 * 60_000;

describe('n8n 2.41.1 with the packed package', { timeout: TIME_LIMIT_MS }, () => {
	/** @type {import('./support/world.mjs').World | undefined} */
	let created;
	/** @type {Set<string>} */
	const secrets = new Set();

	const world = () => {
		if (!created) throw new Error('n8n did not start');

		for (const { url } of created.simulator.subscriptions) secrets.add(url.split('secret=')[1]);

		return created;
	};

	before(async () => {
		created = await createWorld();
	});
	after(async () => await created?.close());

	describeCredential(world);
	describeNode(world);
	describeOperations(world);
	describeAgent(world);
	describeTemplates(world);
	describeSyncTemplates(world);
	describeAnsweringTemplates(world);
	describeWebhookTrigger(world);
	describePollTrigger(world);
	describeExports(world);
	describeLastingTriggers(world);

	test('n8n asked nobody but the hosts that were played for it', async () => {
		assert.deepEqual(await world().n8n.refusedHosts(), []);
		assert.deepEqual(world().internet.refused, []);
	});

	test('neither the token nor a webhook’s secret is in n8n’s log', async () => {
		const { n8n, simulator } = world();
		const log = n8n.earlierLog + (await n8n.log());

		assert.ok(secrets.size > 0);
		for (const secret of [simulator.token, ...secrets]) {
			assert.ok(!log.includes(secret), 'a secret is in the log');
		}
	});
});
