import fc from 'fast-check';
import { MAX_PAUSE_MS, RateModel, TRY_AGAIN_MS } from '../../nodes/shared/transport/rateModel';
import { play, type Course } from './limitedServer';

const BUCKET: Course = {
	kind: 'bucket',
	limit: 20,
	periodMs: 1_000,
	burst: 30,
	headers: true,
	retryAfter: true,
	requests: 300,
};

const WINDOW: Course = { ...BUCKET, kind: 'window', burst: 20, periodMs: 10_000 };

const PER_MINUTE = { limit: 100, periodMs: 60_000 };

const MINUTES: Course = { ...BUCKET, ...PER_MINUTE, burst: 150, requests: 400 };
const CLOCK_MINUTES: Course = { ...WINDOW, ...PER_MINUTE, burst: 100, requests: 1_000 };

type Bounds = [timeToIdeal: number, refused: number];

/** Bounds with some air: the measured figures are in the comments. */
const PACES: Record<string, [Course, ...Bounds]> = {
	// 1.005, 0 %
	'20 a second, with headers': [BUCKET, 1.05, 0.01],
	// 1.001, 0 %
	'100 a minute as documented, with headers': [MINUTES, 1.05, 0.01],
	// 1.00, 0.3 %: once it is recognised, a window is never tried before its end
	'100 in each minute of the clock, with headers': [CLOCK_MINUTES, 1.05, 0.005],
	// 1.00, 0.7 %
	'20 in each 5 seconds of the clock, with headers': [
		{ ...WINDOW, periodMs: 5_000, requests: 600 },
		1.05,
		0.02,
	],
	// 1.01, 6.2 %: nothing tells when the minute is over
	'100 in each minute of the clock, with nothing that tells how long to wait': [
		{ ...CLOCK_MINUTES, headers: false, retryAfter: false },
		1.1,
		0.09,
	],
	// 1.055, 2 %
	'20 a second, without headers': [{ ...BUCKET, headers: false }, 1.15, 0.04],
	// 1.004, 3.6 %
	'100 a minute, without headers': [{ ...MINUTES, headers: false }, 1.05, 0.05],
	// 1.029, 2.1 %
	'100 in each minute of the clock, without headers': [
		{ ...CLOCK_MINUTES, requests: 600, headers: false },
		1.1,
		0.04,
	],
};

/** Two n8n processes know nothing of each other, and both see the same headers. */
const SHARED: Record<string, Course> = {
	// 1.03 and 1.02, 4.8 and 2.6 %
	'20 a second': { ...BUCKET, requests: 600 },
	// 1.00, 2 %
	'100 a minute': { ...MINUTES, requests: 600 },
	// 1.00, 4.2 %
	'100 a minute for half an hour': { ...MINUTES, requests: 2_400 },
	// 1.05, 1.6 %
	'100 in each minute of the clock': { ...CLOCK_MINUTES, requests: 2_000 },
	// 1.00, 3.2 %
	'20 in 5 seconds': { ...BUCKET, periodMs: 5_000, burst: 20 },
};

/** Without headers both find their pace by refusals, which are few only over a long run. */
const SHARED_WITHOUT_HEADERS: Record<string, Course> = {
	// 1.01 and 1.00, 4.3 %
	'100 a minute for half an hour': { ...MINUTES, requests: 2_400, headers: false },
	// 1.05 and 1.07, 2.5 and 2.6 %
	'100 in each minute of the clock': { ...CLOCK_MINUTES, requests: 2_000, headers: false },
};

