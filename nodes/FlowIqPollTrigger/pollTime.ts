import type { IPollFunctions } from 'n8n-workflow';
import { RequestFailed } from '../shared/errors/flowIqError';
import { monotonicNow } from '../shared/transport/clock';

/** Longest time of a poll, in ms, however much n8n would give it: the next one is usually due after a minute. */
const MAX_POLL_MS = 60_000;

/**
 * Longest time of the poll with which a workflow is published, in ms: somebody is watching the button, and n8n counts
 * the publication as failed after 84 s (seen in 2.41).
 */
const MAX_PUBLISHING_MS = 10_000;

/** The time that n8n names for a poll where it does not limit it, in ms: as it does when a workflow is published. */
const UNLIMITED_MS = 300_000;

/** Share of the time after which no further reading is begun; the rest is for the answers that are still under way. */
const READING_SHARE = 0.75;

/** Share of the time after which requests are given up. */
const REQUEST_SHARE = 0.9;

/** One request takes this long at times, in ms: with less, no poll would ever get on. */
const MIN_REQUEST_MS = 5_000;

export interface PollTime {
	/** When to leave the rest to the next poll, in ms of the monotonic clock. */
	deadline: number;
	/** How long requests may take from now on, all together, in ms. */
	requestMs: number;
}

/**
 * @param context n8n names the time for a poll from version 2.38 on
 * @param isPublishing whether somebody waits for the workflow to be published
 */
export function timeOf(
	context: Pick<IPollFunctions, 'getPollBudgetMs'>,
	isPublishing: boolean,
): PollTime {
	const budgetMs = Math.min(
		context.getPollBudgetMs?.() ?? Infinity,
		isPublishing ? MAX_PUBLISHING_MS : MAX_POLL_MS,
	);
	return {
		deadline: monotonicNow() + READING_SHARE * budgetMs,
		requestMs: Math.max(MIN_REQUEST_MS, REQUEST_SHARE * budgetMs),
	};
}

/** @returns whether it is time to leave the rest to the next poll */
export function isOver(deadline: number): boolean {
	return monotonicNow() > deadline;
}

/** @returns whether a request failed for nothing but a lack of time: that is no fault, and the next poll goes on */
export function isOutOfTime(error: unknown): boolean {
	if (!(error instanceof RequestFailed)) return false;
	const { kind } = error.failure;
	return kind === 'stopped' || kind === 'rateLimited';
}

/** @returns whether n8n's scheduler polls, and nobody waits for the workflow to be published */
export function isScheduled(context: Pick<IPollFunctions, 'getPollBudgetMs'>): boolean {
	return (context.getPollBudgetMs?.() ?? UNLIMITED_MS) < UNLIMITED_MS;
}
