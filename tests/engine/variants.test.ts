import type { Variants } from '../../simulator';
import {
	CONTACT_FIELDS,
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	MESSAGE_FIELDS,
	messageItemOf,
	useNode,
} from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 130, messagesPerContact: 130 });

/** Every switch of the documentation's contradictions and gaps that changes what a reader gets. */
const VARIANTS: Array<Partial<Variants>> = [
	{},
	{ messageFields: 'quickstart' },
	{ messageFields: 'quickstart', optionalMessageFields: 'missing' },
	{ contactFields: 'overview' },
	{ prevFlag: 'hasPreviousPage' },
	{ pagination: 'missing' },
	{ pagination: 'missingEverywhere' },
	{ optionalMessageFields: 'missing' },
	{ phoneParameter: 'phoneNumber' },
	{ phoneParameter: 'either' },
	{ messageSearchParameter: 'search' },
	{ tenant: 'optional' },
	{ tenant: 'ignored' },
	{ botStatus: 'boolean' },
	{ limitAboveMaximum: 'reject' },
	{ pageBeyondEnd: 'lastPage' },
	{ pageBeyondEnd: 'notFound' },
	{ pagination: 'missingEverywhere', pageBeyondEnd: 'lastPage' },
	{ pagination: 'missingEverywhere', pageBeyondEnd: 'notFound' },
	{ pagination: 'missingEverywhere', pageBeyondEnd: 'notFound', failureStatus: 'ok' },
	{ numberFormat: 'digitsOnly' },
	{ timeOffset: '+02:00' },
	{ queryTerms: 'and' },
	{ contactsOrder: 'oldest' },
	{ contactsOrder: 'shuffled' },
	{ unknownNumber: 'empty' },
	{ values: 'widened' },
	{ pageSizeCap: 50 },
	{ pageSizeCap: 33, pagination: 'missingEverywhere' },
	// The pages that the project started from, all their differences at once.
	{
		messageFields: 'quickstart',
		contactFields: 'overview',
		prevFlag: 'hasPreviousPage',
		phoneParameter: 'phoneNumber',
		messageSearchParameter: 'search',
		errorSuccessFlag: 'missing',
		errorStyle: 'code',
		numberFormat: 'digitsOnly',
		botStatus: 'boolean',
	},
];

describe.each(VARIANTS.map((variants) => [JSON.stringify(variants), variants] as const))(
	'a server that speaks the variant %s',
	(_, variants) => {
		beforeEach(() => {
			simulator().variants = variants;
		});

		it('gives all contacts with the reference field names', async () => {
			const items = await read(getContacts({ returnAll: true }));
			expect(items.map(({ whatsapp_id }) => whatsapp_id)).toEqual(
				simulator().contacts.map(({ whatsapp_id }) => whatsapp_id),
			);
			expect(items.map(({ full_name }) => full_name)).toEqual(
				simulator().contacts.map(({ full_name }) => full_name ?? null),
			);
			expect(items.map(({ has_unread_messages }) => has_unread_messages)).toEqual(
				simulator().contacts.map(({ has_unread_messages }) => has_unread_messages),
			);
			for (const item of items) {
				expect(Object.keys(item).slice(0, CONTACT_FIELDS.length)).toEqual(CONTACT_FIELDS);
				expect(['active', 'paused', null]).toContain(item.bot_status);
			}
			if (Object.keys(variants).every((name) => !/Fields|botStatus|timeOffset/.test(name))) {
				expect(items).toEqual(simulator().contacts.map(contactItem));
			}
		});

		it('gives all messages with the reference field names', async () => {
			const { whatsapp_id } = simulator().contactAt(2);
			const items = await read(getMessages(whatsapp_id, { returnAll: true }));
			const expected = simulator()
				.messagesOf(whatsapp_id)
				.map(messageItemOf(whatsapp_id))
				.reverse();
			expect(items.map(({ message }) => message)).toEqual(expected.map(({ message }) => message));
			expect(items.map(({ created_at }) => Date.parse(String(created_at)))).toEqual(
				expected.map(({ created_at }) => Date.parse(String(created_at))),
			);
			expect(items.map(({ message_status }) => message_status)).toEqual(
				expected.map(({ message_status }) => message_status),
			);
			for (const item of items) {
				expect(Object.keys(item).slice(0, MESSAGE_FIELDS.length)).toEqual(MESSAGE_FIELDS);
				expect(Array.isArray(item.reactions)).toBe(true);
			}
			if (Object.keys(variants).every((name) => !/Fields|values|timeOffset/.test(name))) {
				expect(items).toEqual(expected);
			}
		});

		it('finds a contact by phone, with the reference field names', async () => {
			const contact = simulator().contactAt(9);
			const items = await read(findByPhone(`+${contact.whatsapp_id}`));
			expect(items).toHaveLength(1);
			expect(Object.keys(items[0]).slice(0, CONTACT_FIELDS.length)).toEqual(CONTACT_FIELDS);
			expect(items[0]).toMatchObject({
				full_name: contact.full_name ?? null,
				whatsapp_id: contact.whatsapp_id,
			});
		});

		it('tells that a number is unknown, or gives nothing where that is wanted', async () => {
			const failed = await run(findByPhone('9995550100200'));
			expect(failed.error?.message).toContain('Contact not found for the provided phone number');
			expect(await read(findByPhone('9995550100200', { ifNotFound: 'empty' }))).toEqual([]);
		});

		it('searches messages', async () => {
			const { whatsapp_id } = simulator().contactAt(2);
			const filters = { query: 'order' };
			const items = await read(getMessages(whatsapp_id, { returnAll: true, filters }));
			const found = simulator()
				.messagesOf(whatsapp_id)
				.filter(({ message }) => message.toLowerCase().includes('order'))
				.map(({ message }) => message)
				.reverse();
			expect(found.length).toBeGreaterThan(3);
			expect(items.map(({ message }) => message)).toEqual(found);
		});
	},
);

