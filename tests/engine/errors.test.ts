import type { IDataObject } from 'n8n-workflow';
import {
	findByPhone,
	getContacts,
	getMessages,
	locator,
	run,
	useSimulator,
} from '../support/flowiq';

const simulator = useSimulator({ contacts: 10, messagesPerContact: 5 });

interface Documented {
	status: number;
	body: IDataObject;
	/** The API's own words, as the message must hold them. */
	words: string;
	/** The label of what the error is about. */
	label?: string;
	/** What the next step must mention. */
	nextStep: RegExp;
}

/** The error bodies of the documentation for reading and for API keys (API facts, sections 3.5, 6 and 12). */
const DOCUMENTED: Documented[] = [
	{
		status: 400,
		body: { error: 'Tenant ID is required', message: 'Please provide tenantId query parameter' },
		words: 'Tenant ID is required: Please provide tenantId query parameter',
		label: "'Tenant ID' of the credential",
		nextStep: /dashboard.*'Tenant ID'/,
	},
	{
		status: 400,
		body: {
			error: 'Invalid action',
			message: 'Use: conversation-messages, contacts, or find-by-phone',
		},
		words: 'Invalid action: Use: conversation-messages, contacts, or find-by-phone',
		nextStep: /base URL/i,
	},
	{
		status: 401,
		body: {
			error: 'Authorization required',
			message: 'Please provide Authorization bearer token',
		},
		words: 'Authorization required: Please provide Authorization bearer token',
		label: "'API Key' of the credential",
		nextStep: /dashboard, Settings → API Keys/,
	},
	{
		status: 401,
		body: {
			error: 'Authentication mismatch',
			message: 'Bearer token does not match the provided tenantId',
		},
		words: 'Authentication mismatch: Bearer token does not match the provided tenantId',
		label: "'Tenant ID' of the credential",
		nextStep: /'API Key'.*'Tenant ID'/,
	},
	{
		status: 401,
		body: { error: 'Invalid API key', message: 'API key has been revoked' },
		words: 'Invalid API key: API key has been revoked',
		label: "'API Key' of the credential",
		nextStep: /dashboard, Settings → API Keys/,
	},
	{
		status: 401,
		body: {
			error: 'Invalid token format',
			message: 'Bearer token must be an API key (fiq_...)',
		},
		words: 'Invalid token format: Bearer token must be an API key (fiq_',
		label: "'API Key' of the credential",
		nextStep: /fiq_/,
	},
	{
		status: 401,
		body: {
			error: 'API key mismatch',
			message: 'API key does not belong to the specified tenant',
		},
		words: 'API key mismatch: API key does not belong to the specified tenant',
		label: "'Tenant ID' of the credential",
		nextStep: /'API Key'.*'Tenant ID'/,
	},
	{
		status: 401,
		body: { error: 'AuthenticationError', message: 'Invalid bearer token provided' },
		words: 'Invalid bearer token provided (AuthenticationError)',
		label: "'API Key' of the credential",
		nextStep: /dashboard, Settings → API Keys/,
	},
	{
		status: 404,
		body: {
			error: 'Organization not found',
			message: 'No organization found with tenantId: X',
		},
		words: 'Organization not found: No organization found with tenantId: X',
		label: "'Tenant ID' of the credential",
		nextStep: /dashboard.*'Tenant ID'/,
	},
	{
		status: 404,
		body: {
			error: 'Contact not found for the provided phone number',
			normalized_phone: '27123456789',
		},
		words: 'Contact not found for the provided phone number',
		label: "'Contact' 27123456789",
		nextStep: /country code/,
	},
	{
		status: 404,
		body: { error: 'Shopify order not found', orderId: '1234567890' },
		words: 'Shopify order not found',
		label: "'Shopify Order ID' 1234567890",
		nextStep: /Shopify/,
	},
];

/** A request that all of these errors can answer. */
const PARAMETERS = getMessages('+27 12 345 6789', { filters: { orderId: '1234567890' } });

/** Each way in which the documentation shows the same failure. */
const STYLES: Array<[string, (documented: Documented) => { status: number; body: IDataObject }]> = [
	['with success: false', ({ status, body }) => ({ status, body: { success: false, ...body } })],
	['without success', ({ status, body }) => ({ status, body })],
	['with status 200', ({ body }) => ({ status: 200, body: { success: false, ...body } })],
];

