import fc from 'fast-check';
import { textOf, textsOf } from '../../nodes/shared/records/text';

describe('a text that FlowIQ sent', () => {
	it('is trimmed, and absent when nothing is left', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(textOf(text)).toBe(text.trim() === '' ? undefined : text.trim());
			}),
		);
	});

	it('may be a number', () => {
		expect(textOf(5123456789012)).toBe('5123456789012');
		expect(textOf(0)).toBe('0');
	});

	it.each([undefined, null, true, {}, ['a'], '', ' \n '])('is absent when it is %p', (value) => {
		expect(textOf(value)).toBeUndefined();
	});
});

describe('a list that FlowIQ sent', () => {
	const part = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '' && !/,/.test(text));

	it('is the same with commas as it is as a list', () => {
		fc.assert(
			fc.property(fc.array(part), (parts) => {
				const trimmed = parts.map((text) => text.trim());
				expect(textsOf(parts)).toEqual(trimmed);
				expect(textsOf(parts.join(','))).toEqual(trimmed);
				expect(textsOf(parts.join(' , '))).toEqual(trimmed);
			}),
		);
	});

	it('has no empty parts', () => {
		expect(textsOf(' vip,, customer , ')).toEqual(['vip', 'customer']);
		expect(textsOf(['vip', '', ' ', null, undefined, 'customer'])).toEqual(['vip', 'customer']);
	});

	it.each([undefined, null, '', ' ', {}, []])('is empty when it is %p', (value) => {
		expect(textsOf(value)).toEqual([]);
	});

	it('may hold objects with a name', () => {
		const named = [{ id: 1, name: ' vip ' }, { label: 'customer' }, { title: 'new' }, { id: 2 }];
		expect(textsOf(named)).toEqual(['vip', 'customer', 'new']);
	});

	it('may hold numbers, which order and phone numbers often are', () => {
		expect(textsOf([1, '2'])).toEqual(['1', '2']);
		expect(textsOf(12)).toEqual(['12']);
	});
});
