import type { IDataObject } from 'n8n-workflow';
import {
	answerWith,
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	messageItem,
	records,
	useNode,
} from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 250, messagesPerContact: 60 });

const answer = (
	body: Record<string, unknown> | string,
	options?: Parameters<typeof answerWith>[2],
) => answerWith(simulator(), body, options);

describe('rows that are no records', () => {
	it.each([null, 'text', 5, [], {}, [{ id: 'x' }], { id: null }])(
		'%j among the contacts is left out, and the node says so',
		async (row) => {
			const contacts = simulator().contacts.slice(0, 2).map(contactItem);
			const pagination = { currentPage: 1, totalPages: 1, totalContacts: 3, hasNextPage: false };
			const body = { success: true, contacts: [contacts[0], row, contacts[1]], pagination };
			answer(body);
			const result = await run(getContacts({ returnAll: true }));
			expect(records(result)).toEqual(contacts);
			expect(result.hints.join()).toMatch(/^FlowIQ sent 1 row without data among the contacts/);
			expect(simulator().requests).toHaveLength(1);
		},
	);

	it.each([null, undefined, {}, []])('%j in place of an empty list is one', async (messages) => {
		const pagination = { currentPage: 1, totalPages: 0, totalMessages: 0, hasNextPage: false };
		answer({ success: true, messages, pagination, count: 0 });
		const { whatsapp_id } = simulator().contactAt(0);
		expect(await read(getMessages(whatsapp_id, { returnAll: true }))).toEqual([]);
		expect(simulator().requests).toHaveLength(1);
	});
});

describe('the page behind the end of a list', () => {
	it.each([null, undefined, {}, []])('may be %j', async (contacts) => {
		const expected = simulator().contacts.slice(0, 200).map(contactItem);
		for (const page of [1, 2, 3]) {
			const rows = expected.slice(100 * (page - 1), 100 * page);
			const pagination = { totalContacts: 200, totalPages: 2, hasNextPage: page < 2 };
			const body = { contacts: page < 3 ? rows : contacts, pagination, count: rows.length };
			answer({ success: true, ...body }, { match: { page } });
		}
		expect(await read(getContacts({ returnAll: true }))).toEqual(expected);
	});
});

describe('a list that says whether more follows in texts, and nothing else', () => {
	it('comes complete, though its pages are shorter than asked for', async () => {
		const expected = simulator().contacts.slice(0, 100).map(contactItem);
		for (const page of [1, 2, 3]) {
			const contacts = expected.slice(40 * (page - 1), 40 * page);
			const body = { success: true, contacts, pagination: { hasNextPage: String(page < 3) } };
			simulator().faults.add({ kind: 'status', status: 200, body, match: { page } });
		}
		expect(await read(getContacts({ returnAll: true }))).toEqual(expected);
		expect(simulator().requests).toHaveLength(3);
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
		expect(await read(getContacts({ returnAll: true }))).toEqual(
			simulator().contacts.map(contactItem),
		);
	});

	it.each([
		['a web page with status 404', 404, '<h1>Not Found</h1>'],
		['a refusal without words', 200, { success: false }],
	])('is an error when it stays %s', async (_, status, body) => {
		simulator().variants = { pagination: 'missingEverywhere' };
		simulator().faults.add({ kind: 'status', status, body, match: { page: 3 }, times: 99 });
		const result = await run(getContacts({ returnAll: true }));
		expect(result.status).toBe('error');
	});
});

describe('contacts whose IDs tell nobody apart', () => {
	it.each<[string, (contact: number) => string]>([
		['are empty', () => '""'],
		['are objects', (contact) => `{ "$oid": "${contact}" }`],
		['have more digits than numbers keep', (contact) => `${9007199254740993n + BigInt(contact)}`],
	])('all come when they %s', async (_, id) => {
		const row = (contact: number) =>
			`{ "id": ${id(contact)}, "whatsapp_id": "${27600000000 + contact}" }`;
		const rows = Array.from({ length: 90 }, (__, contact) => row(contact)).join();
		const body = `{ "success": true, "contacts": [${rows}] }`;
		answer(body, { match: { page: 1 } });
		simulator().faults.add({ kind: 'status', status: 200, body: { success: true, contacts: [] } });
		const contacts = await read(getContacts({ returnAll: true }));
		expect(new Set(contacts.map(({ whatsapp_id }) => whatsapp_id)).size).toBe(90);
	});
});

