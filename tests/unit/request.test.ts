import type { Connection } from '../../nodes/shared/transport/connection';
import type { OutgoingRequest } from '../../nodes/shared/transport/egress';
import { Execution } from '../../nodes/shared/transport/execution';
import { Gate } from '../../nodes/shared/transport/gate';
import { redactorFor } from '../../nodes/shared/transport/redactor';
import { WAIT_BUDGET_MS } from '../../nodes/shared/transport/retryDecision';
import { tryRequest } from '../../nodes/shared/transport/request';

type Outgoing = Omit<OutgoingRequest, 'credential'>;

/** A connection with one request under way at once, what it sent, and which statuses come before all are answered with 200. */
function connectionTo({ statuses = [] as number[], timeoutMs = undefined as number | undefined }) {
	const sent: Outgoing[] = [];
	const connection = {
		baseUrl: 'https://api.flowiq.live',
		redactor: redactorFor('a-token-of-an-account'),
		gate: new Gate(),
		concurrency: 1,
		waitBudgetMs: WAIT_BUDGET_MS,
		execution: new Execution(),
		timeoutMs,
		send: async (request: Outgoing) => {
			sent.push(request);
			const answer = { statusCode: statuses.shift() ?? 200, headers: {}, body: {} };
			return await Promise.resolve({ ok: true as const, answer });
		},
	} as Partial<Connection> as Connection;
	return { connection, sent };
}

const ask = async (connection: Connection, path: string) =>
	await tryRequest(connection, { method: 'GET', path, query: {}, isUsable: () => true });

describe('a request', () => {
	it.each([
		['after two minutes in all', undefined, 120_000],
		['earlier where the user says so', 5_000, 5_000],
		['never later', 600_000, 120_000],
	])('ends after a minute without a byte, and %s', async (_, timeoutMs, totalTimeoutMs) => {
		const { connection, sent } = connectionTo({ timeoutMs });
		await ask(connection, '/1');
		expect(sent).toEqual([expect.objectContaining({ silenceTimeoutMs: 60_000, totalTimeoutMs })]);
	});

	it('leaves in its turn, and before the others when it was refused for the rate limit', async () => {
		const { connection, sent } = connectionTo({ statuses: [200, 429] });
		const answers = await Promise.all(
			['/1', '/2', '/3', '/4'].map(async (path) => await ask(connection, path)),
		);
		expect(sent.map(({ options: { url } }) => url)).toEqual(['/1', '/2', '/2', '/3', '/4']);
		expect(answers.every(({ ok }) => ok)).toBe(true);
	});
});
