import { startSimulator, type Contact, type Message, type Simulator } from '../../simulator';
import { orderSearchTerm, shopifyOrderId } from '../../simulator/data/orders';
import { read, readAllPages } from './support/client';
import { answerViolations } from './support/description';

const MESSAGES = 137;

let simulator: Simulator;
let contact: Contact;

beforeAll(async () => {
	simulator = await startSimulator({
		contacts: 260,
		messagesPerContact: (index) => (index === 7 ? MESSAGES : 12),
	});
	contact = simulator.contactAt(7);
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('contacts', () => {
	test('every page is as the description says', async () => {
		const answers = await readAllPages(simulator, { action: 'contacts', limit: 100 });
		expect(answers).toHaveLength(3);
		for (const answer of answers) {
			expect(answer.status).toBe(200);
			expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
		}
	});

	test.each([7, 50, 99, 100])('pages of %i hold every contact once, in order', async (limit) => {
		const answers = await readAllPages(simulator, { action: 'contacts', limit });
		const contacts = answers.flatMap((answer) => answer.body.contacts as Contact[]);
		expect(contacts).toEqual(simulator.contacts);
	});

	test('a page has 50 contacts unless asked otherwise', async () => {
		const { body } = await read(simulator, { action: 'contacts' });
		expect(body.count).toBe(50);
		expect(body.pagination).toEqual({
			currentPage: 1,
			totalPages: 6,
			totalContacts: 260,
			contactsPerPage: 50,
			hasNextPage: true,
			hasPrevPage: false,
		});
	});

	test('the last page says that it is the last', async () => {
		const { body } = await read(simulator, { action: 'contacts', limit: 100, page: 3 });
		expect(body.count).toBe(60);
		expect(body.pagination).toMatchObject({ hasNextPage: false, hasPrevPage: true });
	});

	test('a page after the last is empty', async () => {
		const { body } = await read(simulator, { action: 'contacts', limit: 100, page: 4 });
		expect(body.contacts).toEqual([]);
		expect(body.pagination).toMatchObject({ currentPage: 4, hasNextPage: false });
	});

	test('a limit above 100 brings 100', async () => {
		const { body } = await read(simulator, { action: 'contacts', limit: 500 });
		expect(body.contacts).toHaveLength(100);
		expect(body.pagination.contactsPerPage).toBe(100);
	});

	test('newest created come first', async () => {
		const times = simulator.contacts.map(({ created_at }) => Date.parse(created_at));
		expect(times).toEqual([...times].sort((a, b) => b - a));
	});

	test('a search finds part of a name, whatever its case', async () => {
		simulator.addContact({ full_name: 'Zoë van der Merwe' });
		const { body } = await read(simulator, { action: 'contacts', search: 'VAN DER MERWE' });
		expect(body.contacts.map((found: Contact) => found.full_name)).toContain('Zoë van der Merwe');
		for (const found of body.contacts as Contact[])
			expect(found.full_name).toMatch(/van der merwe/i);
	});

	test('a search finds part of a number, however it is written', async () => {
		const part = contact.whatsapp_id.slice(2);
		const { body } = await read(simulator, {
			action: 'contacts',
			search: `${part.slice(0, 3)} ${part.slice(3)}`,
		});
		expect(body.contacts).toContainEqual(contact);
	});

	test('a search counts and pages what it found', async () => {
		const { body } = await read(simulator, { action: 'contacts', search: 'a', limit: 5, page: 2 });
		const matching = simulator.contacts.filter((each) =>
			each.full_name?.toLowerCase().includes('a'),
		);
		expect(body.contacts).toEqual(matching.slice(5, 10));
		expect(body.pagination.totalContacts).toBe(matching.length);
	});

	test('a search without results is an empty first page', async () => {
		const answer = await read(simulator, { action: 'contacts', search: 'nobody has this name' });
		expect(answer.body).toMatchObject({ success: true, contacts: [], count: 0 });
		expect(answer.body.pagination).toMatchObject({ totalContacts: 0, hasNextPage: false });
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});
});

describe('find-by-phone', () => {
	test('the answer is as the description says', async () => {
		const answer = await read(simulator, {
			action: 'find-by-phone',
			whatsappNumber: contact.whatsapp_id,
		});
		expect(answer.body.contact).toEqual(contact);
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});

	test('signs and spaces in the number do not matter', async () => {
		const written = `+${contact.whatsapp_id.slice(0, 2)} (${contact.whatsapp_id.slice(2, 5)}) ${contact.whatsapp_id.slice(5)}`;
		const { body } = await read(simulator, { action: 'find-by-phone', whatsappNumber: written });
		expect(body).toMatchObject({
			contact,
			original_phone: written,
			normalized_phone: contact.whatsapp_id,
		});
	});
});

describe('conversation-messages', () => {
	const own = () => ({ whatsappNumber: contact.whatsapp_id });
	const oldestFirst = () => simulator.messagesOf(contact.id);

	test('is the action when none is named, with 10 messages a page', async () => {
		const answer = await read(simulator, own());
		expect(answer.body.messages).toEqual(oldestFirst().slice(-10).reverse());
		expect(answer.body.pagination).toEqual({
			currentPage: 1,
			totalPages: 14,
			totalMessages: MESSAGES,
			messagesPerPage: 10,
			hasNextPage: true,
			hasPrevPage: false,
		});
	});

	test('every page is as the description says', async () => {
		for (const answer of await readAllPages(simulator, { ...own(), limit: 20 })) {
			expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
		}
	});

	test.each([false, true])('pages hold every message once, ascending=%s', async (ascending) => {
		const answers = await readAllPages(simulator, { ...own(), limit: 25, ascending });
		const messages = answers.flatMap((answer) => answer.body.messages as Message[]);
		expect(messages).toEqual(ascending ? oldestFirst() : oldestFirst().reverse());
	});

	test('the contact can be named by id', async () => {
		const { body } = await read(simulator, { contactId: contact.id, limit: 3 });
		expect(body.messages).toEqual(oldestFirst().slice(-3).reverse());
	});

	test('an unfiltered list says so', async () => {
		const { body } = await read(simulator, own());
		expect(body).toMatchObject({ filtered: false, searchTerms: null, stored: false, count: 10 });
	});

	test('a query finds messages with any of its terms, whatever their case', async () => {
		const answer = await read(simulator, { ...own(), query: 'ORDER, hello', limit: 100 });
		const matching = oldestFirst().filter(({ message }) => /order|hello/i.test(message));
		expect(matching.length).toBeGreaterThan(1);
		expect(answer.body.messages).toEqual(matching.reverse());
		expect(answer.body).toMatchObject({ filtered: true, searchTerms: ['ORDER', 'hello'] });
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});

	test('an order id finds the messages with its order number', async () => {
		simulator.addMessage(contact.id, { message: 'About #1042: thanks' });
		const { body } = await read(simulator, { ...own(), orderId: shopifyOrderId(1042) });
		expect(body.searchTerms).toEqual(['#1042']);
		expect(body.messages[0].message).toBe('About #1042: thanks');
		for (const { message } of body.messages as Message[]) expect(message).toContain('#1042');
	});

	test('order id and query are searched for together', async () => {
		const { body } = await read(simulator, { ...own(), orderId: '1042', query: 'urgent' });
		expect(body.searchTerms).toEqual(['#1042', 'urgent']);
	});

	test('only orders of the shop have a number', () => {
		expect(orderSearchTerm(shopifyOrderId(1001))).toBe('#1001');
		expect(orderSearchTerm('1234567890')).toBeNull();
		expect(orderSearchTerm('no order')).toBeNull();
	});
});
