import type { IDataObject } from 'n8n-workflow';
import type { Contact } from '../../simulator';
import { contactItem, getContacts, records, useNode } from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 260 });

/** What the node must return: the contacts of the simulator that pass, in the API's order. */
function expected(keep: (contact: Contact) => boolean = () => true) {
	return simulator().contacts.filter(keep).map(contactItem);
}

describe('contact Get Many: how many', () => {
	it('returns the first 50 contacts when nothing is set', async () => {
		expect(await read(getContacts())).toEqual(expected().slice(0, 50));
		expect(simulator().requests.map(({ query }) => query)).toEqual([
			{ action: 'contacts', limit: '50', page: '1', tenantId: 'demo' },
		]);
	});

	it('gives one item per contact, each paired with its input item', async () => {
		const { items } = await run(getContacts({ limit: 3 }));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 0 }));
	});

	it.each([1, 25, 99, 100])('asks for %i contacts with one request of that size', async (limit) => {
		expect(await read(getContacts({ limit }))).toEqual(expected().slice(0, limit));
		expect(simulator().requests.map(({ query }) => query.limit)).toEqual([String(limit)]);
	});

	it.each([
		[101, 2],
		[200, 2],
		[250, 3],
	])('asks for %i contacts with %i requests', async (limit, requests) => {
		expect(await read(getContacts({ limit }))).toEqual(expected().slice(0, limit));
		expect(simulator().requests).toHaveLength(requests);
		const asked = simulator().requests.reduce((sum, { query }) => sum + Number(query.limit), 0);
		expect(asked).toBeLessThan(limit + requests);
	});

	it('returns what there is when Limit is higher', async () => {
		expect(await read(getContacts({ limit: 1000 }))).toEqual(expected());
		expect(simulator().requests).toHaveLength(3);
	});

	it('ignores a Limit that Return All hides', async () => {
		expect(await read(getContacts({ returnAll: true, limit: 5 }))).toHaveLength(260);
	});

	it('takes a Limit from an expression', async () => {
		const result = await run(getContacts({ limit: '={{ $json.wanted }}' }), {
			items: [{ json: { wanted: 2 } }, { json: { wanted: '3' } }],
		});
		expect(records(result)).toHaveLength(5);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1, 1].map((item) => ({ item })),
		);
	});
});

