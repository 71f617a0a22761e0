import { HeaderBudget } from '../../nodes/shared/transport/headerBudget';

/** The clock's origin says nothing, so the tests' times count from here. */
const ORIGIN = 5_000_000;

/** A budget and the numbers of its requests. */
class Talk {
	private readonly budget = new HeaderBudget();
	private sent = 0;

	/** Sends so many requests at once. @returns the number of the last one */
	send(count: number, now: number): number {
		for (let left = count; left > 0; left--) this.budget.noteSent(++this.sent, ORIGIN + now);
		return this.sent;
	}

	/** A request that left earlier is answered. */
	answer(request: number, remaining: string | undefined, now: number, resetMs?: number): void {
		this.budget.notePassed(request, this.sent, { remaining, resetMs }, ORIGIN + now);
	}

	/** A request leaves and is answered at once. */
	pass(now: number, remaining: string | undefined, resetMs?: number): void {
		this.answer(this.send(1, now), remaining, now, resetMs);
	}

	/** A request leaves and is refused at once. @returns whether the headers explain it */
	refuse(now: number, remaining?: string, resetMs?: number): boolean {
		const request = this.send(1, now);
		this.budget.noteRefused();
		return this.budget.explainRefusal(request, { remaining, resetMs }, ORIGIN + now);
	}

	delay(now: number): number {
		return this.budget.delay(ORIGIN + now);
	}

	concurrency(most: number, underWay: number, now: number): number {
		return this.budget.concurrency(most, underWay, ORIGIN + now);
	}
}

