import { parseIsoDateTime } from '../input/dateTime';

/** Smaller numbers are no date of a message: seconds before 1973. */
const SMALLEST_UNIX_SECONDS = 100_000_000;
const SMALLEST_UNIX_MS = 100_000_000_000;

/**
 * Reads a moment as FlowIQ writes it: ISO 8601 with any offset, or Unix time in seconds or ms, as Meta's own payloads have
 * it.
 *
 * @param value a field of a record or event; a date without an offset is read as UTC, as all documented ones with `Z` are
 * @returns ms since 1970, undefined when it cannot be read
 */
export function readMoment(value: unknown): number | undefined {
	if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}$/.test(value))) {
		return readUnixTime(Number(value));
	}
	return typeof value === 'string' ? parseIsoDateTime(value, 'UTC') : undefined;
}

function readUnixTime(number: number): number | undefined {
	const ms = Math.floor(number < SMALLEST_UNIX_MS ? number * 1000 : number);
	const isDate = number >= SMALLEST_UNIX_SECONDS && !Number.isNaN(new Date(ms).getTime());
	return isDate ? ms : undefined;
}
