import fc from 'fast-check';
import { DOCUMENTED_RATE_LIMIT, startSimulator, type RateLimit } from '../../simulator';
import { createRateLimiter } from '../../simulator/rateLimiter';
import { read } from './support/client';

/** 2026-01-01T00:00:00Z, the start of a minute. */
const START = Date.UTC(2026, 0, 1);

function limiterAt(limit: Partial<RateLimit>) {
	let time = START;
	const limiter = createRateLimiter({ ...DOCUMENTED_RATE_LIMIT, ...limit }, () => time);
	return {
		take: () => limiter.take(),
		takeMany: (count: number) =>
			Array.from({ length: count }, () => limiter.take()).filter(({ allowed }) => allowed).length,
		pass(ms: number) {
			time += ms;
		},
	};
}

describe('token bucket', () => {
	test('lets the documented burst through, then no more', () => {
		expect(limiterAt({}).takeMany(200)).toBe(150);
	});

	test('refills at the documented rate', () => {
		const limiter = limiterAt({});
		limiter.takeMany(150);
		limiter.pass(60_000);
		expect(limiter.takeMany(200)).toBe(100);
	});

	test('never saves up more than the burst', () => {
		const limiter = limiterAt({});
		limiter.pass(3_600_000);
		expect(limiter.takeMany(200)).toBe(150);
	});

	test('a refused request costs nothing', () => {
		const limiter = limiterAt({ requestsPerSecond: 10, burst: 1 });
		limiter.take();
		for (let attempt = 0; attempt < 9; attempt++) {
			limiter.pass(10);
			expect(limiter.take().allowed).toBe(false);
		}
		limiter.pass(10);
		expect(limiter.take().allowed).toBe(true);
	});

	test('beyond the burst, one request is let through per 1/rate: no fewer, no more', () => {
		// Rates whose interval is a whole number of milliseconds, which is all that a clock shows.
		const rates = [1, 2, 5, 8, 20, 25, 100, 125, 200, 500];
		fc.assert(
			fc.property(
				fc.constantFrom(...rates),
				fc.integer({ min: 1, max: 50 }),
				fc.integer({ min: 1, max: 300 }),
				(rate, burst, more) => {
					const limiter = limiterAt({ requestsPerSecond: rate, burst });
					expect(limiter.takeMany(burst + 1)).toBe(burst);
					for (let request = 1; request <= more; request++) {
						limiter.pass(1000 / rate);
						expect(limiter.takeMany(2)).toBe(1);
					}
				},
			),
		);
	});
});

describe('fixed window', () => {
	test('starts anew with every minute of the clock', () => {
		const limiter = limiterAt({ algorithm: 'fixedWindow', burst: 100 });
		limiter.pass(59_000);
		expect(limiter.takeMany(120)).toBe(100);
		limiter.pass(1_000);
		expect(limiter.takeMany(120)).toBe(100);
	});

	test('says when the window ends', () => {
		const limiter = limiterAt({ algorithm: 'fixedWindow', burst: 1 });
		limiter.pass(20_000);
		limiter.take();
		const { headers } = limiter.take();
		expect(headers['retry-after']).toBe('40');
		expect(headers['x-ratelimit-reset']).toBe(String(START / 1000 + 60));
	});
});

describe('headers', () => {
	test('the limit is per minute, whatever it was set in', () => {
		expect(limiterAt({}).take().headers['x-ratelimit-limit']).toBe('100');
		const { headers } = limiterAt({ requestsPerSecond: 20 }).take();
		expect(headers['x-ratelimit-limit']).toBe('1200');
	});

	test('the remaining requests count down to nothing', () => {
		const limiter = limiterAt({ burst: 3 });
		const remaining = Array.from(
			{ length: 4 },
			() => limiter.take().headers['x-ratelimit-remaining'],
		);
		expect(remaining).toEqual(['2', '1', '0', '0']);
	});

	test('reset is in Unix seconds: the whole burst again, or one request', () => {
		const full = limiterAt({ requestsPerMinute: 60, burst: 30 });
		full.takeMany(30);
		expect(full.take().headers['x-ratelimit-reset']).toBe(String(START / 1000 + 30));
		const next = limiterAt({ requestsPerMinute: 60, burst: 30, reset: 'next' });
		next.takeMany(30);
		expect(next.take().headers['x-ratelimit-reset']).toBe(String(START / 1000 + 1));
	});

	test.each([
		['seconds', '6'],
		['date', 'Thu, 01 Jan 2026 00:00:06 GMT'],
		['none', undefined],
	] as const)('Retry-After as %s', (retryAfter, expected) => {
		const limiter = limiterAt({ requestsPerMinute: 10, burst: 1, retryAfter });
		expect(limiter.take().headers['retry-after']).toBeUndefined();
		expect(limiter.take().headers['retry-after']).toBe(expected);
	});

	test('a wait below a second is a second, for seconds are whole', () => {
		const limiter = limiterAt({ requestsPerSecond: 20, burst: 1 });
		limiter.take();
		expect(limiter.take().headers['retry-after']).toBe('1');
	});

	test('headers can be left out', () => {
		expect(limiterAt({ headers: false }).take().headers).toEqual({});
	});
});

describe('the server', () => {
	test('limits nothing unless asked to', async () => {
		const simulator = await startSimulator({ contacts: 1 });
		const { headers } = await read(simulator, { action: 'contacts' });
		expect(headers.has('x-ratelimit-limit')).toBe(false);
		expect(simulator.rateLimit).toBe(false);
		await simulator.close();
	});

	test('answers 429 once the burst is used up, and serves again later', async () => {
		let time = START;
		const simulator = await startSimulator({
			contacts: 1,
			rateLimit: { requestsPerMinute: 60, burst: 2 },
			clock: () => time,
		});
		const ask = async () => await read(simulator, { action: 'contacts' });
		expect((await ask()).headers.get('x-ratelimit-remaining')).toBe('1');
		expect((await ask()).status).toBe(200);
		const refused = await ask();
		expect(refused.status).toBe(429);
		expect(refused.headers.get('retry-after')).toBe('1');
		expect(refused.body).toMatchObject({ success: false, error: 'Too many requests' });
		time += 1000;
		expect((await ask()).status).toBe(200);
		await simulator.close();
	});

	test('says nothing, or speaks HTML, when told to', async () => {
		const simulator = await startSimulator({ contacts: 1, rateLimit: { burst: 0 } });
		for (const [body, expected] of [
			['empty', /^$/],
			['html', /<h1>Too Many Requests/],
		] as const) {
			simulator.rateLimit = { burst: 0, body };
			const answer = await read(simulator, { action: 'contacts' });
			expect(answer.status).toBe(429);
			expect(answer.body).toMatch(expected);
		}
		await simulator.close();
	});

	test('a limit set while it runs starts with a full burst', async () => {
		const simulator = await startSimulator({ contacts: 1 });
		simulator.rateLimit = { requestsPerMinute: 1, burst: 1 };
		expect((await read(simulator, { action: 'contacts' })).status).toBe(200);
		expect((await read(simulator, { action: 'contacts' })).status).toBe(429);
		simulator.rateLimit = false;
		expect((await read(simulator, { action: 'contacts' })).status).toBe(200);
		await simulator.close();
	});
});
