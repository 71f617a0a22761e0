import fc from 'fast-check';
import { DateTime, Duration } from 'luxon';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import { parseIsoDateTime, readDateTime } from '../../nodes/shared/input/dateTime';
import { refusalOf } from './refusal';

const LABEL = 'Created After';

const ZONES = [
	'UTC',
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'Africa/Johannesburg',
	'Asia/Kathmandu',
	'Asia/Kolkata',
	'Australia/Lord_Howe',
	'Pacific/Auckland',
	'Pacific/Apia',
];

/** Moments whose local times are whole: before 1970 and after 2037 the rules of clock changes are guesses. */
const moment = fc.date({
	min: new Date('1970-01-02T00:00:00Z'),
	max: new Date('2037-12-30T00:00:00Z'),
	noInvalidDate: true,
});

const zone = fc.constantFrom(...ZONES);

const refusal = (value: unknown) => refusalOf(() => readDateTime(value, LABEL, 'UTC'));

describe('a date as it was copied', () => {
	it.each([
		['with invisible characters', '\u200e2026-03-07\u200b', '2026-03-07T00:00:00Z'],
		['with no-break blanks', '\u00a02026-03-07\u00a009:00\u202f', '2026-03-07T09:00:00Z'],
		['with no-break hyphens', '2026\u201103\u201107', '2026-03-07T00:00:00Z'],
		['with a typographic minus', '2026-03-07T09:00\u221202:00', '2026-03-07T11:00:00Z'],
		['in full-width digits', '\uff12\uff10\uff12\uff16-03-07', '2026-03-07T00:00:00Z'],
		['Arabic digits', '\u0662\u0660\u0662\u0666-\u0660\u0663-\u0660\u0667', '2026-03-07T00:00:00Z'],
	])('%s is that date', (_, written, iso) => {
		expect(readDateTime(written, LABEL, 'UTC')).toBe(Date.parse(iso));
	});
});

