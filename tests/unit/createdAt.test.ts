import fc from 'fast-check';
import { createdAt, isCreatedIn, isOlder } from '../../nodes/shared/records/createdAt';

const moment = fc
	.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
	.map((date) => date.getTime());

const created = (ms: number) => ({ created_at: new Date(ms).toISOString() });

describe('the creation date', () => {
	it.each([
		['2025-01-10T14:30:00Z', '2025-01-10T14:30:00Z'],
		['2026-03-08T00:00:00.000+02:00', '2026-03-07T22:00:00Z'],
		['2025-01-10T14:30:00', '2025-01-10T14:30:00Z'],
		['2025-01-10 14:30:00.123456+00', '2025-01-10T14:30:00.123Z'],
		[1736519400, '2025-01-10T14:30:00Z'],
		['1736519400', '2025-01-10T14:30:00Z'],
		[1736519400.25, '2025-01-10T14:30:00.250Z'],
		[1736519400123, '2025-01-10T14:30:00.123Z'],
		['1736519400123', '2025-01-10T14:30:00.123Z'],
	])('%s is %s', (written, iso) => {
		expect(createdAt({ created_at: written })).toBe(Date.parse(iso));
	});

	it.each([null, undefined, '', 'yesterday', 0, -1, 20250110, '20250110', NaN, 1e300, {}])(
		'%p cannot be read',
		(written) => {
			expect(createdAt({ created_at: written })).toBeUndefined();
		},
	);
});

describe('a record', () => {
	it('is older than a moment when it was certainly created before', () => {
		expect(isOlder(created(999), 1_000)).toBe(true);
		expect(isOlder(created(1_000), 1_000)).toBe(false);
		expect(isOlder({ created_at: 'soon' }, 1_000)).toBe(false);
		expect(isOlder(undefined, 1_000)).toBe(false);
	});
});

describe('a period', () => {
	it('holds its first moment and not its last', () => {
		fc.assert(
			fc.property(moment, fc.integer({ min: 1, max: 1e9 }), (from, length) => {
				const period = { from, until: from + length };
				expect(isCreatedIn(created(from), period)).toBe(true);
				expect(isCreatedIn(created(from - 1), period)).toBe(false);
				expect(isCreatedIn(created(period.until - 1), period)).toBe(true);
				expect(isCreatedIn(created(period.until), period)).toBe(false);
			}),
		);
	});

	it('neither loses nor repeats a record when periods stand side by side', () => {
		fc.assert(
			fc.property(moment, fc.array(moment, { minLength: 1, maxLength: 8 }), (at, cuts) => {
				const sorted = [...cuts].sort((a, b) => a - b);
				const periods = [undefined, ...sorted].map((from, index) => ({
					from,
					until: sorted.at(index),
				}));
				const holding = periods.filter((period) => isCreatedIn(created(at), period));
				expect(holding).toHaveLength(1);
			}),
		);
	});

	it('that is open on one side has no bound there', () => {
		expect(isCreatedIn(created(0), { until: 1 })).toBe(true);
		expect(isCreatedIn(created(1), { until: 1 })).toBe(false);
		expect(isCreatedIn(created(5), { from: 5 })).toBe(true);
		expect(isCreatedIn(created(5), {})).toBe(true);
	});

	it('never loses a record whose date cannot be read', () => {
		for (const created_at of [null, 'yesterday', 5]) {
			expect(isCreatedIn({ created_at }, { from: 0, until: 1 })).toBe(true);
		}
	});
});