describe('numbers with more digits than JavaScript keeps', () => {
	const row =
		'{ "id": 9007199254740993, "whatsapp_id": "27600000003", "score": 1e400, "price": 0.1 }';
	const pagination = '{ "totalContacts": 1, "totalMessages": 1, "hasNextPage": false }';

	it.each<[string, IDataObject]>([
		['contact Get Many', getContacts()],
		['message Get Many', getMessages('27600000003')],
		['contact Get', { resource: 'contact', operation: 'get', contact: '27600000003' }],
		['Find by Phone', findByPhone('27600000003')],
	])('are told beside the items of %s', async (_, parameters) => {
		const body = `{ "success": true, "contacts": [${row}], "messages": [${row}], "contact": ${row}, "pagination": ${pagination} }`;
		simulator().faults.add({ kind: 'status', status: 200, body, times: 9 });
		const result = await run(parameters);
		expect(result.hints).toContain(
			"FlowIQ sent numbers with more digits than n8n can hold, in 'id': their last digits were rounded. Don't use them to find or compare records.",
		);
	});
});

describe('a field with a part that hides what all objects have', () => {
	const hiding = { toString: 1 };
	const contact = { id: 'a', full_name: hiding, whatsapp_id: hiding, phone_number: '27600000009' };
	const row = {
		...contact,
		...{ has_unread_messages: hiding, archived: hiding, sender_type: hiding, created_at: hiding },
	};
	const body = {
		...{ success: [hiding], count: 1, message: 'ok' },
		...{ contacts: [row], messages: [row], contact: row },
		pagination: { totalContacts: 1, totalMessages: 1, hasNextPage: false },
	};

	it.each<[string, IDataObject]>([
		['contact Get Many', getContacts({ filters: { archived: false, unreadOnly: false } })],
		['message Get Many', getMessages('27600000003', { filters: { senderType: ['user-web'] } })],
		['contact Get', { resource: 'contact', operation: 'get', contact: '27600000003' }],
		['Find by Phone', findByPhone('27600000003')],
	])('stops nothing: %s', async (_, parameters) => {
		simulator().faults.add({ kind: 'status', status: 200, body, times: 9 });
		expect((await run(parameters)).error).toBeUndefined();
	});
});

describe('a filter of contacts', () => {
	it.each<[string, IDataObject, IDataObject, IDataObject]>([
		[
			'true',
			{ unreadOnly: true },
			{ has_unread_messages: 'true' },
			{ has_unread_messages: 'false' },
		],
		['1', { unreadOnly: true }, { has_unread_messages: 1 }, { has_unread_messages: 0 }],
		['true', { archived: true }, { archived: 'True' }, { archived: 'False' }],
		['0', { archived: false }, { archived: '0' }, { archived: '1' }],
		['an object', { tags: 'vip' }, { tags: [{ name: 'VIP' }] }, { tags: [{ name: 'new' }] }],
	])('reads what the server writes as %s: %j', async (_, filters, passing, other) => {
		const rows = [passing, other, passing].map((fields, id) => ({ id: `${id}`, ...fields }));
		const pagination = { totalContacts: 3, hasNextPage: false };
		const body = { success: true, contacts: rows, pagination };
		answer(body);
		const found = await read(getContacts({ returnAll: true, filters }));
		expect(found.map(({ id }) => id)).toEqual(['0', '2']);
	});
});

