import fc from 'fast-check';
import { readList, readText } from '../../nodes/shared/input/text';

describe('the text of a parameter', () => {
	it('is trimmed, and absent when nothing is left', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(readText(text)).toBe(text.trim() === '' ? undefined : text.trim());
			}),
		);
	});

	it('may be a number', () => {
		expect(readText(5123456789012)).toBe('5123456789012');
		expect(readText(0)).toBe('0');
	});

	it.each([undefined, null, true, {}, ['a'], '', ' \n '])('is absent when it is %p', (value) => {
		expect(readText(value)).toBeUndefined();
	});
});

describe('a list in a parameter', () => {
	const part = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && !/,/.test(text));

	it('is the same with commas as it is as a list', () => {
		fc.assert(
			fc.property(fc.array(part), (parts) => {
				const trimmed = parts.map((text) => text.trim());
				expect(readList(parts)).toEqual(trimmed);
				expect(readList(parts.join(','))).toEqual(trimmed);
				expect(readList(parts.join(' , '))).toEqual(trimmed);
			}),
		);
	});

	it('has no empty parts', () => {
		expect(readList(' vip,, customer , ')).toEqual(['vip', 'customer']);
		expect(readList(['vip', '', ' ', null, undefined, 'customer'])).toEqual(['vip', 'customer']);
	});

	it.each([undefined, null, '', ' ', {}, []])('is empty when it is %p', (value) => {
		expect(readList(value)).toEqual([]);
	});

	it('may hold numbers, which order and phone numbers often are', () => {
		expect(readList([1, '2'])).toEqual(['1', '2']);
		expect(readList(12)).toEqual(['12']);
	});
});
