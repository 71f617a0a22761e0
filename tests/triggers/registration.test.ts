import { resolveWebhookDescriptionField } from 'n8n-workflow';
import { TRIGGER_NAME } from '../support/triggers';
import { logged } from '../support/loudLogs';
import { ALL_EVENTS, useStage } from './support/webhook';

const TOKEN = 'fiq_only_in_the_header';

const { simulator, server, save, publish, deliver, started } = useStage({
	contacts: 3,
	messagesPerContact: 1,
	token: TOKEN,
});

beforeEach(() => {
	logged.length = 0;
});

const types = () => simulator().subscriptions.map(({ type }) => type);
const urls = () => simulator().subscriptions.map(({ url }) => url);
const warnings = () => logged.filter((line) => line.includes('webhook')).join('\n');
const secrets = () => urls().map((url) => new URL(url).searchParams.get('secret') ?? '');

describe('publishing', () => {
	it('subscribes to the one event that was chosen', async () => {
		await publish({ events: ['message_failed'] });
		expect(types()).toEqual(['message_failed']);
		expect(simulator().subscriptions[0].platform).toBe('whatsapp');
	});

	it.each([2, 7])('subscribes to all when %i events were chosen', async (count) => {
		await publish({ events: ALL_EVENTS.slice(0, count) });
		expect(types()).toEqual(['all']);
	});

	it('keeps the address, the type and the ID of what was registered', async () => {
		const trigger = await publish();
		const [{ id, url, type }] = simulator().subscriptions;
		expect(trigger.state.subscription).toEqual({ id, url, type });
	});

	it.each(['200', '201'] as const)('takes %s for success', async (webhookStatus) => {
		simulator().variants = { webhookStatus };
		await publish();
		expect(types()).toHaveLength(1);
	});

	it('does not register again when nothing changed: published, saved, restarted', async () => {
		const trigger = await publish();
		await trigger.publish();
		await trigger.unpublish();
		await trigger.publish();
		trigger.restart();
		await trigger.publish();
		expect(types()).toHaveLength(1);
	});

	it('does not register again when the choice is another one of several events', async () => {
		const trigger = await publish({ events: ['call', 'message_read'] });
		trigger.setup.parameters.events = ['call', 'message_sent', 'message_read'];
		await trigger.publish();
		expect(types()).toEqual(['all']);
	});
});

describe('a change of the trigger', () => {
	it('of the events registers once more, and remembers and says what is left', async () => {
		const trigger = await publish({ events: ['call'] });
		const [{ id }] = simulator().subscriptions;
		trigger.setup.parameters.events = ['message_read'];
		await trigger.publish();
		await trigger.publish();
		expect(types()).toEqual(['call', 'message_read']);
		expect(trigger.state.leftovers).toMatchObject([{ id, type: 'call' }]);
		expect(warnings()).toContain(id);
	});

	it('of the address registers once more, with the same secret', async () => {
		const trigger = await publish();
		const moved = trigger.setup.origin!.replace('127.0.0.1', 'localhost');
		trigger.setup.origin = moved;
		await trigger.publish();
		expect(urls()[1].startsWith(moved)).toBe(true);
		expect(new Set(secrets()).size).toBe(1);
		expect(trigger.state.leftovers).toHaveLength(1);
	});

	it('leaves the old webhook working until it is removed, without starting anything twice', async () => {
		const trigger = await publish({ events: ['message_read'] });
		trigger.setup.parameters.events = ['message_read', 'message_sent'];
		await trigger.publish();
		const deliveries = await deliver(simulator().makeEvent('message_read'));
		expect(deliveries.map(({ status }) => status)).toEqual([200, 200]);
		expect(started()).toHaveLength(1);
	});

	it('to manual registration says what is left, and back registers anew', async () => {
		const trigger = await publish();
		const [{ id }] = simulator().subscriptions;
		Object.assign(trigger.setup.parameters, { registration: 'manual', secret: 'a'.repeat(16) });
		await trigger.publish();
		expect(types()).toHaveLength(1);
		expect(warnings()).toContain(id);
		trigger.setup.parameters.registration = 'automatic';
		await trigger.publish();
		expect(types()).toHaveLength(2);
	});

	it('is remembered a bounded number of times', async () => {
		const trigger = await publish({ events: ['call'] });
		for (let change = 0; change < 30; change++) {
			trigger.setup.parameters.events = [change % 2 === 0 ? 'message_read' : 'call'];
			await trigger.publish();
		}
		expect(types()).toHaveLength(31);
		expect((trigger.state.leftovers as unknown[]).length).toBeLessThanOrEqual(20);
	});
});