describe('what may have come twice, or not at all, is told', () => {
	const ofPage = (page: number, body: IDataObject) => answer(body, { match: { page }, times: 99 });

	it('where two contacts have one ID in a list without counts', async () => {
		const rows = [...Array(30).keys()].map((id) => ({ id: `${id % 29}`, full_name: `${id}` }));
		ofPage(1, { success: true, contacts: rows });
		ofPage(2, { success: true, contacts: [] });
		const result = await run(getContacts({ returnAll: true }));
		expect(records(result)).toHaveLength(29);
		expect(result.hints.join()).toMatch(/^It is not certain.*only 29 different ones in 30 rows/);
	});

	it('where the pages of a conversation become smaller, so that its count is exceeded', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const all = simulator().messagesOf(whatsapp_id).map(messageItem).reverse();
		expect(all).toHaveLength(60);
		const pagination = { totalMessages: 60, hasNextPage: true };
		for (const [page, start, end] of [
			[1, 0, 40],
			[2, 20, 40],
			[3, 40, 60],
		]) {
			ofPage(page, { success: true, messages: all.slice(start, end), pagination });
		}
		ofPage(4, { success: true, messages: [], pagination });
		const result = await run(getMessages(whatsapp_id, { returnAll: true }));
		expect(records(result)).toHaveLength(80);
		expect(result.hints.join()).toMatch(/^It is not certain.*60 were announced, and 80 came/);
	});

	it.each([{ returnAll: true }, { limit: 30 }, { returnAll: true, options: { order: 'oldest' } }])(
		'where a conversation comes in no order of time: %j',
		async (parameters) => {
			const { whatsapp_id } = simulator().contactAt(0);
			const all = simulator().messagesOf(whatsapp_id).map(messageItem);
			// 0, 17, 34, 51, 8, 25, … as it comes from a server that sorts by something else.
			const mixed = all.map((_, index) => all[(index * 17) % all.length]);
			expect(new Set(mixed).size).toBe(60);
			const pagination = { totalMessages: 60, hasNextPage: false };
			ofPage(1, { success: true, messages: mixed, pagination });
			const result = await run(getMessages(whatsapp_id, parameters));
			expect(result.hints.join()).toContain("FlowIQ's messages came in no order of time");
		},
	);

	it('and nothing is where a list is as it should be', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		for (const parameters of [getContacts({ returnAll: true }), getMessages(whatsapp_id)]) {
			expect((await run(parameters)).hints).toEqual([]);
		}
	});
});

describe('dates that cannot be read', () => {
	const filters = { createdAfter: '2026-01-01T00:00:00Z' };

	it.each<[string, IDataObject]>([
		['contacts', getContacts({ returnAll: true, filters })],
		['messages', getMessages('27600000003', { returnAll: true, filters })],
	])('are told beside %s that a filter by date could not judge', async (key, parameters) => {
		const dates = ['2025-01-01T00:00:00Z', 'Fri, 02 Jan 2026 10:00:00 GMT', null];
		const rows = dates.map((created_at, id) => ({ id: `${id}`, created_at }));
		const total = key === 'contacts' ? 'totalContacts' : 'totalMessages';
		const pagination = { [total]: 3, hasNextPage: false };
		const body = { success: true, [key]: rows, pagination };
		answer(body);
		const result = await run(parameters);
		expect(records(result).map(({ id }) => id)).toEqual(['1', '2']);
		expect(result.hints).toEqual([
			`FlowIQ sent ${key} whose 'created_at' can't be read. They are here whatever 'Created After' and 'Created Before' say.`,
		]);
	});

	it('are no matter where nobody filters by date', async () => {
		const body = { success: true, contacts: [{ id: 'a', created_at: 'soon' }] };
		answer(body);
		expect((await run(getContacts({ limit: 1 }))).hints).toEqual([]);
	});
});

describe('a list without counts', () => {
	/** Both lists, each page as a server with this habit gives it. */
	async function expectAll(habit: (page: number, pages: number) => [number, IDataObject?]) {
		const { whatsapp_id } = simulator().contactAt(0);
		while (simulator().messagesOf(whatsapp_id).length < 250) {
			simulator().addMessage(whatsapp_id, { message: `more ${simulator().requests.length}` });
		}
		const contacts = simulator().contacts.map(contactItem);
		const messages = simulator().messagesOf(whatsapp_id).map(messageItem);
		const lists: Array<[string, IDataObject[], IDataObject]> = [
			['contacts', contacts, getContacts({ returnAll: true })],
			[
				'messages',
				messages,
				getMessages(whatsapp_id, { returnAll: true, options: { order: 'oldest' } }),
			],
		];
		for (const [name, all, parameters] of lists) {
			for (let page = 1; page <= 9; page++) {
				const [shown, pagination] = habit(page, Math.ceil(all.length / 100));
				const rows = all.slice(100 * (shown - 1), 100 * shown);
				const body = { success: true, [name]: rows, ...(pagination && { pagination }) };
				answer(body, { match: { page }, times: 99 });
			}
			// Messages say besides whose they are.
			expect(await read(parameters)).toMatchObject(all);
			simulator().faults.clear();
		}
		expect(simulator().requests.length).toBeLessThan(12);
	}

	it.each<[string, Parameters<typeof expectAll>[0]]>([
		['always says that no page follows', (page) => [page, { hasNextPage: false }]],
		['says so of the last but one', (page, pages) => [page, { hasNextPage: page < pages - 1 }]],
		['begins anew behind its end', (page, pages) => [1 + ((page - 1) % pages)]],
	])('is read to its end, and comes once, where the server %s', async (_, habit) => {
		await expectAll(habit);
	});
});

