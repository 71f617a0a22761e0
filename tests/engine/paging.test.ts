import { startSimulator, type Message, type Simulator } from '../../simulator';
import {
	contactItem,
	getContacts,
	getMessages,
	messageItemOf,
	ORDERS,
	pagesOf,
	records,
	runAgainst,
	useNode,
} from '../support/flowiq';

const COUNTS = [0, 1, 99, 100, 101, 250, 1234];

const pagesFor = (count: number) =>
	Array.from({ length: Math.max(1, Math.ceil(count / 100)) }, (_, index) => index + 1);

describe.each(COUNTS)('Return All of %i contacts', (count) => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ contacts: count });
	});
	afterAll(async () => await simulator.close());

	it.each(['newest', 'oldest', 'shuffled'] as const)(
		'returns each of them once, in the order of the API (%s), in as few requests as pages',
		async (contactsOrder) => {
			simulator.reset();
			simulator.variants = { contactsOrder };
			const result = await runAgainst(simulator, getContacts({ returnAll: true }));
			expect(records(result)).toEqual(simulator.contacts.map(contactItem));
			expect(pagesOf(simulator.requests)).toEqual(pagesFor(count));
			expect(new Set(simulator.requests.map(({ query }) => query.limit))).toEqual(new Set(['100']));
		},
	);
});

describe('Return All of messages', () => {
	const { simulator, read } = useNode({
		contacts: COUNTS.length,
		messagesPerContact: (contact) => COUNTS[contact],
	});

	it.each(
		COUNTS.flatMap((count, contact) => ORDERS.map((order) => [count, order, contact] as const)),
	)(
		'returns each of %i messages once, %s first, in as few requests as pages',
		async (count, order, contact) => {
			const { whatsapp_id } = simulator().contactAt(contact);
			const expected = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
			expect(expected).toHaveLength(count);
			const parameters = getMessages(whatsapp_id, { returnAll: true, options: { order } });
			expect(await read(parameters)).toEqual(order === 'newest' ? expected.reverse() : expected);
			expect(pagesOf(simulator().requests)).toEqual(pagesFor(count));
		},
	);
});

describe('a daily run over a long history', () => {
	const { simulator, read } = useNode({ contacts: 1, messagesPerContact: 50_000 });
	let whatsapp_id: string;
	/** The whole history, oldest first. */
	let all: Message[];

	beforeAll(() => {
		whatsapp_id = simulator().contactAt(0).whatsapp_id;
		all = simulator().messagesOf(whatsapp_id);
	});

	it.each(ORDERS)('reads about the pages of that day only, %s first', async (order) => {
		const since = '2026-02-26T00:00:00Z';
		const day = all.filter(({ created_at }) => created_at >= since).map(messageItemOf(whatsapp_id));
		expect(day.length).toBeGreaterThan(150);

		const parameters = getMessages(whatsapp_id, {
			returnAll: true,
			filters: { createdAfter: since },
			options: { order },
		});
		expect(await read(parameters)).toEqual(order === 'newest' ? day.reverse() : day);
		expect(simulator().requests.length).toBeLessThanOrEqual(Math.ceil(day.length / 100) + 1);
	});

	it('returns the oldest messages of the day with Limit and Oldest First', async () => {
		const since = '2026-02-27T00:00:00Z';
		const day = all.filter(({ created_at }) => created_at >= since);
		const parameters = getMessages(whatsapp_id, {
			limit: 10,
			filters: { createdAfter: since },
			options: { order: 'oldest' },
		});
		expect(await read(parameters)).toEqual(day.slice(0, 10).map(messageItemOf(whatsapp_id)));
		expect(simulator().requests.length).toBeLessThanOrEqual(Math.ceil(day.length / 100) + 1);
	});

	it('stops at Created Before when it reads the oldest first', async () => {
		const until = all[120].created_at;
		const parameters = getMessages(whatsapp_id, {
			returnAll: true,
			filters: { createdBefore: until },
			options: { order: 'oldest' },
		});
		expect(await read(parameters)).toEqual(
			all.filter(({ created_at }) => created_at < until).map(messageItemOf(whatsapp_id)),
		);
		expect(simulator().requests.length).toBeLessThanOrEqual(3);
	});
});