describe('single variants', () => {
	it('keeps what a variant sends beyond the reference, so that nothing is lost', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		simulator().variants = { messageFields: 'quickstart', contactFields: 'overview' };
		const [message] = await read(getMessages(whatsapp_id, { limit: 1 }));
		expect(message.id).toMatch(/^msg_/);
		expect(message).not.toHaveProperty('content');
		const [contact] = await read(getContacts({ limit: 1 }));
		expect(contact).toHaveProperty('last_message');
		expect(contact).not.toHaveProperty('contact_name');
	});

	it('filters unread contacts where the server counts unread messages instead', async () => {
		simulator().variants = { contactFields: 'overview' };
		const filters = { unreadOnly: true };
		expect(
			(await read(getContacts({ returnAll: true, filters }))).map(({ whatsapp_id }) => whatsapp_id),
		).toEqual(
			simulator()
				.contacts.filter(({ has_unread_messages }) => has_unread_messages)
				.map(({ whatsapp_id }) => whatsapp_id),
		);
	});

	it('filters by sender and date where the server has other names for both', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const all = simulator().messagesOf(whatsapp_id);
		const since = all[40].created_at;
		simulator().variants = { messageFields: 'quickstart' };
		const filters = { senderType: 'bot-whatsapp', createdAfter: since };
		expect(
			(await read(getMessages(whatsapp_id, { returnAll: true, filters }))).map(
				({ message }) => message,
			),
		).toEqual(
			all
				.filter(
					({ sender_type, created_at }) => sender_type === 'bot-whatsapp' && created_at >= since,
				)
				.map(({ message }) => message)
				.reverse(),
		);
	});

	it('takes a number without messages for an empty conversation where the server does', async () => {
		simulator().variants = { unknownNumber: 'empty' };
		expect(await read(getMessages('9995550100200', { returnAll: true }))).toEqual([]);
	});

	it('sends no tenant when the credential has none', async () => {
		simulator().variants = { tenant: 'optional' };
		const credential = { accessToken: simulator().token, baseUrl: simulator().url };
		for (const tenantId of [undefined, '', '  ']) {
			expect(
				await read(getContacts(), {
					credential: { ...credential, ...(tenantId !== undefined && { tenantId }) },
				}),
			).toHaveLength(50);
		}
		expect(simulator().requests).toHaveLength(3);
		for (const { query } of simulator().requests) expect(query).not.toHaveProperty('tenantId');
	});

	it('sends the tenant of the credential with every request', async () => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		await run(getContacts({ returnAll: true }));
		await run(findByPhone(whatsapp_id));
		await run(getMessages('', { contact: locator('id', id), returnAll: true }));
		expect(simulator().requests).toHaveLength(5);
		for (const { query } of simulator().requests) expect(query.tenantId).toBe('demo');
	});
});
