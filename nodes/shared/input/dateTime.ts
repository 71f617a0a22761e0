import { plainText } from './plainText';
import { isDate, isNotSet, refusal } from './whatCame';
import { momentOf, startOfDay } from './timeZone';

/** ISO 8601 calendar date, optionally with a time (separated by `T` or a blank) and an offset. */
const ISO_8601 =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** The longest way from UTC is 14 hours; ISO 8601 allows any time of day. */
const MAX_OFFSET_MS = 86_400_000;

/**
 * Reads an ISO 8601 date and time.
 *
 * @param written the text
 * @param timeZone time zone that a text without an offset is meant in, as n8n's `getTimezone` gives it
 * @returns ms since 1970, or undefined when it is no such text or no day of the calendar
 * @throws InvalidInput when the time zone is needed and there is none of that name
 */
export function parseIsoDateTime(written: string, timeZone: string): number | undefined {
	const match = ISO_8601.exec(written.trim());
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second] = match.map((part) => Number(part ?? 0));
	const ms = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
	const read = new Date(0);
	// Date.UTC would take a year below 100 for one of the last century.
	read.setUTCFullYear(year, month - 1, day);
	const wallClock = read.setUTCHours(hour, minute, second, ms);
	// From 24 on, the hours are those of another day.
	const isInCalendar =
		read.getUTCMonth() === month - 1 && read.getUTCDate() === day && minute < 60 && second < 60;
	if (!isInCalendar) return undefined;
	if (match[8] === undefined) {
		return match[4] === undefined ? startOfDay(wallClock, timeZone) : momentOf(wallClock, timeZone);
	}
	const offset = offsetFromText(match[8]);
	return offset === undefined ? undefined : wallClock - offset;
}

/**
 * Reads a date parameter: ISO 8601 text, a Date, or the DateTime of an expression such as `{{ $now.minus(1, 'day') }}`.
 * A number is refused: whether it counts seconds or milliseconds, nobody can tell.
 *
 * @param value what was chosen or came out of an expression
 * @param label label of the field
 * @param timeZone time zone for texts without an offset, as n8n's `getTimezone` gives it
 * @returns ms since 1970, or undefined when not set
 * @throws InvalidInput when it cannot be read
 */
export function readDateTime(value: unknown, label: string, timeZone: string): number | undefined {
	if (isNotSet(value)) return undefined;
	const read =
		typeof value === 'string'
			? parseIsoDateTime(plainText(value), timeZone)
			: isDate(value)
				? value.valueOf()
				: undefined;
	if (read === undefined || !Number.isFinite(read)) {
		throw refusal(label, 'a date', value, adviceFor(value));
	}
	return read;
}

function adviceFor(value: unknown): string {
	const isTimestamp = typeof value !== 'object' && /^\s*\d{9,}(\.\d+)?\s*$/.test(String(value));
	const advice = 'Choose a date, or enter one such as 2026-03-07 or 2026-03-07T09:00:00Z.';
	return isTimestamp
		? `${advice} For a Unix timestamp, use DateTime.fromSeconds() or DateTime.fromMillis().`
		: advice;
}

function offsetFromText(offset: string): number | undefined {
	if (/^z$/i.test(offset)) return 0;
	const sign = offset.startsWith('-') ? -1 : 1;
	const minutes = offset.length === 3 ? 0 : Number(offset.slice(-2));
	const ms = (Number(offset.slice(1, 3)) * 60 + minutes) * 60_000;
	return minutes < 60 && ms < MAX_OFFSET_MS ? sign * ms : undefined;
}
