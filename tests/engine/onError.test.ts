import type { INodeExecutionData } from 'n8n-workflow';
import {
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	useNode,
} from '../support/flowiq';

const UNKNOWN = '9995550100200';

const { simulator, run } = useNode({ contacts: 10, messagesPerContact: 3 });

/** Known and unknown numbers and one that is no number, each with an input field of its own. */
function mixedItems(): INodeExecutionData[] {
	const known = [0, 1, 2].map((position) => simulator().contactAt(position).whatsapp_id);
	return [known[0], UNKNOWN, known[1], 'no number', known[2]].map((phone, row) => ({
		json: { phone, row },
	}));
}

describe('On Error: Continue', () => {
	it('gives error items among the results, each paired with its input item', async () => {
		const result = await run(findByPhone('={{ $json.phone }}'), {
			items: mixedItems(),
			onError: 'continueRegularOutput',
		});
		expect(result.status).toBe('success');
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		const [first, unknown, second, noNumber, third] = result.items.map(({ json }) => json);
		expect([first, second, third]).toEqual(
			[0, 1, 2].map((position) => contactItem(simulator().contactAt(position))),
		);
		expect(unknown.error).toBe(
			`Contact not found for the provided phone number ('Phone Number' ${UNKNOWN})`,
		);
		expect(unknown.details).toMatch(/country code/);
		expect(noNumber.error).toBe("'Phone Number' is not a phone number: no number");
		expect(noNumber.details).toMatch(/\S/);
	});

	it('gives one error item for a list that failed, and the lists of the other items', async () => {
		const [one, two] = [simulator().contactAt(0), simulator().contactAt(1)];
		const parameters = getMessages('', { contact: locator('phone', '={{ $json.phone }}') });
		const result = await run(parameters, {
			items: [one.whatsapp_id, UNKNOWN, two.whatsapp_id].map((phone) => ({ json: { phone } })),
			onError: 'continueRegularOutput',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 1, 2, 2, 2].map((item) => ({ item })),
		);
		expect(result.items[3].json.error).toContain(`'Contact' ${UNKNOWN}`);
	});

	it('gives error items when the credential itself is wrong', async () => {
		const result = await run(getContacts(), {
			items: [{ json: {} }, { json: {} }],
			credential: { accessToken: 'fiq_x', baseUrl: 'no address' },
			onError: 'continueRegularOutput',
		});
		expect(result.items).toHaveLength(2);
		for (const [item, { json, pairedItem }] of result.items.entries()) {
			expect(json.error).toContain("'Base URL'");
			expect(pairedItem).toEqual({ item });
		}
	});
});

describe('On Error: Continue (using error output)', () => {
	it('sends failed items to the error output with their input, the others to the main output', async () => {
		const result = await run(findByPhone('={{ $json.phone }}'), {
			items: mixedItems(),
			onError: 'continueErrorOutput',
		});
		expect(result.status).toBe('success');
		expect(result.items.map(({ json }) => json)).toEqual(
			[0, 1, 2].map((position) => contactItem(simulator().contactAt(position))),
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 2 },
			{ item: 4 },
		]);
		expect(result.errorItems.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				phone: UNKNOWN,
				row: 1,
				error: `Contact not found for the provided phone number ('Phone Number' ${UNKNOWN})`,
			}),
			expect.objectContaining({
				phone: 'no number',
				row: 3,
				error: "'Phone Number' is not a phone number: no number",
			}),
		]);
		expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 1 },
			{ item: 3 },
		]);
	});

	it('keeps the input of an item whose list failed', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const parameters = getMessages('', { contact: locator('phone', '={{ $json.phone }}') });
		const result = await run(parameters, {
			items: [{ json: { phone: UNKNOWN, row: 7 } }, { json: { phone: whatsapp_id, row: 8 } }],
			onError: 'continueErrorOutput',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[1, 1, 1].map((item) => ({ item })),
		);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].json).toMatchObject({ phone: UNKNOWN, row: 7 });
		expect(result.errorItems[0].pairedItem).toEqual({ item: 0 });
	});
});

describe('many input items', () => {
	const COUNT = 300;

	/** Three hundred numbers; every tenth is unknown. */
	function manyItems(): INodeExecutionData[] {
		const known = simulator().contacts.map(({ whatsapp_id }) => whatsapp_id);
		return Array.from({ length: COUNT }, (_, row) => ({
			json: { row, phone: row % 10 === 3 ? `99955501${1000 + row}` : known[row % known.length] },
		}));
	}

	it('all come with Continue, in their order, the unknown ones as error items', async () => {
		const result = await run(findByPhone('={{ $json.phone }}'), {
			items: manyItems(),
			onError: 'continueRegularOutput',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: COUNT }, (_, item) => ({ item })),
		);
		for (const [row, { json }] of result.items.entries()) {
			const { phone } = manyItems()[row].json;
			if (row % 10 === 3) expect(json.error).toContain(`'Phone Number' ${String(phone)}`);
			else expect(json.whatsapp_id).toBe(phone);
		}
		expect(simulator().requests).toHaveLength(COUNT);
	});

	it('gives only the known ones with If Not Found set to nothing', async () => {
		const parameters = findByPhone('={{ $json.phone }}', { ifNotFound: 'empty' });
		const result = await run(parameters, { items: manyItems() });
		expect(result.error).toBeUndefined();
		const known = manyItems().flatMap(({ json }, row) => (row % 10 === 3 ? [] : [{ json, row }]));
		expect(result.items.map(({ json, pairedItem }) => [json.whatsapp_id, pairedItem])).toEqual(
			known.map(({ json, row }) => [json.phone, { item: row }]),
		);
	});

	it('stops with the first unknown one when nothing else is set', async () => {
		const result = await run(findByPhone('={{ $json.phone }}'), {
			items: manyItems(),
		});
		expect(result.status).toBe('error');
		expect(result.error?.context?.itemIndex).toBe(3);
	});
});
