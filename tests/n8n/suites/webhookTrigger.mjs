// @ts-check
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import {
	chain,
	executionsWhen,
	flowIqNode,
	importWorkflow,
	itemsOf,
	publish,
	resultOf,
	unpublish,
} from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

const STARTED = '200, {"received":true,"started":true}';
const IGNORED = '200, {"received":true,"started":false}';

/** The version of n8n from which an execution is saved before a delivery is answered. */
const SAVES_BEFORE_ANSWERING = '2.8.0';

/** @param {() => import('../support/world.mjs').World} world */
export function describeWebhookTrigger(world) {
	describe('FlowIQ Trigger', () => {
		/** @type {import('../support/workflows.mjs').Workflow} */
		let workflow;
		/** @type {any[]} every event that has to start a run, in order */
		const expected = [];

		before(async () => {
			workflow = await save('events');
		});

		/** @param {string} name */
		const save = async (name) => {
			world().simulator.subscriptions.length = 0;

			return await importWorkflow(
				world(),
				chain(name, [
					flowIqNode(
						world(),
						'flowIqTrigger',
						{ events: ['message_received'], registration: 'automatic', filters: {}, options: {} },
						{ typeVersion: 1.1 },
					),
				]),
			);
		};

		/**
		 * n8n takes a moment to bring a webhook to life, and to end it. A delivery without the secret shows which, and starts
		 * nothing.
		 *
		 * @param {401 | 404} status 401 from a live one, 404 from one that has ended
		 * @param {{ url: string }} subscription
		 */
		const answering = async (status, { url }) => {
			const [address] = url.split('?');

			await until(`status ${status}`, async () => (await post(address, {})).status === status);
		};
		const live = async () => await answering(401, production());
		const production = () => world().simulator.subscriptions[0];
		/** @param {string} text */
		const received = (text) =>
			world().simulator.makeEvent('message_received', { message: { message: text } });
		/**
		 * @param {any} event
		 * @param {Record<string, unknown>} [how]
		 * @returns {Promise<string[]>} per delivery, what n8n's answer says
		 */
		const deliver = async (event, how) =>
			(await world().simulator.deliver(event, how)).map(
				(/** @type {any} */ { status, answer }) => `${status}, ${JSON.stringify(answer)}`,
			);
		/** @param {string} text */
		const deliverNew = async (text) => {
			const event = received(text);

			expected.push(event);
			assert.deepEqual(await deliver(event), [STARTED]);
		};
		/** Each event that had to start a run has started exactly one, and nothing else has. */
		const exactlyTheExpected = async () => {
			const executions = await executionsWhen(world(), workflow, expected.length);
			const ids = [];

			for (const { id, status, mode } of executions) {
				assert.deepEqual([status, mode], ['success', 'webhook']);

				const items = itemsOf(await resultOf(world(), id), 'flowIqTrigger');

				assert.equal(items.length, 1);
				ids.push(items[0].json.whatsapp_message_id);
			}
			assert.deepEqual(ids.sort(), expected.map(({ whatsapp_message_id: id }) => id).sort());
		};

		test('registers once when the workflow is published', async () => {
			await publish(world(), workflow);
			await until('a registration', () => production());
			await live();

			assert.equal(world().simulator.subscriptions.length, 1);
			assert.equal(production().type, 'message_received');
			assert.match(production().url, /\?secret=\w{32,}$/);
		});

		test('starts one run for each event, with its fields', async () => {
			for (const text of ['one', 'two', 'three']) await deliverNew(text);
			await exactlyTheExpected();

			const [{ id }] = await executionsWhen(world(), workflow, 3);
			const [{ json }] = itemsOf(await resultOf(world(), id), 'flowIqTrigger');
			const { event_type: type, message, whatsapp_id: number, contact_id: contact } = expected[0];

			assert.deepEqual(
				[json.event_type, json.message, json.whatsapp_id, json.contact_id],
				[type, message, number, contact],
			);
			assert.equal(json.message, 'one');
			assert.equal(json.timestamp, new Date(json.timestamp).toISOString());
		});

		test('turns away who does not know the secret', async () => {
			const [url] = production().url.split('?');

			for (const address of [url, `${url}?secret=`, `${url}?secret=${'0'.repeat(48)}`]) {
				assert.equal((await post(address, received('stranger'))).status, 401);
			}
			await deliverNew('after the strangers');
			await exactlyTheExpected();
		});

		test('starts one run for deliveries that are repeated, at once and later', async () => {
			const event = received('repeated');

			expected.push(event);

			const answers = await deliver(event, { times: 5, atOnce: 5 });

			assert.deepEqual(answers.sort(), [...Array(4).fill(IGNORED), STARTED]);
			assert.deepEqual(await deliver(expected[0]), [IGNORED]);
			await deliverNew('after the repetitions');
			await exactlyTheExpected();
		});

		test('remembers over a restart what it registered and which events it saw', async () => {
			await world().n8n.restart();
			await live();

			assert.equal(world().simulator.subscriptions.length, 1);
			for (const event of expected.slice(0, 5)) {
				assert.deepEqual(await deliver(event), [IGNORED]);
			}
			await deliverNew('after the restart');
			await exactlyTheExpected();
		});

		test('takes an event under whichever content type', async () => {
			for (const contentType of [null, 'application/octet-stream', 'text/plain']) {
				const event = received(`as ${contentType}`);

				expected.push(event);
				assert.deepEqual(await deliver(event, { contentType }), [STARTED]);
			}
			await exactlyTheExpected();
		});

		test('registers the same address again after it was unpublished and its webhook deleted in the dashboard', async () => {
			const { url } = production();

			await unpublish(world(), workflow);
			await answering(404, { url });
			world().simulator.subscriptions.length = 0;
			await publish(world(), workflow);
			// n8n brings the webhook to life first, and registers it then.
			await until('a registration', () => production());
			await live();

			assert.equal(production().url, url);
			assert.deepEqual(await deliver(expected[0]), [IGNORED]);
			await deliverNew('after publishing again');
			await exactlyTheExpected();
		});

		test('registers nothing when a change is published', async () => {
			const { rest } = world().n8n;
			const saved = await rest.request('GET', `/rest/workflows/${workflow.id}`);

			saved.nodes[0].position = [400, 200];
			await rest.saveWorkflow({
				name: saved.name,
				nodes: saved.nodes,
				connections: saved.connections,
				settings: saved.settings,
			});
			await publish(world(), workflow);
			await deliverNew('after a change');
			assert.equal(world().simulator.subscriptions.length, 1);
			await exactlyTheExpected();
		});

		test('a test in the editor has a webhook of its own, and leaves the published one alone', async () => {
			const { n8n, simulator } = world();
			const before = structuredClone(production());
			const listen = async () => {
				const answer = await n8n.rest.request('POST', `/rest/workflows/${workflow.id}/run`, {
					workflowData: await n8n.rest.request('GET', `/rest/workflows/${workflow.id}`),
					triggerToStartFrom: { name: 'flowIqTrigger' },
				});

				assert.equal(answer.waitingForWebhook, true);
			};

			for (const text of ['first test', 'second test']) {
				await listen();
				// Both tests use one webhook: FlowIQ could not remove another.
				assert.equal(simulator.subscriptions.length, 2);
				assert.deepEqual(production(), before);
				assert.match(simulator.subscriptions[1].url, /\/webhook-test\//);
				expected.push(received(text));
				assert.deepEqual(await deliver(expected.at(-1)), [STARTED, STARTED]);
				await answering(404, simulator.subscriptions[1]);
			}

			const executions = await executionsWhen(world(), workflow, expected.length + 2);

			assert.equal(executions.filter(({ mode }) => mode === 'manual').length, 2);
			assert.equal(executions.filter(({ mode }) => mode === 'webhook').length, expected.length);
			simulator.subscriptions.pop();
			await deliverNew('after the tests');
			await unpublish(world(), workflow);
		});

		test('an event that was answered has its run, and is known, when n8n is killed in that moment', async (context) => {
			if (!world().n8n.isAtLeast(SAVES_BEFORE_ANSWERING)) {
				context.skip(
					'an event that n8n is killed with, just after its answer, may have no execution',
				);
				return;
			}

			const other = await save('killed');

			await publish(world(), other);
			await until('a registration', () => production());
			await live();

			const events = ['one', 'two', 'three', 'four'].map(received);

			assert.deepEqual(await deliver(events, { atOnce: 4 }), Array(4).fill(STARTED));
			await world().n8n.crash();
			await live();
			assert.deepEqual(await deliver(events), Array(4).fill(IGNORED));
			assert.deepEqual(await deliver(received('after the crash')), [STARTED]);
			assert.equal((await executionsWhen(world(), other, 5)).length, 5);
			await unpublish(world(), other);
		});
	});
}

/**
 * @param {string} url
 * @param {unknown} body
 */
async function post(url, body) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

	await response.text();

	return response;
}
