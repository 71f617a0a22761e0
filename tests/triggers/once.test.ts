import { sleep } from 'n8n-workflow';
import { logged } from '../support/loudLogs';
import type { EventType, FlowIqEvent } from '../../simulator';
import { ALL_EVENTS, holdRun, useStage } from './support/webhook';

const { simulator, server, publish, deliver, started } = useStage();

const make = (type: EventType, fields: Record<string, unknown> = {}) =>
	simulator().makeEvent(type, { fields });

const ids = () => started().map(({ whatsapp_message_id }) => whatsapp_message_id);

/** n8n cannot save the next runs. */
function failRuns(count: number): void {
	let left = count;
	server().beforeRun = async () => {
		if (left-- > 0) throw new Error('The database is locked');
	};
}

/** n8n is busy with the next run until it is dropped, and cannot save it then. */
const dropRun = () =>
	holdRun(server(), () => {
		throw new Error('The database is gone');
	});

describe('deliveries that the sender repeats', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each(ALL_EVENTS)('%s starts one run, and every delivery is answered', async (type) => {
		await publish({ events: ALL_EVENTS });
		const deliveries = await deliver(make(type), { times: 4 });
		expect(deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(deliveries.at(-1)?.answer).toEqual({ received: true, started: false });
		expect(started()).toHaveLength(1);
	});

	it('start one run when they come at the same moment', async () => {
		await publish({ events: ALL_EVENTS });
		const events = ALL_EVENTS.map((type) => make(type));
		await deliver(events, { times: 10, atOnce: 30, order: 'shuffled' });
		expect(started()).toHaveLength(ALL_EVENTS.length);
	});

	it('start one run when they come at the same moment and FlowIQ is asked about each', async () => {
		simulator().variants = { eventFields: 'older' };
		const { id, whatsapp_id } = simulator().contactAt(1);
		const contact = { __rl: true, mode: 'list', value: whatsapp_id };
		await publish({ events: ['sent_message'], filters: { contact } });
		const event = simulator().makeEvent('sent_message', { contact: id });
		await deliver(event, { times: 10, atOnce: 10 });
		expect(started()).toHaveLength(1);
	});

	it('start one run when n8n was restarted in between', async () => {
		const trigger = await publish({ events: ALL_EVENTS });
		const events = ALL_EVENTS.map((type) => make(type));
		await deliver(events);
		trigger.restart();
		await deliver(events, { order: 'shuffled' });
		expect(started()).toHaveLength(ALL_EVENTS.length);
		await deliver(make('call'));
		expect(started()).toHaveLength(ALL_EVENTS.length + 1);
	});

	it.each([{}, { answer: 'atOnce' }])(
		'start one run when n8n was restarted after the very first, with the options %p',
		async (options) => {
			const trigger = await publish({ options });
			const event = make('message_received');
			await deliver(event);
			trigger.restart();
			await deliver(event);
			await server().settled();
			expect(started()).toHaveLength(1);
		},
	);

	it('start one run when the first had to wait for its file', async () => {
		const trigger = await publish({ options: { downloadMedia: true } });
		const event = make('message_received', { media_url: `${simulator().url}/media/1` });
		await deliver([make('message_received'), event]);
		trigger.restart();
		await deliver(event);
		expect(started()).toHaveLength(2);
	});

	it('start the run that n8n could not start before', async () => {
		const trigger = await publish();
		const event = make('message_received');
		await deliver(make('message_received'));
		failRuns(2);
		const deliveries = await deliver(event, { retries: 3 });
		expect(deliveries.map(({ status }) => status)).toEqual([500, 500, 200]);
		expect(started()).toHaveLength(2);
		await deliver(event);
		trigger.restart();
		await deliver(event);
		expect(started()).toHaveLength(2);
	});

	it('wait for the first, and take its place when it fails', async () => {
		const trigger = await publish();
		const event = make('message_received');
		failRuns(1);
		const deliveries = await deliver(event, { times: 3, atOnce: 3 });
		expect(deliveries.map(({ status }) => status).sort()).toEqual([200, 200, 500]);
		expect(started()).toHaveLength(1);
		trigger.restart();
		await deliver(event);
		expect(started()).toHaveLength(1);
	});

	it('wait ten seconds for the first, and no longer: then FlowIQ is to try again', async () => {
		await publish();
		const event = make('message_received');
		const held = dropRun();
		const first = deliver(event);
		await held.isUnderWay;
		// Ten seconds are over at once.
		const real = performance.now.bind(performance);
		let passed = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => real() + passed);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			const controller = new AbortController();
			queueMicrotask(() => {
				passed += ms;
				controller.abort();
			});
			return controller.signal;
		});
		const [{ status }] = await deliver(event);
		jest.restoreAllMocks();
		expect(status).toBe(503);
		expect(passed).toBeGreaterThan(9_000);
		expect(passed).toBeLessThanOrEqual(10_000);
		held.end();
		await first;
		expect((await deliver(event))[0].status).toBe(200);
		expect(started()).toHaveLength(1);
	});

	it('start the run that was under way when n8n was killed, though another event was saved since', async () => {
		const trigger = await publish();
		const [slow, quick] = [make('message_received'), make('message_received')];
		const held = dropRun();
		const lost = deliver(slow);
		await held.isUnderWay;
		await deliver(quick);
		trigger.restart();
		await deliver([quick, slow]);
		expect(ids()).toEqual([quick, slow].map(({ whatsapp_message_id: id }) => id));
		held.end();
		await lost;
	});

	it('start the run when the first failed after its caller had gone', async () => {
		await publish();
		const event = make('message_received');
		const held = dropRun();
		const caller = new AbortController();
		const gone = fetch(simulator().subscriptions[0].url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(event),
			signal: caller.signal,
		}).catch(() => undefined);
		await held.isUnderWay;
		caller.abort();
		await gone;
		const repeated = deliver(event);
		held.end();
		const [{ status, answer }] = await repeated;
		expect([status, answer]).toEqual([200, { received: true, started: true }]);
		expect(started()).toHaveLength(1);
	});

	it('start one run after the workflow was published again', async () => {
		const trigger = await publish();
		const event = make('message_received');
		await deliver(event);
		await trigger.unpublish();
		await trigger.publish();
		await deliver(event);
		expect(started()).toHaveLength(1);
	});

	it('start one run when an execution has written older static data back', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		const event = make('message_received');
		await deliver(event);
		trigger.staticData = before;
		await deliver([event, make('message_received')]);
		expect(started()).toHaveLength(2);
		trigger.restart();
		await deliver(event);
		expect(started()).toHaveLength(2);
	});

	it.each<[EventType, Record<string, unknown>]>([
		['message_received', { timestamp: '2026-05-01T00:00:00.000Z', message: 'edited' }],
		['sent_message', { message_status: 'delivered', delivered_receipt_received: true }],
		['sent_message', { whatsapp_message_id: null }],
		['sent_message', { whatsapp_id: undefined }],
		['call', { timestamp: '2026-05-01T00:00:00.000Z' }],
	])('are recognised when another field of %s differs: %p', async (type, change) => {
		await publish({ events: [type] });
		const event = make(type);
		await deliver([event, { ...event, ...change } as FlowIqEvent]);
		expect(started()).toHaveLength(1);
	});

	it('are recognised after 900 other events and a restart', async () => {
		const trigger = await publish();
		const first = make('message_received');
		await deliver(first);
		const others = Array.from({ length: 900 }, () => make('message_received'));
		await deliver(others, { atOnce: 20 });
		trigger.restart();
		await deliver(first);
		expect(started()).toHaveLength(901);
		expect(trigger.staticData.length).toBeLessThan(15_000);
	});
});