describe('nothing beside an error', () => {
	const error = 'database timeout';

	it('is no end of a list without pagination: it is asked for again', async () => {
		simulator().variants = { pagination: 'missingEverywhere' };
		const body = { success: true, contacts: [], error };
		answer(body, { match: { page: 3 }, times: 2 });
		expect(await read(getContacts({ returnAll: true }))).toEqual(
			simulator().contacts.map(contactItem),
		);
	});

	it('is an error when it stays, in the server’s own words', async () => {
		const body = { success: true, contacts: [], contact: null, error };
		answer(body, { times: 99 });
		const options = { maxWait: 0.6 };
		const missing = { ...options, ifNotFound: 'empty' };
		for (const parameters of [
			getContacts({ returnAll: true, options }),
			{ ...findByPhone('27600000003'), options: missing },
			{ resource: 'contact', operation: 'get', contact: '27600000003', options: missing },
		]) {
			const result = await run(parameters);
			expect(result.error?.message).toMatch(/without the records .*: database timeout$/);
			expect(result.error?.description).toContain('The request was sent');
		}
	});
});

describe('a refusal that speaks of page 3, in a list without pagination', () => {
	const parameters = getContacts({ returnAll: true });

	beforeEach(() => {
		simulator().variants = { pagination: 'missingEverywhere' };
	});

	it.each([
		'Could not load page 3, please try again',
		"Couldn't read the page",
		'Failed to fetch page',
		'Page could not be rendered',
		'Unable to get page 3',
		'Error on page 3',
		'page 3: database is locked',
		'Page request timed out',
	])('is an error when it could not be given: %s', async (error) => {
		for (const status of [200, 400, 404]) {
			const body = { success: false, error };
			simulator().faults.add({ kind: 'status', status, body, match: { page: 3 } });
			const result = await run(parameters);
			expect(result.error?.message).toMatch(new RegExp(`^${error}$`, 'i'));
			expect(result.items).toEqual([]);
		}
	});

	it.each([
		'Page 4 does not exist',
		'Page out of range',
		'Error: page not found',
		'The page could not be found',
		'Cannot find page 4',
		'page must not exceed 3',
	])('is the end when there is none: %s', async (error) => {
		const body = { success: false, error };
		simulator().faults.add({ kind: 'status', status: 400, body, match: { page: 4 } });
		expect(await read(parameters)).toEqual(simulator().contacts.map(contactItem));
	});

	it.each([{ error: 'Not found' }, { message: 'Not found' }])(
		'is the end when a 404 says that it was not found: %j',
		async (words) => {
			const body = { success: false, ...words };
			simulator().faults.add({ kind: 'status', status: 404, body, match: { page: 4 } });
			expect(await read(parameters)).toEqual(simulator().contacts.map(contactItem));
		},
	);
});

describe.each([
	['gives the newest messages first, whatever it is asked for', false],
	['takes the order the wrong way round', true],
])('a server that %s', (_, isTurned) => {
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
			answer(
				{ success: true, messages, pagination },
				{
					match: ({ query }) =>
						query.action === 'conversation-messages' && (query.ascending ?? 'false') === ascending,
					times: 99,
				},
			);
		}
	});

	it('still gives the oldest first', async () => {
		const parameters = getMessages(phone, { returnAll: true, options: { order: 'oldest' } });
		expect(await read(parameters)).toEqual(expected);
	});

	it('still gives the messages before a date', async () => {
		const createdBefore = String(expected[20].created_at);
		const parameters = getMessages(phone, { returnAll: true, filters: { createdBefore } });
		const before = expected.filter((message) => String(message.created_at) < createdBefore);
		expect(await read(parameters)).toEqual(before.reverse());
	});

	it('still gives the newest first', async () => {
		expect(await read(getMessages(phone, { returnAll: true }))).toEqual([...expected].reverse());
	});
});

