import { plainText, withoutTextMarks } from '../../nodes/shared/input/plainText';

describe('text that is read for its meaning', () => {
	it.each([...'٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐０'])('has the plain digits for those from %s on', (zero) => {
		const first = zero.codePointAt(0) ?? NaN;
		const digits = Array.from({ length: 10 }, (_, digit) => String.fromCodePoint(first + digit));
		expect(plainText(digits.join(''))).toBe('0123456789');
	});

	it.each([
		['\u200e\u200b7\ufeff', '7'],
		['\u00a0two\u00a0words\u3000', 'two words'],
		['\u22121', '-1'],
		['2026\u201103\u201507', '2026-03-07'],
		['ＴＲＵＥ', 'TRUE'],
		['Zoë', 'Zoë'],
	])('is in plain characters: %j', (written, plain) => {
		expect(plainText(written)).toBe(plain);
	});

	it.each([
		["'27", '27'],
		['’27', '27'],
		['"27"', '27'],
		['“27”', '27'],
		['="27"', '27'],
		["' 27 '", '27'],
		["O'Neil", "O'Neil"],
		['=27', '=27'],
		["''", ''],
	])('is without the marks that keep it a text: %j', (written, bare) => {
		expect(withoutTextMarks(written)).toBe(bare);
	});
});