describe('the answer to FlowIQ', () => {
	it('comes once the run is saved', async () => {
		await publish();
		failRuns(1);
		const [{ status }] = await deliver(make('message_received'));
		expect(status).toBe(500);
	});

	it.each(['atOnce', 'Immediately', 'ATONCE '])('comes before, if chosen: %j', async (answer) => {
		await publish({ options: { answer } });
		failRuns(1);
		const [delivery] = await deliver(make('message_received'));
		expect(delivery.status).toBe(200);
		expect(delivery.answer).toEqual({ received: true, started: true });
		await server().settled();
		expect(started()).toEqual([]);
	});

	it('says whether a run was started', async () => {
		await publish();
		const event = make('message_received');
		const deliveries = await deliver(event, { times: 2 });
		expect(deliveries.map(({ answer }) => answer)).toEqual([
			{ received: true, started: true },
			{ received: true, started: false },
		]);
	});
});

describe('different events', () => {
	it('of one message each start a run', async () => {
		await publish({ events: ALL_EVENTS });
		const whatsapp_message_id = 'wamid.same';
		const events = ALL_EVENTS.map((type) => make(type, { whatsapp_message_id }));
		await deliver(events);
		expect(started().map(({ event_type }) => event_type)).toEqual(ALL_EVENTS);
	});

	it('are a warning and the failure that follows it', async () => {
		await publish({ events: ['message_failed'] });
		const event = make('message_failed', { status: 'warning' });
		const failed = { ...event, status: 'failed' };
		await deliver([event, event, failed, failed, { ...event, status: 'undelivered' }]);
		expect(started().map(({ status }) => status)).toEqual(['warning', 'failed', 'undelivered']);
	});

	it('are two records of one message that was sent', async () => {
		await publish({ events: ['sent_message'] });
		const record = make('sent_message', { whatsapp_message_id: 'wamid.one' });
		await deliver([record, { ...record, id: 'another record' }]);
		expect(started()).toHaveLength(2);
	});

	it('start runs in any order they come in', async () => {
		await publish({ events: ALL_EVENTS });
		const whatsapp_message_id = 'wamid.backwards';
		const order: EventType[] = ['message_read', 'message_delivered', 'message_sent'];
		await deliver(order.map((type) => make(type, { whatsapp_message_id })));
		expect(started().map(({ event_type }) => event_type)).toEqual(order);
	});

	it('all start a run when 300 come in a burst, a third of them twice', async () => {
		await publish();
		const events = Array.from({ length: 300 }, () => make('message_received'));
		const repeated = events.filter((_, index) => index % 3 === 0);
		await deliver([...events, ...repeated], { order: 'shuffled', atOnce: 40 });
		expect(new Set(ids()).size).toBe(300);
		expect(ids()).toHaveLength(300);
	});

	it('without any id are told apart by all that they say', async () => {
		await publish();
		const bare = make('message_received', { whatsapp_message_id: undefined, message: 'one' });
		await deliver([bare, bare, { ...bare, message: 'two' }]);
		expect(started().map(({ message }) => message)).toEqual(['one', 'two']);
	});

	it('of two triggers do not get in each other’s way', async () => {
		await publish();
		const event = make('message_received');
		await deliver(event);
		simulator().subscriptions.length = 0;
		await publish();
		await deliver(event);
		expect(started()).toHaveLength(2);
	});
});

