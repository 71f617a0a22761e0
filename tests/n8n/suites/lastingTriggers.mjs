// @ts-check
/** What happens to published triggers in a year: FlowIQ is down, contacts go, accounts are large, people rename nodes. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { saveAccount, startSimulator } from '../support/simulator.mjs';
import {
	chain,
	executionsOf,
	executionsWhen,
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

/** Contacts of the large account: read in no order, at ten requests a second, that takes more than one poll. */
const LARGE = { contacts: 25_000, requestsPerSecond: 10 };

const DAY_MS = 24 * 60 * 60 * 1_000;

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
			const flowIqApi = await saveAccount(world().n8n.rest, simulator, name);

			simulators.push(simulator);
			return {
				simulator,
				world: {
					...world(),
					simulator,
					credentials: { ...world().credentials, flowIqApi },
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

				await saveAccount(world().n8n.rest, of.simulator, 'wrong key', {
					accessToken: 'fiq_wrong',
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

		describe('a large account whose list has no order', () => {
			test('is published within seconds, and a contact that comes meanwhile arrives, once', async () => {
				const of = await account('large', {
					contacts: LARGE.contacts,
					variants: { contactsOrder: 'shuffled' },
					rateLimit: { requestsPerSecond: LARGE.requestsPerSecond, burst: 10 },
				});
				const workflow = await savePolling(of.world, 'large account', { event: 'newContact' });

				await publishInTime(workflow);

				const { id } = of.simulator.addContact();

				await until('the new contact', async () => (await itemsThatCame(workflow)).length > 0);
				await unpublish(world(), workflow);
				assert.deepEqual(
					(await itemsThatCame(workflow)).map((contact) => contact.id),
					[id],
				);
			});
		});

		describe('a conversation whose contact is gone, and a restart', () => {
			/** @type {any} */
			let of;
			/** @type {any} */
			let watching;
			/** @type {any} */
			let fromDate;

			before(async () => {
				of = await account('months', { contacts: 4 });
				watching = await savePolling(
					of.world,
					'one is gone',
					messagesOf([0, 1, 2].map((position) => of.simulator.contactAt(position))),
				);
				fromDate = await savePolling(of.world, 'from a date', {
					...messagesOf([of.simulator.contactAt(3)]),
					startFrom: 'date',
					startDate: "={{ $now.minus(1, 'day') }}",
				});
			});

			test('stop neither the others nor the publication; the log names it, once', async () => {
				const [first, gone] = [0, 1].map((position) => of.simulator.contactAt(position));

				of.simulator.addMessage(of.simulator.contactAt(3).id, {
					message: 'of this day',
					sender_type: 'user-whatsapp',
					created_at: new Date(Date.now() - DAY_MS / 2).toISOString(),
				});
				for (const workflow of [watching, fromDate]) {
					const { status, triggers } = await publishToTheEnd(world(), workflow);

					assert.equal(status, 'published', JSON.stringify(triggers));
				}
				await until('what came that day', async () => (await itemsThatCame(fromDate)).length > 0);
				of.simulator.removeContact(gone.id);
				await until('the log', async () => (await world().n8n.log()).includes(gone.whatsapp_id));
				await world().n8n.restart();
				of.simulator.addMessage(first.id, { message: 'new', sender_type: 'user-whatsapp' });
				await until('the message', async () => (await itemsThatCame(watching)).length > 0);
				assert.deepEqual(
					(await executionsOf(world(), watching)).map(({ status }) => status),
					['success'],
				);

				const said = (await world().n8n.log())
					.split('\n')
					.filter((line) => line.includes(gone.whatsapp_id) && line.includes('flowIqPollTrigger'));

				assert.ok(said.length <= 1, `it was said again and again: ${said.join('\n')}`);
				await unpublish(world(), watching);
			});

			test('a Start Date that is an expression, and a renamed node, repeat nothing', async () => {
				const came = async () => (await itemsThatCame(fromDate)).map(({ message }) => message);

				assert.deepEqual(await came(), ['of this day']);

				const workflow = await world().n8n.rest.request('GET', `/rest/workflows/${fromDate.id}`);

				workflow.nodes[0].name = 'renamed';
				await world().n8n.rest.saveWorkflow({
					name: workflow.name,
					nodes: workflow.nodes,
					connections: {},
					settings: workflow.settings,
				});

				const read = of.simulator.requests.length;

				await publish(world(), fromDate);
				await until('two polls', () => of.simulator.requests.length > read + 1);
				await unpublish(world(), fromDate);
				assert.equal((await executionsOf(world(), fromDate)).length, 1);
			});
		});

		test('an event is read in every form that a sender may give it, and what is none is refused', async () => {
			const { simulator } = world();

			simulator.subscriptions.length = 0;

			const workflow = await importWorkflow(
				world(),
				chain('bodies', [
					flowIqNode(
						world(),
						'flowIqTrigger',
						{ events: ['message_received'], registration: 'automatic', filters: {}, options: {} },
						{ typeVersion: 1.1 },
					),
				]),
			);

			await publish(world(), workflow);

			const { url } = await until('a registration', () => simulator.subscriptions[0]);
			/**
			 * @param {string} body
			 * @param {string} [type]
			 */
			const send = async (body, type) => {
				const response = await fetch(url, {
					method: 'POST',
					headers: type ? { 'content-type': type } : {},
					body: Buffer.from(body),
				});

				await response.text();
				return response.status;
			};
			/** @param {string} text */
			const event = (text) =>
				JSON.stringify(simulator.makeEvent('message_received', { message: { message: text } }));

			await until('the webhook', async () => (await send('no event')) !== 404);

			/** @type {Array<[string, string, string | undefined]>} */
			const forms = [
				['as curl sends it', event('curl'), 'application/x-www-form-urlencoded'],
				['encoded', encodeURIComponent(event('form')), 'application/x-www-form-urlencoded'],
				['behind a BOM', `\ufeff${event('bom')}`, 'application/json'],
				['behind a BOM, as text', `\ufeff${event('bom text')}`, 'text/plain'],
				['as a list', `[${event('first')},${event('second')}]`, 'application/json'],
				['without a type', event('untyped'), undefined],
			];

			for (const [what, body, type] of forms) assert.equal(await send(body, type), 200, what);
			for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
				const status = await send('hello=world', type);

				assert.ok(status >= 400 && status < 500, `${status} for what is no event, as ${type}`);
			}

			const executions = await executionsWhen(world(), workflow, forms.length);
			const texts = [];

			for (const { id } of executions) {
				const items = itemsOf(await resultOf(world(), id), 'flowIqTrigger');

				texts.push(items.map(({ json }) => json.message).join(', '));
			}
			assert.deepEqual(texts.sort(), [
				'bom',
				'bom text',
				'curl',
				'first, second',
				'form',
				'untyped',
			]);
			await unpublish(world(), workflow);
		});
	});
}
