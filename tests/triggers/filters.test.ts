import { logged } from '../support/loudLogs';
import type { IDataObject } from 'n8n-workflow';
import type { EventType } from '../../simulator';
import { ALL_EVENTS, post, useStage } from './support/webhook';

const { simulator, server, save, publish, deliver, started } = useStage();

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const wanted = () => simulator().contactAt(1);
const byPhone = () => locator('phone', `+${wanted().whatsapp_id}`);
const other = () => simulator().contactAt(2);
const make = (type: EventType, contact: string, fields: IDataObject = {}) =>
	simulator().makeEvent(type, { contact, fields });

const received = (fields: IDataObject = {}) => make('message_received', wanted().id, fields);

/** Requests that FlowIQ got beside the registration. */
const asked = () => simulator().requests.filter(({ method }) => method === 'GET');

/** FlowIQ's own refusal: what a proxy answers would be asked again at once. */
const REFUSED = { kind: 'status', status: 403, body: { error: 'Forbidden' } } as const;

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
		const { hours } = trigger.state.seen as { hours: IDataObject };
		expect(hours).toEqual({});
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
		['by phone', byPhone],
		['by phone, spaced', () => locator('phone', `+${wanted().whatsapp_id.split('').join(' ')}`)],
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
			await publish({ events: ['sent_message'], filters: { contact: byPhone() } });
			await deliver([make('sent_message', wanted().id), make('sent_message', other().id)]);
			expect(started()).toMatchObject([{ contact_id: wanted().id }]);
		},
	);

	it('is looked up once, and not for events that the other filters hold back', async () => {
		simulator().variants = { eventFields: 'older' };
		await publish({
			events: ['sent_message', 'call'],
			filters: { contact: byPhone(), text: 'invoice' },
		});
		await deliver(make('sent_message', wanted().id, { message: 'hello' }));
		expect(asked()).toEqual([]);
		for (let event = 0; event < 5; event++) {
			await deliver(make('sent_message', wanted().id, { message: 'your invoice' }));
		}
		expect(started()).toHaveLength(5);
		expect(asked()).toHaveLength(1);
	});

	it('is not looked up where the event tells its number, or the number alone, or nothing', async () => {
		await publish({ events: ALL_EVENTS, filters: { contact: byPhone() } });
		const nothing = { whatsapp_id: undefined, contact_id: undefined };
		await deliver(received());
		server().runs.length = 0;
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
		await publish({ events: ['sent_message'], filters: { contact: byPhone() } });
		simulator().faults.add({ ...REFUSED, match: { method: 'GET' } });
		logged.length = 0;
		const tries = await deliver(make('sent_message', wanted().id), { retries: 1 });
		expect(tries.map(({ status }) => status)).toEqual([503, 200]);
		expect(started()).toHaveLength(1);
		expect(logged.join('\n')).toContain('could not say whose event');
	});

	it.each([
		['the number of a linked device', (digits: string) => `${digits}:12@s.whatsapp.net`],
		['a WhatsApp address', (digits: string) => `${digits}@s.whatsapp.net`],
		['an older WhatsApp address', (digits: string) => `${digits}@c.us`],
		['a number as people write it', (digits: string) => `+${digits.split('').join(' ')}`],
	])('is recognised without a look-up in %s', async (_, write) => {
		await publish({ filters: { contact: byPhone() } });
		const fields = { whatsapp_id: write(wanted().whatsapp_id), contact_id: undefined };
		await deliver(received(fields));
		expect(started()).toHaveLength(1);
		expect(asked()).toEqual([]);
	});

	it.each([
		['Brazil, typed with the ninth digit', '+55 11 98765-4321', '551187654321', true],
		['Brazil, typed without it', '+55 11 8765-4321', '5511987654321', true],
		['Mexico, typed without the 1', '+52 55 1234 5678', '5215512345678', true],
		['Mexico, typed with it', '+52 1 55 1234 5678', '525512345678', true],
		['Argentina, typed without the 9', '+54 11 2345-6789', '5491123456789', true],
		['Argentina, typed with it', '+54 9 11 2345-6789', '541123456789', true],
		['a landline in Brazil', '+55 11 2345-6789', '5511923456789', false],
		['a number of another length', '+52 55 1234 5678', '52155123456789', false],
		['another country', '+56 9 1234 5678', '5612345678', false],
	])(
		'is told by another form of the number: %s, %s and %s: %j',
		async (_, typed, whatsapp_id, is) => {
			await publish({ filters: { contact: locator('phone', typed) } });
			await deliver(received({ whatsapp_id, contact_id: undefined }));
			expect(started()).toHaveLength(is ? 1 : 0);
		},
	);

	it.each(['120363041234567@lid', '99887766554433'])(
		'is recognised by its ID where the event’s number is another: %s',
		async (whatsapp_id) => {
			await publish({ filters: { contact: byPhone() } });
			await deliver([
				received({ whatsapp_id }),
				make('message_received', other().id, { whatsapp_id }),
			]);
			expect(started()).toMatchObject([{ contact_id: wanted().id }]);
			expect(asked()).toHaveLength(1);
		},
	);

	it('is looked up once for a burst of 300 events, also when FlowIQ does not know the number', async () => {
		simulator().variants = { eventFields: 'older' };
		for (const number of [`+${wanted().whatsapp_id}`, '+27 12 000 0000']) {
			simulator().requests.length = 0;
			simulator().subscriptions.length = 0;
			await publish({ events: ['sent_message'], filters: { contact: locator('phone', number) } });
			const events = Array.from({ length: 300 }, () => make('sent_message', wanted().id));
			const deliveries = await deliver(events, { atOnce: 50 });
			expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]));
			expect(asked()).toHaveLength(1);
		}
		expect(started()).toHaveLength(300);
	});

	it.each([
		['deleted and created anew, after ten minutes', true, 9, 11],
		['created only after an event of it came, after half a minute', false, 0.4, 0.6],
	])('that is %s, is found under its new ID', async (_, wasThere, before, after) => {
		const number = '27790001122';
		const create = () =>
			simulator().addContact({ whatsapp_id: number, phone_number: `+${number}` });
		if (wasThere) create();
		await publish({ filters: { contact: locator('phone', `+${number}`) } });
		const deliverOf = async (contact_id: string) =>
			await deliver(
				simulator().makeEvent('message_received', {
					fields: { contact_id, whatsapp_id: '99887766554433@lid' },
				}),
			);
		await deliverOf('somebody else');
		if (wasThere) simulator().removeContact(number);
		const { id } = create();
		const begun = performance.now();
		const later = (minutes: number) => begun + minutes * 60_000;
		const clock = jest.spyOn(performance, 'now');
		clock.mockReturnValue(later(before));
		await deliverOf(id);
		expect(started()).toEqual([]);
		clock.mockReturnValue(later(after));
		await deliverOf(id);
		clock.mockRestore();
		expect(started()).toMatchObject([{ contact_id: id }]);
	});

	it('that is left empty holds back nothing', async () => {
		await publish({ filters: { contact: locator('list', '') } });
		await deliver(received());
		expect(started()).toHaveLength(1);
	});
});

