import {
	contactItem,
	findByPhone,
	getMessages,
	records,
	run,
	useSimulator,
} from '../support/flowiq';

const NUMBER = '27123456789';

const simulator = useSimulator({ contacts: 3, messagesPerContact: 2 });

beforeEach(() => simulator().addContact({ whatsapp_id: NUMBER, full_name: 'Nathan' }));

describe('phone numbers that are accepted', () => {
	const accepted: Array<[string, unknown]> = [
		['digits', '27123456789'],
		['a plus sign', '+27123456789'],
		['leading zeros instead of the plus sign', '0027123456789'],
		['spaces', '+27 12 345 6789'],
		['spaces around it', '  27123456789\n'],
		['dots', '27.12.345.6789'],
		['dashes', '+27-12-345-6789'],
		['brackets', '+27 (12) 345-6789'],
		['a bracketed trunk zero', '+27 (0)12 345 6789'],
		['no-break spaces, as copied from a web page', '+27\u00a012\u00a0345\u00a06789'],
		['typographic dashes', '+27–12–345–6789'],
		['an invisible direction mark, as copied from an address book', '\u202a+27123456789\u202c'],
		['full-width digits', '+27123456789'],
	];

	it.each(accepted)('finds the contact with %s', async (_, phoneNumber) => {
		const result = await run(simulator(), findByPhone(phoneNumber));
		expect(records(result)).toEqual([contactItem(simulator().findContact(NUMBER)!)]);
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it.each(accepted)('reads the messages of a contact given with %s', async (_, phoneNumber) => {
		const result = await run(simulator(), getMessages(phoneNumber as string));
		expect(result.error).toBeUndefined();
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it('takes a number that an expression gives as a number', async () => {
		const result = await run(simulator(), findByPhone('={{ $json.phone }}'), {
			items: [{ json: { phone: Number(NUMBER) } }],
		});
		expect(records(result)).toHaveLength(1);
		expect(simulator().requests[0].query.whatsappNumber).toBe(NUMBER);
	});

	it('sends digits only, so that servers that know nothing else find the contact', async () => {
		simulator().variants.numberFormat = 'digitsOnly';
		const result = await run(simulator(), findByPhone('+27 12 345 6789'));
		expect(records(result)).toHaveLength(1);
	});
});

describe('phone numbers that are refused before any request', () => {
	const refused: Array<[string, string, RegExp]> = [
		['an expression that gives nothing', '={{ $json.missing }}', /is empty/],
		['blanks', '   ', /is empty/],
		['six digits', '271234', /is too short for a phone number: 271234/],
		['sixteen digits', '2712345678901234', /is too long for a phone number/],
		['letters', '27 12 HELP', /is not a phone number: 27 12 HELP/],
		['a name', 'Nathan', /is not a phone number: Nathan/],
		['an e-mail address', 'nathan@example.com', /is not a phone number/],
		['two numbers', '27123456789, 27123456780', /is not a phone number/],
		['a plus sign in the middle', '27+123456789', /is not a phone number/],
		['nothing but a plus sign', '+', /is not a phone number|is too short|is empty/],
	];

	it.each(refused)('refuses %s for Phone Number', async (_, phoneNumber, message) => {
		const result = await run(simulator(), findByPhone(phoneNumber));
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(message);
		expect(result.error?.message).toContain("'Phone Number'");
		expect(result.error?.description).toContain('+27 12 345 6789');
		expect(result.error?.context?.itemIndex).toBe(0);
		expect(simulator().requests).toEqual([]);
	});

	it.each(refused)('refuses %s for Contact', async (_, phoneNumber, message) => {
		const result = await run(simulator(), getMessages(phoneNumber));
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(message);
		expect(result.error?.message).toContain("'Contact'");
		expect(result.error?.description).toMatch(/\S/);
		expect(simulator().requests).toEqual([]);
	});

	it('leaves an empty required field to n8n, which refuses it by its label', async () => {
		await expect(run(simulator(), findByPhone(''))).rejects.toThrow('Phone Number');
		await expect(run(simulator(), getMessages(''))).rejects.toThrow('Contact');
		expect(simulator().requests).toEqual([]);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a list', ['27123456789']],
		['an object', { number: '27123456789' }],
		['true', true],
	])('refuses %s from an expression', async (_, phone) => {
		const result = await run(simulator(), findByPhone('={{ $json.phone }}'), {
			items: [{ json: { phone } as never }],
		});
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain("'Phone Number'");
		expect(simulator().requests).toEqual([]);
	});
});
