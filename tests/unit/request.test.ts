import * as n8n from 'n8n-workflow';
import type { Connection } from '../../nodes/shared/transport/connection';
import type { OutgoingRequest } from '../../nodes/shared/transport/egress';
import { Execution } from '../../nodes/shared/transport/execution';
import type { Failure } from '../../nodes/shared/transport/failure';
import { Gate, type TurnOptions } from '../../nodes/shared/transport/gate';
import { redactorFor } from '../../nodes/shared/transport/redactor';
import { tryRequest } from '../../nodes/shared/transport/request';

type Outgoing = Omit<OutgoingRequest, 'credential'>;

async function ask(
	change: Partial<Connection>,
	{ method = 'GET' as 'GET' | 'POST', path = '/' } = {},
) {
	const connection = {
		baseUrl: 'https://api.flowiq.live',
		redactor: redactorFor('a-token-of-an-account'),
		gate: new Gate(),
		concurrency: 1,
		waitBudgetMs: 0,
		execution: new Execution(),
		...change,
	} as Partial<Connection> as Connection;
	return await tryRequest(connection, {
		method,
		path,
		query: {},
		isUsable: () => true,
	});
}

async function answering(statusCode: number, headers = {}) {
	return await Promise.resolve({
		ok: true as const,
		answer: { statusCode, headers, body: {} },
	});
}

afterEach(() => jest.restoreAllMocks());

describe('a request', () => {
	it.each([
		['after two minutes in all', undefined, 120_000],
		['earlier where the user says so', 5_000, 5_000],
		['never later', 600_000, 120_000],
	])('ends after a minute without a byte, and %s', async (_, timeoutMs, totalTimeoutMs) => {
		const sent: Outgoing[] = [];
		const send = async (request: Outgoing) => {
			sent.push(request);
			return await answering(200);
		};
		await ask({ send, timeoutMs });
		expect(sent).toEqual([expect.objectContaining({ silenceTimeoutMs: 60_000, totalTimeoutMs })]);
	});

	it('leaves in its turn, and before the others when it was refused for the rate limit', async () => {
		const sent: Array<string | undefined> = [];
		const send = async ({ options: { url } }: Outgoing) => {
			sent.push(url);
			return await answering(sent.length === 2 ? 429 : 200);
		};
		const account = { gate: new Gate(), execution: new Execution(), send, waitBudgetMs: 300_000 };
		const answers = await Promise.all(
			['/1', '/2', '/3', '/4'].map(async (path) => await ask(account, { path })),
		);
		expect(sent).toEqual(['/1', '/2', '/2', '/3', '/4']);
		expect(answers.every(({ ok }) => ok)).toBe(true);
	});

	it('waits no longer in all than its budget, however often it is refused', async () => {
		const deadlines: number[] = [];
		let now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		// Each turn comes after 20 s, and each answer but the third refuses.
		const gate = {
			async pass(attempt: () => Promise<{ result: unknown }>, { deadline }: TurnOptions) {
				deadlines.push(deadline - now);
				now += 20_000;
				return { kind: 'sent', ...(await attempt()) };
			},
		} as unknown as Gate;
		const statuses = [429, 429, 200];
		const send = async () => await answering(statuses[deadlines.length - 1]);
		await ask({ gate, send, waitBudgetMs: 300_000 });
		expect(deadlines).toEqual([300_000, 280_000, 260_000]);
	});

	it('says how often it was sent when it gives up waiting for its next turn', async () => {
		let turns = 0;
		const gate = {
			async pass(attempt: () => Promise<{ result: unknown }>) {
				if (++turns > 1) return { kind: 'tooLate', waitMs: 400_000, behind: 2 };
				return { kind: 'sent', ...(await attempt()) };
			},
		} as unknown as Gate;
		const send = async () => await answering(429);
		const { failure } = (await ask({ gate, send, waitBudgetMs: 300_000 })) as { failure: Failure };
		const given = { attempts: 1, status: 429, refusedWaitMs: 400_000, waitedBehind: 2 };
		expect(failure).toMatchObject({ kind: 'rateLimited', ...given });
	});

	it('pauses longer and longer between its tries while the server is down', async () => {
		const waits: number[] = [];
		let now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		jest.spyOn(Math, 'random').mockReturnValue(1);
		jest.spyOn(n8n, 'sleep').mockImplementation(async (ms) => {
			now += ms;
		});
		let last = 0;
		const send = async () => {
			waits.push(now - last);
			last = now;
			return await answering(503);
		};
		const { failure } = (await ask({ send, waitBudgetMs: 300_000 })) as { failure: Failure };
		expect(waits).toEqual([0, 500, 1_000, 2_000, 4_000]);
		expect(failure).toMatchObject({ attempts: 5, waitedMs: 7_500 });
	});

	it('that was carried out although somebody stopped it counts as done', async () => {
		const stop = new AbortController();
		const send = async () => {
			stop.abort();
			return await answering(200);
		};
		expect(await ask({ send, signal: stop.signal }, { method: 'POST' })).toMatchObject({
			ok: true,
		});
	});

	it('tells the end of FlowIQ’s window by FlowIQ’s own clock', async () => {
		const verdicts: unknown[] = [];
		const gate = {
			async pass(attempt: () => Promise<{ result: unknown; verdict: unknown }>) {
				const { result, verdict } = await attempt();
				verdicts.push(verdict);
				return { kind: 'sent', result };
			},
		} as unknown as Gate;
		jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1, 12, 10));
		const theirs = Date.UTC(2026, 0, 1, 12);
		const headers = {
			date: new Date(theirs).toUTCString(),
			'x-ratelimit-reset': String(theirs / 1_000 + 30),
			'x-ratelimit-remaining': '7',
		};
		await ask({ gate, send: async () => await answering(200, headers) });
		expect(verdicts).toEqual([{ kind: 'passed', headers: { remaining: '7', resetMs: 30_000 } }]);
	});

	it('is given up at once when somebody stops it during such a pause', async () => {
		const stop = new AbortController();
		let now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		jest.spyOn(n8n, 'sleep').mockImplementation(async (ms) => {
			now += ms;
			stop.abort();
		});
		const send = async () => await answering(503, { 'retry-after': '90' });
		const outcome = await ask({ send, signal: stop.signal, waitBudgetMs: 300_000 });
		expect(outcome).toMatchObject({ failure: { kind: 'stopped' } });
		expect(now).toBeLessThan(1_000);
	});
});