describe('a filter that cannot be read', () => {
	const CONTACT = (value: string) => locator('phone', value);

	it.each<[IDataObject, RegExp]>([
		[{ text: '= {{ $vars.word }} ' }, /'Text Contains' .* gives nothing: {{ \$vars.word }}\./],
		[{ contact: CONTACT('={{ $vars.vip }}') }, /'Contact' .* gives nothing: {{ \$vars.vip }}\./],
		[{ contact: '={{ $vars.vip }}' }, /'Contact' is an expression/],
		[{ messageTypes: '={{ $vars.types }}' }, /'Message Types' is an expression/],
		[{ messageTypes: '={{ [] }}' }, /'Message Types' is an expression/],
		[{ text: '={{ "" }}' }, /'Text Contains' is an expression/],
		[{ skipBroadcasts: '={{ $vars.skip }}' }, /'Skip Broadcasts' is an expr/],
		[{ text: ['invoice'] }, /'Text Contains' is not text: a list/],
		[{ text: { a: 1 } }, /'Text Contains' is not text: an object/],
		[{ text: true }, /'Text Contains' is not text: true/],
		[{ messageTypes: ['text', 'imgae'] }, /'Message Types' is not one of .*: imgae/],
		[
			{ messageTypes: [{ value: 'text' }] },
			/'Message Types' is not text or a list of texts: a list/,
		],
		[{ messageTypes: 7 }, /'Message Types' is not one of .*: 7/],
		[{ senders: ['robot'] }, /'Sent By' is not one of .*: robot/],
		[{ skipPausedBot: 'perhaps' }, /Paused Bot' is not true or false: perhaps/],
		[{ contact: CONTACT('082 123 4567') }, /'Contact'.*country code/],
	])('refuses the publishing by name: %j', async (filters, message) => {
		await expect(publish({ filters })).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(message) as string,
		});
		expect(simulator().requests).toEqual([]);
	});

	it.each<IDataObject>([
		{ text: '={{ $vars.keyword }}' },
		{ contact: CONTACT('={{ $vars.vip }}') },
		{ messageTypes: '={{ $vars.types }}' },
		{ text: ['invoice'] },
	])('starts nothing when it becomes so later, and the log says why: %j', async (filters) => {
		const trigger = await publish();
		trigger.setup.parameters.filters = filters;
		logged.length = 0;
		const [delivery] = await deliver(received());
		expect(delivery).toMatchObject({ status: 200, answer: { received: true, started: false } });
		expect(started()).toEqual([]);
		expect(logged.join('\n')).toContain("a filter can't be read");
	});

	it.each([
		{ text: '' },
		{ text: '  ' },
		{ messageTypes: [], senders: [] },
		{ contact: CONTACT('') },
		{ text: null, contact: null, messageTypes: null },
	])('is not what an empty field is: it lets everything pass: %j', async (empty) => {
		const filters = empty as IDataObject;
		await publish({ filters });
		await deliver(received());
		expect(started()).toHaveLength(1);
	});

	it('an expression that needs the event is refused, and says what to do instead', async () => {
		await expect(publish({ filters: { text: '={{ $json.body.message }}' } })).rejects.toThrow(
			/An expression in 'Filters' failed: \w.*'If' node/,
		);
	});

	it.each<[IDataObject, number]>([
		[{ messageTypes: 'text, image' }, 1],
		[{ text: 12 }, 0],
		[{ skipBroadcasts: 'true' }, 1],
	])('is not what another way to write it is: %p', async (filters, count) => {
		await publish({ filters });
		await deliver(received({ message: 'hello' }));
		expect(started()).toHaveLength(count);
	});
});

