import { Pace } from '../../nodes/shared/transport/pace';

/** A pace after a first refusal at 0 and another one when so many requests have passed. */
function paceAfter(passed: number, ms: number): Pace {
	const pace = new Pace();
	pace.noteRefused(0, 0);
	for (let left = passed; left > 0; left--) pace.notePassed();
	pace.noteRefused(ms, ms);
	return pace;
}

describe('the pace that refusals teach', () => {
	it('holds nothing back while no rate is known', () => {
		const pace = new Pace();
		for (let sent = 0; sent < 99; sent++) pace.noteSent(0);
		expect(pace.delay(0)).toBe(0);
		expect(pace.concurrency(9)).toBe(9);
	});

	it('is looked for with two requests under way, and one more for every ten that pass', () => {
		const pace = new Pace();
		pace.noteRefused(0, 0);
		expect(pace.delay(0)).toBe(0);
		const seen = Array.from({ length: 31 }, () => {
			const most = pace.concurrency(4);
			pace.notePassed();
			return most;
		});
		expect([0, 9, 10, 19, 20, 30].map((passed) => seen[passed])).toEqual([2, 2, 3, 3, 4, 4]);
		expect(pace.concurrency(1)).toBe(1);
	});

	it.each([
		[4, 1_000, 0],
		[5, 1_000, 200],
		[20, 1_000, 50],
		[5, 60_000, 12_000],
		[5, 0, 1],
	])('is what passed between two refusals: %i in %i ms, one in %i', (passed, ms, wait) => {
		const pace = paceAfter(passed, ms);
		expect(pace.delay(ms)).toBe(wait);
		if (wait > 0) expect(pace.concurrency(9)).toBe(9);
	});

	it('is measured over several refusals, where few pass between them', () => {
		const pace = paceAfter(3, 600);
		expect(pace.delay(600)).toBe(0);
		for (let left = 2; left > 0; left--) pace.notePassed();
		pace.noteRefused(1_000, 1_000);
		expect(pace.delay(1_000)).toBe(200);
	});

	it('is measured by the last refusal alone, where enough passed since', () => {
		const pace = paceAfter(3, 600);
		for (let left = 5; left > 0; left--) pace.notePassed();
		pace.noteRefused(2_600, 2_600);
		expect(pace.delay(2_600)).toBe(400);
	});

	it('after a rest is neither measured nor lowered by the first refusal', () => {
		const unknown = paceAfter(3, 600);
		unknown.noteIdle();
		for (let left = 5; left > 0; left--) unknown.notePassed();
		unknown.noteRefused(9_000, 9_000);
		expect(unknown.delay(9_000)).toBe(0);
		const known = paceAfter(5, 1_000);
		known.notePassed();
		known.noteIdle();
		known.noteRefused(9_000, 9_000);
		expect(known.delay(9_000)).toBe(200);
	});

	it('makes up for nothing that was not sent before a refusal', () => {
		const pace = paceAfter(5, 1_000);
		expect(pace.delay(9_000)).toBe(0);
		pace.noteRefused(9_000, 9_000);
		expect(pace.delay(9_000)).toBe(200);
	});

	it('is not measured over a time in which nobody wanted to send', () => {
		const pace = paceAfter(3, 600);
		pace.noteIdle();
		pace.noteRefused(9_000, 9_000);
		for (let left = 4; left > 0; left--) pace.notePassed();
		pace.noteRefused(10_000, 10_000);
		expect(pace.delay(10_000)).toBe(0);
	});

	it('lets one request leave in each of its intervals', () => {
		const pace = paceAfter(5, 1_000);
		expect(pace.delay(1_100)).toBe(100);
		expect(pace.delay(1_200)).toBe(0);
		pace.noteSent(1_200);
		expect(pace.delay(1_200)).toBe(200);
	});

	it('makes up for a pause of a minute, and no more', () => {
		const leaving = [30_000, 60_000, 600_000].map((pause) => {
			const pace = paceAfter(5, 50_000);
			pace.noteRefused(50_000, 50_000 + pause);
			let leave = 0;
			for (; pace.delay(50_000 + pause) === 0 && leave < 99; leave++) pace.noteSent(50_000 + pause);
			return leave;
		});
		expect(leaving).toEqual([3, 6, 6]);
	});

	it('is lowered by three tenths by a refusal, and once by all of one moment', () => {
		const pace = paceAfter(5, 1_000);
		pace.notePassed();
		pace.noteRefused(1_000, 1_000);
		expect(pace.delay(1_000)).toBe(Math.ceil(200 / 0.7));
		pace.noteRefused(1_000, 1_000);
		expect(pace.delay(1_000)).toBe(Math.ceil(200 / 0.7));
	});

	/** @returns how many requests a second would leave, however many wait */
	function perSecond(pace: Pace, now: number): number {
		const waitAfter = (count: number) => {
			for (let sent = 0; sent < count; sent++) pace.noteSent(now);
			return pace.delay(now);
		};
		const before = waitAfter(1_000);
		return (1_000 * 1_000) / (waitAfter(1_000) - before);
	}

	it('is back where it was after ten requests, and three tenths above it after twelve more', () => {
		const rates = [1_000, 2_000, 3_000, 5_400].map((now) => {
			const pace = paceAfter(5, 1_000);
			pace.notePassed();
			pace.noteRefused(1_000, 1_000);
			return perSecond(pace, now);
		});
		[3.5, 4.8125, 5, 6.5].forEach((rate, index) => expect(rates[index]).toBeCloseTo(rate, 2));
	});

	it('takes a minute at the most for each of that, however slow it is', () => {
		const rates = [500_000, 560_000, 620_000].map((now) => {
			const pace = paceAfter(5, 500_000);
			pace.notePassed();
			pace.noteRefused(500_000, 500_000);
			return perSecond(pace, now);
		});
		[0.007, 0.01, 0.013].forEach((rate, index) => expect(rates[index]).toBeCloseTo(rate, 5));
	});

	it.each([
		[0, 2_400],
		[1, 4_800],
		[2, 9_600],
		[3, 19_200],
		[4, 19_200],
	])('that was confirmed %i times takes %i ms to grow by three tenths', (times, ms) => {
		const pace = paceAfter(5, 1_000);
		let now = 1_000;
		for (let confirmed = 0; confirmed < times; confirmed++) {
			now += 1_000;
			for (let left = 5; left > 0; left--) pace.notePassed();
			pace.noteRefused(now, now);
		}
		expect(perSecond(pace, now + ms)).toBeCloseTo(6.5, 2);
	});

	it('that is measured far off is not confirmed', () => {
		const pace = paceAfter(5, 1_000);
		for (let left = 5; left > 0; left--) pace.notePassed();
		pace.noteRefused(3_000, 3_000);
		expect(perSecond(pace, 7_082)).toBeCloseTo(6.5, 2);
	});

	it('goes by the best of its last three measurements', () => {
		const pace = paceAfter(10, 1_000);
		const rates = [1, 2, 3].map((step) => {
			for (let left = 5; left > 0; left--) pace.notePassed();
			const now = 1_000 + 1_000 * step;
			pace.noteRefused(now, now);
			return perSecond(pace, now + 1e-9) <= 5.001;
		});
		expect(rates).toEqual([false, false, true]);
	});
});
