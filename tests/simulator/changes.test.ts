import { startSimulator, type Message, type Simulator } from '../../simulator';
import { read } from './support/client';
import { violations } from './support/description';

let simulator: Simulator;
let id: string;

beforeAll(async () => {
	simulator = await startSimulator({
		contacts: 130,
		messagesPerContact: 40,
		clock: () => Date.UTC(2026, 5, 1, 12),
	});
	({ id } = simulator.contactAt(5));
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('messages that come in', () => {
	test('are the newest, stamped with the clock, and fit the description', () => {
		const message = simulator.addMessage(id, { message: 'fresh' });
		expect(message.created_at).toBe('2026-06-01T12:00:00Z');
		expect(violations('Message', message)).toEqual([]);
		expect(simulator.messagesOf(id)).toHaveLength(41);
		expect(simulator.messagesOf(id)[40]).toEqual(message);
	});

	test('are read like the others', async () => {
		const message = simulator.addMessage(id);
		const { body } = await read(simulator, { contactId: id, limit: 1 });
		expect(body.messages).toEqual([message]);
		expect(body.pagination.totalMessages).toBe(41);
	});

	test('with an older time take their place among the others', () => {
		const before = simulator.messagesOf(id);
		const late = simulator.addMessage(id, { created_at: before[20].created_at, message: 'late' });
		const after = simulator.messagesOf(id);
		expect(after.filter(({ message }) => message !== 'late')).toEqual(before);
		const place = after.findIndex(({ message }) => message === 'late');
		expect(after[place]).toEqual(late);
		expect(place).toBeGreaterThan(20);
		expect(Date.parse(after[place + 1].created_at)).toBeGreaterThan(Date.parse(late.created_at));
	});

	test('are found by a search that ran before', async () => {
		const search = async () =>
			(await read(simulator, { contactId: id, query: 'rhubarb' })).body.messages as Message[];
		expect(await search()).toEqual([]);
		const message = simulator.addMessage(id, { message: 'More rhubarb' });
		expect(await search()).toEqual([message]);
	});

	test('mark the contact as unread when the customer wrote them', () => {
		simulator.updateContact(id, { has_unread_messages: false });
		simulator.addMessage(id, { sender_type: 'bot-whatsapp' });
		expect(simulator.findContact(id)?.has_unread_messages).toBe(false);
		simulator.addMessage(id);
		expect(simulator.findContact(id)?.has_unread_messages).toBe(true);
	});

	test('cannot come from nobody', () => {
		expect(() => simulator.addMessage('27120000000')).toThrow(/no contact/);
	});
});

describe('contacts that come and go', () => {
	test("a new contact is first, with id, number and the clock's time", async () => {
		const contact = simulator.addContact({ full_name: 'Newcomer' });
		expect(contact.created_at).toBe('2026-06-01T12:00:00Z');
		expect(violations('Contact', contact)).toEqual([]);
		expect(simulator.contactAt(0)).toEqual(contact);
		const { body } = await read(simulator, { action: 'contacts', limit: 1 });
		expect(body.contacts).toEqual([contact]);
		expect(body.pagination.totalContacts).toBe(131);
	});

	test('a contact created earlier takes its place by time', () => {
		const { created_at } = simulator.contactAt(50);
		const contact = simulator.addContact({ created_at });
		const times = simulator.contacts.map((each) => Date.parse(each.created_at));
		expect(times).toEqual([...times].sort((a, b) => b - a));
		expect(simulator.findContact(contact.whatsapp_id)).toEqual(contact);
	});

	test('new contacts have ids and numbers of their own', () => {
		for (let count = 0; count < 50; count++) simulator.addContact();
		const contacts = simulator.contacts;
		expect(new Set(contacts.map((each) => each.id)).size).toBe(180);
		expect(new Set(contacts.map((each) => each.whatsapp_id)).size).toBe(180);
	});

	test('a new contact can be written to', () => {
		const contact = simulator.addContact();
		const message = simulator.addMessage(contact.whatsapp_id);
		expect(simulator.messagesOf(contact.id)).toEqual([message]);
	});

	test('a removed contact is gone everywhere', async () => {
		const { whatsapp_id } = simulator.contactAt(5);
		simulator.removeContact(id);
		expect(simulator.contactCount).toBe(129);
		expect(simulator.contacts.map((each) => each.id)).not.toContain(id);
		expect(simulator.findContact(id)).toBeUndefined();
		const answer = await read(simulator, { action: 'find-by-phone', whatsappNumber: whatsapp_id });
		expect(answer.status).toBe(404);
	});

	test('a changed name is found, and the old one no longer', async () => {
		const search = async (name: string) =>
			(await read(simulator, { action: 'contacts', search: name })).body.count as number;
		simulator.updateContact(id, { full_name: 'Xanthippe' });
		expect(await search('xanthippe')).toBe(1);
		simulator.updateContact(id, { full_name: 'Renamed' });
		expect(await search('xanthippe')).toBe(0);
	});
});

describe('while somebody reads', () => {
	test('arrivals come into the list being read, between one answer and the next', async () => {
		simulator.arrivals = { everyRequests: 2, records: 3 };
		const counts: number[] = [];
		for (let request = 0; request < 4; request++) {
			const { body } = await read(simulator, { action: 'contacts', limit: 10 });
			counts.push(body.pagination.totalContacts);
		}
		expect(counts).toEqual([130, 133, 133, 136]);
		await read(simulator, { contactId: id });
		await read(simulator, { contactId: id });
		expect(simulator.messageCountOf(id)).toBe(43);
	});

	test('arrivals end', async () => {
		simulator.arrivals = { everyRequests: 1, atMost: 2 };
		for (let request = 0; request < 5; request++) await read(simulator, { action: 'contacts' });
		expect(simulator.contactCount).toBe(132);
	});

	test('a listener hears of every request before it is answered', async () => {
		const stop = simulator.onRequest((request) => {
			if (request.query.page === '2') simulator.addContact();
		});
		const total = async (page: number) =>
			(await read(simulator, { action: 'contacts', page })).body.pagination.totalContacts;
		expect([await total(1), await total(2), await total(1)]).toEqual([130, 131, 131]);
		stop();
		expect(await total(2)).toBe(131);
	});
});

describe('records of requests', () => {
	test('say what was asked and what became of it', async () => {
		await read(simulator, { action: 'contacts', page: 2 });
		await read(simulator, { action: 'nonsense' });
		expect(simulator.requests).toMatchObject([
			{
				method: 'GET',
				path: '/conversations',
				query: { tenantId: 'demo', action: 'contacts', page: '2' },
				status: 200,
				inFlight: 1,
			},
			{ query: { action: 'nonsense' }, status: 400 },
		]);
		expect(simulator.requests[0].headers.authorization).toBe('Bearer fiq_simulator_token');
	});

	test('count the requests under way', async () => {
		simulator.latencyMs = 50;
		await Promise.all(
			Array.from({ length: 5 }, async () => await read(simulator, { action: 'contacts' })),
		);
		expect(simulator.requests.map(({ inFlight }) => inFlight).sort()).toEqual([1, 2, 3, 4, 5]);
		expect(new Set(simulator.requests.map(({ connectionId }) => connectionId)).size).toBe(5);
	});

	test('can be limited to the latest', async () => {
		const forgetful = await startSimulator({ contacts: 1, keepRequests: 2 });
		for (const page of [1, 2, 3]) await read(forgetful, { action: 'contacts', page });
		expect(forgetful.requests.map(({ query }) => query.page)).toEqual(['2', '3']);
		await forgetful.close();
	});
});

test('reset brings everything back to how it started', async () => {
	const contacts = simulator.contacts;
	const messages = simulator.messagesOf(id);
	simulator.addMessage(id);
	simulator.addContact();
	simulator.removeContact(simulator.contactAt(9).id);
	simulator.updateContact(id, { full_name: 'Changed' });
	simulator.variants = { pagination: 'missing' };
	simulator.rateLimit = { burst: 1 };
	simulator.latencyMs = 5;
	simulator.arrivals = { everyRequests: 1 };
	simulator.faults.add({ kind: 'reset', match: { page: 99 } });
	await read(simulator, { action: 'contacts' });

	simulator.reset();
	expect(simulator.contacts).toEqual(contacts);
	expect(simulator.messagesOf(id)).toEqual(messages);
	expect(simulator.variants.pagination).toBe('present');
	expect(simulator).toMatchObject({ rateLimit: false, latencyMs: 0, arrivals: undefined });
	expect(simulator.faults.pending).toBe(0);
	expect(simulator.requests).toEqual([]);
});