describe('who sent it', () => {
	const SENDERS = ['human-whatsapp', 'bot-whatsapp', 'system', 'human-web', 'user-web', null];
	const sent = (fields: IDataObject) => make('sent_message', wanted().id, fields);

	it.each([
		[['human'], ['human-whatsapp', 'human-web']],
		[
			['bot', 'system'],
			['bot-whatsapp', 'system'],
		],
	])('only sent messages of %p', async (senders, expected) => {
		await publish({ events: ['sent_message'], filters: { senders } });
		await deliver(SENDERS.map((sender_type) => sent({ sender_type })));
		expect(started().map(({ sender_type }) => sender_type)).toEqual(expected);
	});

	it('does not concern events that name no sender', async () => {
		await publish({ filters: { senders: ['human'] } });
		await deliver(received());
		expect(started()).toHaveLength(1);
	});

	it('messages of a broadcast can be left out', async () => {
		await publish({ events: ['sent_message'], filters: { skipBroadcasts: true } });
		await deliver([sent({ broadcast_id: 'b1' }), sent({ broadcast_id: null }), sent({})]);
		expect(started()).toHaveLength(2);
	});
});

describe('a contact whose bot is paused', () => {
	const pause = (bot_status: 'paused' | 'active' | null) =>
		simulator().updateContact(wanted().id, { bot_status });

	it('can be left out, from the moment on in which an agent takes over', async () => {
		await publish({ filters: { skipPausedBot: true } });
		const real = performance.now.bind(performance);
		for (const [index, status] of (['active', null, 'paused'] as const).entries()) {
			pause(status);
			const later = jest
				.spyOn(performance, 'now')
				.mockImplementation(() => real() + index * 60_000);
			await deliver(received());
			later.mockRestore();
			await deliver(make('message_received', other().id));
		}
		expect(started().filter(({ contact_id: id }) => id === wanted().id)).toHaveLength(2);
	});

	it('that was left out starts a run when it comes again after the bot was resumed', async () => {
		await publish({ filters: { skipPausedBot: true } });
		const event = received();
		pause('paused');
		const [{ answer }] = await deliver(event);
		expect(answer).toEqual({ received: true, started: false });
		pause('active');
		const later = performance.now() + 60_000;
		const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
		await deliver(event, { times: 2 });
		clock.mockRestore();
		expect(started()).toHaveLength(1);
	});

	it('starts nothing for now where FlowIQ cannot say: 503, and the next try decides', async () => {
		pause('active');
		await publish({ filters: { skipPausedBot: true } });
		simulator().faults.add({ ...REFUSED, match: { method: 'GET' } });
		const tries = await deliver(received(), { retries: 1 });
		expect(tries.map(({ status }) => status)).toEqual([503, 200]);
		expect(started()).toHaveLength(1);
	});

	it('is not asked for unless it matters', async () => {
		await publish();
		await deliver(received());
		expect(asked()).toEqual([]);
	});
});

