import { HeaderBudget } from '../../nodes/shared/transport/headerBudget';

/** The clock's origin says nothing, so the tests' times count from here. */
const ORIGIN = 5_000_000;

/** A budget and the numbers of its requests; what happens is written one after the other. */
class Talk {
	private readonly budget = new HeaderBudget();
	private sent = 0;

	/** Sends so many requests at once. */
	send(count: number, now: number): this {
		for (let left = count; left > 0; left--) this.budget.noteSent(++this.sent, ORIGIN + now);
		return this;
	}

	/** A request that left earlier is answered. */
	answer(request: number, remaining: string | undefined, now: number, resetMs?: number): this {
		this.budget.notePassed(request, this.sent, { remaining, resetMs }, ORIGIN + now);
		return this;
	}

	/** Requests leave, and each is answered at once. */
	pass(now: number, remaining: string | undefined, resetMs?: number, times = 1): this {
		for (let left = times; left > 0; left--) {
			this.send(1, now).answer(this.sent, remaining, now, resetMs);
		}
		return this;
	}

	/** A request leaves and is refused at once. */
	refuse(now: number, remaining?: string, resetMs?: number): this {
		this.isExplained(now, remaining, resetMs);
		return this;
	}

	/** A request leaves and is refused at once. @returns whether the headers explain it */
	isExplained(now: number, remaining?: string, resetMs?: number): boolean {
		this.send(1, now).budget.noteRefused();
		return this.budget.explainRefusal(this.sent, { remaining, resetMs }, ORIGIN + now);
	}

	delay(now: number): number {
		return this.budget.delay(ORIGIN + now);
	}

	/** @returns how many requests may leave at once until one has to wait, 20 at the most */
	free(): number {
		let free = 0;
		for (; this.delay(0) === 0 && free < 20; free++) this.send(1, 0);
		return free;
	}

	concurrency(most: number, underWay: number, now: number): number {
		return this.budget.concurrency(most, underWay, ORIGIN + now);
	}
}

