import { getContacts, records, run, useSimulator } from '../support/flowiq';

const simulator = useSimulator({ contacts: 3 });

describe('Base URL', () => {
	it.each([
		['a trailing slash', (url: string) => `${url}/`],
		['several trailing slashes', (url: string) => `${url}///`],
		['blanks around it', (url: string) => `  ${url} `],
		['the name localhost', (url: string) => url.replace('127.0.0.1', 'localhost')],
		['capital letters', (url: string) => url.replace('http', 'HTTP')],
	])('may have %s', async (_, written) => {
		const credential = {
			accessToken: simulator().token,
			tenantId: 'demo',
			baseUrl: written(simulator().url),
		};
		expect(records(await run(simulator(), getContacts(), { credential }))).toHaveLength(3);
		expect(simulator().requests[0].path).toBe('/conversations');
	});

	it('may have a path, which is kept', async () => {
		const credential = {
			accessToken: simulator().token,
			tenantId: 'demo',
			baseUrl: `${simulator().url}/api/`,
		};
		await run(simulator(), getContacts(), { credential });
		expect(simulator().requests[0].path).toBe('/api/conversations');
	});
});
