import { loadPackage, searchList } from '../support/engine';
import { credentialFor, getMessages, locator, useNode } from '../support/flowiq';

const { simulator, read } = useNode({ contacts: 120, messagesPerContact: 3 });

async function page(filter?: string, token?: string) {
	return await searchList('searchContacts', credentialFor(simulator()), filter, token);
}

/** Scrolls to the end, as far as the list goes. */
async function scroll(filter?: string) {
	const entries = [];
	let token: string | undefined;
	do {
		const { results, paginationToken } = await page(filter, token);
		entries.push(...results);
		token = paginationToken as string | undefined;
	} while (token !== undefined && simulator().requests.length < 20);
	return entries;
}

describe('the contact list of the editor', () => {
	it('is the one that the Contact field asks for', async () => {
		const { type } = (await loadPackage()).getNode('flowIq');
		const { description, methods } = type as never as {
			description: { properties: Array<{ name: string; modes?: unknown[] }> };
			methods: { listSearch: object };
		};
		const contact = description.properties.find(({ name }) => name === 'contact');
		expect(contact?.modes).toContainEqual(
			expect.objectContaining({
				name: 'list',
				typeOptions: { searchListMethod: 'searchContacts', searchable: true },
			}),
		);
		expect(methods.listSearch).toHaveProperty('searchContacts');
	});

	it('shows the first contacts with one request', async () => {
		const { results, paginationToken } = await page();
		expect(results).toHaveLength(50);
		expect(paginationToken).toBeDefined();
		expect(simulator().requests).toHaveLength(1);
		for (const [index, { name, value }] of results.entries()) {
			const contact = simulator().contactAt(index);
			expect(value).toBe(contact.whatsapp_id);
			expect(name).toContain(contact.full_name ?? contact.whatsapp_id);
			expect(name).toContain(`+${contact.whatsapp_id}`);
		}
	});

	it('shows every contact once when the user scrolls to the end, and ends there', async () => {
		const entries = await scroll();
		expect(entries.map(({ value }) => value)).toEqual(
			simulator().contacts.map(({ whatsapp_id }) => whatsapp_id),
		);
		expect(simulator().requests).toHaveLength(3);
	});

	it.each([
		{ pagination: 'missingEverywhere' },
		{ pagination: 'missingEverywhere', pageBeyondEnd: 'notFound' },
		{ contactFields: 'overview' },
		{ prevFlag: 'hasPreviousPage' },
		{ pageSizeCap: 20 },
	] as const)('shows every contact once on a server that speaks %j', async (variants) => {
		simulator().variants = variants;
		const entries = await scroll();
		expect(entries.map(({ value }) => value)).toEqual(
			simulator().contacts.map(({ whatsapp_id }) => whatsapp_id),
		);
	});

	it('goes on where FlowIQ counts more contacts, and says that no page follows', async () => {
		simulator().variants = { hasNextPage: 'never' };
		expect(await scroll()).toHaveLength(120);
		expect(simulator().requests).toHaveLength(3);
	});

	it('goes on behind a full page where FlowIQ counts nothing, and says that no page follows', async () => {
		const all = Array.from({ length: 60 }, (_, index) => ({
			whatsapp_id: `${27600000000 + index}`,
		}));
		for (const contacts of [all.slice(0, 50), all.slice(50)]) {
			const body = { success: true, contacts, pagination: { hasNextPage: false } };
			simulator().faults.add({ kind: 'status', status: 200, body });
		}
		expect(await scroll()).toHaveLength(60);
	});

	it('leaves out who has neither number nor ID, and could not be chosen', async () => {
		const contacts = [{ full_name: 'Nobody' }, { id: 'a', full_name: 'Ann' }, { id: null }];
		simulator().faults.add({ kind: 'status', status: 200, body: { success: true, contacts } });
		const { results } = await page();
		expect(results.map(({ value }) => value)).toEqual(['a']);
	});

	it('searches by name and by number', async () => {
		const contact = simulator().contacts.find(({ full_name }) => full_name)!;
		for (const filter of [contact.full_name!, contact.whatsapp_id]) {
			const entries = await scroll(filter);
			expect(entries.map(({ value }) => value)).toContain(contact.whatsapp_id);
			expect(simulator().requests.at(-1)!.query.search).toBe(filter);
		}
	});

	it('searches for the digits of a number, however it was pasted', async () => {
		const { whatsapp_id } = simulator().contactAt(5);
		const { results } = await page(`https://wa.me/${whatsapp_id}`);
		expect(results.map(({ value }) => value)).toEqual([whatsapp_id]);
	});

	it('is empty when nobody is found', async () => {
		expect(await page('nobody at all')).toEqual({ results: [] });
	});

	it('gives values that Get Many of messages takes', async () => {
		const { results } = await page();
		const contact = locator('list', results[0].value);
		expect(await read(getMessages('', { contact }))).toHaveLength(3);
	});

	it('survives a passing fault', async () => {
		simulator().faults.add({ kind: 'reset' });
		expect((await page()).results).toHaveLength(50);
	});

	it('tells in the words of the API why it cannot be shown', async () => {
		const credential = { ...credentialFor(simulator()), tenantId: 'nowhere' };
		await expect(searchList('searchContacts', credential)).rejects.toMatchObject({
			message: expect.stringContaining('No organization found with tenantId: nowhere'),
			description: expect.stringContaining("'Tenant ID'"),
		});
	});

	it('does not let the user wait for minutes: a long Retry-After is told at once', async () => {
		const headers = { 'retry-after': '120' };
		simulator().faults.add({ kind: 'status', status: 429, headers, times: 9 });
		await expect(page()).rejects.toThrow(/rate limit is used up/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('refuses a base URL that would send the token unencrypted', async () => {
		const credential = { ...credentialFor(simulator()), baseUrl: 'http://api.flowiq.live' };
		await expect(searchList('searchContacts', credential)).rejects.toThrow(/'Base URL'/);
	});
});
