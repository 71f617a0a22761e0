import type { Connection } from '../../nodes/shared/transport/connection';
import type { OutgoingRequest } from '../../nodes/shared/transport/egress';
import { Execution } from '../../nodes/shared/transport/execution';
import { Gate } from '../../nodes/shared/transport/gate';
import { redactorFor } from '../../nodes/shared/transport/redactor';
import { tryRequest } from '../../nodes/shared/transport/request';

/** @returns how long one request may take, in ms, where `timeoutMs` is what the user set */
async function limitsOf(timeoutMs?: number) {
	const sent: Array<Omit<OutgoingRequest, 'credential'>> = [];
	const connection = {
		baseUrl: 'https://api.flowiq.live',
		redactor: redactorFor('a-token-of-an-account'),
		gate: new Gate(),
		concurrency: 1,
		waitBudgetMs: 0,
		execution: new Execution(),
		timeoutMs,
		send: async (request: Omit<OutgoingRequest, 'credential'>) => {
			sent.push(request);
			const answer = { statusCode: 200, headers: {}, body: {} };
			return await Promise.resolve({ ok: true as const, answer });
		},
	} as Partial<Connection> as Connection;
	await tryRequest(connection, { method: 'GET', path: '/', query: {}, isUsable: () => true });
	return sent.map(({ silenceTimeoutMs, totalTimeoutMs }) => [silenceTimeoutMs, totalTimeoutMs]);
}

describe('a request', () => {
	it('ends after a minute without a byte, and after two minutes in all', async () => {
		expect(await limitsOf()).toEqual([[60_000, 120_000]]);
	});

	it('ends earlier where the user says so, and never later', async () => {
		expect(await limitsOf(5_000)).toEqual([[60_000, 5_000]]);
		expect(await limitsOf(600_000)).toEqual([[60_000, 120_000]]);
	});
});
