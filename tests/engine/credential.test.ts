import type { Fault } from '../../simulator';
import { credentialTests, testCredential } from '../support/credentialTest';
import { loadPackage, type Credential } from '../support/engine';
import { credentialFor, useSimulator } from '../support/flowiq';
import { addressWithoutServer, startOtherServer } from '../support/otherServer';

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

	it('calls the key what the FlowIQ dashboard calls it', async () => {
		const { type } = (await loadPackage()).getCredential('flowIqApi');
		const key = type.properties.find(({ name }) => name === 'accessToken')!;
		expect(key.displayName).toBe('API Key');
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
			query: { action: 'contacts', limit: '1', page: '1', tenantId: 'demo' },
		});
		expect(headers.authorization).toBe(`Bearer ${simulator().token}`);
	});

	it.each([undefined, '   '])('sends no tenant when it is %j', async (tenantId) => {
		simulator().variants = { tenant: 'optional' };
		const credential = { accessToken: simulator().token, baseUrl: simulator().url };
		const given = { ...credential, ...(tenantId !== undefined && { tenantId }) };
		expect(await testCredential(given)).toMatchObject({ status: 'OK' });
		expect(simulator().requests[0].query).not.toHaveProperty('tenantId');
	});

	it('cleans each field as the node does', async () => {
		const { accessToken, baseUrl } = credentialFor(simulator());
		const entered = {
			accessToken: ` bearer   ${accessToken} \n`,
			tenantId: ' demo ',
			baseUrl: ` ${baseUrl.replace('127.0.0.1', 'localhost')}/// `,
		};
		expect(await testCredential(entered)).toMatchObject({ status: 'OK' });
		const [{ path, query, headers }] = simulator().requests;
		expect([path, query.tenantId]).toEqual(['/conversations', 'demo']);
		expect(headers.authorization).toBe(`Bearer ${accessToken}`);
	});

	/** The sentences are the ones that the node itself says, with what to do next. */
	it.each<[string, Partial<Credential>, RegExp]>([
		[
			'a wrong API key',
			{ accessToken: 'fiq_wrong' },
			/^Authentication mismatch.*'Tenant ID'.*API key is invalid or belongs to another organization.*'API Key'/,
		],
		[
			'no API key',
			{ accessToken: '' },
			/^'API Key' of the FlowIQ credential is empty.*Settings → API Keys/,
		],
		['no tenant', { tenantId: '' }, /^Tenant ID is required.*paste it into 'Tenant ID'/],
		[
			'an unknown tenant',
			{ tenantId: 'nowhere' },
			/^Organization not found.*nowhere.*paste it into 'Tenant ID'/,
		],
		['an empty base URL', { baseUrl: '' }, /'Base URL' .*https:\/\/api\.flowiq\.live/],
		['plain http', { baseUrl: 'http://api.flowiq.live' }, /'Base URL' .*http:\/\/.*Use https:\/\//],
		[
			'an unknown host',
			{ baseUrl: 'https://flowiq.invalid' },
			/^FlowIQ could not be reached: .*name.*Check 'Base URL'/,
		],
	])('says what is wrong with %s, and what to do', async (_, change, sentence) => {
		const { status, message } = await testCredential({ ...credentialFor(simulator()), ...change });
		expect(status).toBe('Error');
		expect(message).toMatch(sentence);
		expect(message).not.toMatch(/E[A-Z]{5,}|ERR_|undefined|please report/);
	});

	it('says that nothing answers where no server listens', async () => {
		const baseUrl = await addressWithoutServer();
		const { status, message } = await testCredential({ ...credentialFor(simulator()), baseUrl });
		expect(status).toBe('Error');
		expect(message).toMatch(/^FlowIQ could not be reached: nothing answers.*Check 'Base URL'/);
	});

	it.each(['refused with its own status', 'refused with status 200'])(
		'says the same of a wrong key that is %s',
		async (how) => {
			if (how.endsWith('200')) simulator().variants = { failureStatus: 'ok' };
			const credential = { ...credentialFor(simulator()), accessToken: 'fiq_wrong' };
			const { status, message } = await testCredential(credential);
			expect(simulator().requests[0].status).toBe(how.endsWith('200') ? 200 : 401);
			expect({ status, message }).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/^Authentication mismatch.*'API Key'/),
			});
		},
	);

	it.each<[string, Fault, RegExp]>([
		[
			'a web page',
			{ kind: 'html200' },
			/^FlowIQ, or a proxy in between, sent a web page instead of data.*'Base URL'/,
		],
		[
			'an empty answer',
			{ kind: 'empty200' },
			/^FlowIQ, or a proxy in between, sent an empty answer.*'Base URL'/,
		],
		[
			'an answer without contacts',
			{ kind: 'status', status: 200, body: { success: true } },
			/^FlowIQ, or a proxy in between, sent an answer without the records.*'Base URL'/,
		],
		[
			'a fault of the server',
			{ kind: 'status', status: 503, body: 'busy' },
			/^FlowIQ could not answer \(status 503\)/,
		],
	])('fails on %s, and says so', async (_, fault, sentence) => {
		simulator().faults.add({ ...fault, times: 100 });
		const { status, message } = await testCredential(credentialFor(simulator()));
		expect(status).toBe('Error');
		expect(message).toMatch(sentence);
	});

	it.each([
		['2', 'OK', /successful/],
		['4', 'Error', /rate limit is used up, and the wait would be too long/],
	])('waits for a rate limit, but not long: of %s seconds comes %s', async (seconds, ...result) => {
		const headers = { 'Retry-After': seconds };
		simulator().faults.add({ kind: 'status', status: 429, headers });
		const { status, message } = await testCredential(credentialFor(simulator()));
		const [expected, sentence] = result;
		expect(status).toBe(expected);
		expect(message).toMatch(sentence);
	});

	it('does not show an API key that FlowIQ repeats', async () => {
		const accessToken = 'fiq_repeated_by_the_server';
		simulator().faults.add({
			kind: 'status',
			status: 401,
			body: { success: false, error: 'Invalid API key', message: `${accessToken} is not valid` },
		});
		const { message } = await testCredential({ ...credentialFor(simulator()), accessToken });
		expect(message).toMatch(/^Invalid API key/);
		expect(message).not.toContain(accessToken);
	});

	it('is named by each node and found behind the name', async () => {
		const tests = await credentialTests();
		expect(tests).toHaveLength(3);
		expect(tests.every((test) => typeof test === 'function')).toBe(true);
	});

	it.each(['http://0.0.0.0:PORT', 'http://0.0.0.0:PORT?.localhost/'])(
		'sends no token over plain http to %s, which reaches this machine but is no loopback',
		async (written) => {
			const baseUrl = written.replace('PORT', new URL(simulator().url).port);
			const credential = { ...credentialFor(simulator()), baseUrl };
			expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
			expect(simulator().requests).toEqual([]);
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
