import type { IDataObject } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { shopifyOrderId } from '../../simulator/data/orders';
import {
	getMessages,
	locator,
	messageItem,
	messageItemOf,
	ORDERS,
	records,
	useNode,
} from '../support/flowiq';

const { simulator, run, read } = useNode({
	contacts: 5,
	messagesPerContact: (contact) => (contact === 0 ? 260 : 20),
});

let number: string;
/** Messages of the long conversation, as items, newest first. */
let newestFirst: IDataObject[];

beforeEach(() => {
	number = simulator().contactAt(0).whatsapp_id;
	newestFirst = simulator().messagesOf(number).map(messageItemOf(number)).reverse();
});

function matching(keep: (message: Message) => boolean) {
	return simulator().messagesOf(number).filter(keep).map(messageItemOf(number)).reverse();
}

/** Newest three of a conversation that was asked for by the contact's ID. */
function newestOf(id: string): IDataObject[] {
	const newest = simulator().messagesOf(id).slice(-3).reverse();
	return newest.map((message) => ({ ...messageItem(message), contact_id: id }));
}

describe('message Get Many: the contact', () => {
	it.each([
		['phone', () => `+${number}`],
		['list', () => number],
		['id', () => simulator().contactAt(0).id],
		// As an older workflow chose it.
		['list', () => simulator().contactAt(0).id],
	])(
		'reads the conversation of a contact given by %s, and says whose it is',
		async (mode, value) => {
			const { id } = simulator().contactAt(0);
			const contact = locator(mode, value());
			const messages = await read(getMessages('', { contact, limit: 3 }));
			const { query } = simulator().requests[0];
			const asked = { whatsappNumber: query.whatsappNumber, contactId: query.contactId };
			const byId = value() === id;
			expect(messages).toEqual(byId ? newestOf(id) : newestFirst.slice(0, 3));
			expect(asked).toEqual(byId ? { contactId: id } : { whatsappNumber: number });
		},
	);

	it.each([
		['phone', '={{ $json.phone }}'],
		['list', '={{ $json.phone }}'],
		['id', '={{ $json.id }}'],
	])('takes the contact of each input item from an expression (%s)', async (mode, value) => {
		const contacts = simulator().contacts;
		const parameters = getMessages('', { contact: locator(mode, value), limit: 2 });
		const result = await run(parameters, {
			items: contacts.map(({ id, whatsapp_id }) => ({ json: { id, phone: whatsapp_id } })),
		});
		const expected = contacts.flatMap(({ id, whatsapp_id }) => {
			const conversation = mode === 'id' ? { contact_id: id } : { whatsapp_id };
			const newest = simulator().messagesOf(id).slice(-2).reverse();
			return newest.map((message) => ({ ...messageItem(message), ...conversation }));
		});
		expect(records(result)).toEqual(expected);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1, 2, 2, 3, 3, 4, 4].map((item) => ({ item })),
		);
	});

	it('takes a bare value from an expression for the whole field', async () => {
		const parameters = getMessages('', { contact: '={{ $json.contact }}', limit: 1 });
		const { id } = simulator().contactAt(0);
		expect(
			await read(parameters, {
				items: [{ json: { contact: `+${number}` } }, { json: { contact: id } }],
			}),
		).toEqual([newestFirst[0], newestOf(id)[0]]);
	});

	it('returns no item for a contact without messages', async () => {
		const { whatsapp_id } = simulator().addContact();
		const result = await run(getMessages(whatsapp_id, { returnAll: true }));
		expect(records(result)).toEqual([]);
		expect(result.status).toBe('success');
	});
});

describe('message Get Many: how many, and in which order', () => {
	it('returns the 50 newest messages when nothing is set', async () => {
		expect(await read(getMessages(number))).toEqual(newestFirst.slice(0, 50));
		expect(simulator().requests).toHaveLength(1);
		expect(simulator().requests[0].query).toMatchObject({
			action: 'conversation-messages',
			limit: '50',
			page: '1',
		});
	});

	it.each([
		[1, 1],
		[25, 1],
		[100, 1],
		[101, 2],
		[250, 3],
	])('asks for %i messages with %i requests', async (limit, requests) => {
		expect(await read(getMessages(number, { limit }))).toEqual(newestFirst.slice(0, limit));
		expect(simulator().requests).toHaveLength(requests);
		const asked = simulator().requests.reduce((sum, { query }) => sum + Number(query.limit), 0);
		// One message does not show in which order the others come.
		expect(asked).toBeLessThan(Math.max(2, limit) + requests);
	});

	it.each(['newest', 'oldest'])(
		'reads whole pages for one message that passes a filter (%s first)',
		async (order) => {
			const filters = { senderType: ['human-web'] };
			const parameters = { limit: 1, filters, options: { order } };
			expect(records(await run(getMessages(number, parameters)))).toEqual([]);
			expect(simulator().requests.length).toBeLessThan(2 + newestFirst.length / 100);
		},
	);

	it('returns the oldest messages with Limit and Oldest First', async () => {
		const parameters = getMessages(number, { limit: 25, options: { order: 'oldest' } });
		const expected = [...newestFirst].reverse().slice(0, 25);
		expect(await read(parameters)).toEqual(expected);
		expect(simulator().requests).toHaveLength(1);
		expect(simulator().requests[0].query).toMatchObject({ limit: '25', ascending: 'true' });
	});
});

