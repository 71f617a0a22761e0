import { sleep, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import { monotonicNow } from './clock';
import type { Connection } from './connection';
import { readAnswer, type Failure, type Outcome } from './failure';
import type { Verdict } from './gate';
import type { LimitHeaders } from './headerBudget';
import { parseRateLimitReset, serverTime } from './limitHeaders';
import { decideRetry, type RetryDecision } from './retryDecision';

/** One request to FlowIQ, before it is known to which server and with which token. */
export interface FlowIqRequest {
	method: IHttpRequestMethods;
	/** Path below the base URL, starting with a slash. */
	path: string;
	/** Query parameters; undefined ones are not sent. */
	query: Record<string, string | number | boolean | undefined>;
	body?: IDataObject;
	/** Whether the JSON that came back holds what was asked for. */
	isUsable: (body: Record<string, unknown>) => boolean;
}

/**
 * No byte for this long, in ms, ends a request: FlowIQ answers a page at once, and proxies in between give up after a
 * minute themselves.
 */
const SILENCE_TIMEOUT_MS = 60_000;

/** A request that is not complete after this long, in ms, is ended even if bytes trickle in. */
const TOTAL_TIMEOUT_MS = 120_000;

/** A stop is noticed within this time, in ms; n8n has no sleep that every supported version can interrupt. */
const SLEEP_SLICE_MS = 200;

/**
 * Asks FlowIQ: waits for the request's turn, sends it (`sendOnce`), repeats it where that is safe, and sorts what comes
 * back.
 *
 * @param connection the FlowIQ account
 * @param request what to ask
 * @returns the JSON body of a successful answer, or why there is none for good
 */
export async function tryRequest(connection: Connection, request: FlowIqRequest): Promise<Outcome> {
	const { gate, execution, concurrency, signal, waitBudgetMs } = connection;
	let waitedMs = 0;
	let last: Failure | undefined;
	for (let attempts = 1; ; attempts++) {
		const askedAt = monotonicNow();
		const turn = await gate.pass(
			async () => {
				waitedMs += monotonicNow() - askedAt;
				return await attempt(connection, request, attempts, waitedMs);
			},
			{
				execution,
				concurrency,
				signal,
				deadline: askedAt + waitBudgetMs - waitedMs,
				isRepeated: attempts > 1,
			},
		);
		if (turn.kind === 'stopped' || signal?.aborted) return failed({ kind: 'stopped' });
		if (turn.kind === 'tooLate') {
			waitedMs += monotonicNow() - askedAt;
			const { waitMs: refusedWaitMs, behind: waitedBehind } = turn;
			return failed({ ...last, kind: 'rateLimited', waitedMs, refusedWaitMs, waitedBehind });
		}
		const { outcome, decision } = turn.result;
		if (outcome.ok || decision === undefined) return outcome;

		last = { ...outcome.failure, attempts, waitedMs };
		if (!decision.retry) {
			const { maybeCarriedOut, refusedWaitMs } = decision;
			return failed({ ...last, maybeCarriedOut, refusedWaitMs });
		}
		// After a 429 the gate holds back all requests of the credential, this one included.
		if (last.kind !== 'rateLimited') {
			await wait(decision.waitMs, signal);
			waitedMs += decision.waitMs;
		}
	}
}

function failed(failure: Failure): Outcome {
	return { ok: false, failure };
}

async function attempt(
	connection: Connection,
	request: FlowIqRequest,
	attempts: number,
	waitedMs: number,
): Promise<{ result: { outcome: Outcome; decision?: RetryDecision }; verdict: Verdict }> {
	const { outcome, headers } = await send(connection, request);
	if (outcome.ok) return { result: { outcome }, verdict: { kind: 'passed', headers } };

	const { failure } = outcome;
	const decision = decideRetry(failure, {
		method: request.method,
		attempts,
		waitedMs,
		budgetMs: connection.waitBudgetMs,
		now: Date.now(),
		random: Math.random(),
	});
	const result = { outcome, decision };
	if (failure.kind === 'rateLimited') {
		const waitMs = decision.retry ? decision.waitMs : (decision.refusedWaitMs ?? 0);
		return { result, verdict: { kind: 'limited', waitMs, headers } };
	}
	return { result, verdict: failure.status ? { kind: 'passed', headers } : { kind: 'failed' } };
}

async function send(
	connection: Connection,
	request: FlowIqRequest,
): Promise<{ outcome: Outcome; headers: LimitHeaders }> {
	const sent = await connection.send({
		options: {
			method: request.method,
			baseURL: connection.baseUrl,
			url: request.path,
			qs: withoutUndefined({ tenantId: connection.tenantId, ...request.query }),
			headers: { Accept: 'application/json' },
			...(request.body && { body: request.body, json: true }),
		},
		silenceTimeoutMs: SILENCE_TIMEOUT_MS,
		totalTimeoutMs: Math.min(connection.timeoutMs ?? Infinity, TOTAL_TIMEOUT_MS),
		signal: connection.signal,
	});
	if (!sent.ok) return { outcome: redacted(sent, connection.token), headers: {} };
	const { statusCode: status, headers, body } = sent.answer;
	return {
		outcome: redacted(readAnswer({ status, headers, body }, request.isUsable), connection.token),
		headers: limitHeaders(headers),
	};
}

function limitHeaders(headers: Record<string, unknown>): LimitHeaders {
	const now = serverTime(headerText(headers.date), Date.now());
	return {
		remaining: headerText(headers['x-ratelimit-remaining']),
		resetMs: parseRateLimitReset(headerText(headers['x-ratelimit-reset']), now),
	};
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
	const end = monotonicNow() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - monotonicNow()) {
		await sleep(Math.min(left, SLEEP_SLICE_MS));
	}
}

/** Should FlowIQ repeat the token in its own words, it is blacked out before anybody sees them. */
function redacted(outcome: Outcome, token: string): Outcome {
	if (outcome.ok || token === '') return outcome;
	const failure = { ...outcome.failure };
	for (const key of ['apiError', 'apiMessage', 'detail'] as const) {
		const words = failure[key];
		if (words !== undefined) failure[key] = words.split(token).join('•••');
	}
	return { ok: false, failure };
}

function headerText(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function withoutUndefined(query: FlowIqRequest['query']): IDataObject {
	return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
