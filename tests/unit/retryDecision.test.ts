import fc from 'fast-check';
import type { Failure } from '../../nodes/shared/transport/failure';
import {
	decideRetry,
	WAIT_BUDGET_MS,
	type Attempt,
	type RetryDecision,
} from '../../nodes/shared/transport/retryDecision';
import { FAILURE_KINDS } from './failureKinds';

const NOW = Date.parse('2026-03-07T09:00:00.000Z');

const HTTP_DATE = (ms: number) => new Date(ms).toUTCString();

function attempt(changes: Partial<Attempt> = {}): Attempt {
	return {
		method: 'GET',
		attempts: 1,
		waitedMs: 0,
		budgetMs: WAIT_BUDGET_MS,
		now: NOW,
		random: 0.5,
		...changes,
	};
}

function waitOf(decision: RetryDecision): number {
	expect(decision.retry).toBe(true);
	return (decision as { waitMs: number }).waitMs;
}

interface Course {
	/** How often the request was sent. */
	requests: number;
	waits: number[];
	last: RetryDecision;
}

/** Sends a request that fails in the same way every time. */
function fail(failure: Failure, changes: Partial<Attempt> = {}, maxRequests = 5_000): Course {
	const waits: number[] = [];
	let waitedMs = 0;
	for (let attempts = 1; ; attempts++) {
		const now = NOW + waitedMs;
		const last = decideRetry(failure, attempt({ ...changes, attempts, waitedMs, now }));
		if (!last.retry || attempts >= maxRequests) return { requests: attempts, waits, last };
		waits.push(last.waitMs);
		waitedMs += last.waitMs;
	}
}

const random = fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1_000);

/** Faults after which FlowIQ may or may not have carried the request out. */
const AMBIGUOUS: Failure[] = [
	{ kind: 'serverFault', status: 500 },
	{ kind: 'serverFault', status: 502 },
	{ kind: 'serverFault', status: 503 },
	{ kind: 'serverFault', status: 503, retryAfter: '1' },
	{ kind: 'serverFault', status: 504 },
	{ kind: 'connectionLost' },
	{ kind: 'timedOut' },
	{ kind: 'timedOut', status: 408 },
	{ kind: 'unreadable', status: 200, detail: 'an answer that was cut off' },
	{ kind: 'unreadable', status: 200, detail: 'an empty answer' },
	{ kind: 'unreadable', status: 200, detail: 'a web page instead of data' },
	{ kind: 'unreadable', status: 204, detail: 'an empty answer' },
];

/** Answers that will be the same however often one asks. */
const FINAL: Failure[] = [
	...[400, 401, 403, 404, 409, 422].map((status) => ({ kind: 'refused' as const, status })),
	{ kind: 'refused', status: 200 },
	{ kind: 'redirected', status: 302, detail: 'https://evil.example' },
	{ kind: 'notSent' },
];

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Not sent again, and what is known of it. */
const CHANGED_NOTHING = { retry: false, maybeCarriedOut: false };
const IN_DOUBT = { retry: false, maybeCarriedOut: true };

const headerValue = fc.option(
	fc.oneof(
		fc.nat(1_000).map(String),
		fc.nat(100_000).map((ms) => (ms / 1_000).toFixed(3)),
		fc.integer({ min: -100_000, max: 100_000 }).map((ms) => HTTP_DATE(NOW + ms)),
		fc.integer({ min: -100, max: 400 }).map((seconds) => String(NOW / 1000 + seconds)),
		fc.string(),
	),
	{ nil: undefined },
);

const anyFailure: fc.Arbitrary<Failure> = fc.record({
	kind: fc.constantFrom(...FAILURE_KINDS),
	status: fc.constantFrom(undefined, 200, 204, 400, 404, 429, 500, 503),
	retryAfter: headerValue,
	rateLimitReset: headerValue,
});

const RATE_LIMITED: Failure = { kind: 'rateLimited', status: 429 };