describe.each(STYLES)('a documented error %s', (_, styled) => {
	it.each(DOCUMENTED.map((documented) => [documented.words, documented] as const))(
		'%s: is told in the words of the API, with the label and a next step',
		async (__, documented) => {
			const { words, label, nextStep } = documented;
			simulator().faults.add({ kind: 'status', ...styled(documented), times: 9 });
			const { error, status, items } = await run(simulator(), PARAMETERS);
			expect(status).toBe('error');
			expect(items).toEqual([]);
			expect(error?.message).toContain(words);
			if (label) expect(error?.message).toContain(`(${label})`);
			expect(error?.description).toMatch(nextStep);
			expect(error?.context?.itemIndex).toBe(0);
			expect(simulator().requests).toHaveLength(1);
		},
	);
});

describe('errors that the server really gives', () => {
	it.each(['sentence', 'code'] as const)(
		'names the tenant that is missing (%s)',
		async (errorStyle) => {
			simulator().variants = { errorStyle };
			const credential = { accessToken: simulator().token, baseUrl: simulator().url };
			const { error } = await run(simulator(), getContacts(), { credential });
			expect(error?.message).toContain('Tenant ID is required');
			expect(error?.message).toContain("'Tenant ID' of the credential");
			expect(error?.httpCode).toBe('400');
		},
	);

	it.each(['sentence', 'code'] as const)('names a token that is wrong (%s)', async (errorStyle) => {
		simulator().variants = { errorStyle };
		const credential = {
			accessToken: 'fiq_wrong',
			tenantId: simulator().tenantId,
			baseUrl: simulator().url,
		};
		const { error } = await run(simulator(), getContacts(), { credential });
		expect(error?.message).toMatch(
			errorStyle === 'code'
				? /^Invalid bearer token provided \(AuthenticationError\)/
				: /^Authentication mismatch/,
		);
		expect(error?.description).toContain('Settings → API Keys');
		expect(error?.httpCode).toBe('401');
	});

	it('names a tenant that is not the one of the token', async () => {
		const credential = {
			accessToken: simulator().token,
			tenantId: 'another-tenant',
			baseUrl: simulator().url,
		};
		const { error } = await run(simulator(), getContacts(), { credential });
		expect(error?.message).toMatch(/^Authentication mismatch.*'Tenant ID' of the credential/);
	});

	it('names a tenant that does not exist', async () => {
		const credential = {
			accessToken: simulator().token,
			tenantId: 'nowhere',
			baseUrl: simulator().url,
		};
		const { error } = await run(simulator(), getContacts(), { credential });
		expect(error?.message).toContain('No organization found with tenantId: nowhere');
	});

	it('names the contact whose messages were asked for', async () => {
		const { error } = await run(simulator(), getMessages('+999 555 0100 200'));
		expect(error?.message).toBe(
			"Contact not found for the provided phone number ('Contact' 9995550100200)",
		);
		expect(error?.description).toMatch(/country code/);
	});

	it('names the order that does not exist', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const { error } = await run(
			simulator(),
			getMessages(whatsapp_id, { filters: { orderId: '77' } }),
		);
		expect(error?.message).toBe("Shopify order not found ('Shopify Order ID' 77)");
		expect(error?.description).toContain("Check 'Shopify Order ID'");
	});
});

describe('the next step after a contact was not found', () => {
	it('in Find by Phone names If Not Found, and nothing that the operation lacks', async () => {
		const { error } = await run(simulator(), findByPhone('9995550100200'));
		expect(error?.message).toContain("('Phone Number' 9995550100200)");
		expect(error?.description).toMatch(/country code.*add the option 'If Not Found'/);
		expect(error?.description).not.toMatch(/list/);
		expect(error?.failure).toEqual({ cause: 'configuration-invalid' });
	});

	it('for an ID is no advice on phone numbers', async () => {
		const contact = locator('id', '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10');
		const { error } = await run(simulator(), getMessages('', { contact }));
		expect(error?.message).toContain("('Contact' 3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10)");
		expect(error?.description).toMatch(/^Check the ID/);
		expect(error?.description).not.toMatch(/number|country|If Not Found/);
	});
});

