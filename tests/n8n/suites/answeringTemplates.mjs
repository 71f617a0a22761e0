// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DataTables } from '../support/dataTables.mjs';
import {
	executionsOf,
	executionsWhen,
	importWorkflow,
	itemsOf,
	publish,
	readTemplate,
	resultOf,
	unpublish,
} from '../support/workflows.mjs';
import { pause } from '../../../start/lib/pause.mjs';
import { until } from '../support/world.mjs';

/** @typedef {import('../support/workflows.mjs').Workflow} Workflow */

/** @param {() => import('../support/world.mjs').World} world */
export function describeAnsweringTemplates(world) {
	/**
	 * Imports a template and does what its note asks for.
	 *
	 * @param {string} file
	 * @param {Record<string, Record<string, unknown>>} [changes] parameters by the name of the node
	 */
	const setUp = async (file, changes = {}) => {
		const template = await readTemplate(file);

		for (const [name, parameters] of Object.entries(changes)) {
			Object.assign(
				template.nodes.find((/** @type {any} */ node) => node.name === name).parameters,
				parameters,
			);
		}

		return await importWorkflow(world(), template);
	};

	/** @param {Workflow} workflow */
	const goLive = async (workflow) => {
		const { simulator } = world();

		simulator.subscriptions.length = 0;
		await publish(world(), workflow);
		await until('a registration', () => simulator.subscriptions.length > 0);
		await until('a live webhook', async () => {
			const [url] = simulator.subscriptions[0].url.split('?');

			return (await fetch(url, { method: 'POST' })).status === 401;
		});
	};

	/**
	 * What was sent to a contact since then.
	 *
	 * @param {any} contact
	 * @param {number} since number of messages of the conversation
	 */
	const sentTo = (contact, since) =>
		world()
			.simulator.messagesOf(contact.id)
			.slice(since)
			.filter((/** @type {any} */ { sender_type: sender }) => sender === 'bot-whatsapp')
			.map((/** @type {any} */ { message }) => message);

	const requestsTo = (/** @type {string} */ path) =>
		world().simulator.requests.filter((/** @type {any} */ request) => request.path === path);

	describe('template "Answer WhatsApp with an AI agent"', () => {
		/** @type {Workflow} */
		let workflow;

		before(async () => {
			workflow = await setUp('answer-whatsapp-with-ai-agent.json', {
				'Wait for More Messages': { amount: 4 },
			});
			await goLive(workflow);
			world().simulator.firesEvents = true;
		});
		after(async () => {
			world().simulator.firesEvents = false;
			await unpublish(world(), workflow);
		});

		test('gives several messages of one customer one answer, which knows the conversation', async () => {
			const { simulator, model } = world();
			const [customer, other] = [simulator.contactAt(10), simulator.contactAt(11)];

			for (const { id } of [customer, other]) simulator.updateContact(id, { bot_status: 'active' });
			model.play([
				({ messages }) => ({ answer: `Answer ${JSON.stringify(messages).includes('PUMPKIN')}` }),
				({ messages }) => ({ answer: `Answer ${JSON.stringify(messages).includes('PUMPKIN')}` }),
			]);

			const counts = [customer, other].map(({ id }) => simulator.messageCountOf(id));

			simulator.addMessage(customer.id, { message: 'Hello' });
			simulator.addMessage(customer.id, { message: 'I ordered a PUMPKIN' });
			simulator.addMessage(other.id, { message: 'And I nothing' });
			simulator.addMessage(customer.id, { message: 'Where is it?' });
			await simulator.settled();

			const executions = await executionsWhen(world(), workflow, 4);

			assert.deepEqual(
				executions.map(({ status }) => status),
				['success', 'success', 'success', 'success'],
			);
			assert.deepEqual(sentTo(customer, counts[0]), ['Answer true']);
			assert.deepEqual(sentTo(other, counts[1]), ['Answer false']);
			assert.equal(model.asked.length, 2);
		});

		test('stays silent while a person has taken over', async () => {
			const { simulator, model } = world();
			const customer = simulator.contactAt(12);
			const earlier = (await executionsOf(world(), workflow)).length;

			simulator.updateContact(customer.id, { bot_status: 'paused' });
			model.play([{ answer: 'Too much' }]);

			const count = simulator.messageCountOf(customer.id);

			simulator.addMessage(customer.id, { message: 'A person, please' });
			await simulator.settled();
			await executionsWhen(world(), workflow, earlier + 1);
			assert.deepEqual(sentTo(customer, count), []);
			assert.equal(model.asked.length, 0);
		});

		test('keeps one row for each customer', async () => {
			const { simulator } = world();
			const rows = await new DataTables(world()).rows('whatsapp_incoming');
			const customers = [10, 11, 12].map((at) => simulator.contactAt(at).whatsapp_id);

			assert.deepEqual(rows.map(({ whatsapp_id: id }) => id).sort(), customers.sort());
		});
	});

	describe('template "Send a template to a list, with a log"', () => {
		const TABLE = 'whatsapp_list';

		test('sends to each row once, logs what became of it, and goes on from there', async () => {
			const { simulator, n8n } = world();
			const tables = new DataTables(world());
			const [first, second] = [simulator.contactAt(20), simulator.contactAt(21)];

			await tables.create(
				TABLE,
				['phone', 'name', 'status', 'reason', 'message_id'],
				[
					{ phone: first.whatsapp_id, name: 'Ada' },
					{ phone: 'no number', name: 'Bad' },
					{ phone: second.whatsapp_id, name: 'Grace' },
				],
			);

			const workflow = await setUp('send-template-to-list.json');
			const runIt = async () => {
				const id = await n8n.rest.run(workflow, 'When You Execute the Workflow');

				return await n8n.rest.executionEnd(workflow.id, id, 60_000);
			};
			const before = requestsTo('/send-template').length;

			// The second one that FlowIQ is asked for: nobody knows whether it was sent.
			simulator.faults.add({
				kind: 'reset',
				carriedOut: true,
				after: 1,
				match: { path: '/send-template' },
			});
			assert.equal((await runIt()).status, 'success');

			const rows = await tables.rows(TABLE);

			assert.deepEqual(
				rows.map(({ status }) => status),
				['sent', 'failed', 'unclear'],
			);
			assert.match(rows[0].message_id, /^wamid\./);
			assert.match(rows[1].reason, /'Recipient' is not a phone number: no number/);
			assert.match(rows[2].reason, /not known whether/);
			assert.equal(requestsTo('/send-template').length, before + 2);
			assert.deepEqual(requestsTo('/send-template').at(-2).body, {
				templateName: 'order_update',
				whatsappNumber: first.whatsapp_id,
				bodyParameters: { name: 'Ada' },
			});

			// Nobody gets it twice; a row that was corrected gets it now.
			await tables.update(TABLE, rows[1].id, {
				phone: simulator.contactAt(22).whatsapp_id,
				status: '',
			});
			assert.equal((await runIt()).status, 'success');
			assert.equal(requestsTo('/send-template').length, before + 3);
			assert.deepEqual(
				(await tables.rows(TABLE)).map(({ status }) => status),
				['sent', 'sent', 'unclear'],
			);
			assert.equal((await runIt()).status, 'success');
			assert.equal(requestsTo('/send-template').length, before + 3);
		});
	});

	describe('template "Ask on WhatsApp and wait for the tap"', () => {
		test('goes on with the first tap on its own question', async () => {
			const { simulator, n8n } = world();
			const [customer, other] = [simulator.contactAt(30), simulator.contactAt(31)];
			const workflow = await setUp('ask-and-wait-for-tap.json', {
				'Ask with Buttons': {
					recipient: { __rl: true, mode: 'phone', value: customer.whatsapp_id },
				},
			});

			await goLive(workflow);
			simulator.firesEvents = true;

			const ask = async () => {
				const id = await n8n.rest.run(workflow, 'When You Execute the Workflow');

				await until('an execution that waits', async () =>
					(await executionsOf(world(), workflow)).some(
						(one) => one.id === id && one.status === 'waiting',
					),
				);

				return id;
			};
			/**
			 * @param {any} contact
			 * @param {string} message
			 * @param {string} replyTo
			 */
			const tap = (contact, message, replyTo) =>
				simulator.addMessage(contact.id, { message, media_type: 'interactive' }, { replyTo });

			const first = await ask();
			const second = await ask();
			const rows = await new DataTables(world()).rows('whatsapp_questions');
			const questionOf = (/** @type {string} */ id) => {
				const row = rows.find((one) => new URL(one.resume_url).pathname.endsWith(`/${id}`));

				assert.ok(row, `no question of execution ${id}`);
				return row;
			};
			const [askedFirst, askedSecond] = [questionOf(first), questionOf(second)];

			// A customer takes at least that long.
			await pause(1_000);
			tap(other, 'Yes', 'wamid.of.another.question');
			tap(customer, 'Another day', askedSecond.message_id);
			await until('the question to be taken', async () => {
				const left = await new DataTables(world()).rows('whatsapp_questions');

				return left.length === 1;
			});
			tap(customer, 'Yes', askedSecond.message_id);
			await simulator.settled();

			const { status } = await n8n.rest.executionEnd(workflow.id, second, 60_000);
			const result = await resultOf(world(), second);

			assert.equal(status, 'success');
			assert.deepEqual(
				itemsOf(result, 'Answer').map(({ json }) => json),
				[{ answer: 'Another day', whatsapp_id: customer.whatsapp_id }],
			);

			tap(customer, 'Yes', askedFirst.message_id);
			await n8n.rest.executionEnd(workflow.id, first, 60_000);
			assert.equal(itemsOf(await resultOf(world(), first), 'Answer')[0].json.answer, 'Yes');
			simulator.firesEvents = false;
			await until('the taps’ executions to end', async () =>
				(await executionsOf(world(), workflow)).every((one) => one.status === 'success'),
			);
			assert.deepEqual(await new DataTables(world()).rows('whatsapp_questions'), []);
			await unpublish(world(), workflow);
		});

		test('goes on without an answer when the time is over', async () => {
			const { simulator, n8n } = world();
			const customer = simulator.contactAt(32);
			const workflow = await setUp('ask-and-wait-for-tap.json', {
				'Ask with Buttons': {
					recipient: { __rl: true, mode: 'phone', value: customer.whatsapp_id },
				},
				'Wait for the Tap': { resumeAmount: 2, resumeUnit: 'seconds' },
			});
			const id = await n8n.rest.run(workflow, 'When You Execute the Workflow');
			const { status } = await n8n.rest.executionEnd(workflow.id, id, 90_000);
			const result = await resultOf(world(), id);

			assert.equal(status, 'success');
			assert.equal(itemsOf(result, 'No Answer').length, 1);
			assert.deepEqual(itemsOf(result, 'Answer'), []);
			assert.deepEqual(await new DataTables(world()).rows('whatsapp_questions'), []);
		});
	});

	describe('template "Failed message → template"', () => {
		/** @type {Workflow} */
		let workflow;

		before(async () => {
			workflow = await setUp('failed-message-to-template.json', {
				'Wait a Moment': { amount: 3 },
			});
			await goLive(workflow);
		});
		after(async () => {
			world().simulator.variants = { receipts: 'none', templates: 'approved' };
			world().simulator.firesEvents = false;
			await unpublish(world(), workflow);
		});

		/** @param {Record<string, unknown>} fields */
		const fail = async (fields) => {
			const { simulator } = world();

			await simulator.deliver(simulator.makeEvent('message_failed', { fields }));
		};

		test('sends the template once for each message, and none for a warning', async () => {
			const { simulator } = world();
			const customer = simulator.contactAt(40);
			const before = requestsTo('/send-template').length;
			const about = { whatsapp_id: customer.whatsapp_id, whatsapp_message_id: 'wamid.failed.1' };

			await fail({ ...about, status: 'failed' });
			await fail({ ...about, status: 'undelivered' });
			await fail({ ...about, whatsapp_message_id: 'wamid.failed.2', status: 'warning' });
			await executionsWhen(world(), workflow, 3);
			assert.deepEqual(
				requestsTo('/send-template')
					.slice(before)
					.map((/** @type {any} */ { body }) => body),
				[{ templateName: 'please_write_to_us', whatsappNumber: customer.whatsapp_id }],
			);
		});

		test('sends no template for a template that fails itself', async () => {
			const { simulator } = world();
			const before = requestsTo('/send-template').length;
			const earlier = (await executionsOf(world(), workflow)).length;

			simulator.variants = { receipts: 'failed' };
			simulator.firesEvents = true;
			await fail({
				whatsapp_id: simulator.contactAt(41).whatsapp_id,
				whatsapp_message_id: 'wamid.failed.3',
			});
			await executionsWhen(world(), workflow, earlier + 2);
			assert.equal(requestsTo('/send-template').length, before + 1);
		});

		test('ends with a readable reason when the template is refused', async () => {
			const { simulator } = world();
			const earlier = (await executionsOf(world(), workflow)).length;
			const { whatsapp_id: number } = simulator.contactAt(42);

			simulator.variants = { receipts: 'none', templates: 'rejected' };
			await fail({ whatsapp_id: number, whatsapp_message_id: 'wamid.failed.4' });

			const executions = await executionsWhen(world(), workflow, earlier + 1);
			const { error } = await resultOf(world(), executions[earlier].id);

			assert.match(error.message, new RegExp(`No template was sent to \\+${number}: .*132001`));
		});
	});
}