describe('contact Get Many: filters', () => {
	it('lets FlowIQ search by part of the name', async () => {
		const name = simulator().contacts.find(({ full_name }) => full_name)!.full_name!;
		const search = name.slice(0, 4);
		const result = await run(getContacts({ returnAll: true, filters: { search } }));
		const found = expected((contact) =>
			(contact.full_name ?? '').toLowerCase().includes(search.toLowerCase()),
		);
		expect(records(result)).toEqual(found);
		expect(simulator().requests[0].query.search).toBe(search.trim());
	});

	it('lets FlowIQ search by part of the number', async () => {
		const { whatsapp_id } = simulator().contactAt(7);
		expect(await read(getContacts({ filters: { search: whatsapp_id } }))).toEqual([
			contactItem(simulator().contactAt(7)),
		]);
	});

	it.each<[string, (number: string) => string]>([
		['with a plus sign and blanks', (number) => `+${number.slice(0, 2)} ${number.slice(2)}`],
		['with 00', (number) => `00${number}`],
		['as a number of a spreadsheet', (number) => `${number}.0`],
		['as a text of a spreadsheet', (number) => `'${number}`],
		['as a telephone address', (number) => `tel:+${number}`],
		['as a WhatsApp link', (number) => `https://wa.me/${number}`],
		['with an invisible character', (number) => `${number.slice(0, 4)}\u200b${number.slice(4)}`],
	])('lets FlowIQ search for the digits of a number written %s', async (_, written) => {
		const { whatsapp_id } = simulator().contactAt(7);
		const filters = { search: written(whatsapp_id) };
		const result = await run(getContacts({ filters }));
		expect(simulator().requests[0].query.search).toBe(whatsapp_id);
		expect(records(result)).toEqual([contactItem(simulator().contactAt(7))]);
	});

	it.each(['082 555 0100', '(082) 555-0100', '0825550100'])(
		'finds the contact for a number as it is dialled within its country: %s',
		async (search) => {
			const { id } = simulator().addContact({ whatsapp_id: '27825550100' });
			const result = await run(getContacts({ filters: { search } }));
			expect(records(result).map((contact) => contact.id)).toEqual([id]);
		},
	);

	it.each([
		...['2024-12345', '600 000 0003', '27.60.000.0003', '+27 60', 'Ann +27600000003'],
		...['01.02.2026', '007'],
	])(
		'lets FlowIQ search for %s as it is: it may be part of a name, or of a number',
		async (search) => {
			await run(getContacts({ filters: { search } }));
			expect(simulator().requests[0].query.search).toBe(search);
		},
	);

	it('returns no item, and no error, when the search finds nobody', async () => {
		const result = await run(getContacts({ filters: { search: 'nobody at all' } }));
		expect(records(result)).toEqual([]);
		expect(result.status).toBe('success');
		expect(simulator().requests).toHaveLength(1);
	});

	it.each<[string, IDataObject, (contact: Contact) => boolean]>([
		['only unread ones', { unreadOnly: true }, (contact) => contact.has_unread_messages],
		['read and unread ones', { unreadOnly: false }, () => true],
		['only archived ones', { archived: true }, (contact) => contact.archived === true],
		[
			'those without the flag among the ones not archived',
			{ archived: false },
			(contact) => contact.archived !== true,
		],
	])('returns %s with %j', async (_, filters, keep) => {
		const result = await run(getContacts({ returnAll: true, filters }));
		expect(expected(keep).length).toBeGreaterThan(10);
		expect(records(result)).toEqual(expected(keep));
	});

	it.each([
		['one tag', 'vip'],
		['several tags, of which one is enough', 'vip, wholesale'],
		['tags in another case, with blanks and empty parts', ' VIP ,, Wholesale,'],
		['tags in other scripts', 'до запроса, 新客户'],
	])('filters by %s', async (_, tags) => {
		const result = await run(getContacts({ returnAll: true, filters: { tags } }));
		const wanted = tags
			.split(',')
			.map((tag) => tag.trim().toLowerCase())
			.filter(Boolean);
		const tagged = expected((contact) =>
			(contact.tags ?? []).some((tag) => wanted.includes(tag.toLowerCase())),
		);
		expect(tagged.length).toBeGreaterThan(0);
		expect(records(result)).toEqual(tagged);
	});

	it('finds a tag however its letters are put together, in capitals or not', async () => {
		const phoneNumber = '27821230099';
		const create = { resource: 'contact', operation: 'create', name: 'Zo\u00eb', phoneNumber };
		const additionalFields = { tags: 'Caf\u00e9 Stra\u00dfe' };
		await read({ ...create, additionalFields });
		const filters = { tags: 'CAFE\u0301 STRASSE' };
		expect(await read(getContacts({ returnAll: true, filters }))).toMatchObject([
			{ whatsapp_id: phoneNumber },
		]);
	});

	it('takes a list of tags from an expression', async () => {
		const filters = { tags: '={{ $json.tags }}' };
		expect(
			await read(getContacts({ returnAll: true, filters }), {
				items: [{ json: { tags: ['vip', 'lead'] } }],
			}),
		).toEqual(expected(({ tags }) => (tags ?? []).some((tag) => tag === 'vip' || tag === 'lead')));
	});

	it('combines all filters', async () => {
		const filters = {
			search: '7',
			unreadOnly: true,
			archived: false,
			tags: 'customer, vip, lead, newsletter, B2B, wholesale, returns',
			createdAfter: '2024-06-01T00:00:00Z',
			createdBefore: '2026-02-01T00:00:00Z',
		};
		const result = await run(getContacts({ returnAll: true, filters }));
		const tags = filters.tags.toLowerCase().split(', ');
		const combined = expected(
			(contact) =>
				contact.whatsapp_id.includes('7') &&
				contact.has_unread_messages &&
				contact.archived !== true &&
				(contact.tags ?? []).some((tag) => tags.includes(tag.toLowerCase())) &&
				contact.created_at >= filters.createdAfter &&
				contact.created_at < filters.createdBefore,
		);
		expect(combined.length).toBeGreaterThan(0);
		expect(records(result)).toEqual(combined);
	});

	it('counts only the contacts that pass the filters against Limit, and stops there', async () => {
		const filters = { unreadOnly: true };
		expect(await read(getContacts({ limit: 5, filters }))).toEqual(
			expected((c) => c.has_unread_messages).slice(0, 5),
		);
		expect(simulator().requests).toHaveLength(1);
	});
});

describe('contact Get Many: many input items', () => {
	it('runs once for each input item, with its own values', async () => {
		const wanted = [3, 11, 200].map((position) => simulator().contactAt(position));
		const result = await run(getContacts({ filters: { search: '={{ $json.number }}' } }), {
			items: wanted.map(({ whatsapp_id }) => ({ json: { number: whatsapp_id } })),
		});
		expect(records(result)).toEqual(wanted.map(contactItem));
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
	});
});
