import fc from 'fast-check';
import { isMeantAsPhoneNumber, readPhoneNumber } from '../../nodes/shared/input/phoneNumber';
import { refusalOf } from './refusal';

const LABEL = 'Phone Number';

const refusal = (value: unknown, label = LABEL) => refusalOf(() => readPhoneNumber(value, label));

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
		})
		// Digits behind the only dot may be the decimals of a spreadsheet; the tables below say which.
		.filter(({ written }) => !/^[^.]*\.\d+\s*\u202c?$/.test(written)),
);

describe('a phone number', () => {
	it('comes out as its digits, however it was written', () => {
		fc.assert(
			fc.property(decorated, ({ number, written }) => {
				expect(readPhoneNumber(written, LABEL)).toBe(number);
			}),
			{ numRuns: 1000 },
		);
	});

	it('stays the same when it is normalised again', () => {
		fc.assert(
			fc.property(decorated, ({ written }) => {
				const once = readPhoneNumber(written, LABEL);
				expect(readPhoneNumber(once, LABEL)).toBe(once);
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
		expect(readPhoneNumber(written, LABEL)).toBe(number);
	});

	it.each([
		'+44 (0)20 7946 0018',
		'0044 (0) 20 7946 0018',
		'+44(0)2079460018',
		'44 (0)20 7946 0018',
	])('%s loses the zero that is dialled only inside the country', (written) => {
		expect(readPhoneNumber(written, LABEL)).toBe('442079460018');
	});

	it('loses that zero also when the country code itself stands in brackets', () => {
		expect(readPhoneNumber('(+44) (0)20 7946 0018', LABEL)).toBe('442079460018');
	});

	it('keeps a bracketed zero that is part of a longer group', () => {
		expect(readPhoneNumber('+39 (06) 6982 1234', LABEL)).toBe('390669821234');
	});

	it('may be typed in full-width characters', () => {
		fc.assert(
			fc.property(digits(7, 15), (number) => {
				const wide = [...`+${number}`].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
				expect(readPhoneNumber(wide.join(''), LABEL)).toBe(number);
			}),
		);
	});

	it.each([undefined, null, ''])('is not set when it is %p', (value) => {
		expect(readPhoneNumber(value, LABEL)).toBeUndefined();
	});

	it('may come as a number', () => {
		fc.assert(
			fc.property(digits(7, 15), (number) => {
				expect(readPhoneNumber(Number(number), LABEL)).toBe(number);
				expect(readPhoneNumber(BigInt(number), LABEL)).toBe(number);
			}),
		);
	});
});

describe('what spreadsheets and people paste', () => {
	it.each([
		['27600000003.0', 'a number of a spreadsheet'],
		['27600000003.00', 'a number with two decimals'],
		['27600000003,0', 'a number with a decimal comma'],
		['+27600000003.0', 'a number with a plus sign and a decimal'],
		['27 600 000 003,00', 'a formatted number'],
		['27.600.000.003,00', 'a number as German spreadsheets format it'],
		['27.60.000.0003', 'groups with dots'],
		['27.600000003', 'a country code with a dot behind it'],
		['27600000003.', 'a trailing dot'],
		['tel:+27600000003', 'a telephone address'],
		[' tel: +27600000003 ', 'a telephone address with blanks'],
		['whatsapp:+27600000003', 'an address of another service'],
		['https://wa.me/27600000003', 'a WhatsApp link'],
		['wa.me/27600000003?text=Hello%20you', 'a WhatsApp link with a text'],
		['https://api.whatsapp.com/send?phone=27600000003&text=Hi', 'the long WhatsApp link'],
		['https://api.whatsapp.com/send/?text=Hi&phone=%2B27600000003', 'the long link, the other way'],
		['27600000003@s.whatsapp.net', "WhatsApp's own address"],
		['27600000003:12@s.whatsapp.net', "WhatsApp's own address of a device"],
		['27600000003@c.us', "WhatsApp's older address"],
		['٢٧٦٠٠٠٠٠٠٠٣', 'Arabic digits'],
		['+۲۷ ۶۰ ۰۰۰ ۰۰۰۳', 'Persian digits'],
		['२७६०००००००३', 'Devanagari digits'],
		['+27\u200b60\u200b0000003', 'zero-width spaces'],
		['27\u00ad600000003', 'a soft hyphen'],
		['+27 (0)60 000 0003', 'a bracketed trunk zero'],
		["'27600000003", 'a text of a spreadsheet, and of the exports for Excel'],
		["'+27 60 000 0003", 'a text of a spreadsheet with a plus sign'],
		['’27600000003', 'a typographic apostrophe'],
		['"27600000003"', 'a text in quotes'],
		['="27600000003"', 'a formula that gives a text'],
		["'27600000003.0", 'a number of a spreadsheet as a text'],
	])('%s is read (%s)', (written) => {
		expect(readPhoneNumber(written, LABEL)).toBe('27600000003');
	});

	it.each([
		['27600000003.5', 'a fraction'],
		['27600000003,5', 'a fraction with a comma'],
		['27600000003.05', 'a fraction with two digits'],
		['27600000003.000', 'zeros that may be digits'],
		['27600000003.123', 'what may be digits or decimals'],
		['27,600,000,003', 'commas, which part one number from the next'],
		['-27600000003', 'a negative number'],
		['−27600000003', 'a negative number with the true minus sign'],
		['tel: -27600000003', 'a negative number in an address'],
		['2026-03-07', 'a date'],
		['2026/3/7', 'a date with slashes'],
		['17.03.2026', 'a German date'],
		['12/31/1999', 'an American date'],
		['1-12-2026', 'a date with dashes'],
		['27600000003-1712345678@g.us', 'a group'],
		['27600000003@lid', 'an address that holds no number'],
		['nathan@s.whatsapp.net', 'an address without a number'],
		['https://wa.me/message/ABCDEFGH', 'a link without a number'],
		['https://example.com/27600000003', 'another address'],
		['tel:+27600000003;ext=5', 'an extension'],
		['12345678-1234-1234-1234-123456789012', 'an ID of digits only'],
	])('%s is refused (%s)', (written) => {
		expect(refusal(written).message).toMatch(/is not a phone number|too long/);
	});

	it.each([...'٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐'])('may be written in the digits from %s on', (zero) => {
		const first = zero.codePointAt(0) ?? NaN;
		const written = [...'27983456109'].map((digit) => String.fromCodePoint(first + Number(digit)));
		expect(readPhoneNumber(written.join(''), LABEL)).toBe('27983456109');
	});

	it('is refused in digits that are no decimal ones of a known script', () => {
		const sinhala = [...'27600000003'].map((digit) => String.fromCodePoint(0xde6 + Number(digit)));
		expect(refusal(sinhala.join('')).message).toContain('is not a phone number');
	});

	it.each([
		['2904567.0', '2904567'],
		['290456.70', undefined],
		['290456.00', undefined],
		['2904567.89', undefined],
		['2904567.890', undefined],
		['290456.890', '290456890'],
		['27 600 000.003', '27600000003'],
	])('digits behind the only dot of %s are decimals behind a whole number', (written, read) => {
		if (read === undefined) expect(refusal(written).message).toContain('is not a phone number');
		else expect(readPhoneNumber(written, LABEL)).toBe(read);
	});

	it.each(['2.76E+10', '2,76E+10', '2.76000000030e10', '3E+10'])(
		'%s is refused, and its column named as the reason',
		(written) => {
			const { message, description } = refusal(written);
			expect(message).toBe(`'${LABEL}' was shortened by a spreadsheet: ${written}`);
			expect(description).toContain('as text');
		},
	);

	it.each(['0600000003', '060 000 0003', '(0)60 000 0003', '+0600000003', '011 27 60 000 0003'])(
		'%s is refused, because it has no country code',
		(written) => {
			const { message, description } = refusal(written);
			expect(message).toBe(`'${LABEL}' is a phone number without country code: ${written}`);
			expect(description).toContain('without the leading 0');
		},
	);
});

describe('a text that may be a phone number or an ID', () => {
	it.each([
		['+27 12 345 6789', true],
		['27123456789', true],
		['https://wa.me/27123456789', true],
		['2.76E+10', true],
		['-2.76E+10', true],
		["'27123456789", true],
		["'0600000003", true],
		['TEL:12', true],
		['callto:0600000003', true],
		['sms:somebody', true],
		['https://wa.me/0600000003', true],
		['0600000003@c.us', true],
		['27600000003;27600000004', true],
		['27600000003, 27600000004,', true],
		['27600000003 / 27600000004', true],
		['27600000003\n27600000004', true],
		['27600000003;somebody', false],
		['https://wa.me/message/ABCDEFGH', false],
		['whatsapp:somebody', true],
		['+1', true],
		['+', false],
		['+a', false],
		['27,600,000,003', true],
		['012345', false],
		['0123456', true],
		['012345678901234', true],
		['0123456789012345', false],
		['12345678-1234-1234-1234-123456789012', false],
		['contact-0600000003', false],
		['somebody', false],
	])('%s is meant as a number: %j', (text, isMeant) => {
		expect(isMeantAsPhoneNumber(text)).toBe(isMeant);
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
					const written = number.slice(0, at) + letter + number.slice(at);
					// Decimals of a spreadsheet, which are read.
					fc.pre(!/,00?$/.test(written));
					refusal(written);
				},
			),
		);
	});

	it.each([
		['fewer than 7', 'too short', digits(1, 6)],
		['more than 15', 'too long', digits(16, 40)],
	])('is refused with %s digits: it is %s', (_, words, wrong) => {
		fc.assert(
			fc.property(wrong, fc.constantFrom('', '+', '00'), (number, prefix) => {
				expect(refusal(prefix + number).message).toContain(words);
			}),
		);
	});

	it.each([
		['blanks', '   '],
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

	it.each([2712345678.5, -27123456789, 0, 2 ** 53])(
		'is refused when it is the number %d, which no telephone has',
		(value) => {
			expect(refusal(value).message).toBe(`'${LABEL}' is not a phone number: ${value}`);
		},
	);

	it('is refused as too short when it is the number 1', () => {
		expect(refusal(1).message).toContain('too short');
	});

	it('is refused with the label of its parameter, and an example of a right one', () => {
		const samples = [' ', 'abc', '123', '1234567890123456', '0600000003', {}, []];
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