describe('a budget that the headers tell', () => {
	it.each([undefined, '', 'many', '-1'])('holds nothing back without a count (%j)', (remaining) => {
		const talk = new Talk().pass(0, remaining).send(500, 0);
		expect(talk.delay(0)).toBe(0);
		expect(talk.concurrency(9, 3, 0)).toBe(9);
		expect(talk.isExplained(0, '0')).toBe(false);
	});

	it('holds nothing back where nothing is ever left and all requests pass', () => {
		expect(new Talk().pass(0, '0', undefined, 50).delay(50)).toBe(0);
	});

	it('counts requests that left after the one that is answered', () => {
		expect(new Talk().send(4, 0).answer(1, '3', 0).delay(0)).toBe(1_000);
	});

	it('does not go by an answer that was overtaken', () => {
		expect(new Talk().send(2, 0).answer(2, '5', 0).answer(1, '1', 0).delay(0)).toBe(0);
	});

	it('that shrinks although nobody here sends is taken by others, and comes back at no rate', () => {
		expect(new Talk().pass(0, '10').pass(100, '5').send(5, 100).delay(100)).toBe(1_000);
	});

	it('is used up where a refusal does not say how much is left', () => {
		expect(new Talk().pass(0, '3').refuse(0).delay(0)).toBe(1_000);
	});

	it('that comes back more slowly than it did is waited for longer, as a refusal shows', () => {
		expect(new Talk().pass(0, '10').pass(100, '10').send(10, 100).refuse(200, '0').delay(200)).toBe(
			200,
		);
	});

	it('is not lowered by a request that was refused', () => {
		expect(new Talk().pass(0, '10').refuse(50, '9').pass(100, '8').send(8, 100).delay(100)).toBe(
			1_000,
		);
	});

	it('that seemed to come back fast for a moment is not tried sooner for that', () => {
		expect(
			new Talk().pass(0, '10').pass(100, '60').pass(2_000, '9').send(9, 2_000).delay(2_000),
		).toBe(2_000);
	});

	it('that others use up is tried when one would have come back without them', () => {
		expect(
			new Talk().pass(0, '10').pass(2_000, '10').pass(4_000, '8').send(8, 4_000).delay(4_000),
		).toBe(2_021);
	});

	it('that others use up is tried later where a share of it is theirs', () => {
		expect(
			new Talk()
				.pass(0, '10')
				.pass(2_000, '10')
				.pass(4_000, '8')
				.refuse(4_000, '4')
				.send(3, 4_000)
				.delay(4_000),
		).toBe(2_041);
	});

	it('of a window longer than a minute is tried after a minute', () => {
		expect(
			new Talk()
				.pass(0, '1', 300_000)
				.send(1, 0)
				.refuse(1_000, '0', 299_000)
				.refuse(2_000, '0', 298_000)
				.delay(2_000),
		).toBe(60_000);
	});

	it('of a window of which only the share of others is left is not tried either', () => {
		expect(
			new Talk()
				.pass(0, '20', 30_000)
				.pass(0, '15', 30_000)
				.refuse(0, '6', 30_000)
				.refuse(0, '3', 30_000)
				.refuse(1_000, '3', 29_000)
				.refuse(2_000, '3', 28_000)
				.delay(2_000),
		).toBe(28_000);
	});

	it('lets as many requests leave as are left, and then one in a second finds out', () => {
		const talk = new Talk().pass(0, '3');
		for (let left = 3; left > 0; left--) {
			expect(talk.delay(0)).toBe(0);
			talk.send(1, 0);
		}
		expect(talk.delay(0)).toBe(1_000);
		expect(talk.delay(400)).toBe(600);
		expect(talk.delay(1_000)).toBe(0);
		expect(talk.delay(2_000)).toBe(0);
	});

	it.each([
		[400, 400],
		[5_000, 1_000],
		[0, 1_000],
	])('that is used up is tried at the end of its window, in %i ms: after %i', (resetMs, wait) => {
		expect(new Talk().pass(0, '1', resetMs).send(1, 0).delay(0)).toBe(wait);
	});

	it.each([
		[99, 1_000],
		[100, 100],
		[200, 200],
		[1_500, 1_500],
		[3_000, 3_000],
	])('that comes back by one in %i ms is waited for so long: %i', (apart, wait) => {
		expect(new Talk().pass(0, '10').pass(apart, '10').send(10, apart).delay(apart)).toBe(wait);
	});

	it('that comes back is used a little later than measured', () => {
		const talk = new Talk().pass(0, '10').pass(100, '10').send(10, 100);
		expect([2, 3]).toContain(talk.delay(200));
		expect(talk.delay(203)).toBe(0);
	});

	it('leaves others a reserve that doubles with each refusal, up to eight', () => {
		const reserves = [1, 3, 7, 8, 8].map((_, index) => {
			const talk = new Talk().pass(0, '100').pass(0, '15');
			for (let refusal = 0; refusal <= index; refusal++) {
				expect(talk.isExplained(0, '15')).toBe(true);
			}
			return 15 - talk.free();
		});
		expect(reserves).toEqual([1, 3, 7, 8, 8]);
	});

	it.each([
		['7', 6],
		['8', 6],
		['3', 3],
	])('leaves others a quarter of a small budget of %s at the most', (left, own) => {
		expect(new Talk().pass(0, left).refuse(0, left).refuse(0, left).free()).toBe(own);
	});

	it('is not what refused where 16 and more are left', () => {
		expect(new Talk().pass(0, '17').isExplained(0, '0')).toBe(false);
		expect(new Talk().pass(0, '16').isExplained(0, '0')).toBe(true);
	});

	it('near its end, half of it is left to requests of others that are under way', () => {
		const talk = new Talk().pass(0, '20');
		expect(talk.concurrency(9, 0, 0)).toBe(9);
		talk.send(6, 0).refuse(0, '6');
		expect(talk.concurrency(9, 0, 0)).toBe(3);
		expect(talk.concurrency(9, 3, 0)).toBe(4);
		expect(talk.concurrency(2, 3, 0)).toBe(2);
		talk.send(6, 0);
		expect(talk.concurrency(9, 1, 0)).toBe(1);
	});

	it('of a window is not tried before its end, once two tries were refused', () => {
		const talk = new Talk().pass(0, '1', 30_000).send(1, 0);
		expect(talk.delay(0)).toBe(1_000);
		expect(talk.refuse(1_000, '0', 29_000).delay(1_000)).toBe(1_000);
		expect(talk.refuse(2_000, '0', 28_000).delay(2_000)).toBe(28_000);
		expect(talk.delay(12_000)).toBe(18_000);
		expect(talk.delay(30_000)).toBe(0);
	});

	it.each([
		['left with the last request that the headers promised', 30_000],
		['left when the window was over', 1_000],
	])('of a window is tried once more where the first that was refused %s', (_, resetMs) => {
		const talk = new Talk().pass(0, '1', resetMs);
		if (resetMs === 1_000) talk.send(1, 0);
		talk.refuse(1_000, '0', 29_000).refuse(2_000, '0', 28_000);
		expect(talk.delay(2_000)).toBe(1_000);
		expect(talk.refuse(3_000, '0', 27_000).delay(3_000)).toBe(27_000);
		expect(talk.refuse(4_000, '1', 26_000).delay(4_000)).toBe(0);
	});

	it('is tried again as soon as one of the tries passed', () => {
		const talk = new Talk()
			.pass(0, '10', 30_000)
			.send(10, 0)
			.refuse(1_000, '0', 29_000)
			.pass(2_000, '0', 28_000)
			.refuse(3_000, '0', 27_000);
		expect(talk.delay(3_000)).toBeLessThan(5_000);
		talk.refuse(4_000, '0', 26_000);
		expect(talk.delay(4_000)).toBe(26_000);
	});

	it('takes a refused try for no sign of others, and a refused request with one left for one', () => {
		const tried = new Talk().pass(0, '5').send(5, 0).refuse(1_000, '0');
		expect(tried.concurrency(9, 0, 1_000)).toBe(9);
		const shared = new Talk().pass(0, '20').send(19, 0).refuse(0, '0');
		expect(shared.concurrency(9, 0, 0)).toBe(1);
	});

	it('counts what came back once', () => {
		const talk = new Talk().pass(0, '10').pass(100, '10').send(19, 1_100);
		expect([20, 21]).toContain(talk.delay(1_100));
	});

	it('that was large long ago is taken for as small as it is now', () => {
		const talk = new Talk().pass(0, '40');
		talk.pass(0, '7', undefined, 200);
		expect(talk.refuse(0, '7').refuse(0, '7').free()).toBe(6);
	});

	it('leaves others one request less for every hundred answers without a refusal', () => {
		const talk = new Talk().pass(0, '20').pass(0, '15').refuse(0, '15');
		talk.pass(0, '15', undefined, 98);
		expect(talk.concurrency(9, 0, 0)).toBe(7);
		talk.pass(0, '15', undefined, 4);
		expect(talk.concurrency(9, 0, 0)).toBe(9);
	});

	it('goes by how it changed of late', () => {
		const talk = new Talk().pass(0, '1').pass(100, '500');
		for (let left = 15; left > 0; left--) talk.pass(10_000 + 20 * (15 - left), String(left));
		talk.send(1, 10_280);
		expect(talk.delay(10_280)).toBe(1_000);
	});
});
