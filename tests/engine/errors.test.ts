import type { IDataObject } from 'n8n-workflow';
import type { Credential } from '../support/engine';
import {
	credentialFor,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	useNode,
} from '../support/flowiq';
import { DOCUMENTED_ERRORS } from '../unit/documentedErrors';

const { simulator, run } = useNode({ contacts: 10, messagesPerContact: 5 });

const API_KEY = "'API Key' of the credential";
const TENANT_ID = "'Tenant ID' of the credential";

/** Of the documented errors those of reading and of API keys: what each is about, and what the next step must mention. */
const TOLD: Record<string, [label: string, nextStep: RegExp]> = {
	'Tenant ID is required': [TENANT_ID, /dashboard.*'Tenant ID'/],
	'Invalid action': ['', /base URL/i],
	'Authorization required': [API_KEY, /dashboard, Settings → API Keys/],
	'Authentication mismatch': [TENANT_ID, /'API Key'.*'Tenant ID'/],
	'Invalid API key': [API_KEY, /dashboard, Settings → API Keys/],
	'Invalid token format': [API_KEY, /fiq_/],
	'API key mismatch': [TENANT_ID, /'API Key'.*'Tenant ID'/],
	AuthenticationError: [API_KEY, /dashboard, Settings → API Keys/],
	'Organization not found': [TENANT_ID, /dashboard.*'Tenant ID'/],
	'Contact not found for the provided phone number': ["'Contact' 27123456789", /country code/],
	'Shopify order not found': ["'Shopify Order ID' 1234567890", /Shopify/],
};

/** The API's own words, as the message must hold them. */
function wordsOf({ error, message }: Record<string, unknown>): string {
	if (error === 'AuthenticationError') return `${String(message)} (${error})`;
	const end = message === undefined ? '' : `: ${String(message)}`;
	return `${String(error)}${end}`.replace('...)', '');
}

/** A request that all of these errors can answer. */
const PARAMETERS = getMessages('+27 12 345 6789', { filters: { orderId: '1234567890' } });

/** The same failure with its own status and, where it has `success: false`, with status 200. */
const ANSWERS = DOCUMENTED_ERRORS.filter(({ body }) => String(body.error) in TOLD)
	.flatMap(({ status, body }) => [
		{ kind: 'status' as const, status, body },
		{ kind: 'status' as const, status: 200, body },
	])
	.filter(({ status, body }) => status !== 200 || body.success === false);

describe('a documented error', () => {
	it.each(ANSWERS.map((answer) => [answer.status, wordsOf(answer.body), answer] as const))(
		'with status %i, %s: is told in the words of the API, with the label and a next step',
		async (_, words, answer) => {
			const [label, nextStep] = TOLD[String(answer.body.error)];
			simulator().faults.add({ ...answer, times: 9 });
			const { error, status, items } = await run(PARAMETERS);
			expect(status).toBe('error');
			expect(items).toEqual([]);
			expect(error?.message).toContain(words);
			if (label) expect(error?.message).toContain(`(${label})`);
			expect(error?.description).toMatch(nextStep);
			expect(error?.context?.itemIndex).toBe(0);
			expect(simulator().requests).toHaveLength(1);
		},
	);

	it('is tried for each line of the table, in three forms', () => {
		expect(ANSWERS).toHaveLength(3 * Object.keys(TOLD).length);
	});
});

describe('errors that the server really gives', () => {
	/** The error of a list of contacts, asked for with another credential. */
	async function errorWith(change: Partial<Credential>) {
		const credential = { ...credentialFor(simulator()), ...change };
		return (await run(getContacts(), { credential })).error;
	}

	it.each([
		['sentence', /^Authentication mismatch/],
		['code', /^Invalid bearer token provided \(AuthenticationError\)/],
	] as const)('name a missing tenant and a wrong token (%s)', async (errorStyle, wrongToken) => {
		simulator().variants = { errorStyle };
		const missing = await errorWith({ tenantId: '' });
		expect(missing?.message).toContain('Tenant ID is required');
		expect(missing?.message).toContain(TENANT_ID);
		expect(missing?.httpCode).toBe('400');
		const wrong = await errorWith({ accessToken: 'fiq_wrong' });
		expect(wrong?.message).toMatch(wrongToken);
		expect(wrong?.description).toContain('Settings → API Keys');
		expect(wrong?.httpCode).toBe('401');
	});

	it.each([
		['is not that of the token', 'another-tenant', /^Authentication mismatch.*'Tenant ID' of the/],
		['does not exist', 'nowhere', /No organization found with tenantId: nowhere/],
	])('name a tenant that %s', async (_, tenantId, message) => {
		expect((await errorWith({ tenantId }))?.message).toMatch(message);
	});

	it.each<[string, () => IDataObject, string, RegExp]>([
		[
			'the contact whose messages were asked for',
			() => getMessages('+999 555 0100 200'),
			"Contact not found for the provided phone number ('Contact' 9995550100200)",
			/country code/,
		],
		[
			'the order that does not exist',
			() => getMessages(simulator().contactAt(0).whatsapp_id, { filters: { orderId: '77' } }),
			"Shopify order not found ('Shopify Order ID' 77)",
			/Check 'Shopify Order ID'/,
		],
	])('name %s', async (_, parameters, message, nextStep) => {
		const { error } = await run(parameters());
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(nextStep);
	});
});

