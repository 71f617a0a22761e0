// @ts-check
/** What happens to triggers that are published for months: FlowIQ is down, keys change. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { credentialData, startSimulator } from '../support/simulator.mjs';
import {
	chain,
	executionsOf,
	FAST_POLLS,
	flowIqNode,
	importWorkflow,
	itemsOf,
	publish,
	publishToTheEnd,
	resultOf,
	unpublish,
} from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

/** Somebody is watching the button. A free machine takes 10 s at the most, a busy one several times that. */
const PUBLISHING_MS = 45_000;

/** @param {() => import('../support/world.mjs').World} world */
export function describeLastingTriggers(world) {
	describe('triggers over months', () => {
		/** @type {any[]} */
		const simulators = [];

		after(async () => {
			for (const simulator of simulators) await simulator.close();
		});

		/**
		 * A FlowIQ account of its own, so that nothing in it holds up the others.
		 *
		 * @param {string} name
		 * @param {Record<string, unknown>} options of the simulator
		 */
		async function account(name, options) {
			const simulator = await startSimulator({ messagesPerContact: 2, ...options });
			const { id } = await world().n8n.rest.saveCredential({
				name,
				type: 'flowIqApi',
				data: credentialData(simulator),
			});

			simulators.push(simulator);
			return {
				simulator,
				world: {
					...world(),
					simulator,
					credentials: { ...world().credentials, flowIqApi: { id, name } },
				},
			};
		}

		/**
		 * @param {any} of the account
		 * @param {string} name
		 * @param {Record<string, unknown>} parameters
		 */
		const savePolling = async (of, name, parameters) =>
			await importWorkflow(
				of,
				chain(name, [
					flowIqNode(of, 'flowIqPollTrigger', {
						pollTimes: FAST_POLLS,
						direction: 'incoming',
						startFrom: 'now',
						...parameters,
					}),
				]),
			);

		/** @param {any[]} contacts */
		const messagesOf = (contacts) => ({
			event: 'newMessage',
			conversations: {
				conversation: contacts.map(({ whatsapp_id: number }) => ({
					contact: { __rl: true, mode: 'phone', value: `+${number}` },
				})),
			},
		});

		/** @param {any} workflow */
		const itemsThatCame = async (workflow) => {
			const items = [];

			for (const { id, status } of await executionsOf(world(), workflow)) {
				if (status !== 'success') continue;
				items.push(...itemsOf(await resultOf(world(), id), 'flowIqPollTrigger'));
			}
			return items.map(({ json }) => json);
		};

		/** @param {any} workflow */
		const publishInTime = async (workflow) => {
			const begun = Date.now();

			const { status, triggers } = await publishToTheEnd(world(), workflow);

			assert.equal(status, 'published', JSON.stringify(triggers));
			assert.ok(Date.now() - begun < PUBLISHING_MS, `publishing took ${Date.now() - begun} ms`);
		};

		describe('while FlowIQ does not answer', () => {
			/** @type {Array<[string, Record<string, unknown>]>} */
			const troubles = [
				['429', { kind: 'status', status: 429, headers: { 'retry-after': '15' } }],
				['503', { kind: 'status', status: 503, body: 'down' }],
				['nothing', { kind: 'never' }],
			];

			test('a polling trigger is published within seconds, and what comes since arrives', async () => {
				await Promise.all(
					troubles.map(async ([name, fault]) => {
						const of = await account(`gives ${name}`, { contacts: 1 });
						const contact = of.simulator.contactAt(0);
						const workflow = await savePolling(
							of.world,
							`published at ${name}`,
							messagesOf([contact]),
						);

						of.simulator.faults.add({ ...fault, times: 9_999 });
						await publishInTime(workflow);
						of.simulator.addMessage(contact.id, {
							message: 'meanwhile',
							sender_type: 'user-whatsapp',
						});
						of.simulator.faults.clear();
						await until(`the message after ${name}`, async () => {
							return (await itemsThatCame(workflow)).length > 0;
						});
						await unpublish(world(), workflow);
						assert.deepEqual(
							(await itemsThatCame(workflow)).map(({ message }) => message),
							['meanwhile'],
						);
					}),
				);
			});

			test('a wrong key is still refused at once, with what to do', async () => {
				const of = await account('wrong key', { contacts: 1, token: 'fiq_another' });

				await world().n8n.rest.saveCredential({
					name: 'wrong key',
					type: 'flowIqApi',
					data: { ...credentialData(of.simulator), accessToken: 'fiq_wrong' },
				});

				const workflow = await savePolling(of.world, 'wrong key', {
					event: 'newContact',
				});

				const { status, triggers } = await publishToTheEnd(world(), workflow);

				assert.equal(status, 'failed');
				assert.match(String(triggers[0].errorMessage), /API Key|Tenant ID/);
				await unpublish(world(), workflow);
			});
		});
	});
}
