/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { request, type IncomingMessage } from 'node:http';
import { startSimulator, type Fault, type Simulator } from '../../simulator';
import { read, send } from './support/client';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ contacts: 250, messagesPerContact: 30 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const contacts = async (page = 1) => await read(simulator, { action: 'contacts', limit: 50, page });

/** What arrives on the wire, and how it ends. */
async function onTheWire(): Promise<{
	headers: IncomingMessage['headers'] | null;
	body: string;
	end: string;
	leave?: () => void;
}> {
	return await new Promise((resolve) => {
		let body = '';
		let headers: IncomingMessage['headers'] | null = null;
		const call = request(
			`${simulator.url}/conversations?tenantId=demo&action=contacts`,
			{ agent: false, headers: { authorization: `Bearer ${simulator.token}` } },
			(response) => {
				({ headers } = response);
				response.setEncoding('utf8');
				response.on('data', (chunk: string) => {
					body += chunk;
				});
				response.on('end', () => resolve({ headers, body, end: 'complete' }));
				response.on('error', (error: NodeJS.ErrnoException) =>
					resolve({ headers, body, end: error.code ?? error.message }),
				);
			},
		);
		call.on('error', (error: NodeJS.ErrnoException) =>
			resolve({ headers, body, end: error.code ?? error.message }),
		);
		call.end();
	});
}

