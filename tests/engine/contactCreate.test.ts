import type { IDataObject } from 'n8n-workflow';
import { requestViolations } from '../simulator/support/description';
import { useNode } from '../support/flowiq';
import { EMPTY, itRefuses } from '../support/refused';

const { simulator, run, read } = useNode({ contacts: 10, messagesPerContact: 1 });

const NUMBER = '27821234567';

function creating(parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'contact',
		operation: 'create',
		name: 'Thandi Nkosi',
		phoneNumber: `+${NUMBER}`,
		...parameters,
	};
}

const tagged = (tags: unknown) => creating({ additionalFields: { tags: tags as string } });

describe('Contact Create puts into the request', () => {
	const CASES: Record<string, [parameters: IDataObject, content: IDataObject]> = {
		'name and number': [creating(), {}],
		'a number as a number': [creating({ phoneNumber: Number(NUMBER) }), {}],
		'the email': [
			creating({ additionalFields: { email: ' thandi@example.com ' } }),
			{ email: 'thandi@example.com' },
		],
		'the email alone, of what was copied with it': [
			creating({ additionalFields: { email: "'thandi@exam\u200bple.com" } }),
			{ email: 'thandi@example.com' },
		],
		'an email with an apostrophe': [
			creating({ additionalFields: { email: "thandi.o'neil+a@example.com" } }),
			{ email: "thandi.o'neil+a@example.com" },
		],
		'tags with commas': [tagged(' vip, customer ,'), { tags: 'vip,customer' }],
		'each tag once': [tagged('vip, customer, vip'), { tags: 'vip,customer' }],
		'a list of tags': [tagged('={{ ["vip", "Cape Town"] }}'), { tags: 'vip,Cape Town' }],
		'a list of tags as JSON': [tagged('["vip", 7]'), { tags: 'vip,7' }],
		'no tags for empty text': [tagged(''), {}],
	};

	it.each(Object.entries(CASES))('%s', async (_, [parameters, content]) => {
		const [created] = await read(parameters);
		const { requests } = simulator();
		expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /contact']);
		expect(requests[0].body).toEqual({ name: 'Thandi Nkosi', phone_number: NUMBER, ...content });
		expect(requestViolations('POST', '/contact', requests[0].body)).toEqual([]);
		const tags = content.tags === undefined ? [] : String(content.tags).split(',');
		expect(created).toEqual({
			id: simulator().findContact(NUMBER)?.id,
			full_name: 'Thandi Nkosi',
			whatsapp_id: NUMBER,
			phone_number: `+${NUMBER}`,
			email: content.email ?? null,
			tags,
			organization_id: expect.any(String),
			created_at: expect.any(String),
			created: true,
		});
	});
});

describe('Contact Create refuses, before any request,', () => {
	itRefuses(simulator, {
		'no name': [creating({ name: EMPTY }), "'Name' is empty"],
		'no number': [creating({ phoneNumber: EMPTY }), "'Phone Number' is empty"],
		'a number of nine digits': [
			creating({ phoneNumber: '27 821 2345' }),
			"'Phone Number' has 9 digits",
			'10',
		],
		'a number without country code': [creating({ phoneNumber: '0821234567' }), "'Phone Number'"],
		'a link to an email address': [
			creating({ additionalFields: { email: 'mailto:thandi@example.com' } }),
			"'Email' is not an email address: mailto:thandi@example.com",
		],
		'several email addresses': [
			creating({ additionalFields: { email: 'thandi@example.com;ann@example.com' } }),
			"'Email' is not an email address: thandi@example.com;ann@example.com",
		],
		'an email address with the end of a sentence': [
			creating({ additionalFields: { email: 'thandi@example.com.' } }),
			"'Email' is not an email address: thandi@example.com.",
		],
		'a tag with a comma': [
			tagged('={{ ["vip", "Smith, Ann"] }}'),
			"One of the texts in 'Tags' has a comma: Smith, Ann",
		],
		'the same as JSON': [tagged('["Smith, Ann"]'), "One of the texts in 'Tags' has a comma"],
	});
});

