// @ts-check
/**
 * A release, rehearsed: the first build and the checkout are published to an npm registry on this machine. n8n installs the
 * one from there, people work with it, and n8n updates it to the other while its triggers are running. All of it as n8n
 * itself does it; the registry has npm's own name.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { forwardTo, startInternet } from '../n8n/support/internet.mjs';
import { RealN8n } from '../n8n/support/real-n8n.mjs';
import { saveAccount, startSimulator } from '../n8n/support/simulator.mjs';
import {
	chain,
	executionsOf,
	FAST_POLLS,
	flowIqNode,
	itemsOf,
	publish,
	resultOf,
	startNode,
	unpublish,
} from '../n8n/support/workflows.mjs';
import { until } from '../n8n/support/world.mjs';
import { FIRST_BUILD, packCheckout, packCommit } from './support/packages.mjs';
import { startRegistry } from './support/registry.mjs';

const PACKAGE = 'n8n-nodes-flowiq';
const CONTACTS = 250;

/** Ends a rehearsal that hangs; it takes about three minutes on two free cores. */
const TIME_LIMIT_MS = 15 * 60_000;

/** n8n fetches, unpacks and loads a package meanwhile, which takes a busy machine more than a minute. */
const INSTALLING = { timeoutMs: 5 * 60_000 };

/** How often something new happens at FlowIQ while the package is updated. */
const FEED_INTERVAL_MS = 300;