describe('kinds', () => {
	test('reset tears the connection down before any answer', async () => {
		simulator.faults.add({ kind: 'reset' });
		expect(await onTheWire()).toEqual({ headers: null, body: '', end: 'ECONNRESET' });
		expect(simulator.requests[0].aborted).toBe(true);
		expect(simulator.requests[0].status).toBeUndefined();
	});

	test('resetMidBody sends half of the body first', async () => {
		simulator.faults.add({ kind: 'resetMidBody' });
		const { headers, body, end } = await onTheWire();
		const promised = Number(headers?.['content-length']);
		expect(end).toBe('ECONNRESET');
		expect(Buffer.byteLength(body)).toBeGreaterThan(0);
		expect(Buffer.byteLength(body)).toBeLessThan(promised);
	});

	test('truncate is complete for HTTP and broken as JSON', async () => {
		simulator.faults.add({ kind: 'truncate' });
		const { headers, body, end } = await onTheWire();
		expect(end).toBe('complete');
		expect(headers?.['content-type']).toMatch(/json/);
		expect(body).toMatch(/^\{"success":true/);
		expect(() => JSON.parse(body)).toThrow();
	});

	test('status answers with any status, JSON, and headers', async () => {
		simulator.faults.add({
			kind: 'status',
			status: 503,
			body: { error: 'Down' },
			headers: { 'retry-after': '7' },
		});
		const answer = await contacts();
		expect(answer).toMatchObject({ status: 503, body: { error: 'Down' } });
		expect(answer.headers.get('retry-after')).toBe('7');
	});

	test('status with a string answers with HTML', async () => {
		simulator.faults.add({ kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>' });
		const answer = await contacts();
		expect(answer.headers.get('content-type')).toMatch(/html/);
		expect(answer).toMatchObject({ status: 502, body: '<h1>Bad Gateway</h1>' });
	});

	test.each([
		['empty200', 200, /^$/],
		['html200', 200, /<html>/],
		['204', 204, /^$/],
	] as const)('%s', async (kind, status, body) => {
		simulator.faults.add({ kind });
		const answer = await contacts();
		expect(answer.status).toBe(status);
		expect(answer.body).toMatch(body);
	});

	test('redirect points elsewhere', async () => {
		simulator.faults.add({ kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' });
		const answer = await contacts();
		expect(answer.status).toBe(302);
		expect(answer.headers.get('location')).toBe('http://127.0.0.1:1/elsewhere');
	});

	test('slow brings the right answer in the end', async () => {
		simulator.faults.add({ kind: 'slow', ms: 30 });
		expect((await contacts()).body.count).toBe(50);
	});

	test('stall brings the rest after a while', async () => {
		simulator.faults.add({ kind: 'stall', ms: 30 });
		expect((await contacts()).body.count).toBe(50);
	});

	test.each(['stall', 'never'] as const)('%s lasts until the client leaves', async (kind) => {
		simulator.faults.add({ kind });
		const arrived = new Promise<void>((resolve) => {
			simulator.onRequest(() => resolve());
		});
		const leaving = new AbortController();
		const answer = fetch(`${simulator.url}/conversations?action=contacts&tenantId=demo`, {
			headers: { authorization: `Bearer ${simulator.token}` },
			signal: leaving.signal,
		}).then(async (response) => await response.text());
		await arrived;
		leaving.abort();
		await expect(answer).rejects.toThrow(/abort/i);
		expect(simulator.requests[0].status).toBeUndefined();
	});
});

describe('which requests they meet', () => {
	const fault = (rest: Partial<Fault>) => ({ kind: 'status', status: 500, ...rest }) as Fault;
	const statuses = async (pages: number[]) => {
		const found: number[] = [];
		for (const page of pages) found.push((await contacts(page)).status);
		return found;
	};

	test('one, unless told otherwise', async () => {
		simulator.faults.add(fault({}));
		expect(await statuses([1, 1])).toEqual([500, 200]);
	});

	test('as many as times says', async () => {
		simulator.faults.add(fault({ times: 2 }));
		expect(await statuses([1, 1, 1])).toEqual([500, 500, 200]);
		expect(simulator.faults.pending).toBe(0);
	});

	test('only after some have passed', async () => {
		simulator.faults.add(fault({ after: 2 }));
		expect(await statuses([1, 2, 3, 4])).toEqual([200, 200, 500, 200]);
	});

	test('only a certain page; a request that names none asks for the first', async () => {
		simulator.faults.add(fault({ match: { page: 3 } }), fault({ match: { page: 1 } }));
		expect(await statuses([2, 3, 3])).toEqual([200, 500, 200]);
		expect((await read(simulator, { action: 'contacts' })).status).toBe(500);
	});

	test('only a certain action', async () => {
		simulator.faults.add(fault({ match: { action: 'conversation-messages' } }));
		const { id } = simulator.contactAt(0);
		expect(await statuses([1])).toEqual([200]);
		expect((await read(simulator, { contactId: id })).status).toBe(500);
	});

	test('only what a function says', async () => {
		simulator.faults.add(fault({ match: (asked) => asked.query.limit === '50', times: Infinity }));
		expect(await statuses([1, 2])).toEqual([500, 500]);
		expect((await read(simulator, { action: 'contacts', limit: 49 })).status).toBe(200);
	});

	test('none after they were cleared', async () => {
		simulator.faults.add(fault({ times: 9 }));
		simulator.faults.clear();
		expect(await statuses([1])).toEqual([200]);
	});

	test('none that the rate limit turned away', async () => {
		simulator.faults.add(fault({}));
		simulator.rateLimit = { burst: 0 };
		expect(await statuses([1])).toEqual([429]);
		expect(simulator.faults.pending).toBe(1);
	});
});

describe('writes', () => {
	const create = async () =>
		await send(
			simulator,
			'POST',
			'/contact',
			{ tenantId: 'demo' },
			{
				name: 'Ann',
				phone_number: '+27 60 000 0001',
			},
		);

	test('a write whose answer is replaced is not carried out', async () => {
		simulator.faults.add({ kind: 'status', status: 503 });
		await create();
		expect(simulator.contactCount).toBe(250);
	});

	test('unless the fault says so', async () => {
		simulator.faults.add({ kind: 'reset', carriedOut: true });
		await expect(create()).rejects.toThrow();
		expect(simulator.contactCount).toBe(251);
	});

	test('a write whose answer is cut short was carried out', async () => {
		simulator.faults.add({ kind: 'resetMidBody' });
		await expect(create()).rejects.toThrow();
		expect(simulator.contactCount).toBe(251);
	});
});
