import { startSimulator, type Contact, type Simulator, type Variants } from '../../simulator';
import { describeVariants, parseVariants, referenceVariants } from '../../simulator/variants';
import { read, readAllPages, send } from './support/client';
import { violations } from './support/description';

let simulator: Simulator;
let contact: Contact;
let own: { whatsappNumber: string };

beforeAll(async () => {
	simulator = await startSimulator({ contacts: 120, messagesPerContact: 60 });
	contact = simulator.contactAt(3);
	own = { whatsappNumber: contact.whatsapp_id };
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('names', () => {
	test('messageFields=quickstart has the names of that page', async () => {
		simulator.variants = { messageFields: 'quickstart', prevFlag: 'hasPreviousPage' };
		const { body } = await read(simulator, { ...own, limit: 60 });
		expect(violations('MessageListQuickstart', body)).toEqual([]);
		const [newest] = simulator.messagesOf(contact.id).slice(-1);
		expect(body.messages[0]).toMatchObject({
			content: newest.message,
			sender: newest.sender_type,
			timestamp: newest.created_at,
			status: newest.message_status,
			mediaType: newest.media_type,
			mediaUrl: newest.media_url,
		});
	});

	test('the ids of the quickstart names are unique and stay when messages come in', async () => {
		simulator.variants = { messageFields: 'quickstart' };
		const before = (await read(simulator, { ...own, limit: 60 })).body.messages;
		expect(new Set(before.map((message: { id: string }) => message.id)).size).toBe(60);
		simulator.addMessage(contact.id);
		const after = (await read(simulator, { ...own, limit: 61 })).body.messages;
		expect(after.slice(1)).toEqual(before);
	});

	test('contactFields=overview has the names of that page', async () => {
		simulator.variants = { contactFields: 'overview' };
		const { body } = await read(simulator, { action: 'contacts', limit: 100 });
		expect(violations('ContactListOverview', body)).toEqual([]);
		expect(body.contacts[3]).toMatchObject({
			contact_name: contact.full_name,
			whatsapp_number: contact.whatsapp_id,
		});
	});

	test('botStatus=boolean says true for active', async () => {
		simulator.variants = { botStatus: 'boolean' };
		const { body } = await read(simulator, { action: 'contacts', limit: 100 });
		for (const [position, shown] of body.contacts.entries()) {
			const { bot_status } = simulator.contactAt(position);
			expect(shown.bot_status).toBe(bot_status === undefined ? undefined : bot_status === 'active');
		}
	});
});

describe('fields that may be missing', () => {
	test('optionalMessageFields=missing leaves the required ones', async () => {
		simulator.variants = { optionalMessageFields: 'missing' };
		const { body } = await read(simulator, own);
		expect(Object.keys(body.messages[0])).toEqual([
			'message',
			'sender_type',
			'created_at',
			'message_status',
		]);
		expect(violations('MessageList', body)).toEqual([]);
	});

	test('pagination=missing leaves it out of messages only', async () => {
		simulator.variants = { pagination: 'missing' };
		const messages = await read(simulator, own);
		expect(messages.body).not.toHaveProperty('pagination');
		expect(violations('MessageList', messages.body)).toEqual([]);
		expect((await read(simulator, { action: 'contacts' })).body).toHaveProperty('pagination');
	});

	test('pagination=missingEverywhere leaves it out of contacts too', async () => {
		simulator.variants = { pagination: 'missingEverywhere' };
		expect((await read(simulator, { action: 'contacts' })).body).not.toHaveProperty('pagination');
	});

	test('prevFlag=hasPreviousPage comes without the page size', async () => {
		simulator.variants = { prevFlag: 'hasPreviousPage' };
		const contacts = await read(simulator, { action: 'contacts', page: 2 });
		expect(violations('ContactPaginationQuickstart', contacts.body.pagination)).toEqual([]);
		expect(contacts.body.pagination.hasPreviousPage).toBe(true);
		const messages = await read(simulator, own);
		expect(violations('MessagePaginationQuickstart', messages.body.pagination)).toEqual([]);
	});
});

describe('parameters', () => {
	const find = async (params: Record<string, string>) =>
		(await read(simulator, { action: 'find-by-phone', ...params })).status;

	test.each([
		['whatsappNumber', 200, 400],
		['phoneNumber', 400, 200],
		['either', 200, 200],
	] as const)('phoneParameter=%s', async (phoneParameter, byWhatsappNumber, byPhoneNumber) => {
		simulator.variants = { phoneParameter };
		expect(await find({ whatsappNumber: contact.whatsapp_id })).toBe(byWhatsappNumber);
		expect(await find({ phoneNumber: contact.whatsapp_id })).toBe(byPhoneNumber);
	});

	test.each(['query', 'search'] as const)('messageSearchParameter=%s', async (parameter) => {
		simulator.variants = { messageSearchParameter: parameter };
		const other = parameter === 'query' ? 'search' : 'query';
		expect((await read(simulator, { ...own, [parameter]: 'order' })).body.filtered).toBe(true);
		expect((await read(simulator, { ...own, [other]: 'order' })).body.filtered).toBe(false);
	});

	test.each([
		['or', ['apples', 'apples and pears', 'pears']],
		['and', ['apples and pears']],
	] as const)('queryTerms=%s', async (queryTerms, expected) => {
		for (const message of ['apples', 'pears', 'apples and pears', 'plums']) {
			simulator.addMessage(contact.id, { message });
		}
		simulator.variants = { queryTerms };
		const { body } = await read(simulator, { ...own, query: 'apples,pears' });
		const texts = body.messages.map(({ message }: { message: string }) => message);
		expect(texts.sort()).toEqual(expected);
	});

	test('numberFormat=digitsOnly knows no number with signs', async () => {
		simulator.variants = { numberFormat: 'digitsOnly' };
		expect(await find({ whatsappNumber: contact.whatsapp_id })).toBe(200);
		expect(await find({ whatsappNumber: `+${contact.whatsapp_id}` })).toBe(404);
	});

	test('tenant=optional looks at a tenant only when one is named', async () => {
		simulator.variants = { tenant: 'optional' };
		const ask = async (params: Record<string, string>) =>
			(await send(simulator, 'GET', '/conversations', { action: 'contacts', ...params })).status;
		expect(await ask({})).toBe(200);
		expect(await ask({ tenantId: 'acme' })).toBe(404);
		simulator.variants = { tenant: 'ignored' };
		expect(await ask({ tenantId: 'acme' })).toBe(200);
	});

	test('limitAboveMaximum=reject refuses 101', async () => {
		simulator.variants = { limitAboveMaximum: 'reject' };
		expect((await read(simulator, { action: 'contacts', limit: 100 })).status).toBe(200);
		expect((await read(simulator, { action: 'contacts', limit: 101 })).status).toBe(400);
		expect((await read(simulator, { action: 'contacts', limit: 0 })).status).toBe(400);
	});

	test('missingParameter=404 answers so', async () => {
		simulator.variants = { missingParameter: '404' };
		expect((await read(simulator, {})).status).toBe(404);
	});
});

describe('failures', () => {
	const fail = async () => await read(simulator, { tenantId: 'acme' });

	test('errorSuccessFlag=missing leaves success out', async () => {
		simulator.variants = { errorSuccessFlag: 'missing' };
		const { status, body } = await fail();
		expect(status).toBe(404);
		expect(body).toEqual({
			error: 'Organization not found',
			message: 'No organization found with tenantId: acme',
		});
	});

	test('errorStyle=code puts a code into error', async () => {
		simulator.variants = { errorStyle: 'code' };
		expect((await read(simulator, { tenantId: 'another-tenant' })).body).toEqual({
			success: false,
			error: 'AuthenticationError',
			message: 'Invalid bearer token provided',
		});
		expect((await fail()).body).toEqual({
			success: false,
			error: 'NotFoundError',
			message: 'Organization not found: No organization found with tenantId: acme',
		});
	});

	test('failureStatus=ok answers 200 with success false', async () => {
		simulator.variants = { failureStatus: 'ok' };
		const { status, body } = await fail();
		expect(status).toBe(200);
		expect(body).toMatchObject({ success: false, error: 'Organization not found' });
	});

	test('unknownNumber=empty has no messages for it', async () => {
		simulator.variants = { unknownNumber: 'empty' };
		const { status, body } = await read(simulator, { whatsappNumber: '27120000000' });
		expect(status).toBe(200);
		expect(body).toMatchObject({ success: true, messages: [], count: 0 });
	});
});

describe('order, time and pages', () => {
	test('timeOffset=+02:00 writes the same instants', async () => {
		const reference = (await read(simulator, own)).body.messages;
		simulator.variants = { timeOffset: '+02:00' };
		const shifted = (await read(simulator, own)).body.messages;
		for (const [position, { created_at }] of shifted.entries()) {
			expect(created_at).toMatch(/\.000\+02:00$/);
			expect(Date.parse(created_at)).toBe(Date.parse(reference[position].created_at));
		}
	});

	test.each(['oldest', 'shuffled'] as const)('contactsOrder=%s has all', async (contactsOrder) => {
		const newestFirst = simulator.contacts;
		simulator.variants = { contactsOrder };
		const answers = await readAllPages(simulator, { action: 'contacts', limit: 50 });
		const contacts = answers.flatMap((answer) => answer.body.contacts as Contact[]);
		expect(contacts).toEqual(simulator.contacts);
		expect(contacts).not.toEqual(newestFirst);
		expect(new Set(contacts.map(({ id }) => id))).toEqual(new Set(newestFirst.map(({ id }) => id)));
	});

	test('pageSizeCap gives less than asked for, and says so', async () => {
		simulator.variants = { pageSizeCap: 30 };
		const answers = await readAllPages(simulator, { action: 'contacts', limit: 100 });
		expect(answers.map((answer) => answer.body.count)).toEqual([30, 30, 30, 30]);
		expect(answers[0].body.pagination).toMatchObject({ contactsPerPage: 30, totalPages: 4 });
	});

	test.each([
		['empty', 200, 0],
		['lastPage', 200, 20],
		['notFound', 404, undefined],
	] as const)('pageBeyondEnd=%s', async (pageBeyondEnd, status, count) => {
		simulator.variants = { pageBeyondEnd };
		const answer = await read(simulator, { action: 'contacts', limit: 50, page: 9 });
		expect(answer.status).toBe(status);
		expect(answer.body.count).toBe(count);
	});

	test('values=widened shows values that no reference page lists', async () => {
		simulator.variants = { values: 'widened' };
		const { body } = await read(simulator, { ...own, limit: 60 });
		const senders = body.messages.map((message: { sender_type: string }) => message.sender_type);
		const media = body.messages.map((message: { media_type: string }) => message.media_type);
		expect(senders.some((sender: string) => sender.endsWith('-web'))).toBe(true);
		expect(media.some((type: string) => ['sticker', 'location', 'contacts'].includes(type))).toBe(
			true,
		);
	});
});

describe('lies', () => {
	const contacts = async (page: number) =>
		(await read(simulator, { action: 'contacts', limit: 50, page })).body;

	test.each(['tooHigh', 'tooLow'] as const)('totals=%s', async (totals) => {
		simulator.variants = { totals };
		const { totalContacts, totalPages } = (await contacts(1)).pagination;
		expect(totalContacts > 120).toBe(totals === 'tooHigh');
		expect(totalPages).toBe(Math.ceil(totalContacts / 50));
		expect(totalContacts).not.toBe(120);
	});

	test.each([
		['always', 9, true],
		['never', 1, false],
	] as const)('hasNextPage=%s', async (hasNextPage, page, claimed) => {
		simulator.variants = { hasNextPage };
		expect((await contacts(page)).pagination.hasNextPage).toBe(claimed);
	});

	test('hasNextPage=fromTotals follows totals that are wrong', async () => {
		simulator.variants = { hasNextPage: 'fromTotals', totals: 'tooLow' };
		expect((await contacts(2)).pagination.hasNextPage).toBe(false);
	});

	test('pages=samePage shows the first page again and again', async () => {
		simulator.variants = { pages: 'samePage', hasNextPage: 'always' };
		const first = await contacts(1);
		const later = await contacts(70);
		expect(later.contacts).toEqual(first.contacts);
		expect(later.pagination).toMatchObject({ currentPage: 70, hasNextPage: true });
	});

	test.each([
		['counted', 122],
		['uncounted', 120],
	] as const)(
		'duplicates=%s repeats a contact on the next page and loses none',
		async (duplicates, total) => {
			simulator.variants = { duplicates };
			const answers = await readAllPages(simulator, { action: 'contacts', limit: 50 });
			const pages = answers.map((answer) => answer.body.contacts as Contact[]);
			expect(pages[1][0]).toEqual(pages[0][49]);
			expect(pages.flat()).toHaveLength(122);
			expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(120);
			expect(answers[0].body.pagination.totalContacts).toBe(total);
		},
	);
});

describe('settings from the command line', () => {
	test('a name and a value are read', () => {
		expect(parseVariants(['pagination=missing', 'pageSizeCap=20', 'timeOffset=+02:00'])).toEqual({
			pagination: 'missing',
			pageSizeCap: 20,
			timeOffset: '+02:00',
		});
	});

	test.each(['nonsense=1', 'pagination', 'pagination=none', 'pageSizeCap=0', 'pageSizeCap=many'])(
		'%s is refused',
		(setting) => {
			expect(() => parseVariants([setting])).toThrow();
		},
	);

	test('the description lists every switch with the reference behaviour first', () => {
		const reference = referenceVariants();
		const lines = describeVariants();
		expect(lines).toHaveLength(Object.keys(reference).length);
		for (const line of lines) {
			const [name, values] = line.split('=');
			const first = reference[name as keyof Variants];
			if (name !== 'pageSizeCap') expect(values.split('|')[0]).toBe(first);
		}
	});
});
