import {
	findByPhone,
	getContacts,
	getMessages,
	locator,
	run,
	useSimulator,
} from '../support/flowiq';

const simulator = useSimulator({ contacts: 3, messagesPerContact: 3 });

afterEach(() => expect(simulator().requests).toEqual([]));

describe('Limit', () => {
	it.each([
		['0', 0],
		['a negative number', -5],
		['a fraction', 2.5],
		['text', '={{ "many" }}'],
		['infinity', '={{ Infinity }}'],
	])('is refused when it is %s', async (_, limit) => {
		for (const parameters of [getContacts({ limit }), getMessages('27123456789', { limit })]) {
			const { error, status } = await run(simulator(), parameters);
			expect(status).toBe('error');
			expect(error?.message).toMatch(/Limit/i);
			expect(error?.description).toMatch(/\S/);
			expect(error?.context?.itemIndex).toBe(0);
		}
	});

	it('names what was entered and what to do instead', async () => {
		const { error } = await run(simulator(), getContacts({ limit: 0 }));
		expect(error?.message).toBe("'Limit' is not a whole number from 1: 0");
		expect(error?.description).toContain("'Return All'");
	});
});

describe('Contact', () => {
	it.each(['list', 'phone', 'id'])('is refused when it is empty (%s)', async (mode) => {
		const contact = locator(mode, '={{ $json.missing }}');
		const { error, status } = await run(simulator(), getMessages('', { contact }));
		expect(status).toBe('error');
		expect(error?.message).toBe("'Contact' is empty");
		expect(error?.description).toMatch(/Choose a contact from the list/);
	});

	it('is refused when an expression for the whole field gives nothing', async () => {
		const { error } = await run(simulator(), getMessages('', { contact: '={{ $json.missing }}' }));
		expect(error?.message).toContain("'Contact'");
	});

	it('is refused when the list holds only blanks', async () => {
		const { error } = await run(simulator(), getMessages('', { contact: locator('id', '  ') }));
		expect(error?.message).toBe("'Contact' is empty: only blanks");
	});
});

describe('Base URL', () => {
	const port = () => simulator().url.split(':')[2];

	it.each([
		['plain http to a machine in the network', () => 'http://192.168.1.5:8080'],
		['plain http to a name', () => 'http://api.flowiq.live'],
		[
			'plain http to an address that reaches this machine, but is no loopback',
			() => `http://0.0.0.0:${port()}`,
		],
		['a name that only begins like localhost', () => `http://localhost.example.com:${port()}`],
		['a name that only ends like localhost', () => `http://notlocalhost:${port()}`],
		['a loopback address in the user part', () => `http://127.0.0.1:${port()}@example.com`],
		['a loopback address behind a question mark', () => `http://0.0.0.0:${port()}?.localhost/`],
		['a loopback address behind a backslash', () => `http://0.0.0.0:${port()}\\.localhost/`],
	])('is refused when it is %s', async (_, baseUrl) => {
		const credential = { accessToken: simulator().token, tenantId: 'demo', baseUrl: baseUrl() };
		for (const parameters of [getContacts(), findByPhone('27123456789')]) {
			const { error, status } = await run(simulator(), parameters, { credential });
			expect(status).toBe('error');
			expect(error?.message).toContain("'Base URL' of the FlowIQ credential");
			expect(error?.description).toMatch(/https:\/\//);
		}
	});

	it('says why plain http is refused', async () => {
		const credential = { accessToken: 'fiq_x', baseUrl: 'http://api.flowiq.live' };
		const { error } = await run(simulator(), getContacts(), { credential });
		expect(error?.message).toMatch(/would send the API key unencrypted/);
	});

	it.each([
		['empty', ''],
		['blanks', '  '],
		['a word', 'flowiq'],
		['a name without https://', 'api.flowiq.live'],
		['another protocol', 'ftp://api.flowiq.live'],
		['a file', 'file:///etc/hosts'],
		['only the beginning', 'https://'],
		['with a blank in the name', 'https://api flowiq.live'],
		['with a port that does not exist', 'https://api.flowiq.live:99999'],
		['with a user name', 'https://someone:secret@api.flowiq.live'],
		['with a query', 'https://api.flowiq.live/?action=contacts'],
	])('is refused when it is no usable address: %s', async (_, baseUrl) => {
		const credential = { accessToken: 'fiq_x', baseUrl };
		const { error, status } = await run(simulator(), getContacts(), { credential });
		expect(status).toBe('error');
		expect(error?.message).toContain("'Base URL' of the FlowIQ credential");
		expect(error?.message).not.toContain('secret');
		expect(error?.description).toContain('https://api.flowiq.live');
	});
});