describe('the wait', () => {
	it.each<[Failure, number[]]>([
		[{ kind: 'serverFault', status: 503 }, [500, 1_000, 2_000, 4_000]],
		[{ kind: 'notConnected' }, [500, 1_000, 2_000, 4_000]],
		[RATE_LIMITED, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
	])('after %j doubles, and chance takes up to half of it: %j', (failure, waits) => {
		waits.forEach((wait, index) => {
			const attempts = index + 1;
			expect(waitOf(decideRetry(failure, attempt({ attempts, random: 1 })))).toBe(wait);
			expect(waitOf(decideRetry(failure, attempt({ attempts, random: 0 })))).toBe(wait / 2);
		});
	});

	it.each([
		['5', 1, 5_000],
		['5', 4, 5_000],
		['0', 1, 200],
		['0', 2, 1_000],
		['0.001', 2, 200],
		['0.2', 2, 200],
		['0.3', 2, 300],
	])('that is named as %s s is kept to at attempt %i: %i ms', (retryAfter, attempts, wait) => {
		const failure = { ...RATE_LIMITED, retryAfter };
		expect(waitOf(decideRetry(failure, attempt({ attempts, random: 0 })))).toBe(wait);
	});

	it('that is named is lengthened by up to a quarter of a second', () => {
		const failure = { ...RATE_LIMITED, retryAfter: '5' };
		expect(waitOf(decideRetry(failure, attempt({ random: 1 })))).toBe(5_250);
		expect(waitOf(decideRetry(failure, attempt({ random: 0.5 })))).toBe(5_125);
	});

	it('may use up the budget, and not a millisecond more', () => {
		const failure = { ...RATE_LIMITED, retryAfter: '5' };
		const decide = (budgetMs: number) =>
			decideRetry(failure, attempt({ waitedMs: 2_000, budgetMs, random: 0 }));
		expect(decide(7_000)).toEqual({ retry: true, waitMs: 5_000 });
		expect(decide(6_999)).toEqual({ ...CHANGED_NOTHING, refusedWaitMs: 5_000 });
	});
});

describe('a GET', () => {
	const OF_A_PROXY: Failure = { kind: 'unreadable', status: 404 };

	it.each([...AMBIGUOUS, OF_A_PROXY])('is repeated after %j', (failure) => {
		expect(decideRetry(failure, attempt()).retry).toBe(true);
	});

	it.each([...AMBIGUOUS, { kind: 'notConnected' as const }])(
		'is given up after five failures (%j)',
		(failure) => {
			fc.assert(
				fc.property(random, (chance) => {
					const { requests, last } = fail(failure, { random: chance });
					expect(requests).toBe(5);
					expect(last).toMatchObject(CHANGED_NOTHING);
				}),
			);
		},
	);

	it('is not held up by a Retry-After on its last failure', () => {
		expect(
			decideRetry({ kind: 'serverFault', retryAfter: '2' }, attempt({ attempts: 5 })).retry,
		).toBe(false);
	});

	it('waits as long as a 503 asks', () => {
		const failure: Failure = { kind: 'serverFault', status: 503, retryAfter: '7' };
		expect(waitOf(decideRetry(failure, attempt()))).toBeGreaterThanOrEqual(7_000);
	});
});

describe('a request that changes something', () => {
	it('is repeated only when nothing was sent or the API refused it unread', () => {
		fc.assert(
			fc.property(
				anyFailure,
				fc.constantFrom(...WRITES),
				fc.integer({ min: 1, max: 50 }),
				random,
				(failure, method, attempts, chance) => {
					const decision = decideRetry(failure, attempt({ method, attempts, random: chance }));
					if (decision.retry) expect(['rateLimited', 'notConnected']).toContain(failure.kind);
				},
			),
			{ numRuns: 1000 },
		);
	});

	it.each<Failure>([RATE_LIMITED, { kind: 'notConnected' }])(
		'is sent again when FlowIQ did not carry it out: %j',
		(failure) => {
			expect(decideRetry(failure, attempt({ method: 'POST' })).retry).toBe(true);
		},
	);

	it('has changed nothing when no connection could ever be opened', () => {
		expect(fail({ kind: 'notConnected' }, { method: 'POST' }).last).toMatchObject({
			maybeCarriedOut: false,
		});
	});
});

describe('a request that is not sent again', () => {
	const STOPPED: Failure = { kind: 'stopped' };
	/** An answer of who knows whom; of somebody in between (a proxy), if its status is one of 4xx. */
	const unreadable = (status?: number): Failure => ({ kind: 'unreadable', status });
	const WRITES_IN_DOUBT = WRITES.flatMap((method) =>
		[...AMBIGUOUS, STOPPED].map((failure): [string, Failure] => [method, failure]),
	);
	const FINAL_ANSWERS = ['GET', 'POST'].flatMap((method) =>
		FINAL.map((failure): [string, Failure] => [method, failure]),
	);

	it.each<[string, Failure]>([
		...WRITES_IN_DOUBT,
		['POST', { kind: 'redirected', status: 303 }],
		...[399, 500, 1_000, undefined].map((status): [string, Failure] => [
			'POST',
			unreadable(status),
		]),
	])('may have been carried out, and says so: a %s after the ambiguous %j', (method, failure) => {
		expect(decideRetry(failure, attempt({ method }))).toEqual(IN_DOUBT);
	});

	it.each<[string, Failure]>([
		...FINAL_ANSWERS,
		['GET', STOPPED],
		['POST', { kind: 'redirected', status: 302 }],
		...[400, 404, 499].map((status): [string, Failure] => ['POST', unreadable(status)]),
	])('has changed nothing for certain: a %s after %j', (method, failure) => {
		expect(decideRetry(failure, attempt({ method }))).toEqual(CHANGED_NOTHING);
	});
});

describe('the wait after a fault', () => {
	it('grows over the failures of one request, and is never more than eight seconds', () => {
		const { waits } = fail({ kind: 'connectionLost' }, { random: 1 });
		expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
	});

	it('lies by chance between half of the planned wait and the whole of it', () => {
		fc.assert(
			fc.property(random, fc.integer({ min: 1, max: 4 }), (chance, attempts) => {
				const wait = waitOf(
					decideRetry({ kind: 'timedOut' }, attempt({ attempts, random: chance })),
				);
				const planned = Math.min(8_000, 500 * 2 ** (attempts - 1));
				expect(wait).toBeGreaterThanOrEqual(planned / 2);
				expect(wait).toBeLessThanOrEqual(planned);
			}),
		);
	});
});

describe('the wait after 429', () => {
	it('is the one that Retry-After names, and at most a quarter of a second more', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 200 }), random, (seconds, chance) => {
				for (const retryAfter of [String(seconds), HTTP_DATE(NOW + seconds * 1000)]) {
					const failure = { ...RATE_LIMITED, retryAfter };
					const wait = waitOf(decideRetry(failure, attempt({ random: chance })));
					expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
					expect(wait).toBeLessThanOrEqual(seconds * 1000 + 250);
				}
			}),
		);
	});

	it('is the one that X-RateLimit-Reset names when there is no usable Retry-After', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 200 }),
				fc.constantFrom(undefined, '', 'soon', '-5'),
				(seconds, retryAfter) => {
					const rateLimitReset = String(NOW / 1000 + seconds);
					const failure = { ...RATE_LIMITED, retryAfter, rateLimitReset };
					const wait = waitOf(decideRetry(failure, attempt()));
					expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
					expect(wait).toBeLessThanOrEqual(seconds * 1000 + 250);
				},
			),
		);
	});

	it('is the one of Retry-After when both are there', () => {
		const rateLimitReset = String(NOW / 1000 + 100);
		const failure = { ...RATE_LIMITED, retryAfter: '2', rateLimitReset };
		expect(waitOf(decideRetry(failure, attempt({ random: 0 })))).toBe(2_000);
	});

	it.each<[string, Partial<Failure>]>([
		['three years', { retryAfter: '99999999' }],
		['a date in three years', { retryAfter: HTTP_DATE(NOW + 1e11) }],
		['a number without end', { retryAfter: '1'.repeat(400) }],
		['a negative number', { retryAfter: '-5' }],
		['a list', { retryAfter: '5, 10' }],
		['no number', { retryAfter: 'inf' }],
		['microseconds', { rateLimitReset: String((NOW + 1_000) * 1000) }],
	])('is the usual one when the header cannot be meant: %s', (_, headers) => {
		const failure = { ...RATE_LIMITED, ...headers };
		expect(waitOf(decideRetry(failure, attempt({ random: 1 })))).toBe(1_000);
	});

	it.each([-600_000, 600_000])(
		'is right although the clock of this machine is %i ms wrong: the answer tells its own time',
		(skew) => {
			const date = HTTP_DATE(NOW);
			const now = NOW + skew;
			for (const named of [
				{ rateLimitReset: String(NOW / 1000 + 5) },
				{ rateLimitReset: String(NOW + 5_000) },
				{ retryAfter: HTTP_DATE(NOW + 5_000) },
			]) {
				const failure = { ...RATE_LIMITED, ...named, date };
				expect(waitOf(decideRetry(failure, attempt({ now, random: 0 })))).toBe(5_000);
			}
		},
	);

	it.each(['0', '0.000', HTTP_DATE(NOW - 60_000), HTTP_DATE(NOW - 400_000)])(
		'grows although Retry-After says "%s" again and again',
		(retryAfter) => {
			const { waits } = fail({ ...RATE_LIMITED, retryAfter }, { random: 0 });
			expect(waits[1]).toBeGreaterThanOrEqual(500);
			expect(waits.length).toBeLessThan(50);
		},
	);

	it('outlasts a whole minute of refusals', () => {
		const { waits } = fail(RATE_LIMITED);
		expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(60_000);
	});

	it('never becomes a busy loop: at most ten requests a second, whatever the headers say', () => {
		fc.assert(
			fc.property(headerValue, headerValue, random, (retryAfter, rateLimitReset, chance) => {
				const failure = { ...RATE_LIMITED, retryAfter, rateLimitReset };
				const { requests } = fail(failure, { random: chance });
				expect(requests).toBeLessThanOrEqual(1 + (10 * WAIT_BUDGET_MS) / 1000);
			}),
			// The wait named in thousandths of a second is the one that chance rarely finds.
			{ examples: [['0.001', undefined, 0]] },
		);
	});
});

