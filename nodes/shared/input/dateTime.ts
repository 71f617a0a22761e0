import { InvalidInput } from '../errors/flowIqError';

/** ISO 8601 calendar date, optionally with a time (separated by `T` or a blank) and an offset. */
const ISO_8601 =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads an ISO 8601 date and time.
 *
 * @param written the text
 * @param timeZone IANA time zone that a text without an offset is meant in
 * @returns ms since 1970, or undefined when it is no such text or no day of the calendar
 */
export function parseIsoDateTime(written: string, timeZone: string): number | undefined {
	const match = ISO_8601.exec(written.trim());
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match
		.slice(1, 7)
		.map((part) => Number(part ?? 0));
	const ms = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
	const read = new Date(0);
	// Date.UTC would take a year below 100 for one of the last century.
	read.setUTCFullYear(year, month - 1, day);
	const wallClock = read.setUTCHours(hour, minute, second, ms);
	const isInCalendar =
		read.getUTCMonth() === month - 1 && read.getUTCDate() === day && minute < 60 && second < 60;
	if (!isInCalendar || hour > 23) return undefined;
	const offset = match[8];
	return offset === undefined
		? wallClock - offsetOf(timeZone, wallClock)
		: wallClock - offsetFromText(offset);
}

/**
 * Reads a date parameter: ISO 8601 text, a Date, or the DateTime of an expression such as `{{ $now.minus(1, 'day') }}`.
 *
 * @param value what was chosen or came out of an expression; empty means not set
 * @param label label of the parameter, for the message
 * @param timeZone IANA time zone of the workflow, for texts without an offset
 * @returns ms since 1970, or undefined when not set
 * @throws InvalidInput when it cannot be read
 */
export function readDateTime(value: unknown, label: string, timeZone: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const read =
		typeof value === 'string'
			? parseIsoDateTime(value, timeZone)
			: typeof value === 'object'
				? timeOf(value)
				: undefined;
	if (typeof read !== 'number' || Number.isNaN(read)) {
		throw new InvalidInput(
			`'${label}' is not a date: ${typeof value === 'object' ? 'an object' : String(value)}`,
			'Choose a date, or enter one such as 2026-03-07 or 2026-03-07T09:00:00Z.',
		);
	}
	return read;
}

/** Date and luxon's DateTime give their moment as their value; other objects may give anything. */
function timeOf(value: object | null): unknown {
	return typeof value?.valueOf === 'function' ? value.valueOf() : undefined;
}

function offsetFromText(offset: string): number {
	if (/^z$/i.test(offset)) return 0;
	const sign = offset.startsWith('-') ? -1 : 1;
	const minutes =
		Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)) * (offset.length > 3 ? 1 : 0);
	return sign * minutes * 60_000;
}

/** Offset of a time zone from UTC in ms, at the moment its clocks show the given wall-clock time. */
function offsetOf(timeZone: string, wallClock: number): number {
	// The offset of the moment itself is not known yet; around a clock change the second look corrects the first.
	const first = offsetAt(timeZone, wallClock);
	return offsetAt(timeZone, wallClock - first);
}

function offsetAt(timeZone: string, moment: number): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(moment);
	const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - Math.floor(moment / 1000) * 1000;
}