describe('bodies that are no event', () => {
	async function post(body: string | Uint8Array | undefined, contentType?: string) {
		const answer = await send(body, contentType);
		expect(started()).toEqual([]);
		return answer;
	}

	async function send(body: string | Uint8Array | undefined, contentType?: string) {
		await publish();
		logged.length = 0;
		const { url } = simulator().subscriptions[0];
		const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
		const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
		const response = await fetch(url, { method: 'POST', headers, body: bytes });
		return { status: response.status, said: logged.join('\n') };
	}

	function plusEncoded(json: string): string {
		return encodeURIComponent(json).replace(/%20/g, '+');
	}

	it.each<[string, string | undefined, string | undefined]>([
		['nothing at all', undefined, undefined],
		['an empty body', '', 'application/json'],
		['text', 'hello', 'text/plain'],
		['half a document', '{"event_type":"message_rec', 'text/plain'],
		['half a document without a type', '{"event_type":"message_rec', undefined],
		['a web page', '<html></html>', 'text/html'],
		['a list of other things', '[7, "event"]', 'application/json'],
		['an object that is no event', '{"hello":"world"}', 'application/json'],
		['a type that is no text', '{"event_type":{"toString":1}}', 'application/json'],
		['a form', 'hello=world', 'application/x-www-form-urlencoded'],
		['half an encoded document', '%7B%22event_type%22', 'application/x-www-form-urlencoded'],
		['an empty list', '[]', 'application/json'],
		['an empty object', '{}', 'application/json'],
		['null', 'null', 'application/json'],
		['a number', '7', 'text/plain'],
	])('400, nothing started, and the log says why: %s', async (_, body, contentType) => {
		const { status, said } = await post(body, contentType);
		expect(status).toBe(400);
		expect(said).toContain('no event in JSON');
	});

	it.each([
		['another type', '{"event_type":"message_pondered"}'],
		['the name of an inherited property', '{"event_type":"constructor"}'],
		['the type of all', '{"event_type":"all"}'],
	])('200, nothing started, and the log says why: %s', async (_, body) => {
		const { status, said } = await post(body, 'application/json');
		expect(status).toBe(200);
		expect(said).toContain('unknown event type');
	});

	it('the log line of an unknown type is one short line', async () => {
		const event_type = `new\n${'x'.repeat(5_000)}`;
		const { said } = await post(JSON.stringify({ event_type }), 'application/json');
		const lines = said.split('\n').filter((line) => line.includes('unknown event type'));
		expect(lines).toHaveLength(1);
		expect(lines[0].length).toBeLessThan(400);
	});

	it('413 for a body that is larger than any event', async () => {
		const message = 'x'.repeat(1_000_000);
		const event = { ...make('message_received'), message };
		const { status, said } = await post(JSON.stringify(event), 'application/json');
		expect(status).toBe(413);
		expect(said).toContain('bytes are more than any event');
		expect(said).not.toContain('xxxx');
	});

	it.each([null, 'text/plain', 'application/json; charset=utf-8', 'application/octet-stream'])(
		'an event is an event under the content type %p',
		async (contentType) => {
			await publish();
			await deliver(make('message_received'), { contentType });
			expect(started()).toHaveLength(1);
		},
	);

	it.each<[string, string, (json: string) => string]>([
		['as curl sends it', 'application/x-www-form-urlencoded', (json) => json],
		['encoded as a form', 'application/x-www-form-urlencoded', encodeURIComponent],
		['encoded, with plus signs', 'application/x-www-form-urlencoded', plusEncoded],
		['behind a byte-order mark', 'text/plain', (json) => `\ufeff${json}`],
		['behind a byte-order mark, without a type', '', (json) => `\ufeff${json}`],
		['as a list of one', 'application/json', (json) => `[${json}]`],
	])('an event is an event %s', async (_, contentType, written) => {
		const event = make('message_received', { message: 'a + b & c = 100 %' });
		const { status } = await send(written(JSON.stringify(event)), contentType || undefined);
		expect(status).toBe(200);
		expect(started()).toMatchObject([{ message: 'a + b & c = 100 %' }]);
	});

	it('__proto__ in a body reaches no object', async () => {
		const json = JSON.stringify(make('message_received')).replace(
			/}$/,
			',"__proto__":{"polluted":1},"more_data":{"__proto__":{"polluted":1}}}',
		);
		await send(json, 'application/json');
		const [item] = started() as Array<Record<string, unknown>>;
		expect(item.polluted).toBeUndefined();
		expect((item.more_data as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
		expect(JSON.stringify(item)).not.toContain('__proto__');
	});

	it('a field of any form does not make it fail', async () => {
		await publish({ filters: { messageTypes: ['text'], text: 'x' } });
		const odd = { toString: 1 };
		const fields = { message: odd, message_type: odd, whatsapp_id: odd, timestamp: odd };
		const deliveries = await deliver([make('message_received', fields)]);
		expect(deliveries[0].status).toBe(200);
		expect(server().runs).toEqual([]);
	});
});

describe('a delivery that carries a list of events', () => {
	async function post(events: unknown[]) {
		const response = await fetch(simulator().subscriptions[0].url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(events),
		});
		return { status: response.status, answer: await response.json() };
	}

	it('starts one execution with one item for each', async () => {
		await publish({ events: ALL_EVENTS });
		const events = ALL_EVENTS.map((type) => make(type));
		expect((await post(events)).answer).toEqual({ received: true, started: true });
		expect(server().runs).toHaveLength(1);
		expect(started().map(({ event_type }) => event_type)).toEqual(ALL_EVENTS);
	});

	it('leaves out what was delivered before, what is in it twice, and what the filters hold back', async () => {
		const trigger = await publish({ events: ['message_received', 'call'] });
		const [known, fresh] = [make('message_received'), make('message_received')];
		await deliver(known);
		await post([known, fresh, fresh, make('message_read')]);
		expect(server().runs).toHaveLength(2);
		expect(ids()).toEqual([known, fresh].map(({ whatsapp_message_id: id }) => id));
		trigger.restart();
		await post([known, fresh]);
		expect(server().runs).toHaveLength(2);
	});

	it('passes over an event of an unknown type', async () => {
		await publish();
		await post([{ event_type: 'message_pondered' }, make('message_received')]);
		expect(started()).toHaveLength(1);
	});

	it('is refused as a whole when a part of it is no event', async () => {
		await publish();
		const event = make('message_received');
		expect((await post([event, 'half an event'])).status).toBe(400);
		expect(started()).toEqual([]);
		await post([event]);
		expect(started()).toHaveLength(1);
	});

	it('does not wait for another one with the same events for ever, in whatever order', async () => {
		await publish();
		const [one, two] = [make('message_received'), make('message_received')];
		const answers = await Promise.all([post([one, two]), post([two, one]), post([one, two])]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(ids()).toHaveLength(2);
	});
});

describe('the key of an event', () => {
	it('is the same for each delivery of it, over restarts, and another one for every other event', async () => {
		const trigger = await publish({ events: ALL_EVENTS });
		const events = ALL_EVENTS.map((type) => make(type, { whatsapp_message_id: 'wamid.1' }));
		await deliver(events);
		const keys = started().map(({ event_key }) => event_key);
		expect(new Set(keys).size).toBe(ALL_EVENTS.length);
		trigger.staticData = '{}';
		trigger.restart();
		server().runs.length = 0;
		await publish({ events: ALL_EVENTS });
		await deliver(events.map((event) => ({ ...event, timestamp: '2026-05-01T00:00:00Z' })));
		expect(started().map(({ event_key }) => event_key)).toEqual(keys);
		expect(keys).toContain('message_received:wamid.1');
	});

	it.each([
		[123, '123'],
		['wamid.1', ' wamid.1 '],
	])('takes %p and %p for one id', async (one, other) => {
		await publish();
		const event = make('message_received', { whatsapp_message_id: one });
		await deliver([event, { ...event, whatsapp_message_id: other as string }]);
		expect(started()).toHaveLength(1);
	});
});

describe('a storm of repetitions of one event', () => {
	it('keeps few of them waiting: the others are answered with 503 at once', async () => {
		await publish();
		const event = make('message_received');
		const held = dropRun();
		const first = deliver(event);
		await held.isUnderWay;
		const repeated = deliver(event, { times: 150, atOnce: 150 });
		for (let look = 0; look < 500 && simulator().deliveries.length < 130; look++) await sleep(10);
		expect(simulator().deliveries).toHaveLength(130);
		expect(new Set(simulator().deliveries.map(({ status }) => status))).toEqual(new Set([503]));
		held.end();
		await first;
		const waited = (await repeated).map(({ status }) => status).filter((status) => status === 200);
		expect(waited).toHaveLength(20);
		expect(started()).toHaveLength(1);
	});
});