describe('deactivating', () => {
	it('never fails, asks FlowIQ for nothing, and says what is left', async () => {
		const trigger = await publish({ events: ['call'] });
		trigger.setup.parameters.events = ['message_read'];
		await trigger.publish();
		simulator().requests.length = 0;
		logged.length = 0;
		expect(await trigger.unpublish()).toBe(true);
		expect(simulator().requests).toEqual([]);
		for (const { id } of simulator().subscriptions) expect(warnings()).toContain(id);
	});

	it('never fails where nothing was registered', async () => {
		expect(await save().unpublish()).toBe(true);
		expect(warnings()).toBe('');
	});
});

describe('"Listen for test event"', () => {
	it('registers an address of its own, at most once in this process', async () => {
		const trigger = await publish();
		for (let listening = 0; listening < 5; listening++) {
			await trigger.listen();
			await trigger.stopListening();
		}
		expect(urls().map((url) => new URL(url).pathname.split('/')[1])).toEqual([
			'webhook',
			'webhook-test',
		]);
		expect(new Set(secrets()).size).toBe(2);
	});

	it('never touches what production remembers', async () => {
		const trigger = await publish();
		await deliver(simulator().makeEvent('message_received'));
		const before = trigger.staticData;
		await trigger.listen();
		await deliver(simulator().makeEvent('message_received'));
		await trigger.stopListening();
		const { seen, ...others } = JSON.parse(trigger.staticData)['node:FlowIQ'];
		expect(seen).toBeDefined();
		expect(JSON.parse(before)['node:FlowIQ']).toMatchObject(others);
		await trigger.publish();
		expect(types()).toHaveLength(2);
	});

	it('shows an event that production has already seen, once each time', async () => {
		const trigger = await publish();
		await trigger.listen();
		const event = simulator().makeEvent('message_received');
		await deliver(event);
		expect(started()).toHaveLength(2);
		await deliver(event, { times: 2 });
		expect(started()).toHaveLength(2);
		await trigger.stopListening();
		await trigger.listen();
		await deliver(event);
		expect(started()).toHaveLength(3);
	});

	it('registers again for another choice of events', async () => {
		const trigger = save();
		await trigger.listen();
		trigger.setup.parameters.events = ['call'];
		await trigger.listen();
		await trigger.listen();
		expect(types()).toEqual(['message_received', 'call']);
	});
});

describe('a registration that cannot be made', () => {
	it.each<[string, () => void, RegExp]>([
		[
			'FlowIQ refuses the address',
			() => (simulator().variants = { webhookUrls: 'httpsOnly' }),
			/must use HTTPS/,
		],
		[
			'FlowIQ refuses with status 200',
			() => (simulator().variants = { webhookUrls: 'httpsOnly', failureStatus: 'ok' }),
			/must use HTTPS/,
		],
		[
			'FlowIQ is down',
			() => simulator().faults.add({ kind: 'status', status: 500, body: 'oops', times: 9 }),
			/FlowIQ/,
		],
		['the connection breaks', () => simulator().faults.add({ kind: 'reset', times: 9 }), /FlowIQ/],
	])('fails the activation with a clear error: %s', async (_, arrange, message) => {
		arrange();
		const trigger = save();
		await expect(trigger.publish()).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(message) as string,
			description: expect.stringMatching(/\w/) as string,
		});
		expect(trigger.state.subscription).toBeUndefined();
		expect(await trigger.unpublish()).toBe(true);
	});

	it('is sent once only: a second webhook could not be removed', async () => {
		simulator().faults.add({ kind: 'reset', times: 9, carriedOut: true });
		await expect(save().publish()).rejects.toThrow();
		expect(types()).toHaveLength(1);
	});

	it('is tried again after a 429, for which nothing was carried out', async () => {
		simulator().faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '0' } });
		await publish();
		expect(types()).toHaveLength(1);
	});

	it('fails the activation when no event was chosen', async () => {
		await expect(publish({ events: [] })).rejects.toThrow("'Trigger On' is empty");
		expect(simulator().requests).toEqual([]);
	});

	it('fails the activation when the contact of the filter is no number', async () => {
		const contact = { __rl: true, mode: 'phone', value: 'Ann' };
		await expect(publish({ filters: { contact } })).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining("'Contact'") as string,
		});
	});
});