describe('the pace', () => {
	it.each(Object.entries(PACES))(
		'keeps to %s, near the ideal and with few refusals',
		(_, [course, longest, mostRefused]) => {
			const { timeToIdeal, refused } = play(course);
			expect(timeToIdeal).toBeLessThan(longest);
			expect(refused).toBeLessThan(mostRefused);
		},
	);

	describe.each([20, 150])('of a server that is %i ms away', (latencyMs) => {
		const sharing = (course: Course) => {
			const { timeToIdeal, refused } = play({ ...course, latencyMs, clients: 2 });
			expect(timeToIdeal).toBeLessThan(1.15);
			expect(refused).toBeLessThanOrEqual(0.05);
		};

		it.each(Object.entries(SHARED))('leaves room for another process: %s', (_, course) =>
			sharing(course),
		);

		it.each(Object.entries(SHARED_WITHOUT_HEADERS))(
			'leaves room for another process, without headers: %s',
			(_, course) => sharing(course),
		);
	});

	it('is found out at any limit, and every request passes', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 60 }),
				fc.integer({ min: 0, max: 60 }),
				fc.boolean(),
				fc.integer({ min: 5, max: 100 }),
				(limit, more, headers, latencyMs) => {
					// A pause of a whole second wastes nothing only where the bucket holds that much.
					const burst = limit + more;
					const requests = burst + 10 * limit;
					const course = { ...BUCKET, limit, burst, headers, requests, latencyMs };
					const { timeToIdeal, refused } = play(course);
					// Eight at once are the limit on a slow line; a refusal costs a second where nothing else is known.
					const byLatency = (requests * latencyMs) / 8 / 10_000;
					expect(timeToIdeal).toBeLessThan(2 * Math.max(1, byLatency) + 0.5);
					expect(refused).toBeLessThan(0.35);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('has no limit before one is known', () => {
		const model = new RateModel();
		for (let sent = 0; sent < 1_000; sent++) {
			expect(model.delay(1_000)).toBe(0);
			model.noteSent(1_000);
		}
	});
});

describe('another program with the same key', () => {
	const EMPTIED = [2_000, 10_000, 60_000].flatMap((periodMs) =>
		[true, false].flatMap((headers) =>
			[1, 3].flatMap((window) =>
				[0, 1, 10].map((after) => ({ periodMs, headers, emptied: { window, after } })),
			),
		),
	);

	it.each(EMPTIED)(
		'that empties one window, once, costs that window: two later the pace is full again (%j)',
		(change) => {
			const { passedPerWindow } = play({ ...WINDOW, requests: 240, ...change });
			const { window } = change.emptied;
			expect(passedPerWindow[window]).toBeLessThanOrEqual(change.emptied.after);
			const afterwards = passedPerWindow.slice(window + 2, -1);
			const average = afterwards.reduce((sum, passed) => sum + passed, 0) / afterwards.length;
			expect(passedPerWindow[window + 1] + passedPerWindow[window + 2]).toBeGreaterThanOrEqual(20);
			expect(average).toBeGreaterThanOrEqual(0.85 * WINDOW.burst);
		},
	);
});

/** Refuses a request that leaves now, with nothing known but the wait. */
function refuse(model: RateModel, now: number, waitMs = 1_000): void {
	model.noteLimited(model.noteSent(now), { sentAt: now, waitMs, headers: {} }, now);
}

/** Lets requests pass as fast as the model sends them. @returns how many passed until then */
function pass(model: RateModel, from: number, until: number): number {
	let passed = 0;
	for (let now = from; now < until; now += Math.max(1, model.delay(now))) {
		if (model.delay(now) > 0) continue;
		model.notePassed(model.noteSent(now), {}, now);
		passed++;
	}
	return passed;
}

/** A model that knows its server: one request passes in each period, the next is refused. */
function learned(periodMs: number): { model: RateModel; now: number } {
	const model = new RateModel();
	let now = 0;
	for (let round = 0; round < 8; round++) {
		refuse(model, now, periodMs);
		now += model.delay(now);
		model.notePassed(model.noteSent(now), {}, now);
	}
	refuse(model, now, periodMs);
	return { model, now: now + model.delay(now) };
}

describe('a rate that was learned', () => {
	it('from a single request is not trusted', () => {
		const model = new RateModel();
		refuse(model, 0);
		model.notePassed(model.noteSent(60_000), {}, 60_000);
		refuse(model, 60_001);
		expect(model.delay(61_002)).toBe(0);
		expect(pass(model, 61_002, 62_002)).toBeGreaterThan(100);
	});

	it.each([1, 10, 100])('can grow again when it was low (%i a minute)', (perMinute) => {
		const { model, now } = learned(60_000 / perMinute);
		const span = 2 * (60_000 / perMinute);
		const atFirst = pass(model, now, now + span);
		expect(atFirst).toBeLessThanOrEqual(6);
		const later = now + span + 300_000;
		pass(model, now + span, later);
		expect(pass(model, later, later + span)).toBeGreaterThan(5 * atFirst);
	});

	it('is forgotten after a rest', () => {
		const { model, now } = learned(1_000);
		expect(pass(model, now, now + 5)).toBeLessThan(5);
		const later = now + 61_000;
		for (let sent = 0; sent < 100; sent++) {
			expect(model.delay(later)).toBe(0);
			model.noteSent(later);
		}
	});
});

