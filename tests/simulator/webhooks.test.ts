import { startSimulator, type EventType, type Simulator } from '../../simulator';
import { send, sendAs } from './support/client';
import { answerViolations, documentedExample, violations } from './support/description';
import { startReceiver, type Receiver } from './support/receiver';

let simulator: Simulator;
let receiver: Receiver;

beforeAll(async () => {
	simulator = await startSimulator({ contacts: 20, messagesPerContact: 5 });
	receiver = await startReceiver();
});
afterAll(async () => {
	await simulator.close();
	await receiver.close();
});
beforeEach(() => {
	simulator.reset();
	receiver.received.length = 0;
	receiver.statuses.length = 0;
});

const PATH = '/set-webhooks';

async function subscribe(body: Record<string, unknown>) {
	return await send(simulator, 'POST', PATH, { tenantId: 'demo' }, body);
}

describe('POST /set-webhooks', () => {
	const wanted = { url: 'https://example.com/hook?secret=1', type: 'message_received' };

	test.each(['200', '201'] as const)('webhookStatus=%s: as documented', async (webhookStatus) => {
		simulator.variants = { webhookStatus };
		const answer = await subscribe(wanted);
		expect(answer.status).toBe(Number(webhookStatus));
		expect(answerViolations('POST', PATH, answer)).toEqual([]);
		expect(answer.body.webhook).toMatchObject({ ...wanted, platform: 'whatsapp' });
		expect(answer.body.webhook.created_at).toMatch(/\+02:00$/);
		expect(simulator.subscriptions).toEqual([answer.body.webhook]);
	});

	test('every call makes a subscription of its own, the same URL or not', async () => {
		for (const type of ['call', 'call', 'all']) await subscribe({ ...wanted, type });
		const { subscriptions } = simulator;
		expect(subscriptions.map(({ type }) => type)).toEqual(['call', 'call', 'all']);
		expect(new Set(subscriptions.map(({ id }) => id)).size).toBe(3);
	});

	test.each([{ url: '' }, { type: undefined }, { type: 'everything' }, { url: 'nowhere' }])(
		'400 for %p, and nothing is subscribed',
		async (wrong) => {
			const { status, body } = await subscribe({ ...wanted, ...wrong });
			expect(status).toBe(400);
			expect(violations('WriteError', body)).toEqual([]);
			expect(body).not.toHaveProperty('success');
			expect(simulator.subscriptions).toEqual([]);
		},
	);

	test('webhookErrorFlag=present adds success: false to failures', async () => {
		simulator.variants = { webhookErrorFlag: 'present' };
		expect((await subscribe({})).body).toMatchObject({ success: false });
	});

	test('webhookUrls=httpsOnly refuses other addresses, repeating them', async () => {
		simulator.variants = { webhookUrls: 'httpsOnly' };
		const url = 'http://example.com/hook';
		const { status, body } = await subscribe({ ...wanted, url });
		expect(status).toBe(400);
		expect(body.message).toContain(url);
		expect((await subscribe(wanted)).status).toBe(200);
	});

	test('401 for what is no API key', async () => {
		const answer = await sendAs(simulator, 'Bearer eyJ', 'POST', PATH, { tenantId: 'demo' });
		const body = documentedExample('POST', PATH, 401, 'tokenFormat');
		expect(answer).toMatchObject({ status: 401, body });
	});
});

const SCHEMAS: Array<[EventType, string]> = [
	['message_received', 'MessageReceivedEvent'],
	['message_sent', 'MessageSentEvent'],
	['sent_message', 'SentMessageEvent'],
	['message_delivered', 'MessageDeliveredEvent'],
	['message_read', 'MessageReadEvent'],
	['message_failed', 'MessageFailedEvent'],
	['call', 'CallEvent'],
];

