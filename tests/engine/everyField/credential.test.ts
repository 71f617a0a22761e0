import type { Credential } from '../../support/engine';
import { credentialFor, findByPhone, getContacts, useNode } from '../../support/flowiq';
import { expectRefused } from './refusal';
import { VALUES } from './values';

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 2 });

async function withField(field: keyof Credential, value: unknown) {
	const credential = { ...credentialFor(simulator()), [field]: value };
	return await run(getContacts({ limit: 1 }), { credential });
}

const NO_BREAK = '\u00a0';
const ZERO_WIDTH = '\u200b';

describe('API Key', () => {
	it.each([
		['blanks around it', (key: string) => `  ${key}\t`],
		['line breaks around it', (key: string) => `\n${key}\r\n`],
		[
			'a line break inside of it, as mail programs make it',
			(key: string) => `${key.slice(0, 9)}\n${key.slice(9)}`,
		],
		[
			'zero-width spaces',
			(key: string) => `${ZERO_WIDTH}${key.slice(0, 4)}${ZERO_WIDTH}${key.slice(4)}\ufeff`,
		],
		['no-break spaces around it', (key: string) => `${NO_BREAK}${key}${NO_BREAK}`],
		['quotes around it', (key: string) => `"${key}"`],
		['typographic quotes around it', (key: string) => `“${key}”`],
		['Bearer before it', (key: string) => `Bearer ${key}`],
		['bearer before it, in small letters', (key: string) => `bearer  ${key}`],
		['the whole header before it', (key: string) => `Authorization: Bearer ${key}`],
		['Bearer in quotes', (key: string) => `'Bearer ${key}'`],
	])('with %s is the key alone', async (_, wrap) => {
		const { error } = await withField('accessToken', wrap(simulator().token));
		expect(error).toBeUndefined();
		expect(simulator().requests[0].headers.authorization).toBe(`Bearer ${simulator().token}`);
	});

	it.each([
		['nothing but Bearer', 'Bearer '],
		['two words', 'fiq_one fiq_two'],
		['a letter that no header takes', 'fiq_ключ'],
	])('is refused by its label when it is %s, without the key in the message', async (_, key) => {
		const { error } = await withField('accessToken', key);
		expect(error?.message).toMatch(/^'API Key' of the FlowIQ credential /);
		expect(error?.message).not.toContain('fiq_');
		expect(simulator().requests).toEqual([]);
	});
});

describe('Tenant ID', () => {
	it.each([' demo ', `de${ZERO_WIDTH}mo\n`, '\tdemo'])('%j is a tenant', async (tenantId) => {
		expect((await withField('tenantId', tenantId)).error).toBeUndefined();
		expect(simulator().requests[0].query.tenantId).toBe('demo');
	});

	it.each(['', '  ', ZERO_WIDTH, undefined, null])('%j is none', async (tenantId) => {
		await withField('tenantId', tenantId);
		expect(simulator().requests[0].query).not.toHaveProperty('tenantId');
	});
});

describe('Base URL', () => {
	it.each([
		['slashes at its end', (url: string) => `${url}///`],
		['blanks around it', (url: string) => ` ${url}\n`],
		['zero-width spaces', (url: string) => `${ZERO_WIDTH}${url}\ufeff`],
		['capital letters', (url: string) => url.replace('http', 'HTTP')],
		['the name localhost', (url: string) => url.replace('127.0.0.1', 'localhost')],
	])('may have %s', async (_, wrap) => {
		expect((await withField('baseUrl', wrap(simulator().url))).error).toBeUndefined();
		expect(simulator().requests.map(({ path }) => path)).toEqual(['/conversations']);
	});

	it('may have a path, which is kept', async () => {
		await withField('baseUrl', `${simulator().url}/api/`);
		expect(simulator().requests[0].path).toBe('/api/conversations');
	});
});

describe.each([
	['accessToken', 'API Key'],
	['tenantId', 'Tenant ID'],
	['baseUrl', 'Base URL'],
] as const)('the field %s', (field, label) => {
	it.each(VALUES)('with $name is used as it is, or refused by label', async ({ name, value }) => {
		const { error } = await withField(field, value);
		const { requests } = simulator();
		if (error === undefined || requests.length > 0) return;
		const named = { property: { displayName: label }, outerLabels: [] };
		expectRefused(named, { name }, error.message, error.description);
	});
});

it('a credential that n8n cannot give is an error of n8n, and not to be reported', async () => {
	const { error } = await run(findByPhone('27123456789'), {
		settings: { credentials: {} },
	});
	expect(error?.message).toMatch(/credential/i);
	expect(error?.description ?? '').not.toMatch(/report/);
	expect(simulator().requests).toEqual([]);
});