it('a server that takes the order the wrong way round still gives the newest message alone', async () => {
	const { whatsapp_id } = simulator().contactAt(0);
	const oldestFirst = simulator().messagesOf(whatsapp_id).map(messageItem);
	for (const limit of [1, 2]) {
		for (const ascending of ['true', undefined]) {
			const messages = ascending === 'true' ? [...oldestFirst].reverse() : oldestFirst;
			const pagination = { totalMessages: 60, currentPage: 1, hasNextPage: true };
			simulator().faults.add({
				kind: 'status',
				status: 200,
				body: { success: true, messages: messages.slice(0, limit), pagination },
				match: ({ query }) => query.limit === String(limit) && query.ascending === ascending,
				times: 99,
			});
		}
	}
	const result = await run(getMessages(whatsapp_id, { limit: 1 }));
	expect(records(result)).toMatchObject([oldestFirst.at(-1)!]);
});

describe('a server that gives the newest messages first, and the newest two have one moment', () => {
	it.each([
		[2, 62, 3],
		[2, 150, 5],
		[2, 250, 6],
		[1, 62, 3],
	])('still gives the oldest %i of %i first, in %i requests', async (limit, count, requests) => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		const { created_at } = simulator().messagesOf(id).at(-1)!;
		while (simulator().messagesOf(id).length < count) {
			simulator().addMessage(id, { message: 'at once', created_at });
		}
		const newestFirst = simulator().messagesOf(id).map(messageItem).reverse();
		for (const size of [2, 100]) {
			for (let page = 1; page <= Math.ceil(count / size); page++) {
				const messages = newestFirst.slice(size * (page - 1), size * page);
				const totalPages = Math.ceil(count / size);
				const hasNextPage = page < totalPages;
				const pagination = { totalMessages: count, currentPage: page, totalPages, hasNextPage };
				answer(
					{ success: true, messages, pagination },
					{
						match: ({ query }) =>
							query.ascending === 'true' &&
							Number(query.limit) === size &&
							Number(query.page ?? 1) === page,
						times: 99,
					},
				);
			}
		}
		const options = { order: 'oldest' };
		expect(
			(await read(getMessages(whatsapp_id, { limit, options }))).map(({ message }) => message),
		).toEqual(
			[...newestFirst]
				.reverse()
				.slice(0, limit)
				.map(({ message }) => message),
		);
		expect(simulator().requests).toHaveLength(requests);
	});
});

describe('a list of messages in order, but for two that are out of their places', () => {
	it.each(['oldest', 'newest'])('gives all of a period, %s first', async (order) => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		const last = Date.parse(simulator().messagesOf(id).at(-1)!.created_at);
		for (let more = 1; simulator().messagesOf(id).length < 250; more++) {
			const created_at = new Date(last + more * 60_000).toISOString();
			simulator().addMessage(id, { message: `number ${more}`, created_at });
		}
		const ascending = order === 'oldest';
		const inTime = simulator().messagesOf(id).map(messageItem);
		const inOrder = ascending ? inTime : [...inTime].reverse();
		const shown = [...inOrder];
		// In the midst of the first page, and at its end, stands one from outside of the period.
		for (const [one, other] of [
			[50, 240],
			[99, 241],
		]) {
			[shown[one], shown[other]] = [shown[other], shown[one]];
		}
		for (const page of [1, 2, 3]) {
			const body = {
				success: true,
				messages: shown.slice(100 * (page - 1), 100 * page),
				pagination: { totalMessages: 250, totalPages: 3, hasNextPage: page < 3 },
			};
			simulator().faults.add({
				kind: 'status',
				status: 200,
				body,
				match: ({ query }) =>
					(query.ascending === 'true') === ascending && Number(query.page ?? 1) === page,
				times: 9,
			});
		}
		const filters = ascending
			? { createdBefore: inOrder[200].created_at }
			: { createdAfter: inOrder[199].created_at };
		const parameters = { returnAll: true, filters, options: { order } };
		const messages = await read(getMessages(whatsapp_id, parameters));
		expect(new Set(messages.map(({ message }) => message))).toEqual(
			new Set(inOrder.slice(0, 200).map(({ message }) => message)),
		);
	});
});
