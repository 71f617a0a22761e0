import { sleep } from 'n8n-workflow';
import { Execution } from '../../nodes/shared/transport/execution';
import {
	Gate,
	gateFor,
	MAX_CONCURRENCY,
	type TurnOptions,
	type Verdict,
} from '../../nodes/shared/transport/gate';
import { TRY_AGAIN_MS } from '../../nodes/shared/transport/rateModel';

const PASSED: Verdict = { kind: 'passed', headers: {} };

const limited = (waitMs: number): Verdict => ({ kind: 'limited', waitMs, headers: {} });

function request(change: Partial<TurnOptions> = {}): TurnOptions {
	return {
		execution: new Execution(),
		concurrency: MAX_CONCURRENCY,
		deadline: Infinity,
		isRepeated: false,
		...change,
	};
}

const traffics: Traffic[] = [];

afterEach(() => traffics.splice(0).forEach((traffic) => traffic.end()));

/** A gate behind which requests are answered at once, and what left through it, in order. */
class Traffic {
	readonly gate = new Gate(() => this.now);
	readonly left: string[] = [];
	now = 0;
	private readonly stops: AbortController[] = [];

	constructor() {
		traffics.push(this);
	}

	/** Lets go of all that still waits, so that no timer outlives the test. */
	end(): void {
		for (const stop of this.stops) stop.abort();
	}

	async pass(name: string, change: Partial<TurnOptions> = {}, verdict = PASSED) {
		const stop = new AbortController();
		this.stops.push(stop);
		return await this.gate.pass(
			async () => {
				this.left.push(name);
				await sleep(1);
				return { result: name, verdict };
			},
			request({ signal: stop.signal, ...change }),
		);
	}

	/** Traffic behind a gate that a request was just refused at. */
	static async refused(waitMs: number, execution?: Execution): Promise<Traffic> {
		const traffic = new Traffic();
		await traffic.refuse(waitMs, execution);
		return traffic;
	}

	/** Has a request refused. */
	async refuse(waitMs: number, execution = new Execution()): Promise<void> {
		await this.pass('refused', { execution }, limited(waitMs));
		this.left.length = 0;
	}

	/** Lets the clock go on and everything happen that is due. */
	async wait(ms: number): Promise<void> {
		this.now += ms;
		this.gate.admit();
		await sleep(20);
	}
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
}

/** What a gate is to let through, and how many of it were under way at the same time at the most. */
function counted() {
	let underWay = 0;
	const counter = {
		most: 0,
		send: async () => {
			counter.most = Math.max(counter.most, ++underWay);
			await sleep(1);
			underWay--;
			return { result: undefined, verdict: PASSED };
		},
	};
	return counter;
}