describe('events', () => {
	test.each(SCHEMAS)('%s is as documented', (type, schema) => {
		for (const eventFields of ['newer', 'older'] as const) {
			simulator.variants = { eventFields, timeOffset: eventFields === 'newer' ? '+02:00' : 'Z' };
			expect(violations(schema, simulator.makeEvent(type))).toEqual([]);
		}
	});

	test('eventFields=older leaves whatsapp_id out of sent_message', () => {
		const { id, whatsapp_id } = simulator.contactAt(3);
		expect(simulator.makeEvent('sent_message', { contact: id })).toMatchObject({ whatsapp_id });
		simulator.variants = { eventFields: 'older' };
		const older = simulator.makeEvent('sent_message', { contact: id });
		expect(older).toMatchObject({ contact_id: id });
		expect(older).not.toHaveProperty('whatsapp_id');
	});

	test('a file is named by file_name when received, by media_file_name when sent', () => {
		const message = { media_type: 'document', media_url: 'https://a.example/b.pdf?x=1' } as const;
		const received = simulator.makeEvent('message_received', { message });
		expect(received).toMatchObject({ file_name: 'b.pdf', message_type: 'document' });
		const sent = simulator.makeEvent('sent_message', { message });
		expect(sent).toMatchObject({ media_file_name: 'b.pdf' });
	});

	test('every event has an id of its own, unless it is given', () => {
		const made = [1, 2, 3].map(() => simulator.makeEvent('message_read').whatsapp_message_id);
		expect(new Set(made).size).toBe(3);
		const given = simulator.makeEvent('call', { fields: { entry: undefined, object: 'other' } });
		expect(given).toMatchObject({ object: 'other' });
		expect(given).not.toHaveProperty('entry');
	});
});

describe('deliveries', () => {
	const typesAt = (path: string) =>
		receiver.received.filter((one) => one.path === path).map(({ event }) => event.event_type);

	test('go to subscribers of their type and of all', async () => {
		await subscribe({ url: `${receiver.url}/read`, type: 'message_read' });
		await subscribe({ url: `${receiver.url}/all`, type: 'all' });
		const events = (['call', 'message_read', 'message_sent'] as const).map((type) =>
			simulator.makeEvent(type),
		);
		const deliveries = await simulator.deliver(events);
		expect(typesAt('/read')).toEqual(['message_read']);
		expect(typesAt('/all')).toEqual(['call', 'message_read', 'message_sent']);
		expect(deliveries.every(({ status }) => status === 200)).toBe(true);
		expect(deliveries[0]).toMatchObject({ attempt: 1, answer: { received: true } });
		expect(receiver.received[0].headers['content-type']).toBe('application/json');
		expect(receiver.received[0].event).toEqual(events[0]);
	});

	test('can be repeated, put in another order, and come at once', async () => {
		await subscribe({ url: receiver.url, type: 'all' });
		const events = Array.from({ length: 10 }, () => simulator.makeEvent('message_read'));
		const ids = () => receiver.received.map(({ event }) => event.whatsapp_message_id);
		const given = events.map((event) => event.whatsapp_message_id);
		await simulator.deliver(events, { order: 'reversed' });
		expect(ids()).toEqual([...given].reverse());

		receiver.received.length = 0;
		await simulator.deliver(events, { times: 3, order: 'shuffled', atOnce: 8 });
		expect(ids()).toHaveLength(30);
		expect(new Set(ids())).toEqual(new Set(given));
		expect(ids()).not.toEqual(events.flatMap(({ whatsapp_message_id: id }) => [id, id, id]));
		expect(Math.max(...receiver.received.map(({ underWay }) => underWay))).toBeGreaterThan(1);
	});

	test('are tried again until they are taken, as often as asked', async () => {
		await subscribe({ url: receiver.url, type: 'all' });
		receiver.statuses.push(500, 503);
		const tries = await simulator.deliver(simulator.makeEvent('call'), { retries: 5 });
		expect(tries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 503],
			[3, 200],
		]);
		receiver.statuses.push(401);
		expect(await simulator.deliver(simulator.makeEvent('call'))).toHaveLength(1);
	});

	test('to nobody who is there end with an error', async () => {
		const gone = await startReceiver();
		await gone.close();
		await subscribe({ url: gone.url, type: 'all' });
		const [delivery] = await simulator.deliver(simulator.makeEvent('call'));
		expect(delivery.error).toBeDefined();
		expect(delivery).not.toHaveProperty('status');
	});

	test.each([
		['text/plain', 'text/plain'],
		[null, undefined],
	])('content type %p', async (contentType, header) => {
		await subscribe({ url: receiver.url, type: 'all' });
		await simulator.deliver(simulator.makeEvent('call'), { contentType });
		expect(receiver.received[0].headers['content-type']).toBe(header);
	});
});