describe('manual registration', () => {
	it('sends nothing', async () => {
		await publish({ registration: 'manual', secret: 'aB3'.repeat(6) });
		expect(simulator().requests).toEqual([]);
	});

	it.each([
		'',
		'short',
		'a'.repeat(15),
		`${'a'.repeat(20)}/b`,
		`${'a'.repeat(20)}?b`,
		'ä'.repeat(20),
	])('refuses the secret %p', async (secret) => {
		await expect(publish({ registration: 'manual', secret })).rejects.toThrow(
			/'Secret' must be at least 16/,
		);
	});
});

describe('secrecy', () => {
	it('the address carries a random secret, another one for every trigger', async () => {
		await publish();
		await publish();
		expect(secrets().every((secret) => /^[\da-f]{48}$/.test(secret))).toBe(true);
		expect(new Set(secrets()).size).toBe(2);
	});

	it('the token is in the Authorization header and nowhere else', async () => {
		await publish();
		const [{ headers, body, query }] = simulator().requests;
		expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
		expect(JSON.stringify([body, query])).not.toContain(TOKEN);
		expect(logged.join('\n')).not.toContain(TOKEN);
	});

	it('the secret is in no log and in no error, also when FlowIQ repeats it', async () => {
		const trigger = await publish({ events: ['call'] });
		trigger.setup.parameters.events = ['message_read'];
		await trigger.publish();
		await trigger.unpublish();
		await deliver(simulator().makeEvent('message_read'), { times: 2 });
		const wrong = `${urls()[1]}0`;
		await fetch(wrong, { method: 'POST' });
		trigger.setup.parameters.events = ['call', 'message_read'];
		simulator().variants = { webhookUrls: 'httpsOnly' };
		const error = await trigger.publish().catch((thrown: Error) => thrown);
		const [secret] = secrets();
		expect(JSON.stringify(simulator().requests.at(-1)?.body)).toContain(secret);
		const { message, description } = error as Error & { description: string };
		expect(`${message} ${description} ${JSON.stringify(error)}`).toContain('•••');
		expect(`${message} ${description} ${JSON.stringify(error)}`).not.toContain(secret);
		expect(logged.join('\n')).not.toContain(secret);
		expect(warnings()).toContain('FlowIQ still knows this webhook');
		expect(server().runs).toHaveLength(1);
	});
});

describe('the path of the address', () => {
	it.each([
		['automatic', ''],
		['automatic', 'left over from manual'],
		['manual', 'only-FlowIQ-knows_0815'],
		['manual', ''],
	])('is the same in n8n’s editor and in n8n’s server: %s, %p', async (registration, secret) => {
		const trigger = save({ registration, secret });
		const workflow = await trigger.load();
		const flowIq = workflow.getNode(TRIGGER_NAME)!;
		const [webhook] = (await trigger.nodeType()).description.webhooks!;
		const inEditor = workflow.expression.getSimpleParameterValue(
			flowIq,
			webhook.path,
			'internal',
			{},
		);
		expect(resolveWebhookDescriptionField(flowIq, webhook, 'path')).toEqual({
			resolved: true,
			value: inEditor,
		});
	});
});
