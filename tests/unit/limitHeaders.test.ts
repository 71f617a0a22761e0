import fc from 'fast-check';
import {
	MAX_BELIEVABLE_WAIT_MS,
	parseRateLimitReset,
	parseRetryAfter,
	readCount,
	serverTime,
} from '../../nodes/shared/transport/limitHeaders';

const NOW = Date.parse('2026-03-07T09:00:00.000Z');

const HTTP_DATE = (ms: number) => new Date(ms).toUTCString();

describe('Retry-After', () => {
	it('in seconds, whole or fractional, is never cut short', () => {
		fc.assert(
			fc.property(fc.nat(100_000), fc.nat(999), (seconds, thousandths) => {
				expect(parseRetryAfter(String(seconds), NOW)).toBe(seconds * 1000);
				const written = `${seconds}.${String(thousandths).padStart(3, '0')}`;
				const wait = parseRetryAfter(written, NOW) ?? NaN;
				expect(wait).toBeGreaterThanOrEqual(seconds * 1000 + thousandths - 1e-3);
				expect(wait).toBeLessThanOrEqual(seconds * 1000 + thousandths + 1);
			}),
		);
	});

	it('as an HTTP date is the time until then, and 0 when it is past', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1_000_000, max: 100_000 }), (seconds) => {
				const wait = parseRetryAfter(HTTP_DATE(NOW + seconds * 1000), NOW);
				expect(wait).toBe(Math.max(0, seconds * 1000));
			}),
		);
	});

	it.each([
		['Sat, 07 Mar 2026 09:00:30 GMT', 30_000],
		['Saturday, 07-Mar-26 09:00:30 GMT', 30_000],
		[' 5 ', 5_000],
		['0', 0],
		['0.0001', 1],
		['172800', 172_800_000],
	])('%p is %d ms', (written, ms) => {
		expect(parseRetryAfter(written, NOW)).toBe(ms);
	});

	it.each([
		undefined,
		'',
		' ',
		'-5',
		'+5',
		'1e3',
		'0x10',
		'5s',
		'5, 10',
		'12 apples',
		'soon',
		'Infinity',
		'NaN',
		'Monday',
		'2026-03-07',
		'undefined',
		'172800.001',
		'99999999',
		'1'.repeat(400),
		HTTP_DATE(NOW + 1e11),
	])('%p cannot be understood', (written) => {
		expect(parseRetryAfter(written, NOW)).toBeUndefined();
	});

	it('is a wait of 0 or more or nothing, whatever it holds', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.double().map(String), fc.nat().map(String)),
				(written) => {
					const wait = parseRetryAfter(written, NOW);
					expect(wait === undefined || (wait >= 0 && wait <= MAX_BELIEVABLE_WAIT_MS)).toBe(true);
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('X-RateLimit-Reset', () => {
	it('is read as Unix seconds, Unix milliseconds or seconds from now', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
				expect(parseRateLimitReset(String(NOW / 1000 + seconds), NOW)).toBe(seconds * 1000);
				expect(parseRateLimitReset(String(NOW + seconds * 1000), NOW)).toBe(seconds * 1000);
				expect(parseRateLimitReset(String(seconds), NOW)).toBe(seconds * 1000);
			}),
		);
	});

	it('in the past is no wait', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 100_000_000 }), (seconds) => {
				expect(parseRateLimitReset(String(NOW / 1000 - seconds), NOW)).toBe(0);
				expect(parseRateLimitReset(String(NOW - seconds * 1000), NOW)).toBe(0);
			}),
		);
	});

	it('is understood as the documentation writes it', () => {
		expect(parseRateLimitReset('1641492000', 1641492000_000 - 5_000)).toBe(5_000);
	});

	it.each([
		['0.0001', 1],
		['172800', 172_800_000],
		[' 1000000000 ', 0],
		['1000000000000', 0],
		[String(NOW / 1000 + 172_800), 172_800_000],
		[String(NOW + 172_800_000), 172_800_000],
	])('%p is %d ms', (written, ms) => {
		expect(parseRateLimitReset(written, NOW)).toBe(ms);
	});

	it.each([
		undefined,
		'',
		'172800.001',
		'600000000',
		'999999999',
		'600000000000',
		'999999999999',
		'-5',
		'soon',
		'1e9',
		'NaN',
		'Infinity',
		'2026-03-07T09:00:00Z',
		String(NOW * 1000),
		String(NOW / 1000 + 1e7),
	])('%p cannot be understood', (written) => {
		expect(parseRateLimitReset(written, NOW)).toBeUndefined();
	});
});

describe('the time to hold headers against', () => {
	it("is the server's own when the clocks differ", () => {
		expect(serverTime(HTTP_DATE(NOW), NOW - 600_000)).toBe(NOW);
		expect(serverTime(HTTP_DATE(NOW), NOW + 600_000)).toBe(NOW);
		expect(serverTime(` ${HTTP_DATE(NOW)} `, NOW - 2_000)).toBe(NOW);
		expect(serverTime(HTTP_DATE(NOW), NOW + 2_000)).toBe(NOW);
	});

	it("is this machine's when they agree, because it is finer", () => {
		expect(serverTime(HTTP_DATE(NOW), NOW + 1_999)).toBe(NOW + 1_999);
		expect(serverTime(HTTP_DATE(NOW), NOW - 1_999)).toBe(NOW - 1_999);
	});

	it.each([undefined, '', 'soon', '-5', '1772874000'])(
		"is this machine's when the answer names none (%p)",
		(date) => {
			expect(serverTime(date, NOW + 600_000)).toBe(NOW + 600_000);
		},
	);
});

describe('a count', () => {
	it.each([
		['0', 0],
		[' 42 ', 42],
		['99.5', 99.5],
	])('%p is %d', (written, count) => {
		expect(readCount(written)).toBe(count);
	});

	it.each([undefined, '', '-1', 'NaN', 'inf', '5, 10', '0x10', '1e3'])('%p is none', (written) => {
		expect(readCount(written)).toBeUndefined();
	});
});
