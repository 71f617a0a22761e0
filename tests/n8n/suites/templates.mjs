// @ts-check
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { demoWorkflow } from '../../../start/lib/demo-workflow.ts';
import {
	executionsWhen,
	FAST_POLLS,
	importWorkflow,
	publish,
	readTemplate,
	resultOf,
	unpublish,
} from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeTemplates(world) {
	test('templates hold nothing of the n8n they were made in', async () => {
		for (const file of ['whatsapp-message-to-slack.json', 'new-contact-to-crm.json']) {
			const template = await readTemplate(file);

			assert.deepEqual(Object.keys(template), ['name', 'nodes', 'connections', 'settings']);
			for (const node of template.nodes) {
				assert.equal(node.credentials, undefined);
				assert.equal(node.webhookId, undefined);
			}
		}
	});

	test('Execute step works on every node of the demonstration workflow, also on one made without pinned data', async () => {
		const { n8n, credentials } = world();
		const { content } = await demoWorkflow(
			credentials.flowIqApi,
			path.join(n8n.exportFolder, 'steps.csv'),
		);
		const earlier = await n8n.rest.request('POST', '/rest/workflows', {
			...content,
			active: false,
		});
		const workflow = await n8n.rest.saveWorkflow(content);

		assert.equal(workflow.id, earlier.id);

		for (const { name, type } of content.nodes) {
			if (type.endsWith('stickyNote')) continue;

			const executionId = await n8n.rest.runStep(workflow, name);
			const { status } = await n8n.rest.executionEnd(workflow.id, executionId, 60_000);

			assert.equal(status, 'success', name);
		}
	});

	describe('template "New WhatsApp message → Slack"', () => {
		/** @type {import('../support/workflows.mjs').Workflow} */
		let workflow;

		before(async () => {
			const { simulator } = world();

			simulator.subscriptions.length = 0;
			workflow = await importWorkflow(
				world(),
				await readTemplate('whatsapp-message-to-slack.json'),
			);
			await publish(world(), workflow);
			await until('a registration', () => simulator.subscriptions.length > 0);
			await until('a live webhook', async () => {
				const [url] = simulator.subscriptions[0].url.split('?');

				return (await fetch(url, { method: 'POST' })).status === 401;
			});
		});

		/** @param {Record<string, unknown>} fields of the event */
		const deliver = async (fields) => {
			const { simulator } = world();
			const event = simulator.makeEvent('message_received', { fields });

			await simulator.deliver(event);

			return event;
		};

		/** @param {any} event */
		const customerOf = ({ whatsapp_id: number }) => {
			const { full_name: name } = world().simulator.findContact(number);

			return name ? `*${name}* (+${number})` : `*+${number}*`;
		};

		test('posts name, number and text to the channel, and lets no customer call the whole channel', async () => {
			const { simulator, slack } = world();

			simulator.updateContact(simulator.makeEvent('message_received').whatsapp_id, {
				full_name: 'Ada Lovelace',
			});

			const event = await deliver({ message: 'Hello <!channel> & co\nsecond line' });
			const { body } = await until('a message in Slack', () => slack.received[0]);

			assert.equal(body.channel, '#whatsapp');
			assert.equal(
				body.text,
				`*Ada Lovelace* (+${event.whatsapp_id}) on WhatsApp\n` +
					'> Hello &lt;!channel&gt; &amp; co\n> second line',
			);
		});

		test('posts the number alone when the customer cannot be looked up', async () => {
			const { slack } = world();

			await deliver({ whatsapp_id: '999123456789', message: 'Who am I?' });

			const { body } = await until('a message in Slack', () => slack.received[1]);

			assert.equal(body.text, '*+999123456789* on WhatsApp\n> Who am I?');
		});

		test('names the kind of a message with media, and its file where there is no text', async () => {
			const { slack } = world();
			const event = await deliver({
				message: null,
				message_type: 'document',
				media_type: 'document',
				file_name: 'invoice.pdf',
			});
			const { body } = await until('a message in Slack', () => slack.received[2]);

			assert.equal(body.text, `${customerOf(event)} on WhatsApp (document)\n> invoice.pdf`);
		});

		test('ends with a readable reason when Slack refuses', async () => {
			const { slack } = world();

			slack.refuse('channel_not_found', ({ body }) => body.text.includes('nobody'));

			const event = await deliver({ message: 'for nobody' });
			const executions = await executionsWhen(world(), workflow, 4);

			assert.deepEqual(
				executions.map(({ status }) => status),
				['success', 'success', 'success', 'error'],
			);

			const { error } = await resultOf(world(), executions[3].id);

			assert.match(
				error.message,
				new RegExp(`from \\+${event.whatsapp_id} was not posted to Slack: .*channel_not_found`),
			);
			await unpublish(world(), workflow);
		});
	});

	describe('template "New contact → CRM (create or update)"', () => {
		test('creates or updates those with an email address, and reports those that were refused', async () => {
			const { simulator, hubSpot } = world();
			const template = await readTemplate('new-contact-to-crm.json');

			// How often to ask is set by whoever imports it.
			template.nodes.find(
				(/** @type {any} */ { type }) => type === 'n8n-nodes-flowiq.flowIqPollTrigger',
			).parameters.pollTimes = FAST_POLLS;

			const workflow = await importWorkflow(world(), template);
			const polls = () =>
				simulator.requests.filter((/** @type {any} */ { query }) => query.action === 'contacts');
			const before = polls().length;

			await publish(world(), workflow);
			await until('a second poll', () => polls().length > before + 1);

			hubSpot.refuse('Property values were not valid', ({ path }) =>
				path.endsWith('bad@x.example'),
			);

			// In one step, so that they come with one poll.
			const [ada, , mono, bad] = [
				{ full_name: 'Ada King Lovelace', email: ' ada@x.example ' },
				{ full_name: 'No Mail', email: null },
				{ full_name: null, email: 'mono@x.example' },
				{ full_name: 'Bad Luck', email: 'bad@x.example' },
			].map((contact) => simulator.addContact(contact));

			const [{ id, status }] = await executionsWhen(world(), workflow, 1);

			await unpublish(world(), workflow);

			const saved = hubSpot.received
				.filter(({ method }) => method === 'POST')
				.map(({ path, body }) => [
					path,
					Object.fromEntries(
						body.properties.map((/** @type {any} */ { property, value }) => [property, value]),
					),
				]);
			const upsert = '/contacts/v1/contact/createOrUpdate/email/';

			assert.deepEqual(
				new Map(/** @type {any} */ (saved)),
				new Map(
					/** @type {any} */ ([
						[
							`${upsert}ada@x.example`,
							{ firstname: 'Ada', lastname: 'King Lovelace', phone: `+${ada.whatsapp_id}` },
						],
						[`${upsert}mono@x.example`, { phone: `+${mono.whatsapp_id}` }],
						[
							`${upsert}bad@x.example`,
							{ firstname: 'Bad', lastname: 'Luck', phone: `+${bad.whatsapp_id}` },
						],
					]),
				),
			);

			const { error, runData } = await resultOf(world(), id);

			assert.equal(status, 'error');
			assert.match(error.message, /^1 of the new contacts could not be saved in HubSpot:\n/);
			assert.match(error.message, new RegExp(`\\+${bad.whatsapp_id} bad@x\\.example: .+`));
			assert.deepEqual(
				runData['Without Email'][0].data.main[0].map(
					(/** @type {any} */ { json }) => json.full_name,
				),
				['No Mail'],
			);
		});
	});
}
