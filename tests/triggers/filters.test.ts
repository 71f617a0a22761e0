import { logged } from '../support/loudLogs';
import type { IDataObject } from 'n8n-workflow';
import type { EventType } from '../../simulator';
import { ALL_EVENTS, useStage } from './support/webhook';

const { simulator, publish, deliver, started } = useStage();

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const wanted = () => simulator().contactAt(1);
const other = () => simulator().contactAt(2);
const make = (type: EventType, contact: string, fields: IDataObject = {}) =>
	simulator().makeEvent(type, { contact, fields });

/** Requests that FlowIQ got beside the registration. */
const asked = () => simulator().requests.filter(({ method }) => method === 'GET');

describe('the choice of events', () => {
	it.each(ALL_EVENTS)('%s and another one: only these start runs', async (type) => {
		const another = ALL_EVENTS[(ALL_EVENTS.indexOf(type) + 1) % ALL_EVENTS.length];
		await publish({ events: [type, another] });
		await deliver([another, type].map((each) => simulator().makeEvent(each)));
		const others = ALL_EVENTS.filter((each) => each !== type && each !== another);
		await deliver(others.map((each) => simulator().makeEvent(each)));
		expect(started().map(({ event_type }) => event_type)).toEqual([another, type]);
	});

	it('an event that was not chosen is answered, and starts nothing', async () => {
		const trigger = await publish({ events: ['call', 'message_read'] });
		const [delivery] = await deliver(simulator().makeEvent('message_sent'));
		expect(delivery).toMatchObject({ status: 200, answer: { received: true, started: false } });
		expect(started()).toEqual([]);
		expect(trigger.state.seen).toBeUndefined();
	});

	it('one that was filtered out starts a run when it is chosen later', async () => {
		const trigger = await publish({ events: ['call', 'message_read'] });
		const event = simulator().makeEvent('message_sent');
		await deliver(event);
		trigger.setup.parameters.events = ['call', 'message_sent'];
		await deliver(event);
		expect(started()).toHaveLength(1);
	});
});

describe('the contact', () => {
	const FORMS: Array<[string, () => IDataObject | string]> = [
		['from the list', () => locator('list', wanted().whatsapp_id)],
		['by phone', () => locator('phone', `+${wanted().whatsapp_id}`)],
		[
			'by phone with blanks',
			() => locator('phone', `+${wanted().whatsapp_id.split('').join(' ')}`),
		],
		['by an ID of an older list', () => locator('list', wanted().id)],
		['by an expression that gives a number', () => `+${wanted().whatsapp_id}`],
		['by an expression that gives an ID', () => wanted().id],
	];

	it.each(FORMS)('%s: only its events start runs, whichever way they name it', async (_, form) => {
		await publish({ events: ALL_EVENTS, filters: { contact: form() } });
		for (const eventFields of ['newer', 'older'] as const) {
			simulator().variants = { eventFields };
			await deliver(ALL_EVENTS.map((type) => make(type, other().id)));
			expect(started()).toEqual([]);
		}
		await deliver(ALL_EVENTS.map((type) => make(type, wanted().id)));
		expect(started().map(({ event_type }) => event_type)).toEqual(ALL_EVENTS);
	});

	it.each(['whatsappNumber', 'phoneNumber'] as const)(
		'of an event without number is looked up, also where FlowIQ reads %s',
		async (phoneParameter) => {
			simulator().variants = { eventFields: 'older', phoneParameter };
			const contact = locator('phone', `+${wanted().whatsapp_id}`);
			await publish({ events: ['sent_message'], filters: { contact } });
			await deliver([make('sent_message', wanted().id), make('sent_message', other().id)]);
			expect(started()).toMatchObject([{ contact_id: wanted().id }]);
		},
	);

	it('is looked up once, and not for events that the other filters hold back', async () => {
		simulator().variants = { eventFields: 'older' };
		const contact = locator('phone', `+${wanted().whatsapp_id}`);
		await publish({ events: ['sent_message', 'call'], filters: { contact, text: 'invoice' } });
		await deliver(make('sent_message', wanted().id, { message: 'hello' }));
		expect(asked()).toEqual([]);
		for (let event = 0; event < 5; event++) {
			await deliver(make('sent_message', wanted().id, { message: 'your invoice' }));
		}
		expect(started()).toHaveLength(5);
		expect(asked()).toHaveLength(1);
	});

	it('is not looked up where the event tells the number, or nothing', async () => {
		const contact = locator('phone', `+${wanted().whatsapp_id}`);
		await publish({ events: ALL_EVENTS, filters: { contact } });
		const nothing = { whatsapp_id: undefined, contact_id: undefined };
		await deliver(make('message_read', other().id));
		await deliver(make('sent_message', wanted().id, nothing));
		expect(started()).toEqual([]);
		expect(asked()).toEqual([]);
	});

	it('that FlowIQ does not know holds back its events', async () => {
		simulator().variants = { eventFields: 'older' };
		const contact = locator('phone', '+27 12 000 0000');
		await publish({ events: ['sent_message'], filters: { contact } });
		const [delivery] = await deliver(make('sent_message', wanted().id));
		expect(delivery.status).toBe(200);
		expect(started()).toEqual([]);
	});

	it('that FlowIQ cannot say loses no event: 503, and the next try starts the run', async () => {
		simulator().variants = { eventFields: 'older' };
		const contact = locator('phone', `+${wanted().whatsapp_id}`);
		await publish({ events: ['sent_message'], filters: { contact } });
		simulator().faults.add({ kind: 'status', status: 403, match: { method: 'GET' } });
		logged.length = 0;
		const tries = await deliver(make('sent_message', wanted().id), { retries: 1 });
		expect(tries.map(({ status }) => status)).toEqual([503, 200]);
		expect(started()).toHaveLength(1);
		expect(logged.join('\n')).toContain('could not say whose event');
	});

	it('that is left empty holds back nothing', async () => {
		await publish({ filters: { contact: locator('list', '') } });
		await deliver(make('message_received', wanted().id));
		expect(started()).toHaveLength(1);
	});
});

describe('the kind of message', () => {
	it('only messages of the chosen kinds start runs', async () => {
		await publish({ filters: { messageTypes: ['image', 'sticker'] } });
		const kinds = ['text', 'image', 'video', 'sticker', undefined];
		await deliver(
			kinds.map((message_type) => make('message_received', wanted().id, { message_type })),
		);
		expect(started().map(({ message_type }) => message_type)).toEqual(['image', 'sticker']);
	});

	it('of a sent message is that of its media, or text', async () => {
		await publish({ events: ['sent_message'], filters: { messageTypes: ['text', 'image'] } });
		const kinds = [null, 'image', 'video'];
		await deliver(kinds.map((media_type) => make('sent_message', wanted().id, { media_type })));
		expect(started().map(({ message_type }) => message_type)).toEqual(['text', 'image']);
	});
});

describe('the text', () => {
	it.each([
		['invoice', 'Your INVOICE is ready', true],
		[' Überfällig ', 'überfällig!', true],
		['.*', 'anything', false],
		['invoice', '', false],
		['invoice', null, false],
	])('%p in %p: %p', async (text, message, passes) => {
		await publish({ filters: { text } });
		await deliver(make('message_received', wanted().id, { message }));
		expect(started()).toHaveLength(passes ? 1 : 0);
	});
});