describe('the wait budget', () => {
	it('is never exceeded, and every request comes to an end', () => {
		fc.assert(
			fc.property(
				anyFailure,
				fc.constantFrom('GET', 'POST'),
				fc.integer({ min: 0, max: 600_000 }),
				random,
				(failure, method, budgetMs, chance) => {
					const { waits } = fail(failure, { method, budgetMs, random: chance }, 500);
					expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(budgetMs);
					waits.forEach((wait) => {
						expect(Number.isFinite(wait) && wait >= 0).toBe(true);
					});
				},
			),
			{ numRuns: 300 },
		);
	});

	it('refuses a wait that is longer than what is left, and says how long it would have been', () => {
		const decision = decideRetry(
			{ kind: 'rateLimited', retryAfter: '120' },
			attempt({ waitedMs: WAIT_BUDGET_MS - 60_000, random: 0 }),
		);
		expect(decision).toEqual({ ...CHANGED_NOTHING, refusedWaitMs: 120_000 });
	});

	it.each(['86400', HTTP_DATE(NOW + 86_400_000)])(
		'refuses a wait of a day at once instead of sleeping (Retry-After: %s)',
		(retryAfter) => {
			const decision = decideRetry({ kind: 'rateLimited', retryAfter }, attempt({ random: 0 }));
			expect(decision).toEqual({ ...CHANGED_NOTHING, refusedWaitMs: 86_400_000 });
		},
	);

	it('of zero means no retry', () => {
		for (const kind of FAILURE_KINDS) {
			const failure: Failure = { kind, retryAfter: '1' };
			expect(decideRetry(failure, attempt({ budgetMs: 0 })).retry).toBe(false);
		}
	});
});
