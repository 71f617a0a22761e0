import fc from 'fast-check';
import { RateModel } from '../../nodes/shared/transport/rateModel';

/** A server with a bucket of tokens, and clients that ask through a model, on a clock of their own. */
function play({
	perSecond,
	burst,
	headers,
	requests,
	latencyMs = 20,
}: {
	perSecond: number;
	burst: number;
	headers: boolean;
	requests: number;
	latencyMs?: number;
}) {
	const model = new RateModel();
	const answers: Array<{ at: number; give: () => void }> = [];
	let now = 1_000_000;
	let tokens = burst;
	let refilledAt = now;
	let left = requests;
	let passed = 0;
	let refused = 0;

	const refill = () => {
		tokens = Math.min(burst, tokens + ((now - refilledAt) * perSecond) / 1000);
		refilledAt = now;
	};
	const send = () => {
		const sentAt = now;
		const request = model.noteSent(now);
		left--;
		refill();
		const isPassed = tokens >= 1;
		if (isPassed) tokens--;
		const remaining = headers ? String(Math.floor(tokens)) : undefined;
		answers.push({
			at: now + latencyMs,
			give: () => {
				if (isPassed) {
					passed++;
					model.notePassed(request, { remaining }, now);
				} else {
					refused++;
					left++;
					model.noteLimited(sentAt, 1_000, now);
				}
			},
		});
	};

	const start = now;
	while (passed < requests) {
		while (answers.length > 0 && answers[0].at <= now) answers.shift()!.give();
		while (left > 0 && model.underWay < model.concurrency(8) && model.delay(now) === 0) send();
		now++;
		if (now - start > 3_600_000) throw new Error('an hour has passed');
	}
	return { ms: now - start, refused, shareRefused: refused / (passed + refused) };
}

const ideal = (requests: number, burst: number, perSecond: number) =>
	((requests - burst) / perSecond) * 1000;

describe('the pace', () => {
	it('is the server’s own when its headers tell it, with hardly a refusal', () => {
		const { ms, shareRefused } = play({ perSecond: 20, burst: 30, headers: true, requests: 300 });
		expect(ms).toBeLessThan(1.15 * ideal(300, 30, 20));
		expect(shareRefused).toBeLessThan(0.03);
	});

	it('is found out from refusals alone', () => {
		const { ms, shareRefused } = play({ perSecond: 20, burst: 30, headers: false, requests: 300 });
		expect(ms).toBeLessThan(1.3 * ideal(300, 30, 20));
		expect(shareRefused).toBeLessThan(0.06);
	});

	it('is found out at any limit, and every request passes', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 60 }),
				fc.integer({ min: 0, max: 60 }),
				fc.boolean(),
				fc.integer({ min: 5, max: 100 }),
				(perSecond, more, headers, latencyMs) => {
					// A pause of a whole second wastes nothing only where the bucket holds that much.
					const burst = perSecond + more;
					const requests = burst + 10 * perSecond;
					const { ms, shareRefused } = play({ perSecond, burst, headers, requests, latencyMs });
					// Eight at once are the limit on a slow line; a refusal costs a second where nothing else is known.
					const bound = Math.max(ideal(requests, burst, perSecond), (requests * latencyMs) / 8);
					expect(ms).toBeLessThan(2 * bound + 5_000);
					expect(shareRefused).toBeLessThan(0.35);
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

describe('after a refusal', () => {
	it('nobody asks before the time that the server named', () => {
		const model = new RateModel();
		model.noteSent(0);
		model.noteLimited(0, 7_000, 10);
		expect(model.delay(10)).toBe(7_000);
		expect(model.delay(7_009)).toBe(1);
		expect(model.delay(7_010)).toBe(0);
	});

	it('requests refused together count as one refusal', () => {
		const model = new RateModel();
		for (let sent = 0; sent < 8; sent++) model.noteSent(0);
		model.noteLimited(0, 1_000, 10);
		model.noteLimited(0, 60_000, 11);
		expect(model.delay(1_010)).toBe(0);
	});

	it('few requests are under way until the rate is known', () => {
		const model = new RateModel();
		model.noteSent(0);
		model.noteLimited(0, 1_000, 10);
		expect(model.concurrency(8)).toBeLessThanOrEqual(2);
	});

	it('a time of rest does not pass for a slow server', () => {
		const model = new RateModel();
		for (let sent = 0; sent < 30; sent++) model.notePassed(model.noteSent(0), {}, 5);
		model.noteSent(5);
		model.noteLimited(5, 1_000, 10);
		// An hour later the bucket is full again, and the next refusal says nothing of that hour.
		const later = 3_600_000;
		for (let sent = 0; sent < 30; sent++) model.notePassed(model.noteSent(later), {}, later + 5);
		model.noteSent(later + 5);
		model.noteLimited(later + 5, 1_000, later + 10);
		expect(model.delay(later + 1_010)).toBe(0);
	});
});
