import type { Failure } from './failure';
import { parseRateLimitReset, parseRetryAfter, serverTime } from './limitHeaders';

/** First wait after a fault, in ms: long enough for a restarting server, short enough not to be noticed. */
const BASE_WAIT_MS = 500;

/**
 * How often a faulty request is sent in all. Five tries spread over about 8 s outlast a restart or a
 * switch-over; what is still broken then will not be mended by a sixth.
 */
const MAX_ATTEMPTS = 5;

/**
 * Waits for a 429 that says nothing of how long, in ms. FlowIQ's limit is counted per minute
 * (documentation page "overview"), so the waits may grow to half a minute.
 */
const BASE_RATE_LIMIT_WAIT_MS = 1_000;
const MAX_RATE_LIMIT_WAIT_MS = 30_000;

/**
 * Total time that one request may spend waiting, in ms. Five full windows of FlowIQ's per-minute limit:
 * more than a shared credential needs, and still an answer on the same day for somebody who watches.
 */
export const WAIT_BUDGET_MS = 300_000;

/** Shortest wait after a 429, in ms, whatever the server says: a wait of 0 must not become a busy loop. */
const MIN_RATE_LIMIT_WAIT_MS = 200;

/** Added to a wait that the server asked for, in ms, so that many waiting requests do not return at once. */
const MAX_JITTER_MS = 250;

export interface Attempt {
	method: string;
	/** How often the request has been sent, this failed time included. */
	attempts: number;
	/** Time already spent waiting for this request, in ms. */
	waitedMs: number;
	/** Total time this request may spend waiting, in ms. */
	budgetMs: number;
	/** Current time by this machine's clock, in ms since 1970. */
	now: number;
	/** A number from 0 to 1, for jitter. */
	random: number;
}

export type RetryDecision =
	| { retry: true; waitMs: number }
	| { retry: false; maybeCarriedOut: boolean; refusedWaitMs?: number };

/**
 * Decides whether a failed request is sent again, and after how long.
 *
 * A GET changes nothing and may be repeated after any fault. A POST may be repeated only when it certainly was
 * not carried out: FlowIQ has no idempotency key, so a repeated send would reach the customer twice.
 *
 * @param failure what went wrong
 * @param attempt what was tried so far
 */
export function decideRetry(failure: Failure, attempt: Attempt): RetryDecision {
	const repeatable = attempt.method === 'GET';
	switch (failure.kind) {
		case 'rateLimited':
			return withinBudget(rateLimitWait(failure, attempt), attempt);
		case 'notConnected':
			return backOff(attempt);
		case 'serverFault':
		case 'connectionLost':
		case 'timedOut':
		case 'unreadable':
			if (!repeatable) return { retry: false, maybeCarriedOut: !isRefusedByStatus(failure) };
			return failure.retryAfter === undefined || attempt.attempts >= MAX_ATTEMPTS
				? backOff(attempt)
				: withinBudget(rateLimitWait(failure, attempt), attempt);
		case 'stopped':
			// Under way when somebody stopped it: whether it had arrived by then, nobody knows.
			return { retry: false, maybeCarriedOut: !repeatable };
		case 'redirected':
			return { retry: false, maybeCarriedOut: !repeatable && failure.status === SEE_OTHER };
		default:
			return { retry: false, maybeCarriedOut: false };
	}
}

/** The redirect that points to what came of a request (RFC 9110, section 15.4.4); the others want it sent elsewhere. */
const SEE_OTHER = 303;

/** With a status of 4xx a server says that it did not carry the request out, whoever wrote the rest of the answer. */
function isRefusedByStatus({ kind, status = 0 }: Failure): boolean {
	return kind === 'unreadable' && status >= 400 && status < 500;
}

/** A wait that the server named is kept to the full; only a guess of ours is shortened by chance. */
function rateLimitWait(failure: Failure, attempt: Attempt): number {
	const now = serverTime(failure.date, attempt.now);
	const asked =
		parseRetryAfter(failure.retryAfter, now) ?? parseRateLimitReset(failure.rateLimitReset, now);
	// A named wait of 0 that did not help the last time is no help the next time.
	if (asked !== undefined && (asked > 0 || attempt.attempts === 1)) {
		return Math.max(asked, MIN_RATE_LIMIT_WAIT_MS) + attempt.random * MAX_JITTER_MS;
	}
	const guess = Math.min(
		MAX_RATE_LIMIT_WAIT_MS,
		doubled(BASE_RATE_LIMIT_WAIT_MS, attempt.attempts),
	);
	return withJitter(guess, attempt.random);
}

function backOff(attempt: Attempt): RetryDecision {
	if (attempt.attempts >= MAX_ATTEMPTS) return { retry: false, maybeCarriedOut: false };
	const waitMs = doubled(BASE_WAIT_MS, attempt.attempts);
	return withinBudget(withJitter(waitMs, attempt.random), attempt);
}

function withinBudget(waitMs: number, attempt: Attempt): RetryDecision {
	return attempt.waitedMs + waitMs > attempt.budgetMs
		? { retry: false, maybeCarriedOut: false, refusedWaitMs: waitMs }
		: { retry: true, waitMs };
}

function doubled(baseMs: number, attempts: number): number {
	return baseMs * 2 ** (attempts - 1);
}

/** Between half of the wait and the whole of it. */
function withJitter(waitMs: number, random: number): number {
	return waitMs * (0.5 + random / 2);
}
