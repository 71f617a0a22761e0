import fc from 'fast-check';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import { normalizePhoneNumber } from '../../nodes/shared/input/phoneNumber';

const LABEL = 'Phone Number';

function refusal(value: unknown, label = LABEL): InvalidInput {
	let thrown: unknown;
	try {
		normalizePhoneNumber(value, label);
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toBeInstanceOf(InvalidInput);
	return thrown as InvalidInput;
}

/** No country code begins with zero. */
function digits(minLength: number, maxLength: number) {
	return fc
		.array(fc.integer({ min: 0, max: 9 }), { minLength: minLength - 1, maxLength: maxLength - 1 })
		.chain((rest) => fc.integer({ min: 1, max: 9 }).map((first) => [first, ...rest].join('')));
}

const separator = fc.constantFrom('', ' ', '  ', '.', '-', '\u00a0', '\u2011', '\u2013', '\u202f');

/** The same number as people write it; a bracketed lone zero is left out, as it is a trunk zero and no digit. */
const decorated = digits(7, 15).chain((number) =>
	fc
		.record({
			prefix: fc.constantFrom('', '+', '00', '+ ', '00 ', ' +'),
			between: fc.array(separator, { minLength: number.length, maxLength: number.length }),
			brackets: fc.constantFrom('()', '[]', ''),
			open: fc.integer({ min: 1, max: number.length - 2 }),
			length: fc.integer({ min: 2, max: 4 }),
			after: fc.constantFrom('', ' ', '\t', '\u202c'),
		})
		.map(({ prefix, between, brackets, open, length, after }) => {
			const close = Math.min(number.length - 1, open + length - 1);
			const written = [...number].map((digit, index) => {
				const before = index === open ? (brackets[0] ?? '') : '';
				const behind = index === close ? (brackets[1] ?? '') : '';
				return before + digit + behind + between[index];
			});
			return { number, written: prefix + written.join('') + after };
		}),
);

describe('a phone number', () => {
	it('comes out as its digits, however it was written', () => {
		fc.assert(
			fc.property(decorated, ({ number, written }) => {
				expect(normalizePhoneNumber(written, LABEL)).toBe(number);
			}),
			{ numRuns: 1000 },
		);
	});

	it('stays the same when it is normalised again', () => {
		fc.assert(
			fc.property(decorated, ({ written }) => {
				const once = normalizePhoneNumber(written, LABEL);
				expect(normalizePhoneNumber(once, LABEL)).toBe(once);
			}),
		);
	});

	it.each([
		['+27 12 345 6789', '27123456789'],
		['0027 12 345-6789', '27123456789'],
		['+1 (415) 555-2671', '14155552671'],
		['+49.30.123456', '4930123456'],
		['(+27) 12 345 6789', '27123456789'],
		['\u202a+27 12 345 6789\u202c', '27123456789'],
		['+290 4567', '2904567'],
	])('%s is understood', (written, number) => {
		expect(normalizePhoneNumber(written, LABEL)).toBe(number);
	});

	it.each(['+44 (0)20 7946 0018', '0044 (0) 20 7946 0018', '+44(0)2079460018'])(
		'%s loses the zero that is dialled only inside the country',
		(written) => {
			expect(normalizePhoneNumber(written, LABEL)).toBe('442079460018');
		},
	);

	it('loses that zero also when the country code itself stands in brackets', () => {
		expect(normalizePhoneNumber('(+44) (0)20 7946 0018', LABEL)).toBe('442079460018');
	});

	it('keeps a bracketed zero that is part of a longer group', () => {
		expect(normalizePhoneNumber('+39 (06) 6982 1234', LABEL)).toBe('390669821234');
	});

	it('may be typed in full-width characters', () => {
		fc.assert(
			fc.property(digits(7, 15), (number) => {
				const wide = [...`+${number}`].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
				expect(normalizePhoneNumber(wide.join(''), LABEL)).toBe(number);
			}),
		);
	});

	it('may come as a number', () => {
		fc.assert(
			fc.property(digits(7, 15), (number) => {
				expect(normalizePhoneNumber(Number(number), LABEL)).toBe(number);
				expect(normalizePhoneNumber(BigInt(number), LABEL)).toBe(number);
			}),
		);
	});
});

describe('what cannot be a phone number', () => {
	it('is refused when it holds a letter', () => {
		fc.assert(
			fc.property(
				digits(7, 14),
				fc.nat(14),
				fc.constantFrom('a', 'Z', 'x', 'é', 'я', 'ext', '@', '#', ','),
				(number, at, letter) => {
					refusal(number.slice(0, at) + letter + number.slice(at));
				},
			),
		);
	});

	it('is refused with fewer than 7 digits', () => {
		fc.assert(
			fc.property(digits(1, 6), fc.constantFrom('', '+', '00'), (number, prefix) => {
				expect(refusal(prefix + number).message).toContain('too short');
			}),
		);
	});

	it('is refused with more than 15 digits', () => {
		fc.assert(
			fc.property(digits(16, 40), fc.constantFrom('', '+', '00'), (number, prefix) => {
				expect(refusal(prefix + number).message).toContain('too long');
			}),
		);
	});

	it.each([
		['nothing', ''],
		['blanks', '   '],
		['undefined', undefined],
		['null', null],
		['an object', { number: '27123456789' }],
		['a list', ['27123456789']],
		['true', true],
		['not a number', NaN],
		['infinity', Infinity],
		['a number too large to be exact', 1e21],
		['separators only', '+ - ()'],
		['a plus sign in the middle', '27+123456789'],
		['two plus signs', '++27123456789'],
	])('is refused when it is %s', (_, value) => {
		refusal(value);
	});

	it.each([2712345678.5, -27123456789])(
		'is refused when it is the number %d, which no telephone has',
		(value) => {
			refusal(value);
		},
	);

	it('is refused with the label of its parameter, and an example of a right one', () => {
		const samples = ['', 'abc', '123', '1234567890123456', {}, null];
		fc.assert(
			fc.property(
				fc.constantFrom(...samples),
				fc.constantFrom('Phone Number', 'Contact', 'Recipient'),
				(value, label) => {
					const error = refusal(value, label);
					expect(error.message).toContain(`'${label}'`);
					expect(error.description).toMatch(/country code.*\+27 12 345 6789/);
				},
			),
		);
	});
});
