import type { NodeApiError } from 'n8n-workflow';
import type { Failure } from '../transport/failure';
import { parseRateLimitReset, parseRetryAfter, serverTime } from '../transport/limitHeaders';
import { refusalFor } from './refusals';

/**
 * Why an operation failed, in the terms in which n8n's nodes declare it: its durable polling waits longer or shorter for
 * it. Versions before 2.38 ignore it.
 */
export type FailureCause = NonNullable<NodeApiError['failure']>;

/**
 * @param failure what went wrong
 * @param now this machine's time, in ms since 1970
 * @returns n8n's cause; none for what was stopped, or may have been carried out: nothing must repeat it unasked
 */
export function causeOf(failure: Failure, now: number): FailureCause | undefined {
	if (failure.maybeCarriedOut) return undefined;
	switch (failure.kind) {
		case 'rateLimited':
			return { cause: 'rate-limited', ...waitOf(failure, now) };
		case 'serverFault':
		case 'notConnected':
		case 'connectionLost':
		case 'timedOut':
		case 'unreadable':
			return { cause: 'temporarily-unavailable', ...waitOf(failure, now) };
		case 'refused':
			return { cause: isAboutCredential(failure) ? 'credential-invalid' : 'configuration-invalid' };
		case 'redirected':
		case 'notSent':
			return { cause: 'configuration-invalid' };
		case 'stopped':
			return undefined;
	}
}

function waitOf(failure: Failure, now: number): { retryAfterMs?: number } {
	const { refusedWaitMs, retryAfter, rateLimitReset, date } = failure;
	const at = serverTime(date, now);
	const ms =
		refusedWaitMs ?? parseRetryAfter(retryAfter, at) ?? parseRateLimitReset(rateLimitReset, at);
	return ms === undefined ? {} : { retryAfterMs: Math.ceil(ms) };
}

function isAboutCredential(failure: Failure): boolean {
	const subject = refusalFor(failure)?.subject;
	return subject === 'accessToken' || subject === 'tenantId';
}