describe('an update from the first build', { timeout: TIME_LIMIT_MS }, () => {
	/** @type {any} */
	let simulator;
	/** @type {RealN8n} */
	let n8n;
	/** @type {Awaited<ReturnType<typeof import('../n8n/support/internet.mjs').startInternet>>} */
	let internet;
	/** @type {import('./support/registry.mjs').Registry} */
	let registry;
	/** @type {{ tarball: string, version: string }} */
	let first;
	/** @type {{ tarball: string, version: string }} */
	let next;
	/** @type {any} */
	let world;

	before(async () => {
		n8n = await RealN8n.withoutPackage();

		const work = path.join(n8n.folder, 'release');

		await mkdir(work);
		registry = await startRegistry(path.join(n8n.folder, 'registry'), n8n.installation.npm);
		first = await packCommit(FIRST_BUILD, work);
		next = await packCheckout(work);
		assert.notEqual(first.version, next.version);
		await registry.publish(first.tarball);
		simulator = await startSimulator({ contacts: CONTACTS, messagesPerContact: 3 });
		internet = await startInternet({
			'registry.npmjs.org': forwardTo(registry.url),
			// Says that the package is not banned.
			'api.n8n.io': (_, answer) => {
				answer.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"OK"}');
			},
		});
		await n8n.start({
			...internet.settings,
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			npm_config_registry: 'https://registry.npmjs.org',
			// What this machine knows of the registry that is played here is not true.
			npm_config_cache: path.join(n8n.folder, 'npm-cache'),
		});
	});

	after(async () => {
		await n8n?.remove();
		await internet?.close();
		await registry?.close();
		await simulator?.close();
	});

	/** Workflows by what they do, as people saved them with the first build. */
	/** @type {Record<string, import('../n8n/support/workflows.mjs').Workflow>} */
	const saved = {};
	/** What the triggers have to bring, in whichever order. */
	const expected = {
		events: /** @type {string[]} */ ([]),
		messages: /** @type {string[]} */ ([]),
		contacts: /** @type {string[]} */ ([]),
	};
	/** @type {Record<string, any[]>} what reading gave with the first build */
	const before1 = {};

	/** @param {string} type @param {Record<string, unknown>} parameters @param {Record<string, unknown>} [settings] */
	const node = (type, parameters, settings) => flowIqNode(world, type, parameters, settings);
	/** The one who writes; a new contact takes its place in the list. */
	const customer = () => (writer ??= simulator.contactAt(0));
	/** @type {any} */
	let writer;
	const byPhone = () => ({ __rl: true, mode: 'phone', value: `+${customer().whatsapp_id}` });

	/** @param {string} name @param {any[]} nodes */
	const save = async (name, nodes) => {
		saved[name] = await n8n.rest.saveWorkflow(chain(name, nodes));
	};

	/**
	 * Runs a saved workflow by hand.
	 *
	 * @param {string} name
	 * @returns {Promise<any[]>} the fields of the items that the FlowIQ node put out
	 */
	const read = async (name) => {
		const workflow = await n8n.rest.request('GET', `/rest/workflows/${saved[name].id}`);
		const executionId = await n8n.rest.run(workflow, 'Start');
		const { status } = await n8n.rest.executionEnd(workflow.id, executionId, 60_000);
		const result = await resultOf(world, executionId);

		assert.equal(status, 'success', result.error?.message);

		return itemsOf(result, 'flowIq').map(({ json }) => json);
	};

	/**
	 * @param {string} name of a workflow
	 * @param {string} trigger
	 * @returns {Promise<any[]>} the fields of all items that it was started with
	 */
	const came = async (name, trigger) => {
		const items = [];

		for (const { id, status } of await executionsOf(world, saved[name])) {
			if (status === 'success') items.push(...itemsOf(await resultOf(world, id), trigger));
		}

		return items.map(({ json }) => json);
	};

	/** FlowIQ reports an event, and again until it is taken, as it does when n8n restarts. */
	const deliver = async (/** @type {string} */ text) => {
		const event = simulator.makeEvent('message_received', { message: { message: text } });

		expected.events.push(text);
		/** @type {any[]} */
		let deliveries = [];

		await until(`${text} is taken`, async () => {
			deliveries = await simulator.deliver(event);

			return deliveries.every(({ status }) => status === 200);
		}).catch((error) => {
			const answers = deliveries.map(({ status, answer }) => `${status} ${JSON.stringify(answer)}`);

			throw new Error(`${error.message}; the last answers: ${answers.join(', ')}`);
		});

		return event;
	};

	let count = 0;

	/** Something of each kind happens at FlowIQ. */
	const happen = async () => {
		const number = ++count;

		simulator.addMessage(customer().id, {
			message: `message ${number}`,
			sender_type: 'user-whatsapp',
		});
		expected.messages.push(`message ${number}`);
		expected.contacts.push(simulator.addContact({ full_name: `Contact ${number}` }).id);
		await deliver(`event ${number}`);
	};

	/** Once what happened last has come through, nothing else is on its way. */
	const allCame = async () => {
		await until('all that happened', async () => {
			const [byHook, byOldHook, messages, contacts] = await Promise.all([
				came('webhook', 'flowIqTrigger'),
				came('webhook of version 1', 'flowIqTrigger'),
				came('new messages', 'flowIqPollTrigger'),
				came('new contacts', 'flowIqPollTrigger'),
			]);

			return (
				byHook.length >= expected.events.length &&
				byOldHook.length >= expected.events.length &&
				messages.length >= expected.messages.length &&
				contacts.length >= expected.contacts.length
			);
			// What is missing is said below.
		}).catch(() => {});
		for (const name of ['webhook', 'webhook of version 1']) {
			const texts = (await came(name, 'flowIqTrigger')).map(({ message }) => message);

			assert.deepEqual(texts.sort(), [...expected.events].sort(), name);
		}
		assert.deepEqual(
			(await came('new messages', 'flowIqPollTrigger')).map(({ message }) => message).sort(),
			[...expected.messages].sort(),
		);
		assert.deepEqual(
			(await came('new contacts', 'flowIqPollTrigger')).map(({ id }) => id).sort(),
			[...expected.contacts].sort(),
		);
	};

	const registrations = () => simulator.subscriptions.map((/** @type {any} */ { url }) => url);

	/** Something happens again and again until `work` is done. */
	const during = async (/** @type {() => Promise<void>} */ work) => {
		let isOver = false;
		const feeding = (async () => {
			while (!isOver) {
				await happen();
				await new Promise((done) => setTimeout(done, FEED_INTERVAL_MS));
			}
		})();

		try {
			await work();
		} finally {
			isOver = true;
			await feeding;
		}
	};

	test('n8n installs the first build from the registry', async () => {
		const installed = await n8n.rest.request(
			'POST',
			'/rest/community-packages',
			{ name: PACKAGE },
			INSTALLING,
		);

		assert.equal(installed.installedVersion, first.version);

		const flowIqApi = await saveAccount(n8n.rest, simulator);

		world = { n8n, simulator, credentials: { flowIqApi } };
	});

	test('people export, read, look up, and publish triggers with it', async () => {
		const start = startNode('Start').node;

		await save('export', [
			start,
			node('flowIq', {
				resource: 'contact',
				operation: 'getAll',
				returnAll: true,
				filters: {},
				options: {},
			}),
			{
				id: 'csv',
				name: 'CSV',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				position: [400, 0],
				parameters: { operation: 'csv', binaryPropertyName: 'data', options: {} },
			},
		]);
		await save('conversation', [
			start,
			node('flowIq', {
				resource: 'message',
				operation: 'getAll',
				contact: byPhone(),
				returnAll: true,
				filters: { createdAfter: '2020-01-01T00:00:00Z' },
				options: {},
			}),
		]);
		await save('look-up', [
			start,
			node('flowIq', {
				resource: 'contact',
				operation: 'findByPhone',
				phoneNumber: `+${customer().whatsapp_id}`,
			}),
		]);
		for (const name of ['export', 'conversation', 'look-up']) before1[name] = await read(name);
		assert.equal(before1.export.length, CONTACTS);

		const trigger = {
			events: ['message_received'],
			registration: 'automatic',
			filters: {},
			options: {},
		};
		const polls = { pollTimes: FAST_POLLS, startFrom: 'now' };

		await save('webhook', [node('flowIqTrigger', trigger, { typeVersion: 1.1 })]);
		await save('webhook of version 1', [node('flowIqTrigger', trigger, { typeVersion: 1 })]);
		await save('new messages', [
			node('flowIqPollTrigger', {
				...polls,
				event: 'newMessage',
				conversations: { conversation: [{ contact: byPhone() }] },
				direction: 'incoming',
			}),
		]);
		await save('new contacts', [node('flowIqPollTrigger', { ...polls, event: 'newContact' })]);
		for (const name of ['webhook', 'webhook of version 1', 'new messages', 'new contacts']) {
			await publish(world, saved[name]);
		}
		await until('two registrations', () => registrations().length === 2);
		await until('the first polls', () => polledTwice());
		for (const _ of [1, 2, 3]) await happen();
		await allCame();
	});

	/** What comes in before the second poll of a trigger may be older than it. */
	const polledTwice = () => {
		const polls = (/** @type {string} */ action) =>
			simulator.requests.filter((/** @type {any} */ { query }) => query.action === action).length;
		const asked = { contacts: polls('contacts'), messages: polls('conversation-messages') };

		baseline ??= asked;

		return asked.contacts > baseline.contacts + 1 && asked.messages > baseline.messages + 1;
	};
	/** @type {{ contacts: number, messages: number } | undefined} */
	let baseline;

	test('n8n offers the update once it is published, and updates while everything is running', async () => {
		await registry.publish(next.tarball);

		const [offered] = await n8n.rest.request('GET', '/rest/community-packages');

		assert.deepEqual([offered.packageName, offered.updateAvailable], [PACKAGE, next.version]);

		const addresses = registrations();

		await during(async () => {
			const updated = await n8n.rest.request(
				'PATCH',
				'/rest/community-packages',
				{ name: PACKAGE },
				INSTALLING,
			);

			assert.equal(updated.installedVersion, next.version);
		});
		for (const _ of [1, 2, 3]) await happen();
		await allCame();
		assert.deepEqual(registrations(), addresses);
	});

	test('saved workflows open and run as before', async () => {
		for (const [name, was] of Object.entries(before1)) {
			const now = await read(name);

			for (const record of was) {
				const same = now.find(({ id, created_at: at, message }) =>
					record.id ? id === record.id : at === record.created_at && message === record.message,
				);

				assert.ok(same, `${name}: a record is missing`);
				for (const [field, value] of Object.entries(record)) {
					assert.deepEqual(same[field], value, `${name}: ${field}`);
				}
			}
		}
	});

	test('a restart of n8n registers nothing, loses nothing and repeats nothing', async () => {
		const addresses = registrations();
		const known = simulator.makeEvent('message_received', { message: { message: 'known' } });

		expected.events.push('known');
		await simulator.deliver(known);
		await during(async () => await n8n.restart());
		await happen();
		for (const { answer } of await simulator.deliver(known)) {
			assert.deepEqual(answer, { received: true, started: false });
		}
		await allCame();
		assert.deepEqual(registrations(), addresses);
	});

	test('a change that is published with the new version registers nothing', async () => {
		const addresses = registrations();

		for (const name of ['webhook', 'webhook of version 1', 'new messages', 'new contacts']) {
			const workflow = await n8n.rest.request('GET', `/rest/workflows/${saved[name].id}`);
			const { nodes, connections, settings } = workflow;

			nodes[0].position = [400, 200];
			await n8n.rest.saveWorkflow({ name, nodes, connections, settings });
			await publish(world, saved[name]);
		}
		for (const _ of [1, 2, 3]) await happen();
		await allCame();
		assert.deepEqual(registrations(), addresses);
		for (const workflow of Object.values(saved)) await unpublish(world, workflow).catch(() => {});
	});

	test('nobody but the registry and n8n’s list of bans was asked', async () => {
		assert.deepEqual(await n8n.refusedHosts(), []);
		assert.deepEqual(internet.refused, []);
	});
});