describe('a budget that the headers tell', () => {
	it.each([undefined, '', 'many', '-1'])('holds nothing back without a count (%j)', (remaining) => {
		const talk = new Talk();
		talk.pass(0, remaining);
		talk.send(500, 0);
		expect(talk.delay(0)).toBe(0);
		expect(talk.concurrency(9, 3, 0)).toBe(9);
		expect(talk.refuse(0, '0')).toBe(false);
	});

	it('holds nothing back where nothing is ever left and all requests pass', () => {
		const talk = new Talk();
		for (let now = 0; now < 50; now++) talk.pass(now, '0');
		expect(talk.delay(50)).toBe(0);
	});

	it('lets as many requests leave as are left, and then one in a second finds out', () => {
		const talk = new Talk();
		talk.pass(0, '3');
		for (let left = 3; left > 0; left--) {
			expect(talk.delay(0)).toBe(0);
			talk.send(1, 0);
		}
		expect(talk.delay(0)).toBe(1_000);
		expect(talk.delay(400)).toBe(600);
		expect(talk.delay(1_000)).toBe(0);
		expect(talk.delay(2_000)).toBe(0);
	});

	it('counts requests that left after the one that is answered', () => {
		const talk = new Talk();
		talk.send(4, 0);
		talk.answer(1, '3', 0);
		expect(talk.delay(0)).toBe(1_000);
	});

	it('does not go by an answer that was overtaken', () => {
		const talk = new Talk();
		talk.send(2, 0);
		talk.answer(2, '5', 0);
		talk.answer(1, '1', 0);
		expect(talk.delay(0)).toBe(0);
	});

	it.each([
		[400, 400],
		[5_000, 1_000],
		[0, 1_000],
	])('that is used up is tried at the end of its window, in %i ms: after %i', (resetMs, wait) => {
		const talk = new Talk();
		talk.pass(0, '1', resetMs);
		talk.send(1, 0);
		expect(talk.delay(0)).toBe(wait);
	});

	it.each([
		[99, 1_000],
		[100, 100],
		[200, 200],
		[1_500, 1_500],
		[3_000, 3_000],
	])('that comes back by one in %i ms is waited for so long: %i', (apart, wait) => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(apart, '10');
		talk.send(10, apart);
		expect(talk.delay(apart)).toBe(wait);
	});

	it('that comes back is used a little later than measured', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(100, '10');
		talk.send(10, 100);
		expect([2, 3]).toContain(talk.delay(200));
		expect(talk.delay(203)).toBe(0);
	});

	it('that shrinks although nobody here sends is taken by others, and comes back at no rate', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(100, '5');
		talk.send(5, 100);
		expect(talk.delay(100)).toBe(1_000);
	});

	it('leaves others a reserve that doubles with each refusal, up to eight', () => {
		const reserves = [1, 3, 7, 8, 8].map((_, index) => {
			const talk = new Talk();
			talk.pass(0, '100');
			talk.pass(0, '15');
			for (let refusal = 0; refusal <= index; refusal++) {
				expect(talk.refuse(0, '15')).toBe(true);
			}
			let leave = 0;
			while (talk.delay(0) === 0 && leave < 20) leave += Math.min(1, talk.send(1, 0));
			return 15 - leave;
		});
		expect(reserves).toEqual([1, 3, 7, 8, 8]);
	});

	it.each([
		['7', 6],
		['8', 6],
		['3', 3],
	])('leaves others a quarter of a small budget of %s at the most', (left, own) => {
		const talk = new Talk();
		talk.pass(0, left);
		talk.refuse(0, left);
		talk.refuse(0, left);
		let leave = 0;
		while (talk.delay(0) === 0 && leave < 20) leave += Math.min(1, talk.send(1, 0));
		expect(leave).toBe(own);
	});

	it('is used up where a refusal does not say how much is left', () => {
		const talk = new Talk();
		talk.pass(0, '3');
		talk.refuse(0);
		expect(talk.delay(0)).toBe(1_000);
	});

	it('that comes back more slowly than it did is waited for longer, as a refusal shows', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(100, '10');
		talk.send(10, 100);
		talk.refuse(200, '0');
		expect(talk.delay(200)).toBe(200);
	});

	it('is not what refused where 16 and more are left', () => {
		for (const [left, isExplained] of [
			['17', false],
			['16', true],
		] as const) {
			const talk = new Talk();
			talk.pass(0, left);
			expect(talk.refuse(0, '0')).toBe(isExplained);
		}
	});

	it('near its end, half of it is left to requests of others that are under way', () => {
		const talk = new Talk();
		talk.pass(0, '20');
		expect(talk.concurrency(9, 0, 0)).toBe(9);
		talk.send(6, 0);
		talk.refuse(0, '6');
		expect(talk.concurrency(9, 0, 0)).toBe(3);
		expect(talk.concurrency(9, 3, 0)).toBe(4);
		expect(talk.concurrency(2, 3, 0)).toBe(2);
		talk.send(6, 0);
		expect(talk.concurrency(9, 1, 0)).toBe(1);
	});

	it('of a window is not tried before its end, once two tries were refused', () => {
		const talk = new Talk();
		talk.pass(0, '1', 30_000);
		talk.send(1, 0);
		expect(talk.delay(0)).toBe(1_000);
		talk.refuse(1_000, '0', 29_000);
		expect(talk.delay(1_000)).toBe(1_000);
		talk.refuse(2_000, '0', 28_000);
		expect(talk.delay(2_000)).toBe(28_000);
		expect(talk.delay(12_000)).toBe(18_000);
		expect(talk.delay(30_000)).toBe(0);
	});

	it.each([
		['left with the last request that the headers promised', 30_000],
		['left when the window was over', 1_000],
	])('of a window is tried once more where the first that was refused %s', (_, resetMs) => {
		const talk = new Talk();
		talk.pass(0, '1', resetMs);
		if (resetMs === 1_000) talk.send(1, 0);
		talk.refuse(1_000, '0', 29_000);
		talk.refuse(2_000, '0', 28_000);
		expect(talk.delay(2_000)).toBe(1_000);
		talk.refuse(3_000, '0', 27_000);
		expect(talk.delay(3_000)).toBe(27_000);
		talk.refuse(4_000, '1', 26_000);
		expect(talk.delay(4_000)).toBe(0);
	});

	it('of a window of which only the share of others is left is not tried either', () => {
		const talk = new Talk();
		for (const left of ['20', '15']) talk.pass(0, left, 30_000);
		talk.refuse(0, '6', 30_000);
		talk.refuse(0, '3', 30_000);
		talk.refuse(1_000, '3', 29_000);
		talk.refuse(2_000, '3', 28_000);
		expect(talk.delay(2_000)).toBe(28_000);
	});

	it('is tried again as soon as one of the tries passed', () => {
		const talk = new Talk();
		talk.pass(0, '10', 30_000);
		talk.send(10, 0);
		talk.refuse(1_000, '0', 29_000);
		talk.pass(2_000, '0', 28_000);
		talk.refuse(3_000, '0', 27_000);
		expect(talk.delay(3_000)).toBeLessThan(5_000);
		talk.refuse(4_000, '0', 26_000);
		expect(talk.delay(4_000)).toBe(26_000);
	});

	it('takes a refused try for no sign of others, and a refused request with one left for one', () => {
		const tried = new Talk();
		tried.pass(0, '5');
		tried.send(5, 0);
		tried.refuse(1_000, '0');
		expect(tried.concurrency(9, 0, 1_000)).toBe(9);
		const shared = new Talk();
		shared.pass(0, '20');
		shared.send(19, 0);
		shared.refuse(0, '0');
		expect(shared.concurrency(9, 0, 0)).toBe(1);
	});

	it('counts what came back once', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(100, '10');
		talk.send(19, 1_100);
		expect([20, 21]).toContain(talk.delay(1_100));
	});

	it('that was large long ago is taken for as small as it is now', () => {
		const talk = new Talk();
		talk.pass(0, '40');
		for (let answer = 0; answer < 200; answer++) talk.pass(0, '7');
		talk.refuse(0, '7');
		talk.refuse(0, '7');
		let leave = 0;
		while (talk.delay(0) === 0 && leave < 20) leave += Math.min(1, talk.send(1, 0));
		expect(leave).toBe(6);
	});

	it('leaves others one request less for every hundred answers without a refusal', () => {
		const talk = new Talk();
		talk.pass(0, '20');
		talk.pass(0, '15');
		talk.refuse(0, '15');
		for (let answer = 0; answer < 98; answer++) talk.pass(0, '15');
		expect(talk.concurrency(9, 0, 0)).toBe(7);
		for (let answer = 0; answer < 4; answer++) talk.pass(0, '15');
		expect(talk.concurrency(9, 0, 0)).toBe(9);
	});

	it('is not lowered by a request that was refused', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.refuse(50, '9');
		talk.pass(100, '8');
		talk.send(8, 100);
		expect(talk.delay(100)).toBe(1_000);
	});

	it('that seemed to come back fast for a moment is not tried sooner for that', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(100, '60');
		talk.pass(2_000, '9');
		talk.send(9, 2_000);
		expect(talk.delay(2_000)).toBe(2_000);
	});

	it('goes by how it changed of late', () => {
		const talk = new Talk();
		talk.pass(0, '1');
		talk.pass(100, '500');
		for (let left = 15; left > 0; left--) talk.pass(10_000 + 20 * (15 - left), String(left));
		talk.send(1, 10_280);
		expect(talk.delay(10_280)).toBe(1_000);
	});

	it('that others use up is tried when one would have come back without them', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(2_000, '10');
		talk.pass(4_000, '8');
		talk.send(8, 4_000);
		expect(talk.delay(4_000)).toBe(2_021);
	});

	it('that others use up is tried later where a share of it is theirs', () => {
		const talk = new Talk();
		talk.pass(0, '10');
		talk.pass(2_000, '10');
		talk.pass(4_000, '8');
		talk.refuse(4_000, '4');
		talk.send(3, 4_000);
		expect(talk.delay(4_000)).toBe(2_041);
	});

	it('of a window longer than a minute is tried after a minute', () => {
		const talk = new Talk();
		talk.pass(0, '1', 300_000);
		talk.send(1, 0);
		talk.refuse(1_000, '0', 299_000);
		talk.refuse(2_000, '0', 298_000);
		expect(talk.delay(2_000)).toBe(60_000);
	});
});