describe('a gate', () => {
	it('never lets more requests through at once than its limit, however many wait', async () => {
		const gate = new Gate();
		const counter = counted();
		await Promise.all(Array.from({ length: 500 }, () => gate.pass(counter.send, request())));
		expect(counter.most).toBe(MAX_CONCURRENCY);
	});

	describe('behind which as many requests as are allowed at once get no answer', () => {
		it('lets those through that somebody waits for, and no others', async () => {
			const traffic = new Traffic();
			const end = new AbortController();
			const stuck = new Execution();
			const unanswered = Array.from({ length: MAX_CONCURRENCY }, () =>
				traffic.gate.pass(
					async () => {
						await aborted(end.signal);
						return { result: undefined, verdict: PASSED };
					},
					request({ execution: stuck }),
				),
			);
			void traffic.pass('export');
			const interactive = () => ({ execution: new Execution('interactive') });
			await Promise.all([1, 2, 3].map((name) => traffic.pass(`look-up ${name}`, interactive())));
			expect(traffic.left).toEqual(['look-up 1', 'look-up 2', 'look-up 3']);
			end.abort();
			await Promise.all(unanswered);
			expect(traffic.left).toContain('export');
		});

		it('lets two of another execution through at a time, once they are slow', async () => {
			const traffic = new Traffic();
			const end = new AbortController();
			const stuck = new Execution();
			const unanswered = Array.from({ length: 2 * MAX_CONCURRENCY }, () =>
				traffic.gate.pass(
					async () => {
						await aborted(end.signal);
						return { result: undefined, verdict: PASSED };
					},
					request({ execution: stuck }),
				),
			);
			const others = Array.from({ length: 20 }, (_, name) => traffic.pass(String(name)));
			await traffic.wait(4_999);
			expect(traffic.left).toEqual([]);
			await traffic.wait(1);
			await Promise.all(others);
			expect(stuck.underWay).toBe(MAX_CONCURRENCY);
			end.abort();
			await Promise.all(unanswered);
		});

		it('lets none through while FlowIQ refuses: one alone finds out whether it answers again', async () => {
			const traffic = new Traffic();
			await traffic.refuse(1_000);
			const end = new AbortController();
			const trying = traffic.gate.pass(async () => {
				await aborted(end.signal);
				return { result: undefined, verdict: PASSED };
			}, request());
			await traffic.wait(1_000);
			const waiting = traffic.pass('look-up', { execution: new Execution('interactive') });
			await traffic.wait(1_000);
			expect(traffic.left).toEqual([]);
			end.abort();
			await Promise.all([trying, waiting]);
		});

		it('lets two at once through', async () => {
			const traffic = new Traffic();
			let most = 0;
			let underWay = 0;
			const all = Array.from({ length: 30 }, () =>
				traffic.gate.pass(
					async () => {
						most = Math.max(most, ++underWay);
						await sleep(1);
						underWay--;
						return { result: undefined, verdict: PASSED };
					},
					request({ execution: new Execution('interactive') }),
				),
			);
			await Promise.all(all);
			expect(most).toBe(MAX_CONCURRENCY + 2);
		});
	});

	it('never lets more requests of an execution through at once than it wants, at all gates together', async () => {
		const options = request({ execution: new Execution(), concurrency: 2 });
		const gates = [new Gate(), new Gate()];
		const counter = counted();
		const all = Array.from({ length: 40 }, (_, index) =>
			gates[index % 2].pass(counter.send, options),
		);
		expect(await Promise.all(all)).toHaveLength(40);
		expect(counter.most).toBe(2);
	});

	it('lets a request through that waited for one of its execution at another gate', async () => {
		const change = { execution: new Execution(), concurrency: 1 };
		const all = [new Traffic(), new Traffic()].map(
			async (traffic, index) => await traffic.pass(`${index}`, change),
		);
		expect(await Promise.all(all)).toEqual([
			{ kind: 'sent', result: '0' },
			{ kind: 'sent', result: '1' },
		]);
	});

	it('lets the requests of an execution through in the order they came', async () => {
		const traffic = new Traffic();
		const execution = new Execution();
		const names = Array.from({ length: 50 }, (_, index) => String(index));
		await Promise.all(names.map(async (name) => await traffic.pass(name, { execution })));
		expect(traffic.left).toEqual(names);
	});

	it('lets a refused request go before the others of its execution', async () => {
		const execution = new Execution();
		const traffic = await Traffic.refused(1_000, execution);
		const all = [
			traffic.pass('first', { execution }),
			traffic.pass('second', { execution }),
			traffic.pass('refused', { execution, isRepeated: true }),
		];
		await traffic.wait(1_000);
		await Promise.all(all);
		expect(traffic.left).toEqual(['refused', 'first', 'second']);
	});

	it('holds back everybody after one was refused', async () => {
		const traffic = await Traffic.refused(100);
		const waiting = traffic.pass('a');
		await traffic.wait(99);
		expect(traffic.left).toEqual([]);
		await traffic.wait(1);
		expect((await waiting).kind).toBe('sent');
	});

	it('lets go of a stopped execution at once, and of no other', async () => {
		const traffic = await Traffic.refused(300);
		const stop = new AbortController();
		const stopped = traffic.pass('stopped', { signal: stop.signal });
		const other = traffic.pass('other');
		stop.abort();
		expect(await stopped).toEqual({ kind: 'stopped' });
		await traffic.wait(300);
		expect(await other).toEqual({ kind: 'sent', result: 'other' });
		expect(traffic.left).toEqual(['other']);
	});

	it('leaves nothing behind at an execution, however many requests it lets through', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		const gate = new Gate();
		const send = async () => await Promise.resolve({ result: 1, verdict: PASSED });
		for (let sent = 0; sent < 20; sent++) await gate.pass(send, request({ signal }));
		const listeners = ({ mock }: { mock: { calls: unknown[][] } }) =>
			mock.calls.map(([type, listener]) => [type, listener]);
		expect(listeners(removed)).toEqual(listeners(added));
		expect(added).toHaveBeenCalledTimes(20);
	});

	it('stays open when a request fails', async () => {
		const gate = new Gate();
		const options = request();
		const fail = async () => await Promise.reject(new Error('broken'));
		for (let sent = 0; sent < 2 * MAX_CONCURRENCY; sent++) {
			await expect(gate.pass(fail, options)).rejects.toThrow('broken');
		}
		const turn = await gate.pass(async () => ({ result: 1, verdict: PASSED }), options);
		expect(turn).toEqual({ kind: 'sent', result: 1 });
	});
});

