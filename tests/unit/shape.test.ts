import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { isRecord, readCount, shaper } from '../../nodes/shared/records/shape';

const toShape = shaper([
	{ name: 'id' },
	{ name: 'text', aliases: ['content', 'body'] },
	{ name: 'flag', aliases: ['mark'], convert: (value) => (value === 1 ? true : value) },
	{ name: 'list', missing: () => [] },
]);

const FIELDS = ['id', 'text', 'flag', 'list'];

const anyRecord = fc.dictionary(
	fc.constantFrom('id', 'text', 'content', 'body', 'flag', 'mark', 'list', 'extra', 'more'),
	fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
);

describe('a record', () => {
	it('has every field of the shape first, in order, and none undefined', () => {
		fc.assert(
			fc.property(anyRecord, (record) => {
				const shaped = toShape(record as IDataObject);
				expect(Object.keys(shaped).slice(0, FIELDS.length)).toEqual(FIELDS);
				expect(Object.values(shaped)).not.toContain(undefined);
			}),
		);
	});

	it('stays the same when it is shaped again', () => {
		fc.assert(
			fc.property(anyRecord, (record) => {
				const once = toShape(record as IDataObject);
				expect(toShape({ ...once })).toEqual(once);
			}),
		);
	});

	it('has the same values whatever the order in which the server sends them', () => {
		fc.assert(
			fc.property(anyRecord, (record) => {
				const inOrder = { id: null, text: null, flag: null, list: null, ...record };
				const turned = Object.fromEntries(Object.entries(inOrder).reverse());
				expect(toShape(inOrder as IDataObject)).toEqual(toShape(turned as IDataObject));
			}),
		);
	});

	it('takes the reference name before another, and the other names in their order', () => {
		expect(toShape({ content: 'a' }).text).toBe('a');
		expect(toShape({ body: 'b' }).text).toBe('b');
		expect(toShape({ body: 'b', content: 'a' }).text).toBe('a');
		expect(toShape({ content: 'a', text: 't' }).text).toBe('t');
	});

	it('converts the documented variant of a value under either name', () => {
		expect(toShape({ flag: 1 }).flag).toBe(true);
		expect(toShape({ mark: 1 }).flag).toBe(true);
		expect(toShape({}).flag).toBeNull();
	});

	it('keeps what the server sent beyond the shape, untouched', () => {
		const extra = { deep: [1, { two: 2 }] };
		expect(toShape({ extra, more: null })).toMatchObject({ extra, more: null });
	});

	it('loses no value, even when a server sends a field under two names', () => {
		const values = Object.values(toShape({ text: 'reference', content: 'other' }));
		expect(values).toEqual(expect.arrayContaining(['reference', 'other']));
	});

	it('takes the other name when the reference name holds null', () => {
		expect(toShape({ text: null, content: 'other' }).text).toBe('other');
	});

	it.each([
		[{ text: 'a', content: null }],
		[{ text: 'a', content: 'a' }],
		[{ text: null, content: null, body: null }],
		[{ content: null, body: 'a' }],
		[{ content: null }],
		[{ flag: true, mark: 1 }],
		[{ mark: null }],
	] as IDataObject[][])('has the reference names only, where others add nothing: %j', (record) => {
		expect(Object.keys(toShape(record))).toEqual(FIELDS);
	});
});

describe('a row of a list', () => {
	it.each([null, undefined, 'text', 5, true, [], [{ id: 1 }], {}, { id: null, text: undefined }])(
		'%j is no record',
		(row) => {
			expect(isRecord(row)).toBe(false);
		},
	);

	it.each([{ id: 1 }, { text: '' }, { flag: false }, { list: [] }])('%j is a record', (row) => {
		expect(isRecord(row)).toBe(true);
	});
});

describe('a number that FlowIQ counted', () => {
	it.each([
		[0, 0],
		[7, 7],
		['0', 0],
		['120', 120],
		['', undefined],
		['  ', undefined],
		['many', undefined],
		[-1, undefined],
		[1.5, undefined],
		[2 ** 53, undefined],
		[true, undefined],
		[null, undefined],
	])('is read from %j as %p', (value, count) => {
		expect(readCount(value)).toBe(count);
	});
});
