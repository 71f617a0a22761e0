import fc from 'fast-check';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import { readLimit } from '../../nodes/shared/input/limit';
import { refusalOf } from './refusal';

describe('Limit', () => {
	it('is every whole number from 1, as a number or as text', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (limit) => {
				expect(readLimit(limit)).toBe(limit);
				expect(readLimit(String(limit))).toBe(limit);
				expect(readLimit(` ${limit} `)).toBe(limit);
			}),
		);
	});

	it.each([undefined, null, ''])("is n8n's default when it is %p, which means not set", (value) => {
		expect(readLimit(value)).toBe(50);
	});

	it('is never 0, negative or a fraction', () => {
		const wrong = fc.oneof(
			fc.integer({ max: 0 }),
			fc
				.double({ noNaN: true, noDefaultInfinity: true })
				.filter((number) => !Number.isInteger(number)),
		);
		fc.assert(
			fc.property(wrong, (limit) => {
				expect(() => readLimit(limit)).toThrow(InvalidInput);
				expect(() => readLimit(String(limit))).toThrow(InvalidInput);
			}),
		);
	});

	it.each([
		NaN,
		Infinity,
		-Infinity,
		1e300,
		'  ',
		'all',
		'12 apples',
		'0x10',
		'1e3',
		true,
		{},
		[5],
	])('is refused when it is %p, with its label and the way to get everything', (value) => {
		expect(refusalOf(() => readLimit(value))).toMatchObject({
			message: expect.stringContaining("'Limit'"),
			description: expect.stringContaining("'Return All'"),
		});
	});
});