describe('after a refusal', () => {
	it('nobody asks before the time that the server named', () => {
		const model = new RateModel();
		refuse(model, 10, 7_000);
		expect(model.delay(10)).toBe(7_000);
		expect(model.delay(7_009)).toBe(1);
		expect(model.delay(7_010)).toBe(0);
	});

	it('that names more than anybody waits, one request tries again after a minute', () => {
		for (const waitMs of [MAX_PAUSE_MS + 1, 3_600_000, Infinity]) {
			const model = new RateModel();
			refuse(model, 0, waitMs);
			expect(model.delay(0)).toBe(TRY_AGAIN_MS);
			expect(model.delay(TRY_AGAIN_MS)).toBe(0);
			expect(model.concurrency(8, 0)).toBe(1);
		}
	});

	it('one request finds out alone, and the others follow when it passed', () => {
		const model = new RateModel();
		refuse(model, 0);
		expect(model.concurrency(8, 0)).toBe(1);
		model.notePassed(model.noteSent(1_000), {}, 1_020);
		expect(model.concurrency(8, 0)).toBeGreaterThan(1);
	});

	it('requests refused together let one request try, and not several', () => {
		const model = new RateModel();
		const together = [0, 0, 0].map(() => model.noteSent(0));
		for (const one of together) {
			model.noteLimited(one, { sentAt: 0, waitMs: 1_000, headers: {} }, 10);
		}
		expect(model.concurrency(8, 1_010)).toBe(1);
	});

	it('requests refused together count as one refusal', () => {
		const model = new RateModel();
		const [first, second] = [0, 0].map(() => model.noteSent(0));
		model.noteLimited(first, { sentAt: 0, waitMs: 1_000, headers: {} }, 10);
		model.noteLimited(second, { sentAt: 0, waitMs: 60_000, headers: {} }, 11);
		expect(model.delay(1_010)).toBe(0);
	});

	it('a time of rest does not pass for a slow server', () => {
		const model = new RateModel();
		for (let sent = 0; sent < 30; sent++) model.notePassed(model.noteSent(0), {}, 5);
		refuse(model, 10);
		// A while later the bucket is full again, and the next refusal says nothing of that time: no rate holds back thirty at once.
		const later = 4_000;
		for (let sent = 0; sent < 30; sent++) model.notePassed(model.noteSent(later), {}, later + 5);
		refuse(model, later + 10);
		const again = later + 1_010;
		for (let sent = 0; sent < 30; sent++) {
			expect(model.delay(again)).toBe(0);
			model.notePassed(model.noteSent(again), {}, again);
		}
		expect(model.delay(again)).toBe(0);
	});
});

describe('headers', () => {
	const answer = (model: RateModel, remaining: string, now: number) =>
		model.notePassed(model.noteSent(now), { remaining }, now);

	it('that say that nothing is left hold requests back', () => {
		const model = new RateModel();
		answer(model, '1', 0);
		answer(model, '0', 10);
		expect(model.delay(10)).toBeGreaterThan(500);
	});

	it.each(['-1', 'NaN', 'inf', 'Infinity', '5, 10', '', '1e9', '[]'])(
		'that cannot be meant (%j) hold nobody back',
		(remaining) => {
			const model = new RateModel();
			for (let sent = 0; sent < 50; sent++) answer(model, remaining, sent);
			expect(model.delay(50)).toBe(0);
		},
	);

	it('that never show anything left, though the server answers, hold nobody back', () => {
		const model = new RateModel();
		for (let sent = 0; sent < 50; sent++) answer(model, '0', sent);
		expect(model.delay(50)).toBe(0);
	});

	it('that promise much while the server refuses do not hinder finding its real limit', () => {
		const model = new RateModel();
		let now = 0;
		for (let round = 0; round < 3; round++) {
			for (let sent = 0; sent < 20; sent++) answer(model, '5000', now);
			now += 5;
			const refused = model.noteSent(now);
			model.noteLimited(
				refused,
				{ sentAt: now, waitMs: 1_000, headers: { remaining: '4980' } },
				now,
			);
			now += 1_000;
		}
		expect(pass(model, now, now + 1_000)).toBeLessThan(60);
	});
});
