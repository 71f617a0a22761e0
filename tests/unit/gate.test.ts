import { sleep } from 'n8n-workflow';
import { Gate, gateFor, MAX_CONCURRENCY, type Verdict } from '../../nodes/shared/transport/gate';

const PASSED: Verdict = { kind: 'passed', headers: {} };
const forever = { deadline: Infinity, isUrgent: false };

describe('a gate', () => {
	it('never lets more requests through at once than its limit, however many wait', async () => {
		const gate = new Gate();
		let underWay = 0;
		let most = 0;
		const passages = Array.from({ length: 1_000 }, () =>
			gate.pass(async () => {
				most = Math.max(most, ++underWay);
				await sleep(1);
				underWay--;
				return { result: undefined, verdict: PASSED };
			}, forever),
		);
		await Promise.all(passages);
		expect(most).toBe(MAX_CONCURRENCY);
	});

	it('lets requests through in the order they came', async () => {
		const gate = new Gate();
		const order: number[] = [];
		await Promise.all(
			Array.from({ length: 50 }, (_, index) =>
				gate.pass(async () => {
					order.push(index);
					await sleep(1);
					return { result: undefined, verdict: PASSED };
				}, forever),
			),
		);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	});

	it('holds back everybody after one was refused', async () => {
		const gate = new Gate();
		const refused: Verdict = { kind: 'limited', waitMs: 100 };
		await gate.pass(async () => ({ result: undefined, verdict: refused }), forever);
		const order: string[] = [];
		await Promise.all([
			sleep(50).then(() => order.push('waited')),
			gate.pass(async () => ({ result: order.push('sent'), verdict: PASSED }), forever),
		]);
		expect(order).toEqual(['waited', 'sent']);
	});

	it('sends away at once whoever would have to wait longer than allowed', async () => {
		const gate = new Gate();
		const refused: Verdict = { kind: 'limited', waitMs: 3_600_000 };
		await gate.pass(async () => ({ result: undefined, verdict: refused }), forever);
		const passage = await gate.pass(async () => ({ result: undefined, verdict: PASSED }), {
			deadline: Date.now() + 1_000,
			isUrgent: false,
		});
		expect(passage.kind).toBe('tooLate');
	});

	it('lets go of a stopped execution at once, and of no other', async () => {
		const gate = new Gate();
		const refused: Verdict = { kind: 'limited', waitMs: 300 };
		await gate.pass(async () => ({ result: undefined, verdict: refused }), forever);
		const stop = new AbortController();
		const send = async () => ({ result: 'sent', verdict: PASSED });
		const stopped = gate.pass(send, { ...forever, signal: stop.signal });
		const other = gate.pass(send, forever);
		stop.abort();
		expect(await stopped).toEqual({ kind: 'stopped' });
		expect(await other).toEqual({ kind: 'sent', result: 'sent' });
	});

	it('stays open when a request fails', async () => {
		const gate = new Gate();
		for (let sent = 0; sent < 2 * MAX_CONCURRENCY; sent++) {
			const broken = gate.pass(async () => await Promise.reject(new Error('broken')), forever);
			await expect(broken).rejects.toThrow('broken');
		}
		const passage = await gate.pass(async () => ({ result: 1, verdict: PASSED }), forever);
		expect(passage).toEqual({ kind: 'sent', result: 1 });
	});
});

describe('the gate of a credential', () => {
	afterEach(() => jest.useRealTimers());

	it('is the same for everybody who uses it on the same server', () => {
		expect(gateFor('api.example', 'a')).toBe(gateFor('api.example', 'a'));
		expect(gateFor('api.example', 'a')).not.toBe(gateFor('api.example', 'b'));
		expect(gateFor('api.example', 'a')).not.toBe(gateFor('other.example', 'a'));
	});

	it('is forgotten when nobody has used it for long', () => {
		const before = gateFor('api.example', 'idle');
		jest.useFakeTimers({ now: Date.now() + 3_600_000 });
		gateFor('api.example', 'somebody else');
		expect(gateFor('api.example', 'idle')).not.toBe(before);
	});
});
