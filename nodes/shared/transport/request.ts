import type { IDataObject, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';
import { monotonicNow } from './clock';
import type { Connection } from './connection';
import type { Failure, Outcome } from './failure';
import type { Verdict } from './gate';
import type { LimitHeaders } from './headerBudget';
import { headerOf, parseRateLimitReset, serverTime } from './limitHeaders';
import { pause } from './pause';
import { readAnswer } from './readAnswer';
import type { Redactor } from './redactor';
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
		if (turn.kind === 'stopped') return failed(turn);
		if (turn.kind === 'tooLate') {
			waitedMs += monotonicNow() - askedAt;
			const { waitMs: refusedWaitMs, behind: waitedBehind } = turn;
			return failed({ ...last, kind: 'rateLimited', waitedMs, refusedWaitMs, waitedBehind });
		}
		const { outcome, decision } = turn.result;
		if (signal?.aborted) return whenStopped(request, outcome, decision);
		if (outcome.ok || decision === undefined) return outcome;

		last = { ...outcome.failure, attempts, waitedMs };
		if (!decision.retry) {
			const { maybeCarriedOut, refusedWaitMs } = decision;
			return failed({ ...last, maybeCarriedOut, refusedWaitMs });
		}
		// After a 429 the gate holds back all requests of the credential, this one included.
		if (last.kind !== 'rateLimited') {
			await pause(decision.waitMs, signal);
			waitedMs += decision.waitMs;
		}
	}
}

/** What a stop ended, nobody waits for any more; what was done in spite of it, or may have been, is still said. */
function whenStopped(
	{ method }: FlowIqRequest,
	outcome: Outcome,
	decision?: RetryDecision,
): Outcome {
	if (outcome.ok && method !== 'GET') return outcome;
	const maybeCarriedOut = decision?.retry === false && decision.maybeCarriedOut;
	return failed({ kind: 'stopped', ...(maybeCarriedOut && { maybeCarriedOut }) });
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
			qs: request.query,
			headers: { Accept: 'application/json' },
			...(request.body && { body: request.body, json: true }),
		},
		silenceTimeoutMs: SILENCE_TIMEOUT_MS,
		totalTimeoutMs: Math.min(connection.timeoutMs ?? Infinity, TOTAL_TIMEOUT_MS),
		signal: connection.signal,
	});
	if (!sent.ok) return { outcome: redacted(sent, connection.redactor), headers: {} };
	const { statusCode: status, headers } = sent.answer;
	const body = redactedBody(sent.answer, connection.redactor);
	return {
		outcome: redacted(readAnswer({ status, headers, body }, request.isUsable), connection.redactor),
		headers: limitHeaders(headers),
	};
}

function limitHeaders(headers: Record<string, unknown>): LimitHeaders {
	const now = serverTime(headerOf(headers, 'date'), Date.now());
	return {
		remaining: headerOf(headers, 'x-ratelimit-remaining'),
		resetMs: parseRateLimitReset(headerOf(headers, 'x-ratelimit-reset'), now),
	};
}

/** Before anything of it is read: a reason that is cut to a length could otherwise end in half a token. */
function redactedBody(
	{ statusCode, body }: IN8nHttpFullResponse,
	redactor: Redactor,
): IN8nHttpFullResponse['body'] {
	const isAnswer = typeof body === 'object' && body !== null && !('error' in body);
	const hasRecords = statusCode < 300 && isAnswer && !('success' in body && body.success !== true);
	return (hasRecords ? redactor.records(body) : redactor.refusal(body)) as typeof body;
}

/** What does not stand in the body: the target of a redirect, the words of n8n and its HTTP client. */
function redacted(outcome: Outcome, redactor: Redactor): Outcome {
	if (outcome.ok || outcome.failure.detail === undefined) return outcome;
	return failed({ ...outcome.failure, detail: redactor.text(outcome.failure.detail) });
}
