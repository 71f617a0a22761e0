import { getGlobalState } from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { describeValue } from './whatCame';

const DAY_MS = 86_400_000;

/** What n8n's workflow settings hold while nobody chose a time zone. */
const UNCHOSEN = /^\s*(default)?\s*$/i;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The moment at which the clocks of a time zone show a time, chosen as luxon does: of two such moments the first, and for
 * a time that the clocks skip, the one as long after the change as the time lies after its beginning.
 *
 * @param wallClock the time that the clocks show, as ms since 1970 in UTC
 * @param timeZone IANA name, as n8n's `getTimezone` gives it; empty or `DEFAULT` for the time zone of the instance
 * @returns ms since 1970
 * @throws InvalidInput when there is no such time zone
 */
export function momentOf(wallClock: number, timeZone: string): number {
	const { before, shown } = lookUp(wallClock, timeZone);
	return shown[0] ?? wallClock - before;
}

/**
 * The first moment of a day. Where the clocks skip midnight, as in Santiago or Beirut, the day begins later.
 *
 * @param midnight the beginning of the day on a clock, as ms since 1970 in UTC
 * @param timeZone as in `momentOf`
 * @returns ms since 1970
 * @throws InvalidInput when there is no such time zone
 */
export function startOfDay(midnight: number, timeZone: string): number {
	const { before, after, shown } = lookUp(midnight, timeZone);
	return shown[0] ?? changeBetween(midnight - after, midnight - before, timeZone);
}

/** The offsets on both sides of a time, and the moments at which the clocks really show it. */
function lookUp(wallClock: number, timeZone: string) {
	const before = offsetAt(wallClock - DAY_MS, timeZone);
	const after = offsetAt(wallClock + DAY_MS, timeZone);
	// A time comes twice where clocks go back; the moment with the offset before that is then the first.
	const shown = [before, after]
		.map((offset) => wallClock - offset)
		.filter((moment) => moment + offsetAt(moment, timeZone) === wallClock);
	return { before, after, shown };
}

/** The first moment with the later one's offset, in ms; between the two the clocks change once. */
function changeBetween(earlier: number, later: number, timeZone: string): number {
	const offset = offsetAt(later, timeZone);
	let [low, high] = [earlier, later];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (offsetAt(middle, timeZone) === offset) high = middle;
		else low = middle;
	}
	return high;
}

/** Offset of a time zone from UTC at a moment, in ms. */
function offsetAt(moment: number, timeZone: string): number {
	// FlowIQ's own times are asked for by the thousand.
	if (timeZone === 'UTC') return 0;
	const parts = formatFor(timeZone).formatToParts(moment);
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

/**
 * @param timeZone as in `momentOf`
 * @returns the IANA name
 * @throws InvalidInput when there is no such time zone
 */
export function timeZoneName(timeZone: string): string {
	formatFor(timeZone);
	return chosenOrDefault(timeZone);
}

function chosenOrDefault(timeZone: string): string {
	return UNCHOSEN.test(timeZone) ? getGlobalState().defaultTimezone : timeZone;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
	const name = chosenOrDefault(timeZone);
	const format = formats.get(name) ?? newFormat(name);
	if (format === undefined) {
		throw new InvalidInput(
			`'Timezone' in the workflow settings is not a time zone: ${describeValue(name)}`,
			'Open the workflow settings, choose a time zone such as Europe/London, and save the workflow.',
		);
	}
	formats.set(name, format);
	return format;
}

/** @returns undefined when there is no such time zone */
function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	} catch {
		return undefined;
	}
}