describe('the turns of several executions', () => {
	/** A pause, during which many requests of an export queue up, and others after them. */
	async function queueUp(others: Array<[string, Execution]>): Promise<string[]> {
		const traffic = await Traffic.refused(1_000);
		const exports = new Execution();
		const all = Array.from({ length: 64 }, (_, index) =>
			traffic.pass(`export ${index}`, { execution: exports }),
		);
		for (const [name, execution] of others) all.push(traffic.pass(name, { execution }));
		await traffic.wait(1_000);
		await Promise.all(all);
		return traffic.left;
	}

	it('come one after the other: a look-up does not wait for the whole export', async () => {
		const left = await queueUp([['look-up', new Execution()]]);
		expect(left.indexOf('look-up')).toBeLessThanOrEqual(2);
		expect(left).toHaveLength(65);
	});

	it('come first where somebody waits for them', async () => {
		const left = await queueUp([
			['another export', new Execution()],
			['contact list', new Execution('interactive')],
		]);
		expect(left[0]).toBe('contact list');
	});

	it('come for an export too, however many others are more urgent', async () => {
		const events = Array.from({ length: 100 }, (_, index): [string, Execution] => [
			`event ${index}`,
			new Execution('interactive'),
		]);
		const left = await queueUp(events);
		const exported = left.slice(0, 50).filter((name) => name.startsWith('export'));
		expect(exported.length).toBeGreaterThanOrEqual(8);
		expect(exported.length).toBeLessThanOrEqual(12);
	});
});

describe('a request that would have to wait longer than allowed', () => {
	it('is sent away at once, and told how long and behind how many', async () => {
		const traffic = await Traffic.refused(60_000);
		for (let others = 0; others < 12; others++) void traffic.pass('other');
		const turn = await traffic.pass('late', { deadline: 1_000 });
		expect(turn).toEqual({ kind: 'tooLate', waitMs: 60_000, behind: 12 });
	});

	it('is not sent, and holds up nobody', async () => {
		const traffic = await Traffic.refused(5_000);
		const late = traffic.pass('late', { deadline: 4_999 });
		const patient = traffic.pass('patient', { deadline: 5_000 });
		expect((await late).kind).toBe('tooLate');
		await traffic.wait(5_000);
		expect((await patient).kind).toBe('sent');
	});
});