describe('a list that was cut short', () => {
	it('is told beside the output too, where On Error makes an item of it', async () => {
		simulator().variants = { pageSizeCap: 4 };
		simulator().faults.add({
			kind: 'status',
			status: 403,
			body: { error: 'No' },
			match: { page: 2 },
		});
		const result = await run(simulator(), getContacts({ returnAll: true }), {
			onError: 'continueRegularOutput',
		});
		expect(result.items).toHaveLength(1);
		expect(result.hints.join()).toMatch(/^No .*The 4 records read so far were discarded\./);
	});

	it('is not told of one that never began', async () => {
		simulator().faults.add({ kind: 'status', status: 403, body: { error: 'No' } });
		const result = await run(simulator(), getContacts({ returnAll: true }), {
			onError: 'continueRegularOutput',
		});
		expect(result.hints).toEqual([]);
	});
});

describe('errors that no page documents', () => {
	it.each([
		[
			400,
			{ success: false, error: 'Bad page', message: 'page must be a number' },
			/Bad page: page/,
		],
		[403, { success: false, error: 'Forbidden', message: 'Plan expired' }, /Plan expired/],
		[404, { message: 'Route not found' }, /Route not found/],
		[409, { error: 'Conflict' }, /Conflict/],
		[422, { error: { code: 'bad', message: 'Something is wrong' } }, /Something is wrong \(bad\)/],
	])(
		'status %i is told in the words of the API and never repeated',
		async (status, body, words) => {
			simulator().faults.add({ kind: 'status', status, body, times: 9 });
			const { error } = await run(simulator(), getContacts());
			expect(error?.message).toMatch(words);
			expect(error?.description).toMatch(/\S/);
			expect(error?.httpCode).toBe(String(status));
			expect(simulator().requests).toHaveLength(1);
		},
	);

	it.each([
		'ECONNREFUSED is our favourite word',
		'Missing scope resourcePermission',
		'EACCES and ENOENT',
	])('keeps words that n8n would replace: %s', async (words) => {
		simulator().faults.add({ kind: 'status', status: 400, body: { error: words } });
		const { error } = await run(simulator(), getContacts());
		expect(error?.message).toContain(words);
	});

	it.each(['Subscription was canceled', 'CANCELED'])(
		'does not take the words "%s" for a stopped execution',
		async (words) => {
			simulator().faults.add({ kind: 'status', status: 403, body: { error: words } });
			const result = await run(simulator(), getContacts());
			expect(result.status).toBe('error');
			expect(result.error?.message).toMatch(/cancelled/i);
		},
	);

	it('of a proxy that asks for a login name the proxy, and are never repeated', async () => {
		simulator().faults.add({ kind: 'status', status: 407, body: '<h1>Log in</h1>', times: 9 });
		const { error } = await run(simulator(), getContacts());
		expect(error?.message).toBe('FlowIQ refused the request with status 407');
		expect(error?.description).toMatch(/proxy .* asks for a login/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('tells of a refusal in the middle of a list how much had been read', async () => {
		simulator().addContact();
		simulator().variants = { pageSizeCap: 4 };
		const body = { success: false, error: 'Invalid API key', message: 'API key has been revoked' };
		simulator().faults.add({ kind: 'status', status: 401, body, match: { page: 2 }, times: 9 });
		const { error, items } = await run(simulator(), getContacts({ returnAll: true }));
		expect(error?.message).toContain('API key has been revoked');
		expect(error?.description).toContain('The 4 records read so far were discarded.');
		expect(items).toEqual([]);
	});
});

describe('the first failing item', () => {
	it('is named when no On Error setting is made', async () => {
		const known = simulator().contactAt(0).whatsapp_id;
		const result = await run(simulator(), findByPhone('={{ $json.phone }}'), {
			items: [known, known, '9995550100200', known].map((phone) => ({ json: { phone } })),
		});
		expect(result.status).toBe('error');
		expect(result.items).toEqual([]);
		expect(result.error?.message).toContain('Contact not found');
		expect(result.error?.context?.itemIndex).toBe(2);
	});

	it('is named for bad input, too', async () => {
		const known = simulator().contactAt(0).whatsapp_id;
		const result = await run(simulator(), findByPhone('={{ $json.phone }}'), {
			items: [known, 'nobody', known].map((phone) => ({ json: { phone } })),
		});
		expect(result.error?.message).toBe("'Phone Number' is not a phone number: nobody");
		expect(result.error?.context?.itemIndex).toBe(1);
	});
});