describe('a number that is a contact already', () => {
	const again = (parameters: IDataObject = {}) =>
		creating({ phoneNumber: simulator().contactAt(0).whatsapp_id, ...parameters });
	const returning = () => again({ options: { ifExists: 'return' } });

	it('is an error that names the option', async () => {
		const result = await run(again());
		expect(result.error?.message).toContain('A contact with this phone number already exists');
		expect(result.error?.description).toContain("'If Exists'");
	});

	it('gives the existing contact, completed by one look-up', async () => {
		const existing = simulator().contactAt(0);
		const [contact] = await read(returning());
		expect(contact).toEqual({
			id: existing.id,
			full_name: existing.full_name ?? null,
			whatsapp_id: existing.whatsapp_id,
			phone_number: existing.phone_number ?? null,
			email: existing.email ?? null,
			tags: existing.tags ?? [],
			organization_id: expect.any(String),
			created_at: existing.created_at,
			created: false,
		});
		expect(simulator().requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /contact',
			'GET /contact',
		]);
	});

	it('gives what the look-up says where the refusal says something else', async () => {
		const { id, full_name = null, whatsapp_id } = simulator().contactAt(0);
		const existing_contact = { id, full_name: 'An earlier name', whatsapp_id };
		const body = { error: 'A contact with this phone number already exists', existing_contact };
		simulator().faults.add({ kind: 'status', status: 409, body, match: { method: 'POST' } });
		const [contact] = await read(returning());
		expect(contact).toMatchObject({ id, full_name, whatsapp_id });
	});

	it('is given after any 409, whatever its words', async () => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		const body = { error: 'Conflict' };
		simulator().faults.add({ kind: 'status', status: 409, body, match: { method: 'POST' } });
		const [contact] = await read(returning());
		expect(contact).toMatchObject({ id, whatsapp_id, created: false });
	});

	it('gives nothing half known when it is stopped during the look-up', async () => {
		let stop: () => void = () => undefined;
		simulator().latencyMs = 200;
		const end = simulator().onRequest(({ method }) => {
			if (method === 'GET') stop();
		});
		const more = { onStarted: (press: () => void) => (stop = press) };
		const { status, items, error, hints } = await run(returning(), more);
		end();
		expect({ status, items, hints }).toEqual({ status: 'canceled', items: [], hints: [] });
		expect(error?.message).toBe('The execution was canceled');
	});

	it('gives what the refusal names when the server has no look-up', async () => {
		const { id, full_name = null, whatsapp_id } = simulator().contactAt(0);
		simulator().faults.add({
			kind: 'status',
			status: 404,
			body: { error: 'Not found' },
			match: { method: 'GET', path: '/contact' },
		});
		const [contact] = await read(returning());
		expect(contact).toMatchObject({ id, full_name, whatsapp_id, email: null, created: false });
	});

	it('gives it where FlowIQ tells refusals with status 200, too', async () => {
		simulator().variants = { failureStatus: 'ok' };
		const [contact] = await read(returning());
		expect(contact).toMatchObject({ id: simulator().contactAt(0).id, created: false });
	});

	it('lets a workflow run twice', async () => {
		const parameters = creating({ options: { ifExists: 'return' } });
		const [first] = await read(parameters);
		const [second] = await read(parameters);
		expect(second).toEqual({ ...first, created: false });
		expect(simulator().contactCount).toBe(11);
	});
});

describe('FlowIQ’s refusals of a new contact', () => {
	it('say what to check when the number is not on WhatsApp', async () => {
		const result = await run(creating({ phoneNumber: '+999 601 234 567' }));
		expect(result.error?.message).toContain('not registered on WhatsApp');
		expect(result.error?.message).toContain("'Phone Number' 999601234567");
		expect(result.error?.description).toMatch(/country code/);
	});

	it('are definite when FlowIQ documents them so, with status 500', async () => {
		const body = { error: 'Internal server error', message: 'Failed to create contact' };
		simulator().faults.add({ kind: 'status', status: 500, body });
		const result = await run(creating());
		expect(result.error?.message).toContain('Failed to create contact');
		expect(result.error?.message).not.toMatch(/not known whether/);
	});

	it('are not repeated when it is not known whether the contact was created', async () => {
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		const result = await run(creating());
		expect(result.error?.message).toMatch(/not known whether/);
		expect(simulator().requests).toHaveLength(1);
	});
});
