import type { IDataObject } from 'n8n-workflow';
import {
	contactItem,
	getContacts,
	getMessages,
	messageItem,
	records,
	run,
	useSimulator,
} from '../support/flowiq';

const simulator = useSimulator({ contacts: 250, messagesPerContact: 60 });

describe('rows that are no records', () => {
	it.each([null, 'text', 5, [], {}, [{ id: 'x' }], { id: null }])(
		'%j among the contacts is left out, and the node says so',
		async (row) => {
			const contacts = simulator().contacts.slice(0, 2).map(contactItem);
			const pagination = { currentPage: 1, totalPages: 1, totalContacts: 3, hasNextPage: false };
			const body = { success: true, contacts: [contacts[0], row, contacts[1]], pagination };
			simulator().faults.add({ kind: 'status', status: 200, body });
			const result = await run(simulator(), getContacts({ returnAll: true }));
			expect(records(result)).toEqual(contacts);
			expect(result.hints.join()).toMatch(/^FlowIQ sent 1 row without data among the contacts/);
			expect(simulator().requests).toHaveLength(1);
		},
	);

	it.each([null, undefined, {}, []])('%j in place of an empty list is one', async (messages) => {
		const pagination = { currentPage: 1, totalPages: 0, totalMessages: 0, hasNextPage: false };
		simulator().faults.add({
			kind: 'status',
			status: 200,
			body: { success: true, messages, pagination, count: 0 },
		});
		const { whatsapp_id } = simulator().contactAt(0);
		const result = await run(simulator(), getMessages(whatsapp_id, { returnAll: true }));
		expect(records(result)).toEqual([]);
		expect(simulator().requests).toHaveLength(1);
	});
});

describe('page 3 of a list without pagination', () => {
	it.each([
		['a web page with status 404', 404, '<h1>Not Found</h1>'],
		['a refusal without words', 200, { success: false }],
		['a 404 without words', 404, { success: false }],
	])('is asked for again after %s', async (_, status, body) => {
		simulator().variants = { pagination: 'missingEverywhere' };
		simulator().faults.add({ kind: 'status', status, body, match: { page: 3 } });
		const result = await run(simulator(), getContacts({ returnAll: true }));
		expect(records(result)).toEqual(simulator().contacts.map(contactItem));
	});

	it.each([
		['a web page with status 404', 404, '<h1>Not Found</h1>'],
		['a refusal without words', 200, { success: false }],
	])('is an error when it stays %s', async (_, status, body) => {
		simulator().variants = { pagination: 'missingEverywhere' };
		simulator().faults.add({ kind: 'status', status, body, match: { page: 3 }, times: 99 });
		const result = await run(simulator(), getContacts({ returnAll: true }));
		expect(result.status).toBe('error');
	});
});

describe.each([
	['gives the newest messages first, whatever it is asked for', false],
	['takes the order the wrong way round', true],
])('a server that %s', (_, isTurned) => {
	const ALWAYS = { times: 99 };
	let phone: string;
	let expected: IDataObject[];

	beforeEach(() => {
		phone = simulator().contactAt(0).whatsapp_id;
		expected = simulator()
			.messagesOf(phone)
			.map((message) => ({ ...messageItem(message), whatsapp_id: phone }));
		const pagination = { currentPage: 1, totalPages: 1, totalMessages: 60, hasNextPage: false };
		for (const ascending of isTurned ? ['true', 'false'] : ['true']) {
			const messages = ascending === 'true' ? [...expected].reverse() : expected;
			simulator().faults.add({
				kind: 'status',
				status: 200,
				body: { success: true, messages, pagination },
				match: ({ query }) =>
					query.action === 'conversation-messages' && (query.ascending ?? 'false') === ascending,
				...ALWAYS,
			});
		}
	});

	it('still gives the oldest first', async () => {
		const parameters = getMessages(phone, { returnAll: true, options: { order: 'oldest' } });
		expect(records(await run(simulator(), parameters))).toEqual(expected);
	});

	it('still gives the messages before a date', async () => {
		const createdBefore = String(expected[20].created_at);
		const parameters = getMessages(phone, { returnAll: true, filters: { createdBefore } });
		const before = expected.filter((message) => String(message.created_at) < createdBefore);
		expect(records(await run(simulator(), parameters))).toEqual(before.reverse());
	});

	it('still gives the newest first', async () => {
		const parameters = getMessages(phone, { returnAll: true });
		expect(records(await run(simulator(), parameters))).toEqual([...expected].reverse());
	});
});

describe('a server that gives the newest messages first, and the newest two have one moment', () => {
	it.each([62, 250])('still gives the oldest of %i first', async (count) => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		const { created_at } = simulator().messagesOf(id).at(-1)!;
		while (simulator().messagesOf(id).length < count) {
			simulator().addMessage(id, { message: 'at once', created_at });
		}
		const newestFirst = simulator().messagesOf(id).map(messageItem).reverse();
		for (const size of [2, 100]) {
			for (let page = 1; page <= Math.ceil(count / size); page++) {
				simulator().faults.add({
					kind: 'status',
					status: 200,
					body: {
						success: true,
						messages: newestFirst.slice(size * (page - 1), size * page),
						pagination: {
							totalMessages: count,
							currentPage: page,
							totalPages: Math.ceil(count / size),
							hasNextPage: page * size < count,
						},
					},
					match: ({ query }) =>
						query.ascending === 'true' &&
						Number(query.limit) === size &&
						Number(query.page ?? 1) === page,
					times: 99,
				});
			}
		}
		const options = { order: 'oldest' };
		const result = await run(simulator(), getMessages(whatsapp_id, { limit: 2, options }));
		expect(records(result).map(({ message }) => message)).toEqual(
			[newestFirst.at(-1), newestFirst.at(-2)].map((message) => message?.message),
		);
	});
});