describe('an ISO 8601 text', () => {
	it.each([
		['2026-03-07', '2026-03-07T00:00:00.000Z'],
		['2026-03-07T09:00', '2026-03-07T09:00:00.000Z'],
		['2026-03-07T09:00:05', '2026-03-07T09:00:05.000Z'],
		['2026-03-07 09:00:05', '2026-03-07T09:00:05.000Z'],
		['2026-03-07T09:00:05Z', '2026-03-07T09:00:05.000Z'],
		['2026-03-07t09:00:05z', '2026-03-07T09:00:05.000Z'],
		['2026-03-07T09:00:05.25Z', '2026-03-07T09:00:05.250Z'],
		['2026-03-07T09:00:05,5Z', '2026-03-07T09:00:05.500Z'],
		['2026-03-07T09:00:05.123456789Z', '2026-03-07T09:00:05.123Z'],
		['2026-03-08T00:00:00.000+02:00', '2026-03-07T22:00:00.000Z'],
		['2026-03-08T00:00:00+0200', '2026-03-07T22:00:00.000Z'],
		['2026-03-08T00:00:00+02', '2026-03-07T22:00:00.000Z'],
		['2026-03-08T00:00:00+23:59', '2026-03-07T00:01:00.000Z'],
		['2026-03-08T00:00:00-03:30', '2026-03-08T03:30:00.000Z'],
		['2026-03-08 00:00:00+00', '2026-03-08T00:00:00.000Z'],
		['  2026-03-07T09:00:05Z ', '2026-03-07T09:00:05.000Z'],
		['2024-02-29', '2024-02-29T00:00:00.000Z'],
	])('%s is %s', (written, iso) => {
		expect(parseIsoDateTime(written, 'UTC')).toBe(Date.parse(iso));
	});

	it.each([
		'2026-02-30',
		'2026-02-29',
		'2026-13-01',
		'2026-00-10',
		'2026-01-00',
		'2026-04-31T10:00:00Z',
		'2026-03-07T24:00',
		'2026-02-28T99:00',
		'2026-03-07T25:00:00Z',
		'2026-03-07T10:60',
		'2026-03-07T10:00:60Z',
		'2026-03-07T10:00:00+24:00',
		'2026-03-07T10:00:00-00:60',
		'07.03.2026',
		'3/7/2026',
		'2026-3-7',
		'20260307',
		'yesterday',
		'1772872800',
		'',
	])('%s is no day of the calendar, or no such text', (written) => {
		expect(parseIsoDateTime(written, 'UTC')).toBeUndefined();
	});

	it('does not put a year before 100 into the last century', () => {
		// JavaScript's Date.UTC takes the year 50 for 1950.
		expect(parseIsoDateTime('0050-01-01', 'UTC')).not.toBe(Date.UTC(1950, 0, 1));
	});

	it('gives back every moment that toISOString writes, whatever the zone', () => {
		fc.assert(
			fc.property(moment, zone, (date, timeZone) => {
				expect(parseIsoDateTime(date.toISOString(), timeZone)).toBe(date.getTime());
			}),
			{ numRuns: 500 },
		);
	});

	it('gives back every moment that is written with any offset', () => {
		fc.assert(
			fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
				const written = DateTime.fromJSDate(date)
					.setZone(`UTC${sign(offset)}`)
					.toISO();
				expect(written).not.toBeNull();
				expect(parseIsoDateTime(written ?? '', 'Asia/Kathmandu')).toBe(date.getTime());
			}),
			{ numRuns: 500 },
		);
	});

	it("is meant in the workflow's zone when it has no offset, as luxon reads it", () => {
		fc.assert(
			fc.property(moment, zone, (date, timeZone) => {
				const local = DateTime.fromJSDate(date, { zone: timeZone });
				const written = local.toISO({ includeOffset: false }) ?? '';
				const read = parseIsoDateTime(written, timeZone);
				// An hour that comes twice has two right answers; both show the same time on the clock.
				expect(local.getPossibleOffsets().map(Number)).toContain(read);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		// The days on which clocks change, hour by hour, without the hour that is skipped or comes twice.
		['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
		['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
		['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
		['2026-10-25T01:59:59', 'Europe/Berlin', '2026-10-24T23:59:59.000Z'],
		['2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
		['2026-03-08T01:59:59', 'America/New_York', '2026-03-08T06:59:59.000Z'],
		['2026-03-08T03:00:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
		['2026-11-01T00:59:59', 'America/New_York', '2026-11-01T04:59:59.000Z'],
		['2026-11-01T02:00:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
		['2026-04-05T03:00:00', 'Pacific/Auckland', '2026-04-04T15:00:00.000Z'],
	])('%s in %s is right around a clock change', (written, timeZone, iso) => {
		expect(parseIsoDateTime(written, timeZone)).toBe(Date.parse(iso));
	});

	it.each([
		['2026-03-29T02:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['2026-03-08T02:59:59', 'America/New_York', '2026-03-08T07:59:59.000Z'],
		['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
	])('%s in %s, which the clocks skip, is as long after the change', (written, timeZone, iso) => {
		expect(parseIsoDateTime(written, timeZone)).toBe(Date.parse(iso));
	});

	it.each([
		['2026-10-25T02:00:00', 'Europe/Berlin', '2026-10-25T00:00:00.000Z'],
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
		['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
		['2026-04-05T02:30:00', 'Pacific/Auckland', '2026-04-04T13:30:00.000Z'],
	])('%s in %s, which comes twice, is the first of the two', (written, timeZone, iso) => {
		expect(parseIsoDateTime(written, timeZone)).toBe(Date.parse(iso));
	});
});

describe('a date parameter', () => {
	it.each([undefined, null, ''])('is not set when it is %p', (value) => {
		expect(readDateTime(value, LABEL, 'UTC')).toBeUndefined();
	});

	it('may be the Date or the DateTime of an expression', () => {
		fc.assert(
			fc.property(moment, zone, (date, timeZone) => {
				const luxon = DateTime.fromJSDate(date, { zone: timeZone });
				expect(readDateTime(date, LABEL, 'UTC')).toBe(date.getTime());
				expect(readDateTime(luxon, LABEL, 'UTC')).toBe(date.getTime());
				expect(readDateTime(luxon.toISO(), LABEL, 'UTC')).toBe(date.getTime());
			}),
		);
	});

	it.each([
		['an impossible day', '2026-02-30'],
		['words', 'last week'],
		['an invalid Date', new Date(NaN)],
		['an invalid DateTime', DateTime.invalid('test')],
		['an object', {}],
		['an object with a value of its own', { valueOf: () => 0 }],
		['a luxon Duration', Duration.fromMillis(1000)],
		['a number of seconds', 1772874000],
		['a number of milliseconds', 1772874000000],
		['a number of seconds as text', '1772874000'],
		['false', false],
		['a function', () => 0],
		['a list', ['2026-03-07']],
		['an object without a prototype', Object.create(null)],
		['true', true],
	])('is refused with its label and an example when it is %s', (_, value) => {
		const error = refusal(value);
		expect(error.message).toContain(`'${LABEL}'`);
		expect(error.description).toContain('2026-03-07T09:00:00Z');
	});

	it.each([
		[1772874000, true],
		['1772874000000', true],
		// As `$now.toSeconds()` gives it.
		[1772874000.412, true],
		['last week', false],
		[20260307, false],
		[[1772874000], false],
	])('refused as %j tells how a Unix timestamp is made a date: %j', (value, isTold) => {
		const advice = 'Choose a date, or enter one such as 2026-03-07 or 2026-03-07T09:00:00Z.';
		const { description } = refusal(value);
		expect(description).toBe(
			isTold
				? `${advice} For a Unix timestamp, use DateTime.fromSeconds() or DateTime.fromMillis().`
				: advice,
		);
	});

	it('shows what was typed when it cannot be read', () => {
		expect(refusal('2026-02-30').message).toContain('2026-02-30');
	});

	it('is a moment, not set, or refused, whatever an expression gives', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				try {
					const read = readDateTime(value, LABEL, 'UTC');
					expect(read === undefined || Number.isFinite(read)).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

function sign(minutes: number): string {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}
