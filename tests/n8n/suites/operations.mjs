// @ts-check
/** Every operation, with what it requires, with something wrong in it, and to a file. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { chain, flowIqNode, importWorkflow, itemsOf, runByHand } from '../support/workflows.mjs';
import { readTypes, resultOf, startNode } from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

/** What Get Many and Export to File stop at by default. */
const LIMIT = 50;

/** @param {() => import('../support/world.mjs').World} world */
export function describeOperations(world) {
	/** The first contact that has a message with a file. */
	const contactWithFile = () => {
		const { simulator } = world();

		return simulator.contacts.find((/** @type {any} */ { id }) =>
			simulator.messagesOf(id).some((/** @type {any} */ { media_url: url }) => url),
		);
	};
	/** @param {string} number */
	const byPhone = (number) => ({ __rl: true, mode: 'phone', value: number });
	/** @param {any} item */
	const fileOf = ({ binary }) => binary?.data?.fileName;

	/**
	 * What each operation requires, what must come of it, and how its first field can be wrong.
	 *
	 * @type {Record<string, { parameters: () => Record<string, unknown>, check: (items: any[]) => void, wrong: Record<string, unknown>, says: RegExp }>}
	 */
	const operations = {
		'contact:create': {
			parameters: () => ({ name: 'Nathan Smith', phoneNumber: '+27 82 555 0199' }),
			check: () =>
				assert.equal(world().simulator.findContact('27825550199')?.full_name, 'Nathan Smith'),
			wrong: { phoneNumber: 'no number' },
			says: /not a phone number/,
		},
		'contact:exportToFile': {
			parameters: () => ({}),
			check: ([item]) => {
				assert.equal(item.json.records, LIMIT);
				assert.match(fileOf(item), /\.csv$/);
			},
			wrong: { limit: 'many' },
			says: /'Limit'.*many/,
		},
		'contact:findByPhone': {
			parameters: () => ({ phoneNumber: `+${contactWithFile().whatsapp_id}` }),
			check: ([{ json }]) => assert.equal(json.id, contactWithFile().id),
			wrong: { phoneNumber: 'no number' },
			says: /not a phone number/,
		},
		'contact:get': {
			parameters: () => ({ contact: byPhone(contactWithFile().whatsapp_id) }),
			check: ([{ json }]) => assert.equal(json.id, contactWithFile().id),
			wrong: { contact: byPhone('999123456789') },
			says: /not found/,
		},
		'contact:getAll': {
			parameters: () => ({}),
			check: (items) => assert.equal(items.length, LIMIT),
			wrong: { limit: 'many' },
			says: /'Limit'.*many/,
		},
		'message:downloadMedia': {
			parameters: () => ({ mediaUrl: fileAddress() }),
			check: ([item]) => assert.ok(fileOf(item)),
			wrong: { mediaUrl: 'no address' },
			says: /no address/,
		},
		'message:exportToFile': {
			parameters: () => ({ contact: byPhone(contactWithFile().whatsapp_id) }),
			check: ([item]) => {
				const count = world().simulator.messageCountOf(contactWithFile().id);

				assert.equal(item.json.records, Math.min(LIMIT, count));
				assert.match(fileOf(item), /\.csv$/);
			},
			wrong: { contact: byPhone('no number') },
			says: /not a phone number/,
		},
		'message:getAll': {
			parameters: () => ({ contact: byPhone(contactWithFile().whatsapp_id) }),
			check: (items) => {
				const count = world().simulator.messageCountOf(contactWithFile().id);

				assert.equal(items.length, Math.min(LIMIT, count));
			},
			wrong: { contact: byPhone('no number') },
			says: /not a phone number/,
		},
		'message:send': {
			parameters: () => ({ recipient: byPhone(contactWithFile().whatsapp_id), text: 'On its way' }),
			check: ([{ json }]) => {
				assert.match(json.message_id, /^wamid\./);
				assert.equal(
					world().simulator.messagesOf(contactWithFile().id).at(-1).message,
					'On its way',
				);
			},
			wrong: { text: "={{ '' }}" },
			says: /'Text'/,
		},
		'message:sendAndWait': {
			parameters: () => ({ recipient: byPhone(contactWithFile().whatsapp_id), message: 'May we?' }),
			check: () => {},
			wrong: { recipient: byPhone('no number') },
			says: /not a phone number/,
		},
		'message:sendTemplate': {
			parameters: () => ({
				recipient: byPhone(contactWithFile().whatsapp_id),
				templateName: 'order_update',
			}),
			check: ([{ json }]) => assert.match(json.messageId, /^wamid\./),
			wrong: { templateName: "={{ '' }}" },
			says: /'Template/,
		},
	};

	const fileAddress = () => {
		const messages = world().simulator.messagesOf(contactWithFile().id);

		return messages.find((/** @type {any} */ { media_url: url }) => url).media_url;
	};

	/**
	 * @param {string} key
	 * @param {Record<string, unknown>} parameters
	 * @param {Record<string, unknown>} [settings]
	 */
	const nodeFor = (key, parameters, settings) => {
		const [resource, operation] = key.split(':');

		return flowIqNode(world(), 'flowIq', { resource, operation, ...parameters }, settings);
	};

	describe('operations', () => {
		test('are all tried here', async () => {
			const types = await readTypes(world().n8n, 'nodes');
			const { properties } = types.find(({ name }) => name === 'n8n-nodes-flowiq.flowIq');
			const offered = properties
				.filter((/** @type {any} */ { name }) => name === 'operation')
				.flatMap((/** @type {any} */ { options, displayOptions }) =>
					options
						.filter((/** @type {any} */ { name }) => name !== 'Custom API Call')
						.map((/** @type {any} */ { value }) => `${displayOptions.show.resource[0]}:${value}`),
				);

			assert.deepEqual(offered.sort(), Object.keys(operations).sort());
		});

		for (const [key, { parameters, check, wrong, says }] of Object.entries(operations)) {
			if (key !== 'message:sendAndWait') {
				test(`${key} works with what it requires and nothing else`, async () => {
					const start = startNode('Start');
					const { status, result } = await runByHand(
						world(),
						chain(`required ${key}`, [start.node, nodeFor(key, parameters())]),
						'Start',
					);

					assert.equal(status, 'success', result.error?.message);
					check(itemsOf(result, 'flowIq'));
				});
			}

			test(`${key} says what is wrong, and On Error: Continue hands it on`, async () => {
				const start = startNode('Start');

				for (const [onError, output] of /** @type {const} */ ([
					['continueRegularOutput', 0],
					['continueErrorOutput', 1],
				])) {
					const { status, result } = await runByHand(
						world(),
						chain(`wrong ${key}, ${onError}`, [
							start.node,
							nodeFor(key, { ...parameters(), ...wrong }, { onError }),
						]),
						'Start',
					);
					const items = itemsOf(result, 'flowIq', output);

					assert.equal(status, 'success', result.error?.message);
					assert.equal(items.length, 1);
					assert.match(String(items[0].json.error), says);
				}
			});
		}
	});

	describe('exports to a file on disk', () => {
		/**
		 * @param {string} name
		 * @param {string} key
		 * @param {Record<string, unknown>} parameters
		 * @returns {Promise<string>} what stands in the file
		 */
		const exported = async (name, key, parameters) => {
			const file = path.join(world().n8n.exportFolder, name);
			const start = startNode('Start');
			const save = {
				id: 'save',
				name: 'Save',
				type: 'n8n-nodes-base.readWriteFile',
				typeVersion: 1,
				position: [400, 0],
				parameters: { operation: 'write', fileName: file, dataPropertyName: 'data', options: {} },
			};
			const { status, result } = await runByHand(
				world(),
				chain(`export ${name}`, [start.node, nodeFor(key, parameters), save]),
				'Start',
			);

			assert.equal(status, 'success', result.error?.message);

			return await readFile(file, 'utf8');
		};

		test('every contact is one line of the CSV file', async () => {
			const text = await exported('all.csv', 'contact:exportToFile', { returnAll: true });
			const [, ...lines] = text.split('\r\n').filter(Boolean);

			assert.deepEqual(
				lines.map((line) => line.split(',')[0]).sort(),
				world()
					.simulator.contacts.map((/** @type {any} */ { id }) => id)
					.sort(),
			);
		});

		test('every message of a conversation is one line of the JSON Lines file', async () => {
			const contact = contactWithFile();
			const text = await exported('messages.jsonl', 'message:exportToFile', {
				contact: byPhone(contact.whatsapp_id),
				returnAll: true,
				format: 'jsonl',
			});
			const lines = text.split('\n').filter(Boolean);

			assert.equal(lines.length, world().simulator.messageCountOf(contact.id));
			for (const line of lines) assert.ok(JSON.parse(line).created_at);
		});
	});

	describe('Send and Wait for Response', () => {
		test('waits, asks on a page, and goes on with the response', async () => {
			const { n8n, simulator } = world();
			const { parameters } = operations['message:sendAndWait'];
			const start = startNode('Start');
			const workflow = await importWorkflow(
				world(),
				chain('send and wait', [start.node, nodeFor('message:sendAndWait', parameters())]),
			);
			const executionId = await n8n.rest.run(workflow, 'Start');
			const link = await until('the question', () => {
				const { message } = simulator.messagesOf(contactWithFile().id).at(-1);

				return /May we\?[^]*?(https?:\S+)/.exec(message ?? '')?.[1];
			});

			await until('an execution that waits', async () => {
				const [execution] = await n8n.rest.recentExecutions(workflow.id);

				return execution?.status === 'waiting';
			});

			const page = await (await fetch(link)).text();

			assert.match(page, /<form method="post">/);
			assert.match(page, /May we\?/);

			const thanks = await fetch(link, {
				method: 'POST',
				body: new URLSearchParams({ approved: 'true' }),
			});

			assert.match(await thanks.text(), /Your response was recorded/);

			const { status } = await n8n.rest.executionEnd(workflow.id, executionId, 60_000);
			const result = await resultOf(world(), executionId);

			assert.equal(status, 'success', result.error?.message);
			assert.equal(itemsOf(result, 'flowIq').at(-1).json.data.approved, true);
		});
	});
}