describe('a wait that nobody can take seriously (hours)', () => {
	const HOUR = 3_600_000;

	it('does not lock out the executions after it: one request tries again after a minute', async () => {
		const traffic = await Traffic.refused(HOUR);
		const later = [1, 2, 3].map(
			async (name) => await traffic.pass(String(name), { deadline: 300_000 }),
		);
		await traffic.wait(TRY_AGAIN_MS - 1);
		expect(traffic.left).toEqual([]);
		await traffic.wait(1);
		expect(await Promise.all(later)).toHaveLength(3);
		expect(traffic.left).toEqual(['1', '2', '3']);
	});

	it('lets only one request try, and keeps the others waiting when it is refused', async () => {
		const traffic = await Traffic.refused(HOUR);
		const tries = traffic.pass('try', {}, limited(HOUR));
		void traffic.pass('waits');
		await traffic.wait(TRY_AGAIN_MS);
		await tries;
		expect(traffic.left).toEqual(['try']);
	});

	it('is told to the execution once, and not waited for by each of its items', async () => {
		const traffic = new Traffic();
		const execution = new Execution();
		traffic.now = 1_000;
		await traffic.refuse(HOUR, execution);
		const turn = await traffic.pass('next item', { execution, deadline: 300_000 });
		expect(turn).toMatchObject({ kind: 'tooLate', waitMs: HOUR });
	});
});

describe('a wait that is over', () => {
	it('is forgotten by the execution that was told it: it waits for a shorter one', async () => {
		const execution = new Execution();
		const traffic = await Traffic.refused(3_600_000, execution);
		traffic.now = TRY_AGAIN_MS;
		await traffic.pass('answered again', { execution });
		await traffic.refuse(1_000);
		const next = traffic.pass('next item', { execution, deadline: TRY_AGAIN_MS + 5_000 });
		await traffic.wait(1_000);
		expect((await next).kind).toBe('sent');
	});
});

describe("a jump of the machine's clock", () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([3_600_000, -3_600_000])('by %i ms neither shortens nor extends a wait', async (jump) => {
		const gate = new Gate();
		const now = Date.now();
		await gate.pass(async () => ({ result: 0, verdict: limited(100) }), request());
		jest.spyOn(Date, 'now').mockImplementation(() => now + jump);
		const order: string[] = [];
		const deadline = performance.now() + 60_000;
		await Promise.all([
			sleep(50).then(() => order.push('waited')),
			sleep(900).then(() => order.push('waited on')),
			gate.pass(
				async () => ({ result: order.push('sent'), verdict: PASSED }),
				request({ deadline }),
			),
		]);
		expect(order).toEqual(['waited', 'sent', 'waited on']);
	});
});

describe('the gate of a credential', () => {
	it('is the same for everybody who uses it on the same server', () => {
		expect(gateFor('api.example', 'a')).toBe(gateFor('api.example', 'a'));
		expect(gateFor('api.example', 'a')).not.toBe(gateFor('api.example', 'b'));
		expect(gateFor('api.example', 'a')).not.toBe(gateFor('other.example', 'a'));
	});

	it('is forgotten when nobody has used it for more than ten minutes', () => {
		const before = gateFor('api.example', 'idle');
		const now = performance.now();
		expect(gateFor('api.example', 'idle', now + 590_000)).toBe(before);
		expect(gateFor('api.example', 'idle', now + 610_000)).not.toBe(before);
	});

	it('is used also by those who are sent away', async () => {
		const traffic = await Traffic.refused(300_000);
		traffic.now = 200_000;
		const { kind } = await traffic.pass('late', { deadline: 200_001 });
		expect(kind).toBe('tooLate');
		expect(traffic.gate.isForgettable(800_000)).toBe(false);
		expect(traffic.gate.isForgettable(800_001)).toBe(true);
	});

	it('is not forgotten while somebody waits for an answer, however long', async () => {
		const before = gateFor('api.example', 'busy');
		let answer = (): void => {};
		const answered = new Promise<void>((resolve) => (answer = resolve));
		const send = async () => {
			await answered;
			return { result: 0, verdict: PASSED };
		};
		const sent = before.pass(send, request());
		const later = performance.now() + 3_600_000;
		await sleep(1);
		expect(gateFor('api.example', 'busy', later)).toBe(before);
		answer();
		await sent;
		expect(gateFor('api.example', 'busy', later)).not.toBe(before);
	});
});
