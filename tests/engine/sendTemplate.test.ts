import type { IDataObject } from 'n8n-workflow';
import { requestViolations } from '../simulator/support/description';
import { locator, useNode } from '../support/flowiq';
import { EMPTY, itRefuses } from '../support/refused';

const { simulator, run, read } = useNode({ contacts: 10, messagesPerContact: 3 });

const KNOWN = '27600000003';
const UNKNOWN = '27821234567';

beforeEach(() => void simulator().addContact({ whatsapp_id: KNOWN }));

function template(parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'sendTemplate',
		recipient: locator('phone', KNOWN),
		templateName: 'order_update',
		...parameters,
	};
}

const pairs = (...values: Array<[name: unknown, value: unknown]>) => ({
	parameters: values.map(([name, value]) => ({ name, value })) as IDataObject[],
});

const json = (bodyParametersJson: unknown) =>
	template({
		specifyBodyParameters: 'json',
		bodyParametersJson: bodyParametersJson as string,
	});

describe('Message Send Template puts into the request', () => {
	const CASES: Record<string, [parameters: IDataObject, content: IDataObject]> = {
		'the template alone': [template(), {}],
		'named and positional values': [
			template({ bodyParameters: pairs(['shop', 'Cape Town'], ['1', '#1001'], [2, 'b']) }),
			{ bodyParameters: { '1': '#1001', '2': 'b', shop: 'Cape Town' } },
		],
		'zero, empty text and blanks as they were entered': [
			template({ bodyParameters: pairs(['1', 0], ['2', ''], ['3', ' x ']) }),
			{ bodyParameters: { '1': '0', '2': '', '3': ' x ' } },
		],
		'names with the brackets of the template around them': [
			template({ bodyParameters: pairs(['{{ shop }}', '{{first_name}}']) }),
			{ bodyParameters: { shop: '{{first_name}}' } },
		],
		'prices in JSON, as they were typed': [
			json('{ "total": 49.90, "order": 5123456789012345678 }'),
			{ bodyParameters: { total: '49.90', order: '5123456789012345678' } },
		],
		JSON: [json('{ "shop": "Durban", "1": 0 }'), { bodyParameters: { '1': '0', shop: 'Durban' } }],
		'an object from an expression': [
			json('={{ { shop: "Durban", "2": "" } }}'),
			{ bodyParameters: { '2': '', shop: 'Durban' } },
		],
		'a list in its order': [json('["Ann", 7]'), { bodyParameters: { '1': 'Ann', '2': '7' } }],
		'no parameters for an empty object': [json('{}'), {}],
		'values for buttons, the header, the member': [
			template({
				buttonParameters: pairs(['tracking_url', 'ABC123']),
				options: {
					headerMediaUrl: 'https://example.com/a.pdf?sig=%2F',
					memberId: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
				},
			}),
			{
				buttonParameters: { tracking_url: 'ABC123' },
				headerMedia: 'https://example.com/a.pdf?sig=%2F',
				memberId: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
			},
		],
		'the name for a new contact': [
			template({
				bodyParameters: pairs(['1', 'x']),
				options: { contactName: 'Nathan Smith' },
			}),
			{ bodyParameters: { '1': 'x', name: 'Nathan Smith' } },
		],
		'the name once, where both fields have it': [
			template({ bodyParameters: pairs(['name', 'Ann']), options: { contactName: 'Ann' } }),
			{ bodyParameters: { name: 'Ann' } },
		],
	};

	it.each(Object.entries(CASES))('%s', async (_, [parameters, content]) => {
		const { id, full_name } = simulator().findContact(KNOWN)!;
		const [sent] = await read(parameters);
		const { requests } = simulator();
		expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /send-template',
		]);
		expect(requests[0].body).toEqual({
			templateName: 'order_update',
			whatsappNumber: KNOWN,
			...content,
		});
		expect(requestViolations('POST', '/send-template', requests[0].body)).toEqual([]);
		expect(sent).toEqual({
			contactId: id,
			contactName: full_name ?? null,
			success: true,
			messageId: expect.stringMatching(/^wamid\./),
			broadcastId: expect.any(String),
		});
	});
});

