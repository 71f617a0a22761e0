import { contactItem, findByPhone, getMessages, locator, useNode } from '../support/flowiq';

const NUMBER = '27123456789';

const { simulator, run, read } = useNode({ contacts: 3, messagesPerContact: 2 });

beforeEach(() => simulator().addContact({ whatsapp_id: NUMBER, full_name: 'Nathan' }));

describe('phone numbers that are accepted', () => {
	/** As people write it; tests/unit/phoneNumber.test.ts has all the other ways. */
	const WRITTEN = '\u202a+27 (0)12–345.6789\u202c ';

	it('finds the contact, however its number is written', async () => {
		expect(await read(findByPhone(WRITTEN))).toEqual([
			contactItem(simulator().findContact(NUMBER)!),
		]);
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it('reads the messages of a contact, however its number is written', async () => {
		const result = await run(getMessages(WRITTEN));
		expect(result.error).toBeUndefined();
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it.each(['list', 'phone', 'id'])(
		'reads the messages of a number from an export for Excel, dragged into the mode %s',
		async (mode) => {
			const contact = locator(mode, '={{ $json.whatsapp_id }}');
			const result = await run(getMessages('', { contact }), {
				items: [{ json: { whatsapp_id: `'${NUMBER}` } }],
			});
			expect(result.error).toBeUndefined();
			expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
		},
	);

	it('takes a number that an expression gives as a number', async () => {
		expect(
			await read(findByPhone('={{ $json.phone }}'), {
				items: [{ json: { phone: Number(NUMBER) } }],
			}),
		).toHaveLength(1);
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it('sends digits only, so that servers that know nothing else find the contact', async () => {
		simulator().variants.numberFormat = 'digitsOnly';
		expect(await read(findByPhone('+27 12 345 6789'))).toHaveLength(1);
	});
});

describe('phone numbers that are refused before any request', () => {
	it.each([
		['an expression that gives nothing', '={{ $json.missing }}', /is empty/],
		['blanks', '   ', /is empty/],
		['six digits', '271234', /is too short for a phone number: 271234/],
		['sixteen digits', '2712345678901234', /is too long for a phone number/],
		['a name', 'Nathan', /is not a phone number: Nathan/],
		['two numbers', '27123456789, 27123456780', /is not a phone number/],
	])('refuses %s for Phone Number and for Contact', async (_, phoneNumber, message) => {
		for (const [label, parameters] of [
			['Phone Number', findByPhone(phoneNumber)],
			['Contact', getMessages(phoneNumber)],
		] as const) {
			const result = await run(parameters);
			expect(result.status).toBe('error');
			expect(result.error?.message).toMatch(message);
			expect(result.error?.message).toContain(`'${label}'`);
			expect(result.error?.description).toMatch(/\S/);
			expect(result.error?.context?.itemIndex).toBe(0);
		}
		expect(simulator().requests).toEqual([]);
	});

	it.each(['27123456789; 27123456780', 'callto:0123456789', 'https://wa.me/0123456789'])(
		'refuses %s also as an ID, which it cannot be meant as',
		async (written) => {
			const { error } = await run(getMessages('', { contact: locator('id', written) }));
			expect(error?.message).toMatch(/^'Contact' is .*phone number/);
			expect(simulator().requests).toEqual([]);
		},
	);

	it('leaves an empty required field to n8n, which refuses it by its label', async () => {
		await expect(run(findByPhone(''))).rejects.toThrow('Phone Number');
		await expect(run(getMessages(''))).rejects.toThrow('Contact');
		expect(simulator().requests).toEqual([]);
	});
});
