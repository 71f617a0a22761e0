import type { IDataObject } from 'n8n-workflow';
import { findByPhone, getContacts, getMessages, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 3 });

afterEach(() => expect(simulator().requests).toEqual([]));

describe('Limit', () => {
	it('names what was entered and what to do instead', async () => {
		const { error } = await run(getContacts({ limit: 0 }));
		expect(error?.message).toBe("'Limit' is not a whole number from 1: 0");
		expect(error?.description).toContain("'Return All'");
	});
});

describe('Contact', () => {
	it.each(['list', 'phone', 'id'])('is refused when it is empty (%s)', async (mode) => {
		const contact = locator(mode, '={{ $json.missing }}');
		const { error, status } = await run(getMessages('', { contact }));
		expect(status).toBe('error');
		expect(error?.message).toBe("'Contact' is empty");
		expect(error?.description).toMatch(/Choose a contact from the list/);
	});

	it('is refused when an expression for the whole field gives nothing', async () => {
		const { error } = await run(getMessages('', { contact: '={{ $json.missing }}' }));
		expect(error?.message).toContain("'Contact'");
	});

	it('is refused when the list holds only blanks', async () => {
		const { error } = await run(getMessages('', { contact: locator('id', '  ') }));
		expect(error?.message).toBe("'Contact' is empty: only blanks");
	});
});

describe('Base URL', () => {
	it.each([
		['plain http', 'http://0.0.0.0:8080', /would send the API key unencrypted/],
		['a login', 'https://someone:secret@api.flowiq.live', /more than an address/],
		['no address', 'api.flowiq.live', /not a web address/],
	])('is refused by its label when it has %s', async (_, baseUrl, message) => {
		const credential = { accessToken: 'fiq_x', tenantId: 'demo', baseUrl };
		for (const parameters of [getContacts(), findByPhone('27123456789')]) {
			const { error, status } = await run(parameters, { credential });
			expect(status).toBe('error');
			expect(error?.message).toContain("'Base URL' of the FlowIQ credential");
			expect(error?.message).toMatch(message);
			expect(error?.message).not.toContain('secret');
			expect(error?.description).toContain('https://');
		}
	});
});

const send = (parameters: IDataObject): IDataObject => ({
	resource: 'message',
	operation: 'send',
	recipient: locator('phone', '27600000003'),
	...parameters,
});

it.each<[string, IDataObject]>([
	['as a phone number', getMessages('subscription canceled')],
	['as a filter', getContacts({ filters: { archived: 'Cancelled or canceled' } })],
	['as an operation that there is not', { resource: 'contact', operation: 'canceled' }],
	[
		'as a column',
		{ resource: 'contact', operation: 'exportToFile', options: { columns: 'id, canceled' } },
	],
	[
		'as a place to go on from',
		{ resource: 'contact', operation: 'exportToFile', options: { resumeFrom: 'canceled' } },
	],
	[
		'in a tag',
		{
			resource: 'contact',
			operation: 'create',
			name: 'Ann',
			phoneNumber: '27600000003',
			additionalFields: { tags: '["canceled, 2026"]' },
		},
	],
	[
		'as the name of a variable',
		{
			...send({ operation: 'sendTemplate', templateName: 'order' }),
			specifyBodyParameters: 'json',
			bodyParametersJson: '{ "canceled": true }',
		},
	],
	[
		'as a name in JSON',
		send({
			messageType: 'interactive',
			body: 'Shall we?',
			specifyButtons: 'json',
			buttonsJson: '[{ "title": "Yes", "canceled": false }]',
		}),
	],
])('the word canceled %s is an error, not a canceled execution', async (_, parameters) => {
	const { error, status } = await run(parameters);
	expect(status).toBe('error');
	expect(error?.message.replace(/\u200b/g, '')).toMatch(/canceled/i);
});