describe('Message Send Template refuses, before any request,', () => {
	itRefuses(simulator, {
		'no template': [template({ templateName: EMPTY }), "'Template Name' is empty"],
		'a value without name': [
			template({ bodyParameters: pairs(['', 'x']) }),
			"'Body Parameters 1 Name' is empty",
		],
		'a name without value': [
			template({ bodyParameters: pairs(['shop', '={{ null }}']) }),
			"'Body Parameters shop' is empty",
		],
		'two values for a name': [
			template({ bodyParameters: pairs(['a', '1'], [' a', '2']) }),
			"'Body Parameters' has two values for a",
		],
		'a gap in a list of values': [json('={{ ["a", null] }}'), "'Body Parameters 2' is empty"],
		'a list that begins with a gap': [json('={{ [, "a"] }}'), "'Body Parameters 1' is empty"],
		'a list within a list': [
			json('[["a"]]'),
			`'Body Parameters' is not a list of objects: a list [["a"]]`,
		],
		'broken JSON': [json('{ shop: 1 }'), "'Body Parameters' is not valid JSON"],
		'JSON that is no object': [json('7'), "'Body Parameters' is not an object: 7"],
		'values in an object without names': [
			json('={{ new Map([["1", "Ann"]]) }}'),
			"'Body Parameters' is not an object: an object {}",
		],
		'a name that n8n would leave out': [
			template({ bodyParameters: pairs(['constructor', 'Ann']) }),
			"'Body Parameters' can't have a variable named constructor",
		],
		'a header over http': [
			template({ options: { headerMediaUrl: 'http://a.example' } }),
			"'Header Media URL' is not an https address",
		],
		'two different names': [
			template({ bodyParameters: pairs(['name', 'Ann']), options: { contactName: 'Bob' } }),
			"'Contact Name' and the body parameter 'name' differ",
		],
		'a recipient that is no number': [
			template({ recipient: locator('phone', 'Ann') }),
			"'Recipient' is not a phone number: Ann",
		],
	});
});

describe('a template that could not be sent', () => {
	const STATUSES = ['200', '400', '500'] as const;
	const BODIES = ['results', 'error'] as const;

	it.each(STATUSES.flatMap((status) => BODIES.map((body) => [status, body] as const)))(
		"fails with the recipient's own error: status %s, told in %s",
		async (templateFailureStatus, templateFailureBody) => {
			simulator().variants = {
				templates: 'rejected',
				templateFailureStatus,
				templateFailureBody,
			};
			const result = await run(template());
			expect(result.status).toBe('error');
			expect(result.error?.message).toContain(
				'(#132001) Template name does not exist in the translation: order_update',
			);
			expect(result.error?.message).not.toMatch(/not known whether/);
			expect(simulator().requests).toHaveLength(1);
		},
	);

	it('fails when only the result says so', async () => {
		const body = {
			success: true,
			summary: { total: 1, successful: 0, failed: 1 },
			results: [{ success: false, error: 'Recipient blocked you', messageId: null }],
		};
		simulator().faults.add({ kind: 'status', status: 200, body });
		const result = await run(template());
		expect(result.error?.message).toBe('Recipient blocked you');
	});

	const NONE = { total: 1, successful: 0, failed: 1 };

	it.each<[string, IDataObject]>([
		['the result says so as text', { results: [{ success: 'false', messageId: null }] }],
		['the result says so in a word', { results: [{ success: 'no', messageId: null }] }],
		['the numbers say so', { summary: NONE, results: [] }],
		['the numbers say so, as text', { summary: { successful: '0', failed: '1' } }],
		['the numbers say so beside a result that does not', { summary: NONE, results: [{}] }],
	])('fails when only %s', async (_, fields) => {
		const body = { success: true, ...fields };
		simulator().faults.add({ kind: 'status', status: 200, body });
		const result = await run(template());
		expect(result.error?.message).toBe('FlowIQ did not send the template');
	});

	it.each<[string, IDataObject]>([
		['its result says so', { summary: NONE, results: [{ success: true, messageId: 'wamid.1' }] }],
		['nobody counts a failure', { summary: { total: 0, successful: 0, failed: 0 } }],
		['nobody speaks of one', { summary: { successful: 0 } }],
	])('is sent where %s', async (_, fields) => {
		const body = { success: true, ...fields };
		simulator().faults.add({ kind: 'status', status: 200, body });
		expect(await read(template())).toHaveLength(1);
	});

	it.each<[string, IDataObject]>([
		['no result', { results: [] }],
		['nothing else', {}],
	])('leaves open whether it was sent where there is an error and %s', async (_, fields) => {
		const body = { success: true, error: 'Recipient is blocked', ...fields };
		simulator().faults.add({ kind: 'status', status: 200, body });
		const result = await run(template());
		expect(result.error?.message).toMatch(/^It is not known whether.*Recipient is blocked$/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('leaves open whether it was sent when FlowIQ breaks down', async () => {
		const body = { success: false, error: 'Internal server error' };
		simulator().faults.add({ kind: 'status', status: 500, body });
		const result = await run(template());
		expect(result.error?.message).toMatch(/not known whether/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('says what to fill in when the recipient is unknown', async () => {
		const recipient = locator('phone', UNKNOWN);
		const result = await run(template({ recipient }));
		expect(result.error?.message).toContain('bodyParameters.name');
		expect(result.error?.description).toContain("'Contact Name'");
	});

	it('creates the unknown recipient with a name', async () => {
		const recipient = locator('phone', `+${UNKNOWN}`);
		const [sent] = await read(template({ recipient, options: { contactName: 'Nathan Smith' } }));
		expect(simulator().findContact(UNKNOWN)).toMatchObject({
			id: sent.contactId,
			full_name: 'Nathan Smith',
		});
	});
});
