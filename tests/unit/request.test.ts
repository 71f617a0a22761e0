import type { Connection } from '../../nodes/shared/transport/connection';
import type { OutgoingRequest } from '../../nodes/shared/transport/egress';
import { Execution } from '../../nodes/shared/transport/execution';
import { Gate, type TurnOptions } from '../../nodes/shared/transport/gate';
import { redactorFor } from '../../nodes/shared/transport/redactor';
import { tryRequest } from '../../nodes/shared/transport/request';

async function ask(change: Partial<Connection>) {
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
		method: 'GET',
		path: '/',
		query: {},
		isUsable: () => true,
	});
}

/** @returns how long one request may take, in ms, where `timeoutMs` is what the user set */
async function limitsOf(timeoutMs?: number) {
	const sent: Array<Omit<OutgoingRequest, 'credential'>> = [];
	const send = async (request: Omit<OutgoingRequest, 'credential'>) => {
		sent.push(request);
		const answer = { statusCode: 200, headers: {}, body: {} };
		return await Promise.resolve({ ok: true as const, answer });
	};
	await ask({ send, timeoutMs });
	return sent.map(({ silenceTimeoutMs, totalTimeoutMs }) => [silenceTimeoutMs, totalTimeoutMs]);
}

afterEach(() => jest.restoreAllMocks());

describe('a request', () => {
	it('ends after a minute without a byte, and after two minutes in all', async () => {
		expect(await limitsOf()).toEqual([[60_000, 120_000]]);
	});

	it('ends earlier where the user says so, and never later', async () => {
		expect(await limitsOf(5_000)).toEqual([[60_000, 5_000]]);
		expect(await limitsOf(600_000)).toEqual([[60_000, 120_000]]);
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
		const send = async () => {
			const answer = { statusCode: statuses[deadlines.length - 1], headers: {}, body: {} };
			return await Promise.resolve({ ok: true as const, answer });
		};
		await ask({ gate, send, waitBudgetMs: 300_000 });
		expect(deadlines).toEqual([300_000, 280_000, 260_000]);
	});
});
