import { parseRateLimitReset } from './retryDecision';

/**
 * What is known of a server's rate limit: a bucket of tokens that refills at some rate. One request takes one token.
 *
 * FlowIQ documents its limit on one page only (100 requests per minute, bursts to 150, `X-RateLimit-*` headers) and says
 * elsewhere that limits differ. So nothing is taken for granted: with headers the bucket's content is read from every
 * answer, without them it is known to be empty at each 429, and in both cases the rate follows from what passed in
 * between. Pure: the clock is an argument everywhere, in ms.
 */
export class RateModel {
	/** Requests that may be sent at once before anything is known. */
	private tokens = Infinity;
	private tokensAt = 0;
	/** Tokens per ms; 0 while unknown. */
	private rate = 0;
	private pausedUntil = 0;
	/** End of the server's window, as its last header said; used while the rate is unknown. */
	private resetAt = 0;

	private activeAt = 0;
	private sent = 0;
	private inFlight = 0;
	/** Number of the newest request whose headers were read; answers that overtake each other are not. */
	private readUpTo = 0;
	private readings: Reading[] = [];
	/** The last moment at which the bucket was seen empty, and how many requests passed since. */
	private lastEmpty: { at: number; passed: number } | undefined;

	/** Notes that a request leaves now. @returns its number, for the answer */
	noteSent(now: number): number {
		// What passed before a time of rest says nothing of the rate: the bucket may have been full for long.
		if (this.inFlight === 0 && now - Math.max(this.activeAt, this.pausedUntil) > REST_MS) {
			this.lastEmpty = undefined;
		}
		this.activeAt = now;
		this.tokens = this.tokensNow(now) - 1;
		this.tokensAt = now;
		this.inFlight++;
		return ++this.sent;
	}

	/**
	 * Notes that a request was carried out.
	 *
	 * @param request its number
	 * @param headers `X-RateLimit-*`, as received
	 */
	notePassed(request: number, headers: RateLimitHeaders, now: number): void {
		this.noteFailed(now);
		if (this.lastEmpty) this.lastEmpty.passed++;
		const remaining = readCount(headers.remaining);
		if (remaining === undefined) {
			this.growWithoutHeaders(now);
			return;
		}
		if (request < this.readUpTo) return;
		this.readUpTo = request;
		this.learnFromHeaders({ at: now, remaining, request }, headers, now);
	}

	/** Notes that a request brought no answer, or one that says nothing of the limit. */
	noteFailed(now: number): void {
		this.inFlight--;
		this.activeAt = now;
	}

	/**
	 * Notes a 429: the bucket was empty.
	 *
	 * @param sentAt when the request left
	 * @param waitMs how long nobody should ask again
	 */
	noteLimited(sentAt: number, waitMs: number, now: number): void {
		this.noteFailed(now);
		// Requests that were under way together are refused together: one refusal tells all there is to know.
		const isNews = this.lastEmpty === undefined || sentAt >= this.lastEmpty.at;
		if (isNews) {
			this.learnFromRefusal(now);
			this.pausedUntil = Math.max(this.pausedUntil, now + waitMs);
		}
	}

	/** Requests that left and were not answered yet. */
	get underWay(): number {
		return this.inFlight;
	}

	/** @returns ms until the next request may leave; 0 for now */
	delay(now: number): number {
		if (now < this.pausedUntil) return this.pausedUntil - now;
		const tokens = this.tokensNow(now);
		if (tokens >= 1) return 0;
		if (this.rate > 0) return Math.max(1, Math.ceil((1 - tokens) / this.rate));
		// The rate is unknown: one request may try again when the window ends, or after a while.
		const blindWait = this.tokensAt + MAX_BLIND_WAIT_MS;
		const tryAt = this.resetAt > this.tokensAt ? Math.min(this.resetAt, blindWait) : blindWait;
		return Math.max(0, tryAt - now);
	}

	/** @returns how many requests may be under way at once, at the most `most` */
	concurrency(most: number): number {
		if (this.lastEmpty === undefined || this.rate > 0) return most;
		// More of them the longer none is refused: a slow line may need many to reach the limit at all.
		return Math.min(most, PROBING_CONCURRENCY + Math.floor(this.lastEmpty.passed / 10));
	}

	private tokensNow(now: number): number {
		return this.tokens + this.rate * CAUTION * Math.max(0, now - this.tokensAt);
	}

	private learnFromHeaders(reading: Reading, headers: RateLimitHeaders, now: number): void {
		const reset = parseRateLimitReset(headers.reset, now);
		if (reset !== undefined) this.resetAt = now + reset;
		this.readings = this.readings.filter(({ at }) => now - at <= READINGS_MS);
		const first = this.readings[0];
		if (first !== undefined && now - first.at >= MIN_READINGS_MS) {
			const refilled = reading.remaining - first.remaining + (reading.request - first.request);
			this.rate = Math.max(0, refilled) / (now - first.at);
		}
		this.readings.push(reading);
		// Whatever left after this request is not counted in its answer.
		this.tokens = reading.remaining - (this.sent - reading.request);
		this.tokensAt = now;
	}

	private learnFromRefusal(now: number): void {
		if (this.lastEmpty && this.lastEmpty.passed > 0) {
			this.rate = this.lastEmpty.passed / Math.max(1, now - this.lastEmpty.at);
		}
		this.lastEmpty = { at: now, passed: 0 };
		this.readings = [];
		// While the rate is unknown only the pause holds requests back; what passes until the next 429 tells the rate.
		this.tokens = this.rate > 0 ? 0 : Infinity;
		this.tokensAt = now;
	}

	/** A measured rate may be too low (the bucket was full for a while), so it creeps up until the next 429. */
	private growWithoutHeaders(now: number): void {
		if (this.rate === 0 || this.lastEmpty === undefined) return;
		this.tokens = this.tokensNow(now);
		this.tokensAt = now;
		this.rate *= GROWTH_PER_ANSWER;
	}
}

export interface RateLimitHeaders {
	remaining?: string;
	reset?: string;
}

interface Reading {
	at: number;
	remaining: number;
	request: number;
}

/** Longest wait for a window whose length is unknown, in ms; then one request tries again. */
const MAX_BLIND_WAIT_MS = 1_000;

/** After the first 429 without headers, the rate is measured with few requests under way, so that few are refused. */
const PROBING_CONCURRENCY = 2;

/** A measured rate is used up to this share, because measured times are not the server's own. */
const CAUTION = 0.98;

/** Readings of the headers older than this, in ms, are forgotten; younger ones than MIN are too close to tell a rate. */
const READINGS_MS = 2_000;
const MIN_READINGS_MS = 100;

/** A rate that was measured at half its value is right again after about 700 answers. */
const GROWTH_PER_ANSWER = 1.001;

/** Without a request for this long, in ms, a credential counts as resting. */
const REST_MS = 2_000;

function readCount(value: string | undefined): number | undefined {
	const count = value === undefined || value.trim() === '' ? NaN : Number(value);
	return Number.isFinite(count) && count >= 0 ? count : undefined;
}
