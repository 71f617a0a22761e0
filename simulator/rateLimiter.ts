/** Rate limiting of the API (facts: R-over for the numbers and the header names, R-intro for 429). */
export interface RateLimit {
	requestsPerMinute: number;
	/** Takes the place of `requestsPerMinute` when set. */
	requestsPerSecond?: number;
	/** Requests that may come at once after a pause. */
	burst: number;
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
	headers: true,
	reset: 'full',
	retryAfter: 'seconds',
	body: 'json',
};

export type RateLimiter = ReturnType<typeof createRateLimiter>;

function perMs({ requestsPerSecond, requestsPerMinute }: RateLimit): number {
	return requestsPerSecond === undefined ? requestsPerMinute / 60_000 : requestsPerSecond / 1_000;
}

/**
 * A bucket of tokens that is refilled steadily, so that n requests take (n - burst) / rate at best.
 *
 * @param limit read again at every request, so changes take effect at once
 * @param now Unix ms
 */
export function createRateLimiter(limit: RateLimit, now: () => number) {
	let tokens = limit.burst;
	let filledAt = now();
	return {
		/** Lets a request through or not; a refused one costs nothing. */
		take() {
			const time = now();
			tokens = Math.min(limit.burst, tokens + (time - filledAt) * perMs(limit));
			filledAt = time;
			// A hair below one token is one: adding fractions must not cost a client a whole request.
			const allowed = tokens >= 1 - 1e-9;
			if (allowed) tokens = Math.max(0, tokens - 1);
			const nextAt = time + Math.max(0, 1 - tokens) / perMs(limit);
			const fullAt = time + (limit.burst - tokens) / perMs(limit);
			const headers: Record<string, string> = {};
			if (limit.headers) {
				const resetAt = limit.reset === 'full' ? fullAt : nextAt;
				headers['x-ratelimit-limit'] = String(Math.round(perMs(limit) * 60_000));
				headers['x-ratelimit-remaining'] = String(Math.floor(tokens));
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