describe('the next step after a contact was not found', () => {
	it('in Find by Phone names If Not Found, and nothing that the operation lacks', async () => {
		const { error } = await run(findByPhone('9995550100200'));
		expect(error?.message).toContain("('Phone Number' 9995550100200)");
		expect(error?.description).toMatch(/country code.*add the option 'If Not Found'/);
		expect(error?.description).not.toMatch(/list/);
		expect(error?.failure).toEqual({ cause: 'configuration-invalid' });
	});

	it('for an ID is no advice on phone numbers', async () => {
		const contact = locator('id', '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10');
		const { error } = await run(getMessages('', { contact }));
		expect(error?.message).toContain("('Contact' 3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10)");
		expect(error?.description).toMatch(/^Check the ID/);
		expect(error?.description).not.toMatch(/number|country|If Not Found/);
	});
});

describe('a list that was cut short', () => {
	const NO = { kind: 'status', status: 403, body: { error: 'No' } } as const;
	const onError = 'continueRegularOutput';

	beforeEach(() => {
		simulator().variants = { pageSizeCap: 4 };
	});

	it.each([1, 3])('is told once beside the items that On Error makes of %i', async (count) => {
		simulator().faults.add({ ...NO, match: { page: 2 }, times: count });
		const items = Array.from({ length: count }, () => ({ json: {} }));
		const result = await run(getContacts({ returnAll: true }), { onError, items });
		expect(result.items).toHaveLength(count);
		expect(result.hints).toEqual([
			expect.stringMatching(/^No .*The 4 records read so far were discarded\./),
		]);
	});

	it('is not told of one that never began', async () => {
		simulator().faults.add(NO);
		const result = await run(getContacts({ returnAll: true }), { onError });
		expect(result.hints).toEqual([]);
	});
});

describe('errors that no page documents', () => {
	it.each([
		[400, { success: false, error: 'Bad page', message: 'page must be one' }, /Bad page: page/],
		[403, { success: false, error: 'Forbidden', message: 'Plan expired' }, /Plan expired/],
		[404, { message: 'Route not found' }, /Route not found/],
		[409, { error: 'Conflict' }, /Conflict/],
		[422, { error: { code: 'bad', message: 'Something is wrong' } }, /Something is wrong \(bad\)/],
	])('status %i is told in the words of the API, never repeated', async (status, body, words) => {
		simulator().faults.add({ kind: 'status', status, body, times: 9 });
		const { error } = await run(getContacts());
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/\S/);
		expect(error?.httpCode).toBe(String(status));
		expect(simulator().requests).toHaveLength(1);
	});

	it.each([
		'ECONNREFUSED is our favourite word',
		'Missing scope resourcePermission',
		'EACCES and ENOENT',
	])('keeps words that n8n would replace: %s', async (words) => {
		simulator().faults.add({ kind: 'status', status: 400, body: { error: words } });
		const { error } = await run(getContacts());
		expect(error?.message).toContain(words);
	});

	it.each(['Subscription was canceled', 'CANCELED'])(
		'does not take the words "%s" for a stopped execution',
		async (words) => {
			simulator().faults.add({ kind: 'status', status: 403, body: { error: words } });
			const result = await run(getContacts());
			expect(result.status).toBe('error');
			expect(result.error?.message).toMatch(/cancelled/i);
		},
	);

	it('of a proxy that asks for a login name the proxy, and are never repeated', async () => {
		simulator().faults.add({ kind: 'status', status: 407, body: '<h1>Log in</h1>', times: 9 });
		const { error } = await run(getContacts());
		expect(error?.message).toBe('FlowIQ refused the request with status 407');
		expect(error?.description).toMatch(/proxy .* asks for a login/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('tells of a refusal in the middle of a list how much had been read', async () => {
		simulator().addContact();
		simulator().variants = { pageSizeCap: 4 };
		const body = { success: false, error: 'Invalid API key', message: 'API key has been revoked' };
		simulator().faults.add({ kind: 'status', status: 401, body, match: { page: 2 }, times: 9 });
		const { error, items } = await run(getContacts({ returnAll: true }));
		expect(error?.message).toContain('API key has been revoked');
		expect(error?.description).toContain('The 4 records read so far were discarded.');
		expect(items).toEqual([]);
	});
});

describe('the first failing item', () => {
	it.each([
		['an unknown number', '9995550100200', 'Contact not found for the provided phone number'],
		['bad input', 'nobody', "'Phone Number' is not a phone number: nobody"],
	])('is named for %s, when no On Error setting is made', async (_, wrong, message) => {
		const known = simulator().contactAt(0).whatsapp_id;
		const items = [known, known, wrong, known].map((phone) => ({ json: { phone } }));
		const result = await run(findByPhone('={{ $json.phone }}'), { items });
		expect([result.status, result.items]).toEqual(['error', []]);
		expect(result.error?.message).toContain(message);
		expect(result.error?.context?.itemIndex).toBe(2);
	});
});
