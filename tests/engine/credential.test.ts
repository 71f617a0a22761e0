import { testCredential } from '../support/credentialTest';
import { loadPackage } from '../support/engine';
import { credentialFor, useSimulator } from '../support/flowiq';
import { startOtherServer } from '../support/otherServer';

const simulator = useSimulator({ contacts: 5 });

describe('the credential', () => {
	it('has the fields of the contract', async () => {
		const { type } = (await loadPackage()).getCredential('flowIqApi');
		expect(type.displayName).toBe('FlowIQ API');
		expect(type.properties.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['accessToken', 'tenantId', 'baseUrl']),
		);
		const field = (wanted: string) => type.properties.find(({ name }) => name === wanted)!;
		expect(field('accessToken')).toMatchObject({ required: true, typeOptions: { password: true } });
		expect(field('tenantId').required).not.toBe(true);
		expect(field('tenantId').default).toBe('');
		expect(field('baseUrl').default).toBe('https://api.flowiq.live');
	});
});

describe('the credential test', () => {
	it('succeeds with one small request', async () => {
		expect(await testCredential(credentialFor(simulator()))).toMatchObject({ status: 'OK' });
		expect(simulator().requests).toHaveLength(1);
		const [{ method, path, query, headers }] = simulator().requests;
		expect({ method, path, query }).toEqual({
			method: 'GET',
			path: '/conversations',
			query: { action: 'contacts', limit: '1', tenantId: 'demo' },
		});
		expect(headers.authorization).toBe(`Bearer ${simulator().token}`);
	});

	it.each([undefined, '', '   '])('sends no tenant when it is %j', async (tenantId) => {
		simulator().variants = { tenant: 'optional' };
		const credential = { accessToken: simulator().token, baseUrl: simulator().url };
		const given = { ...credential, ...(tenantId !== undefined && { tenantId }) };
		expect(await testCredential(given)).toMatchObject({ status: 'OK' });
		expect(simulator().requests[0].query).not.toHaveProperty('tenantId');
	});

	it('ignores blanks around the tenant', async () => {
		const credential = { ...credentialFor(simulator()), tenantId: ' demo ' };
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['blanks and a line break', (token: string) => `  ${token}\n`],
		['a pasted Bearer', (token: string) => `Bearer ${token}`],
		['both', (token: string) => ` bearer   ${token} `],
	])('cleans a token with %s', async (_, entered) => {
		const accessToken = entered(simulator().token);
		const credential = { ...credentialFor(simulator()), accessToken };
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
		expect(simulator().requests[0].headers.authorization).toBe(`Bearer ${simulator().token}`);
	});

	it.each(['/', '///', ' '])('ignores "%s" at the end of the base URL', async (end) => {
		const credential = { ...credentialFor(simulator()), baseUrl: `${simulator().url}${end}` };
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
		expect(simulator().requests[0].path).toBe('/conversations');
	});

	it('accepts plain http to localhost', async () => {
		const baseUrl = simulator().url.replace('127.0.0.1', 'localhost');
		const credential = { ...credentialFor(simulator()), baseUrl };
		expect(await testCredential(credential)).toMatchObject({ status: 'OK' });
	});

	it('fails on a wrong token', async () => {
		const credential = { ...credentialFor(simulator()), accessToken: 'fiq_wrong' };
		expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
		expect(simulator().requests[0].status).toBe(401);
	});

	it('fails on a wrong tenant', async () => {
		const credential = { ...credentialFor(simulator()), tenantId: 'nowhere' };
		expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
	});

	it('fails on a 200 whose body says that it failed, and says what to check', async () => {
		simulator().variants = { failureStatus: 'ok' };
		const credential = { ...credentialFor(simulator()), accessToken: 'fiq_wrong' };
		const { status, message } = await testCredential(credential);
		expect(simulator().requests[0].status).toBe(200);
		expect(status).toBe('Error');
		expect(message).toMatch(/Access Token.*Tenant ID.*dashboard/);
	});

	it('has a rule of the kind that n8n applies to a body', async () => {
		const { type } = (await loadPackage()).getCredential('flowIqApi');
		expect(type.test?.rules).toContainEqual({
			type: 'responseSuccessBody',
			properties: { key: 'success', value: false, message: expect.stringMatching(/\S/) },
		});
	});

	it.each([
		['an address that reaches this machine but is no loopback', 'http://0.0.0.0:PORT'],
		['the same with a path', 'http://0.0.0.0:PORT/localhost'],
		['the same with localhost behind a question mark', 'http://0.0.0.0:PORT?.localhost/'],
		['the same with localhost behind a number sign', 'http://0.0.0.0:PORT#.localhost/'],
		['the same with localhost behind a backslash', 'http://0.0.0.0:PORT\\.localhost/'],
		['the same with a loopback user name', 'http://127.0.0.1@0.0.0.0:PORT/'],
		['the same in capital letters', 'HTTP://0.0.0.0:PORT'],
	])('sends no token over plain http to %s', async (_, written) => {
		const baseUrl = written.replace('PORT', new URL(simulator().url).port);
		const credential = { ...credentialFor(simulator()), baseUrl };
		expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
		expect(simulator().requests).toEqual([]);
	});

	it.each(['', 'api.flowiq.live', 'ftp://127.0.0.1', 'no address'])(
		'fails on the base URL "%s"',
		async (baseUrl) => {
			const credential = { ...credentialFor(simulator()), baseUrl };
			expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
		},
	);

	it('does not follow a redirect to another server', async () => {
		const other = await startOtherServer();
		simulator().faults.add({ kind: 'redirect', location: `${other.url}/conversations` });
		const { status } = await testCredential(credentialFor(simulator()));
		await other.close();
		expect(other.received).toEqual([]);
		expect(status).toBe('Error');
	});
});
