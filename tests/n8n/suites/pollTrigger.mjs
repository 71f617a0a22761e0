// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	chain,
	executionsOf,
	FAST_POLLS,
	flowIqNode,
	importWorkflow,
	itemsOf,
	publish,
	resultOf,
	unpublish,
} from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

const RECORDS = 500;

/** Messages that come in each time somebody asks for the conversation. */
const BURST = 40;

/** @param {() => import('../support/world.mjs').World} world */
export function describePollTrigger(world) {
	describe('FlowIQ Polling Trigger', () => {
		test('passes on 500 messages of one second exactly once, with faults and a restart in between', async (context) => {
			const { simulator, n8n } = world();
			const contact = simulator.contactAt(0);
			const workflow = await importWorkflow(
				world(),
				chain('new messages', [
					flowIqNode(world(), 'flowIqPollTrigger', {
						pollTimes: FAST_POLLS,
						event: 'newMessage',
						conversations: {
							conversation: [
								{ contact: { __rl: true, mode: 'phone', value: `+${contact.whatsapp_id}` } },
							],
						},
						direction: 'incoming',
						startFrom: 'now',
					}),
				]),
			);
			/** @param {any} request */
			const isReading = ({ query }) =>
				query.action === 'conversation-messages' && query.whatsappNumber === contact.whatsapp_id;
			/** @param {string} executionId */
			const textsOf = async (executionId) =>
				itemsOf(await resultOf(world(), executionId), 'flowIqPollTrigger').map(
					({ json }) => json.message,
				);
			/** @type {Map<string, string[]>} */
			const texts = new Map();
			/** What has come through so far; an execution is asked for once. */
			const passedOn = async () => {
				for (const { id, status } of await executionsOf(world(), workflow)) {
					if (status === 'success' && !texts.has(id)) texts.set(id, await textsOf(id));
				}

				return [...texts.values()].flat();
			};

			await publish(world(), workflow);
			await until('the first poll', () => simulator.requests.some(isReading));
			// Its answer has to be used up: what comes in before that is older than the trigger.
			await until('the second poll', () => simulator.requests.filter(isReading).length > 1);

			const second = `${new Date().toISOString().slice(0, 19)}Z`;
			let arrived = 0;
			let most = RECORDS / 2;
			const stop = simulator.onRequest((/** @type {any} */ request) => {
				if (!isReading(request)) return;
				for (let record = 0; record < BURST && arrived < most; record++) {
					simulator.addMessage(contact.id, {
						message: `message ${arrived++}`,
						sender_type: 'user-whatsapp',
						created_at: second,
						media_type: null,
						media_url: null,
					});
				}
			});

			context.after(stop);
			simulator.faults.add(
				{ kind: 'reset', match: isReading, after: 2 },
				{ kind: 'truncate', match: isReading, after: 3 },
				{ kind: 'html200', match: isReading, after: 3 },
				// More often than the node tries: the whole poll fails.
				{ kind: 'status', status: 503, match: isReading, times: 6, after: 4 },
				{
					kind: 'status',
					status: 429,
					headers: { 'retry-after': '1' },
					match: isReading,
					after: 5,
				},
				{ kind: 'resetMidBody', match: isReading, after: 5 },
			);

			await until('a fifth of the messages', async () => {
				return (await passedOn()).length >= RECORDS / 5;
			});
			await n8n.restart();
			most = RECORDS;
			await until('all messages', async () => (await passedOn()).length >= RECORDS);

			// A message after the last one: when it has come through, nothing else is on its way.
			simulator.addMessage(contact.id, { message: 'the last', sender_type: 'user-whatsapp' });
			await until('the last message', async () => (await passedOn()).includes('the last'));
			await unpublish(world(), workflow);

			const all = await passedOn();

			assert.equal(arrived, RECORDS);
			assert.equal(all.length, RECORDS + 1, 'as many items as messages');
			assert.deepEqual(
				new Set(all),
				new Set([
					...Array.from({ length: RECORDS }, (_, number) => `message ${number}`),
					'the last',
				]),
			);
			assert.equal(simulator.faults.pending, 0, 'every fault was met');
		});
	});
}