describe('firesEvents', () => {
	const fired = async () => {
		await simulator.settled();
		return receiver.received.map(({ event }) => event);
	};

	beforeEach(async () => await subscribe({ url: receiver.url, type: 'all' }));

	test('nothing is fired unless asked', async () => {
		simulator.addMessage(simulator.contactAt(0).id);
		expect(await fired()).toEqual([]);
	});

	test('a message that comes in fires message_received', async () => {
		simulator.firesEvents = true;
		const { id, whatsapp_id } = simulator.contactAt(2);
		simulator.addMessage(id, { message: 'Anyone there?' });
		expect(await fired()).toMatchObject([
			{ event_type: 'message_received', message: 'Anyone there?', whatsapp_id, contact_id: id },
		]);
	});

	/** Sends a message through the API to the third contact. */
	const sendMessage = async (fields: Record<string, unknown> = {}) => {
		simulator.firesEvents = true;
		const { whatsapp_id: phone_number } = simulator.contactAt(2);
		const body = { phone_number, message_type: 'text', text: 'Hi', ...fields };
		return (await send(simulator, 'POST', '/send-whatsapp', { tenantId: 'demo' }, body)).body.data;
	};

	test('a message that is sent through the API fires two events with the id of the answer', async () => {
		const { message_id, recipient } = await sendMessage();
		const common = { whatsapp_message_id: message_id, whatsapp_id: recipient };
		expect(await fired()).toMatchObject([
			{ ...common, event_type: 'message_sent', status: 'sent' },
			{ ...common, event_type: 'sent_message', message: 'Hi' },
		]);
	});

	test('a template fires the same two, a contact that is created none', async () => {
		simulator.firesEvents = true;
		simulator.addContact();
		const { whatsapp_id } = simulator.contactAt(0);
		const body = { templateName: 'welcome', whatsappNumber: whatsapp_id };
		const { results } = (
			await send(simulator, 'POST', '/send-template', { tenantId: 'demo' }, body)
		).body;
		const ids = (await fired()).map((event) => event.whatsapp_message_id);
		expect(ids).toEqual([results[0].messageId, results[0].messageId]);
	});

	test.each([
		[{ receipts: 'read' }, ['message_delivered', 'message_read'], 'read'],
		[{ customerWindow: 'reported' }, ['message_failed'], 'failed'],
	] as const)('%j fires %j after the two, for the same message', async (variants, more, status) => {
		simulator.variants = variants;
		const { message_id, recipient } = await sendMessage();
		const events = await fired();
		const types = events.map(({ event_type }) => event_type);
		expect(types).toEqual(['message_sent', 'sent_message', ...more]);
		expect(new Set(events.map((event) => event.whatsapp_message_id))).toEqual(
			new Set([message_id]),
		);
		expect(events.at(-1)).toMatchObject({ status, whatsapp_id: recipient });
	});

	test('sent_message says which message was answered and what the file is called', async () => {
		await sendMessage({
			message_type: 'document',
			media_url: 'https://example.com/x',
			filename: 'offer.pdf',
			context_message_id: 'wamid.question',
		});
		expect((await fired())[1]).toMatchObject({
			media_file_name: 'offer.pdf',
			reply_context_id: 'wamid.question',
		});
	});

	test('reset forgets subscriptions and deliveries', async () => {
		await simulator.deliver(simulator.makeEvent('call'));
		simulator.firesEvents = true;
		simulator.reset();
		expect(simulator).toMatchObject({ subscriptions: [], deliveries: [], firesEvents: false });
	});
});
