import { sleep } from 'n8n-workflow';
import type { Fault, Simulator } from '../../simulator';
import {
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	messageItemOf,
	records,
	runAgainst,
	withSimulator,
} from '../support/flowiq';

const DATA = { contacts: 250, messagesPerContact: 250 };

const body = { success: false, error: 'Too many requests', message: 'Rate limit exceeded' };

/** A 429, once. */
function tooMany(change: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault {
	return { kind: 'status', status: 429, body, ...change };
}

/** Expects that a list arrives although its first request meets the fault. */
async function expectList(
	fault: Fault,
	then: (simulator: Simulator) => void = () => undefined,
): Promise<void> {
	await withSimulator(DATA, async (simulator) => {
		simulator.faults.add(fault);
		const expected = simulator.contacts.slice(0, 50).map(contactItem);
		expect(records(await runAgainst(simulator, getContacts()))).toEqual(expected);
		expect(simulator.requests).toHaveLength(2);
		then(simulator);
	});
}

describe('a 429', () => {
	it.concurrent('with Retry-After in seconds is waited out', async () => {
		await expectList(tooMany({ headers: { 'retry-after': '1' } }), ({ requests }) =>
			expect(requests[1].at).toBeGreaterThanOrEqual(requests[0].at + 1000),
		);
	});

	it.concurrent('with Retry-After as a date is waited out', async () => {
		const until = Math.ceil(Date.now() / 1000) * 1000 + 1000;
		const headers = { 'retry-after': new Date(until).toUTCString() };
		await expectList(tooMany({ headers }), ({ requests }) =>
			expect(requests[1].at).toBeGreaterThanOrEqual(until),
		);
	});

	it.concurrent('with nothing but X-RateLimit-Reset is waited out', async () => {
		const until = Math.ceil(Date.now() / 1000) + 1;
		const headers = { 'x-ratelimit-reset': String(until) };
		await expectList(tooMany({ headers }), ({ requests }) =>
			expect(requests[1].at).toBeGreaterThanOrEqual(until * 1000),
		);
	});

	it.concurrent.each([
		['a JSON body', tooMany()],
		['a web page', tooMany({ body: '<h1>Too many requests</h1>' })],
		['no body', tooMany({ body: undefined })],
	])('that says nothing of how long, with %s, is waited out', async (_, fault) => {
		await expectList(fault);
	});

	it.concurrent.each(['soon', '-5', '', '12 apples'])(
		'with a Retry-After of "%s" is waited out',
		async (value) => await expectList(tooMany({ headers: { 'retry-after': value } })),
	);

	it.concurrent('that a server hides behind status 200 is waited out', async () => {
		await expectList(tooMany({ status: 200 }));
	});

	it.concurrent.each([1, 2, 3])('on page %i loses nothing', async (page) => {
		await withSimulator(DATA, async (simulator) => {
			simulator.faults.add({ ...tooMany({ headers: { 'retry-after': '0' } }), match: { page } });
			const result = await runAgainst(simulator, getContacts({ returnAll: true }));
			expect(records(result)).toEqual(simulator.contacts.map(contactItem));
			expect(simulator.requests).toHaveLength(4);
		});
	});

	it.concurrent.each([
		['a second more than five minutes', '301'],
		['an hour', '3600'],
		['a day, as a date', new Date(Date.now() + 86_400_000).toUTCString()],
	])('that asks for more than anybody waits (%s) is told at once', async (_, retryAfter) => {
		await withSimulator(DATA, async (simulator) => {
			simulator.faults.add({ ...tooMany({ headers: { 'retry-after': retryAfter } }), times: 9 });
			const { error, status } = await runAgainst(simulator, getContacts());
			expect(status).toBe('error');
			expect(error?.message).toMatch(
				/rate limit is used up, and the wait would be too long \(\d+ (minutes|hours)\)/,
			);
			expect(error?.description).toMatch(/FlowIQ raises the limit on request/);
			expect(simulator.requests).toHaveLength(1);
		});
	});
});

describe('a request that does not get its turn in time', () => {
	it.concurrent('is told behind how many others, and which option waits longer', async () => {
		await withSimulator(DATA, async (simulator) => {
			simulator.faults.add(tooMany({ headers: { 'retry-after': '60' } }));
			const stops: Array<() => void> = [];
			const wait = async () =>
				await runAgainst(simulator, getContacts(), { onStarted: (stop) => stops.push(stop) });
			const others = [wait()];
			while (simulator.requests.length === 0) await sleep(10);
			await sleep(300);
			others.push(wait(), wait());
			await sleep(300);
			const { error } = await runAgainst(simulator, getContacts({ options: { maxWait: 5 } }));
			for (const stop of stops) stop();
			await Promise.all(others);
			expect(error?.message).toMatch(
				/^FlowIQ's rate limit is used up, and the wait behind 3 other requests of this API key would be too long \((59|60|61) s\)$/,
			);
			expect(error?.description).toMatch(
				/^Raise the option 'Max Wait \(Seconds\)' to wait longer\./,
			);
			expect(error?.failure).toMatchObject({ cause: 'rate-limited' });
			expect(Number(error?.failure?.retryAfterMs)).toBeGreaterThan(50_000);
		});
	});

	it.concurrent('counts all that it waited before: waits, and pauses after faults', async () => {
		await withSimulator(DATA, async (simulator) => {
			const second = { headers: { 'retry-after': '1' }, times: 99 };
			simulator.faults.add({ kind: 'status', status: 503, headers: { 'retry-after': '1' } });
			simulator.faults.add(tooMany(second));
			const { error } = await runAgainst(simulator, getContacts({ options: { maxWait: 3.5 } }));
			expect(error?.message).toMatch(
				/^FlowIQ's rate limit is used up: this request waited [34] s, /,
			);
			expect(simulator.requests.length).toBeLessThanOrEqual(4);
			expect(simulator.requests.length).toBeGreaterThan(1);
		});
	});

	it.concurrent('is sent before the others of its execution when it was refused', async () => {
		await withSimulator(DATA, async (simulator) => {
			const phones = simulator.contacts.slice(0, 30).map(({ whatsapp_id }) => whatsapp_id);
			const isThird = (request: { query: Record<string, unknown> }) =>
				request.query.whatsappNumber === phones[2];
			const twice = { headers: { 'retry-after': '1' }, match: isThird, times: 2 };
			simulator.faults.add(tooMany(twice));
			await runAgainst(simulator, findByPhone('={{ $json.phone }}'), {
				items: phones.map((phone) => ({ json: { phone } })),
			});
			const asked = simulator.requests.map(({ query }) => query.whatsappNumber);
			const second = asked.indexOf(phones[2], asked.indexOf(phones[2]) + 1);
			// The one that left beside it may come in between; those that waited may not.
			expect(asked.indexOf(phones[2], second + 1)).toBeLessThanOrEqual(second + 2);
		});
	});
});

describe('the limit of the server', () => {
	it.concurrent.each(['seconds', 'date', 'none'] as const)(
		'is waited out over many pages (Retry-After: %s)',
		async (retryAfter) =>
			await withSimulator(DATA, async (simulator) => {
				const { whatsapp_id } = simulator.contactAt(0);
				simulator.rateLimit = { requestsPerSecond: 4, burst: 3, retryAfter, reset: 'next' };
				const result = await runAgainst(simulator, getMessages(whatsapp_id, { returnAll: true }));
				expect(records(result)).toEqual(
					simulator.messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id)).reverse(),
				);
			}),
	);

	it.concurrent('is waited out over many input items', async () => {
		await withSimulator(DATA, async (simulator) => {
			simulator.rateLimit = { requestsPerSecond: 20, burst: 5 };
			const contacts = simulator.contacts.slice(0, 20);
			const result = await runAgainst(simulator, findByPhone('={{ $json.phone }}'), {
				items: contacts.map(({ whatsapp_id }) => ({ json: { phone: whatsapp_id } })),
			});
			expect(records(result)).toEqual(contacts.map(contactItem));
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
				contacts.map((_, item) => ({ item })),
			);
		});
	});
});
