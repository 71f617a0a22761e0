// @ts-check
/**
 * The packed package in n8n's queue mode: main process, two workers, two webhook processors, PostgreSQL, Redis.
 * What several processors cannot promise is said in docs/scaling.md.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
	chain,
	ENDED,
	executionsOf,
	FAST_POLLS,
	flowIqNode,
	importWorkflow,
	itemsOf,
	publish,
	resultOf,
	startNode,
	unpublish,
} from '../n8n/support/workflows.mjs';
import { until } from '../n8n/support/world.mjs';
import { Cluster } from './support/cluster.mjs';

const TIME_LIMIT_MS = 15 * 60_000;
const CONTACTS = 2_000;

/** Deliveries that are sent at the same time, where they are mixed. */
const SENDERS = 10;

describe('n8n 2.41.1 in queue mode', { timeout: TIME_LIMIT_MS }, () => {
	/** @type {Cluster} */
	let cluster;
	/** What the helpers for a single n8n ask for. */
	let world = /** @type {any} */ (undefined);

	before(async () => {
		cluster = await Cluster.start({ contacts: CONTACTS });
		world = {
			simulator: cluster.simulator,
			credentials: cluster.credentials,
			n8n: {
				rest: cluster.rest,
				parseExecution: (/** @type {string} */ data) => cluster.n8n.parseExecution(data),
			},
		};
	});
	after(async () => await cluster?.close());

	const exportAll = () => {
		const start = startNode('Start');
		const node = flowIqNode(world, 'flowIq', {
			resource: 'contact',
			operation: 'getAll',
			returnAll: true,
		});

		return { node, content: chain('export in queue mode', [start.node, node]) };
	};

	test('an export runs on a worker and is complete', async () => {
		const { node, content } = exportAll();
		const ids = await exportedIds(content, node.name);

		assert.deepEqual(ids, contactIds());
	});

	test('an export whose worker was killed is complete when it runs again', async () => {
		const { node, content } = exportAll();

		cluster.simulator.faults.add({ kind: 'slow', ms: 400, times: 10_000 });

		const workflow = await importWorkflow(world, content);
		const before = cluster.simulator.requests.length;
		const killed = await cluster.rest.run(workflow, 'Start');

		await until('the export to be under way', () => cluster.simulator.requests.length > before + 8);
		cluster.simulator.faults.clear();
		// Which of the two has it, only they know.
		await Promise.all(['worker 1', 'worker 2'].map(async (name) => await cluster.kill(name)));
		await Promise.all(
			['worker 1', 'worker 2'].map(async (name) => await cluster.startWorker(name)),
		);

		assert.deepEqual(await exportedIds(content, node.name), contactIds());
		assert.notEqual((await cluster.rest.execution(killed)).status, 'success');
	});

	describe('deliveries to two webhook processors', () => {
		/** @type {any} */
		let workflow;
		/** @type {URL} */
		let address;

		before(async () => {
			const trigger = flowIqNode(
				world,
				'flowIqTrigger',
				{ events: ['message_received'], registration: 'automatic' },
				{ typeVersion: 1.1, webhookId: 'queue-mode-webhook' },
			);

			workflow = await importWorkflow(world, chain('deliveries', [trigger, onceByEventKey]));
			await publish(world, workflow);

			const subscription = await until(
				'the registration',
				() => cluster.simulator.subscriptions[0],
			);

			address = new URL(subscription.url);
			await until('the processors to know the webhook', async () => {
				const answers = await Promise.all(
					processors().map(async (port) => await deliverRaw(port, 'no event')),
				);

				return answers.every((status) => status !== 404);
			});
		});
		after(async () => await unpublish(world, workflow));

		/** What docs/scaling.md advises where no event may be handled twice. */
		const onceByEventKey = {
			id: 'once',
			name: 'Once',
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
			position: [400, 0],
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				dedupeValue: '={{ $json.event_key }}',
				options: { historySize: 10_000 },
			},
		};

		const processors = () => ['webhook 1', 'webhook 2'].map((name) => cluster.member(name).port);

		/**
		 * @param {number} port
		 * @param {string} body
		 */
		async function deliverRaw(port, body) {
			const url = new URL(address);

			url.port = String(port);
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', connection: 'close' },
				body,
			});

			await response.text();
			return response.status;
		}

		/**
		 * @param {number} port
		 * @param {string} id
		 */
		async function deliver(port, id) {
			const event = {
				event_type: 'message_received',
				whatsapp_message_id: id,
				whatsapp_id: '27123456789',
				message_type: 'text',
				message: id,
				timestamp: new Date().toISOString(),
			};

			return await deliverRaw(port, JSON.stringify(event));
		}

		/**
		 * Every event twice, in a mixed order (always the same one), several at a time; what is refused for the moment is
		 * delivered again, as a sender would.
		 *
		 * @param {string[]} ids
		 * @param {number[]} ports that take turns
		 */
		async function deliverMixed(ids, ports) {
			const queue = [...ids, ...ids]
				.map((id, index) => ({ id, port: ports[index % ports.length], at: (index * 7919) % 1_009 }))
				.sort((one, other) => one.at - other.at)
				.values();
			const sender = async () => {
				for (const { id, port } of queue) {
					await until(`${id} to be taken`, async () => (await deliver(port, id)) === 200);
				}
			};

			await Promise.all(Array.from({ length: SENDERS }, sender));
		}

		const ended = async () =>
			await until('all runs to end', async () => {
				const all = await executionsOf(world, workflow);

				return all.every(({ status }) => ENDED.has(status)) ? all : undefined;
			});

		/** @type {Map<string, { started: any[], passedOn: any[] }>} by execution; an execution is asked for once */
		const results = new Map();

		/** @returns {Promise<Map<string, { started: any[], passedOn: any[] }>>} items by message */
		async function runs() {
			const executions = await ended();
			const byMessage = new Map();

			for (const { id } of executions) {
				if (!results.has(id)) {
					const result = await resultOf(world, id);

					results.set(id, {
						started: itemsOf(result, 'flowIqTrigger'),
						passedOn: itemsOf(result, onceByEventKey.name),
					});
				}
			}
			for (const { started, passedOn } of results.values()) {
				for (const { json } of started) {
					const known = byMessage.get(json.message) ?? { started: [], passedOn: [] };

					known.started.push(json);
					known.passedOn.push(...passedOn);
					byMessage.set(json.message, known);
				}
			}
			return byMessage;
		}

		/**
		 * @param {string} prefix
		 * @param {number} count
		 */
		const idsOf = (prefix, count) =>
			Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

		/**
		 * @param {import('node:test').TestContext} t
		 * @param {string[]} ids
		 */
		async function countDoubled(t, ids) {
			const all = await runs();
			const doubled = ids.filter((id) => (all.get(id)?.started.length ?? 0) > 1);
			const again = ids.filter((id) => (all.get(id)?.passedOn.length ?? 0) > 1);

			t.diagnostic(
				`of ${ids.length} events, ${doubled.length} started two runs; behind Remove Duplicates ${again.length} came twice`,
			);
			for (const id of ids) {
				const { started = [], passedOn = [] } = all.get(id) ?? {};

				assert.ok(started.length >= 1, `${id} started no run`);
				assert.ok(started[0].event_key, 'the item names no event key');
				assert.equal(new Set(started.map(({ event_key: key }) => key)).size, 1);
				assert.ok(passedOn.length >= 1, `${id} was lost behind Remove Duplicates`);
			}
			return doubled.length;
		}

		test('a repetition that comes later starts nothing, whichever processor gets it', async (t) => {
			const [one, two] = processors();
			const ids = idsOf('in turn', 30);

			for (const [index, id] of ids.entries()) {
				const [first, second] = index % 2 ? [one, two] : [two, one];

				assert.equal(await deliver(first, id), 200);
				assert.equal(await deliver(second, id), 200);
			}
			assert.equal(await countDoubled(t, ids), 0);
		});

		test('300 mixed deliveries lose nothing, and doubled runs name the same event key', async (t) => {
			const ids = idsOf('mixed', 150);

			await deliverMixed(ids, processors());
			await countDoubled(t, ids);
		});

		test('50 pairs at the same moment lose nothing, and doubled runs name the same event key', async (t) => {
			const ids = idsOf('at once', 50);

			for (const id of ids) {
				const answers = await Promise.all(
					processors().map(async (port) => await deliver(port, id)),
				);

				assert.ok(answers.includes(200), `${id} was not taken: ${answers}`);
			}
			await countDoubled(t, ids);
		});

		test('all of it starts each event once when one processor gets all deliveries of a trigger', async () => {
			const [one] = processors();
			const mixed = idsOf('mixed, one processor', 150);
			const pairs = idsOf('at once, one processor', 50);
			const { length: before } = await ended();

			await deliverMixed(mixed, [one]);
			for (const id of pairs) await Promise.all([deliver(one, id), deliver(one, id)]);
			// Each was taken, so that each has started one when there are as many.
			assert.equal((await ended()).length - before, mixed.length + pairs.length);
		});
	});

	test('a polling trigger starts a run for each new message, on a worker', async () => {
		const [{ whatsapp_id: number }] = cluster.simulator.contacts;
		const trigger = flowIqNode(world, 'flowIqPollTrigger', {
			event: 'newMessage',
			conversations: { conversation: [{ contact: { __rl: true, mode: 'phone', value: number } }] },
			startFrom: 'now',
			direction: 'incoming',
			pollTimes: FAST_POLLS,
		});
		const workflow = await importWorkflow(world, chain('polls in queue mode', [trigger]));

		await publish(world, workflow);
		await until('the first poll', () =>
			cluster.simulator.requests.some(
				(/** @type {any} */ { query }) => query.whatsappNumber === number,
			),
		);
		cluster.simulator.addMessage(number, {
			sender_type: 'user-whatsapp',
			message: 'new in queue mode',
		});

		const executions = await until('a run', async () => {
			const all = await executionsOf(world, workflow);

			return all.length > 0 && all.every(({ status }) => status === 'success') ? all : undefined;
		});

		await unpublish(world, workflow);

		const items = await Promise.all(
			executions.map(async ({ id }) => itemsOf(await resultOf(world, id), trigger.name)),
		);

		assert.deepEqual(
			items.flat().map(({ json }) => json.message),
			['new in queue mode'],
		);
	});

	/**
	 * @param {any} content
	 * @param {string} nodeName
	 */
	async function exportedIds(content, nodeName) {
		const workflow = await importWorkflow(world, content);
		const id = await cluster.rest.run(workflow, 'Start');
		const { status } = await cluster.rest.executionEnd(workflow.id, id, 180_000);

		assert.equal(status, 'success');
		return itemsOf(await resultOf(world, id), nodeName)
			.map(({ json }) => json.id)
			.sort();
	}

	const contactIds = () => cluster.simulator.contacts.map((/** @type {any} */ { id }) => id).sort();
});
