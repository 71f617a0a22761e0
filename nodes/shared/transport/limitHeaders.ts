/**
 * Reads the headers in which a server speaks of its limit. They are typed by people and counted by clocks that may be
 * wrong: what cannot be meant is treated as absent. Pure: the time is an argument, in ms since 1970.
 */

/**
 * Longest wait that a header is believed, in ms. Quotas of a day exist; longer ones come from a clock that is
 * wrong, or from a number in another unit.
 */
export const MAX_BELIEVABLE_WAIT_MS = 48 * 3_600_000;

/** A local clock this close to the server's, in ms, is the finer one: `Date` has no fractions of a second. */
const TOLERATED_SKEW_MS = 2_000;

const SMALLEST_UNIX_SECONDS = 1_000_000_000;
const SMALLEST_UNIX_MS = 1_000_000_000_000;

/**
 * Reads a Retry-After header: whole or fractional seconds, or an HTTP date (RFC 9110, section 10.2.3).
 *
 * @param value the header
 * @param now current time, best by the server's own clock
 * @returns ms to wait, 0 for a date in the past, undefined when it cannot be understood or believed
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const written = value?.trim();
	if (!written) return undefined;
	if (isNumber(written)) return believable(Math.ceil(Number(written) * 1000));
	const date = parseHttpDate(written);
	return date === undefined ? undefined : believable(Math.max(0, date - now));
}

/**
 * Reads an X-RateLimit-Reset header, documented only by the example 1641492000: Unix seconds. Unix milliseconds and
 * small numbers, which other APIs send as seconds from now, are understood too.
 *
 * @param value the header
 * @param now current time, best by the server's own clock
 * @returns ms to wait, 0 for a moment in the past, undefined when it cannot be understood or believed
 */
export function parseRateLimitReset(value: string | undefined, now: number): number | undefined {
	const written = value?.trim();
	if (!written || !isNumber(written)) return undefined;
	const number = Number(written);
	if (number < SMALLEST_UNIX_SECONDS) return believable(Math.ceil(number * 1000));
	return believable(Math.max(0, (number < SMALLEST_UNIX_MS ? number * 1000 : number) - now));
}

/**
 * @param date the answer's Date header
 * @param now this machine's time
 * @returns the time to hold the answer's other headers against: the server's own, where the clocks differ
 */
export function serverTime(date: string | undefined, now: number): number {
	const server = parseHttpDate(date?.trim() ?? '');
	return server === undefined || Math.abs(server - now) < TOLERATED_SKEW_MS ? now : server;
}

/** @returns a header as text; undefined when it is missing or no text */
export function headerOf(headers: Record<string, unknown>, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** @returns a count such as X-RateLimit-Remaining, or undefined when it is none */
export function readCount(value: string | undefined): number | undefined {
	const written = value?.trim() ?? '';
	return isNumber(written) ? Number(written) : undefined;
}

/** `Date.parse` reads "-5" and "12 apples" as dates; an HTTP date starts with the name of a weekday. */
function parseHttpDate(written: string): number | undefined {
	if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(written)) return undefined;
	const date = Date.parse(written);
	return Number.isNaN(date) ? undefined : date;
}

/** Negative numbers, exponents, lists and words are none. */
function isNumber(written: string): boolean {
	return /^\d{1,20}(\.\d+)?$/.test(written);
}

function believable(ms: number): number | undefined {
	return ms <= MAX_BELIEVABLE_WAIT_MS ? ms : undefined;
}