describe('message Get Many: filters', () => {
	const contains = (term: string) => (message: Message) =>
		message.message.toLowerCase().includes(term);

	it('lets FlowIQ search the text', async () => {
		const filters = { query: 'order' };
		const result = await run(getMessages(number, { returnAll: true, filters }));
		const found = matching(contains('order'));
		expect(found.length).toBeGreaterThan(5);
		expect(records(result)).toEqual(found);
		expect(simulator().requests[0].query.query).toBe('order');
	});

	it('passes several search terms on', async () => {
		const filters = { query: 'help, refund' };
		const result = await run(getMessages(number, { returnAll: true, filters }));
		const found = matching((m) => contains('help')(m) || contains('refund')(m));
		expect(records(result)).toEqual(found);
	});

	it('lets FlowIQ look up a Shopify order', async () => {
		const order = simulator()
			.messagesOf(number)
			.map(({ message }) => /#(\d{4})/.exec(message)?.[1])
			.find(Boolean)!;
		const filters = { orderId: shopifyOrderId(Number(order)) };
		expect(await read(getMessages(number, { returnAll: true, filters }))).toEqual(
			matching(contains(`#${order}`)),
		);
		expect(simulator().requests[0].query.orderId).toBe(filters.orderId);
	});

	it.each([
		['a text of a spreadsheet', "'5500000001001"],
		['a number of a spreadsheet', '5500000001001.0'],
		['full-width digits', '５５０００００００１００１'],
		['an invisible character', '55000\u200b00001001'],
		['the address of its page', 'https://admin.shopify.com/store/x/orders/5500000001001?a=1'],
		['the address as browsers show it', 'admin.shopify.com/store/x/orders/5500000001001'],
		["Shopify's own name for it", 'gid://shopify/Order/5500000001001'],
	])('reads an order ID in %s', async (_, orderId) => {
		await run(getMessages(number, { filters: { orderId } }));
		expect(simulator().requests[0].query.orderId).toBe('5500000001001');
	});

	it.each(['#1001', '5.5E+12', '5,500', 'x/orders/5500000001001'])(
		'leaves it to FlowIQ to say what %s is',
		async (orderId) => {
			await run(getMessages(number, { filters: { orderId } }));
			expect(simulator().requests[0].query.orderId).toBe(orderId);
		},
	);

	it('takes an order ID that an expression gives as a number', async () => {
		const filters = { orderId: '={{ $json.order }}' };
		const result = await run(getMessages(number, { filters }), {
			items: [{ json: { order: 5500000001001 } }],
		});
		expect(result.error).toBeUndefined();
		expect(simulator().requests[0].query.orderId).toBe('5500000001001');
	});

	it.each(['user-whatsapp', 'bot-whatsapp', 'human-whatsapp', 'system'])(
		'returns only messages of the sender %s',
		async (senderType) => {
			const filters = { senderType };
			const result = await run(getMessages(number, { returnAll: true, filters }));
			const sent = matching((message) => message.sender_type === senderType);
			expect(sent.length).toBeGreaterThan(0);
			expect(records(result)).toEqual(sent);
		},
	);

	it('reads no page behind a message of the very moment at which a period ends', async () => {
		const oldestFirst = [...newestFirst].reverse();
		const filters = { createdBefore: oldestFirst[99].created_at };
		const parameters = { returnAll: true, filters, options: { order: 'oldest' } };
		const result = await run(getMessages(number, parameters));
		expect(records(result)).toEqual(oldestFirst.slice(0, 99));
		expect(simulator().requests).toHaveLength(1);
	});

	it('counts only the messages that pass the filters against Limit', async () => {
		const filters = { senderType: 'human-whatsapp' };
		const result = await run(getMessages(number, { limit: 3, filters }));
		const sent = matching((message) => message.sender_type === 'human-whatsapp');
		expect(records(result)).toEqual(sent.slice(0, 3));
		expect(simulator().requests).toHaveLength(1);
	});

	it.each(ORDERS)('combines all filters, %s first', async (order) => {
		const middle = newestFirst[130].created_at as string;
		const late = newestFirst[10].created_at as string;
		const filters = {
			query: 'order',
			senderType: 'bot-whatsapp',
			createdAfter: middle,
			createdBefore: late,
		};
		const parameters = getMessages(number, { returnAll: true, filters, options: { order } });
		const found = matching(
			(message) =>
				contains('order')(message) &&
				message.sender_type === 'bot-whatsapp' &&
				message.created_at >= middle &&
				message.created_at < late,
		);
		expect(found.length).toBeGreaterThan(1);
		expect(await read(parameters)).toEqual(order === 'newest' ? found : [...found].reverse());
	});

	it('keeps structured messages as the text that the API sends', async () => {
		const structured = (await read(getMessages(number, { returnAll: true }))).filter(
			({ message }) => String(message).startsWith('{'),
		);
		expect(structured.length).toBeGreaterThan(0);
		for (const { message } of structured) expect(typeof message).toBe('string');
	});
});
