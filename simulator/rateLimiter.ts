/** Rate limiting of the API (facts: R-over for the numbers and the header names, R-intro for 429). */
export interface RateLimit {
	requestsPerMinute: number;
	/** Takes the place of `requestsPerMinute` when set. */
	requestsPerSecond?: number;
	/** Requests that may come at once after a pause. */
	burst: number;
	/**
	 * `tokenBucket` refills steadily, so n requests take (n - burst) / rate at best.
	 * `fixedWindow` lets `burst` requests through in every minute (or second) of the clock.
	 */
	algorithm: 'tokenBucket' | 'fixedWindow';
	/** Whether answers carry `X-RateLimit-*`. Limit is always per minute. */
	headers: boolean;
	/** `X-RateLimit-Reset` means: when the whole burst is there again, or when one more request is. */
	reset: 'full' | 'next';
	retryAfter: 'seconds' | 'date' | 'none';
	/** The documentation shows no body of a 429. */
	body: 'json' | 'html' | 'empty';
}

/** What R-over states: 100 requests a minute, bursts of 150. */
export const DOCUMENTED_RATE_LIMIT: RateLimit = {
	requestsPerMinute: 100,
	burst: 150,
	algorithm: 'tokenBucket',
	headers: true,
	reset: 'full',
	retryAfter: 'seconds',
	body: 'json',
};

export type RateLimiter = ReturnType<typeof createRateLimiter>;

function periodMs(limit: RateLimit): number {
	return limit.requestsPerSecond === undefined ? 60_000 : 1_000;
}

function perMs(limit: RateLimit): number {
	return (limit.requestsPerSecond ?? limit.requestsPerMinute) / periodMs(limit);
}

/**
 * @param limit read again at every request, so changes take effect at once
 * @param now Unix ms
 */
export function createRateLimiter(limit: RateLimit, now: () => number) {
	const meter =
		limit.algorithm === 'fixedWindow' ? fixedWindow(limit, now()) : tokenBucket(limit, now());
	return {
		/** Lets a request through or not; a refused one costs nothing. */
		take() {
			const time = now();
			const { allowed, remaining, nextAt, fullAt } = meter(time);
			const headers: Record<string, string> = {};
			if (limit.headers) {
				const resetAt = limit.reset === 'full' ? fullAt : nextAt;
				headers['x-ratelimit-limit'] = String(Math.round(perMs(limit) * 60_000));
				headers['x-ratelimit-remaining'] = String(Math.floor(remaining));
				headers['x-ratelimit-reset'] = String(Math.ceil(resetAt / 1000));
			}
			if (!allowed && limit.retryAfter !== 'none') {
				headers['retry-after'] =
					limit.retryAfter === 'seconds'
						? String(Math.max(1, Math.ceil((nextAt - time) / 1000)))
						: new Date(Math.ceil(nextAt / 1000) * 1000).toUTCString();
			}
			return { allowed, headers };
		},
	};
}

interface Reading {
	allowed: boolean;
	remaining: number;
	/** Unix ms at which one more request is let through. */
	nextAt: number;
	/** Unix ms at which the whole burst is there again. */
	fullAt: number;
}

type Meter = (time: number) => Reading;

function tokenBucket(limit: RateLimit, start: number): Meter {
	let tokens = limit.burst;
	let filledAt = start;
	return (time) => {
		tokens = Math.min(limit.burst, tokens + (time - filledAt) * perMs(limit));
		filledAt = time;
		// A hair below one token is one: adding fractions must not cost a client a whole request.
		const allowed = tokens >= 1 - 1e-9;
		if (allowed) tokens = Math.max(0, tokens - 1);
		return {
			allowed,
			remaining: tokens,
			nextAt: time + Math.max(0, 1 - tokens) / perMs(limit),
			fullAt: time + (limit.burst - tokens) / perMs(limit),
		};
	};
}

function fixedWindow(limit: RateLimit, start: number): Meter {
	let windowStart = Math.floor(start / periodMs(limit));
	let used = 0;
	return (time) => {
		const period = periodMs(limit);
		const current = Math.floor(time / period);
		if (current !== windowStart) {
			windowStart = current;
			used = 0;
		}
		const allowed = used < limit.burst;
		if (allowed) used++;
		const windowEnd = (windowStart + 1) * period;
		const remaining = limit.burst - used;
		return { allowed, remaining, nextAt: remaining > 0 ? time : windowEnd, fullAt: windowEnd };
	};
}