describe('the kind of message', () => {
	it('only messages of the chosen kinds start runs', async () => {
		await publish({ filters: { messageTypes: ['image', 'sticker'] } });
		const kinds = ['text', 'image', 'video', 'sticker', undefined];
		await deliver(kinds.map((message_type) => received({ message_type })));
		expect(started().map(({ message_type }) => message_type)).toEqual(['image', 'sticker']);
	});

	it('of every documented type can be chosen, and "other" is all that has no name here', async () => {
		const types = ['contacts', 'reaction', 'order', 'unsupported', 'system'];
		await publish({ events: ALL_EVENTS, filters: { messageTypes: [...types, 'other'] } });
		const kinds = [...types, 'TEXT', 'poll', null];
		await deliver(kinds.map((message_type) => received({ message_type })));
		await deliver(make('message_read', wanted().id));
		expect(started().map(({ message_type }) => message_type)).toEqual([...types, 'poll', null]);
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
		['Zoe\u0308', 'Hello ZO\u00cb!', true],
		['zo\u00eb', 'Hello Zoe\u0308!', true],
		['STRASSE', 'Hauptstraße 1', true],
		['straße', 'HAUPTSTRASSE 1', true],
		['οδός', 'Η ΟΔΌΣ ΜΟΥ', true],
		['\u0390', '\u03aa\u0301', true],
		['\u1fb4', '\u03b1\u0345\u0301', true],
		['yes please', '{"type":"button_reply","button_reply":{"id":"1","title":"Yes PLEASE"}}', true],
		['title', '{"type":"button_reply","title":"Yes"}', true],
		['ÄRGER', '{"title":"\\u00e4rger"}', true],
		['x', '[1] a list that is none', false],
	])('%p in %p: %p', async (text, message, passes) => {
		await publish({ filters: { text } });
		await deliver(received({ message }));
		expect(started()).toHaveLength(passes ? 1 : 0);
	});
});

describe('the text of an interactive reply', () => {
	it.each<[string, IDataObject]>([
		['an object as message', { message: { list_reply: { title: 'Buy NOW' } } }],
		['a field of its own', { message: null, interactive: { button_reply: { title: 'buy now' } } }],
		['a button', { message: '', button: { text: 'Buy now', payload: 'x' } }],
	])('is found in %s', async (_, fields) => {
		await publish({ filters: { text: 'buy now' } });
		await deliver([
			received({ message_type: 'interactive', ...fields }),
			received({ message: 'hello' }),
		]);
		expect(started()).toHaveLength(1);
	});
});

describe('why an event started nothing', () => {
	type Reason = { reason: string; times: number; at: string; trigger: string };
	const reasons = (trigger: { state: IDataObject }) => trigger.state.notStarted as Reason[];

	it('is in the static data of the workflow, for whoever cannot read the log', async () => {
		const trigger = await publish({ filters: { text: 'invoice' } });
		const before = new Date().toISOString();
		for (let event = 0; event < 3; event++) await deliver(received());
		await post(`${simulator().subscriptions[0].url}0`);
		await deliver(received({ message: 'invoice' }));
		expect(reasons(trigger)).toMatchObject([
			{ reason: 'A delivery without the right secret was refused', times: 1 },
			{ reason: "message_received: it does not pass 'Text Contains'", times: 3, trigger: 'FlowIQ' },
		]);
		expect(reasons(trigger)[0].at >= before).toBe(true);
	});

	it('says which of the filters that need a look-up it was', async () => {
		const contact = locator('phone', wanted().whatsapp_id);
		const trigger = await publish({ filters: { contact, skipPausedBot: true } });
		simulator().updateContact(wanted().id, { bot_status: 'paused' });
		for (const { id } of [other(), wanted()]) await deliver(make('message_received', id));
		simulator().updateContact(wanted().id, { bot_status: 'active' });
		trigger.setup.parameters.filters = { contact };
		await deliver(received());
		expect(reasons(trigger).map(({ reason }) => reason)).toEqual([
			"message_received: the contact's bot is paused",
			"message_received: 'Contact' is another one",
		]);
	});

	it('is kept for the last ten reasons, without secrets, and not written for each stranger', async () => {
		const trigger = await publish();
		const [url] = simulator().subscriptions[0].url.split('?');
		await post(url);
		const written = trigger.staticData;
		for (let stranger = 0; stranger < 20; stranger++) await post(url);
		expect(trigger.staticData).toBe(written);
		for (let kind = 0; kind < 15; kind++) {
			const event_type = `kind ${kind} ${'x'.repeat(900)}`;
			await post(simulator().subscriptions[0].url, { ...received(), event_type });
		}
		await deliver(received());
		expect(reasons(trigger)).toHaveLength(10);
		expect(reasons(trigger)[0].reason).toContain('kind 14');
		expect(JSON.stringify(reasons(trigger)).length).toBeLessThan(5_000);
	});

	it('says nothing of what only a test saw', async () => {
		const trigger = save({ filters: { text: 'invoice' } });
		await trigger.listen();
		await deliver(received());
		expect(trigger.staticData).toBe('{}');
	});
});
