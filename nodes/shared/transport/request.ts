import { sleep, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';
import type { Connection } from './connection';
import { readAnswer, readNetworkFailure, type Failure, type Outcome } from './failure';
import { decideRetry, WAIT_BUDGET_MS } from './retryDecision';

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
	/** Total time the request may spend waiting, in ms. */
	waitBudgetMs?: number;
}

/** A stop is noticed within this time, in ms; n8n has no sleep that every supported version can interrupt. */
const SLEEP_SLICE_MS = 200;

/**
 * The only place from which a request leaves this package: sends it, repeats it where that is safe, waits, and sorts
 * what comes back.
 *
 * @param connection the FlowIQ account
 * @param request what to ask
 * @returns the JSON body of a successful answer, or why there is none for good
 */
export async function tryRequest(connection: Connection, request: FlowIqRequest): Promise<Outcome> {
	const stopped: Outcome = { ok: false, failure: { kind: 'stopped' } };
	let waitedMs = 0;
	for (let attempts = 1; ; attempts++) {
		if (connection.isStopped()) return stopped;
		const outcome = await send(connection, request);
		if (outcome.ok) return outcome;
		if (connection.isStopped()) return stopped;

		const failure = { ...outcome.failure, attempts, waitedMs };
		const decision = decideRetry(failure, {
			method: request.method,
			attempts,
			waitedMs,
			budgetMs: request.waitBudgetMs ?? WAIT_BUDGET_MS,
			now: Date.now(),
			random: Math.random(),
		});
		if (!decision.retry) {
			const { maybeCarriedOut, refusedWaitMs } = decision;
			return { ok: false, failure: { ...failure, maybeCarriedOut, refusedWaitMs } };
		}
		await wait(decision.waitMs, connection);
		waitedMs += decision.waitMs;
	}
}

async function send(connection: Connection, request: FlowIqRequest): Promise<Outcome> {
	try {
		const answer = await connection.send({
			...connection.settings,
			method: request.method,
			baseURL: connection.baseUrl,
			url: request.path,
			qs: withoutUndefined({ tenantId: connection.tenantId, ...request.query }),
			headers: { Accept: 'application/json' },
			...(request.body && { body: request.body, json: true }),
			returnFullResponse: true,
			// Statuses are sorted here; n8n's own error for them hides what the API said.
			ignoreHttpStatusErrors: true,
			// A redirect would carry the Authorization header to wherever it points.
			disableFollowRedirect: true,
		});
		const outcome = readAnswer(
			{ status: answer.statusCode, headers: answer.headers, body: answer.body },
			request.isUsable,
		);
		return outcome.ok ? outcome : { ok: false, failure: redact(outcome.failure, connection.token) };
	} catch (error) {
		const { code, reason } = networkError(error);
		return { ok: false, failure: redact(readNetworkFailure(code, reason), connection.token) };
	}
}

async function wait(ms: number, connection: Connection): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0 && !connection.isStopped(); left = end - Date.now()) {
		await sleep(Math.min(left, SLEEP_SLICE_MS));
	}
}

/** n8n wraps the HTTP client's error; the code that says what happened is on the inner one. */
function networkError(error: unknown): { code?: string; reason: string } {
	let reason = '';
	for (let inner = error; inner instanceof Error; inner = inner.cause) {
		reason = inner.message;
		if ('code' in inner && typeof inner.code === 'string') return { code: inner.code, reason };
	}
	return { reason };
}

/** Should FlowIQ repeat the token in its own words, it is blacked out before anybody sees them. */
function redact(failure: Failure, token: string): Failure {
	if (token === '') return failure;
	const clean = { ...failure };
	for (const key of ['apiError', 'apiMessage', 'detail'] as const) {
		const words = clean[key];
		if (words !== undefined) clean[key] = words.split(token).join('•••');
	}
	return clean;
}

function withoutUndefined(query: FlowIqRequest['query']): IDataObject {
	return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
