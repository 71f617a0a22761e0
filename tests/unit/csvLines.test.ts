import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { csvLines, type CsvStyle } from '../../nodes/FlowIq/export/csv';
import { guardedForExcel } from '../../nodes/FlowIq/export/excel';
import { jsonLines } from '../../nodes/FlowIq/export/jsonLines';

const PLAIN: CsvStyle = { delimiter: ',', forExcel: false };

const columns = (names: string[], known = names.filter((name) => name !== 'other_fields')) => ({
	names,
	isChosen: true,
	known: new Set(known),
});

function csvOf(records: IDataObject[], names: string[], style = PLAIN): string {
	const lines = csvLines(columns(names), style);
	return lines.head + records.map(lines.line).join('');
}

describe('CSV', () => {
	it.each<[string, unknown, string]>([
		['text as it is', 'Nathan', 'Nathan'],
		['the delimiter in quotes', 'a,b', '"a,b"'],
		['quotes doubled', 'say "hi"', '"say ""hi"""'],
		['line breaks inside quotes', 'a\nb\r\nc', '"a\nb\r\nc"'],
		['blanks at the ends in quotes', ' a ', '" a "'],
		['nothing for null', null, ''],
		['nothing for a missing field', undefined, ''],
		['numbers and booleans', 7.5, '7.5'],
		['false, not nothing', false, 'false'],
		['lists joined', ['vip', 'lead'], '"vip, lead"'],
		['an empty list as nothing', [], ''],
		['objects as JSON', { a: 1 }, '"{""a"":1}"'],
		['lists of objects as JSON', [{ a: 1 }], '"[{""a"":1}]"'],
		['every script', '新客户 до ✅', '新客户 до ✅'],
		['a formula unchanged, when not for Excel', '=1+1', '=1+1'],
	])('writes %s', (_, value, cell) => {
		expect(csvOf([{ a: value as string, b: 'x' }], ['a', 'b'])).toBe(`a,b\r\n${cell},x\r\n`);
	});

	it('writes an empty cell as quotes when a line has nothing else', () => {
		expect(csvOf([{ a: null }, { a: 'x' }], ['a'])).toBe('a\r\n""\r\nx\r\n');
	});

	it('is read back by another program, whatever the text and the delimiter', () => {
		const texts = fc.array(fc.record({ a: fc.string({ unit: 'binary' }), b: fc.string() }));
		const delimiters = fc.constantFrom(',', ';', '\t', '|', ' ', '~');
		fc.assert(
			fc.property(texts, delimiters, (records, delimiter) => {
				const csv = csvOf(records, ['a', 'b'], { delimiter, forExcel: false });
				expect(parse(csv, { columns: true, delimiter })).toEqual(records);
			}),
		);
	});
});

describe('cells for Excel', () => {
	it.each([
		'=1+1',
		'+27 12 345 6789',
		'-5 days',
		'@SUM(A1)',
		'\t=1',
		'\r=1',
		'  =1',
		'＝1+1',
		'27123456789',
		'00123',
		'1234567',
		'12345678901234567890',
		'1E5',
		'2e-7',
		'1/2',
		'10-12',
		'2026-01-05',
		'10:30',
		'9:00 am',
		'10 PM',
		'9:00am',
		'.5',
		',5',
		'1.234,56',
		'12 345',
		'50%',
		'$5',
		'€ 7,50',
		'5 €',
		'(5)',
		'May 5',
		'5-Mar',
		'1 jan 2026',
	])('%j is marked as text', (text) => {
		expect(guardedForExcel(text, false)).toBe(`'${text}`);
	});

	it.each([
		'',
		'Nathan',
		'5',
		'42',
		'0',
		'2026-01-05T10:30:00.000Z',
		'3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
		'name@example.com',
		'call 0123',
		'5 apples',
		'9am',
		'May I ask',
		'true',
		'[{"a":1}]',
	])('%j stays as it is', (text) => {
		expect(guardedForExcel(text, false)).toBe(text);
	});

	it.each([
		['-5', '-5'],
		['7.5', '7.5'],
		['1234567890123', "'1234567890123"],
	])('the number %s is written as %s', (text, written) => {
		expect(guardedForExcel(text, true)).toBe(written);
	});

	it('takes a long text without delay', () => {
		const text = `1${' '.repeat(60_000)}x`;
		expect(guardedForExcel(text, false)).toBe(text);
	});
});

describe('JSON Lines', () => {
	const record = { id: '1', tags: ['a'], note: 'two\nlines', extra: { deep: [null, true] } };

	it('keeps a record whole on one line', () => {
		const all = { names: ['id', 'tags', 'other_fields'], isChosen: false, known: new Set(['id']) };
		const line = jsonLines(all).line(record);
		expect(line.split('\n')).toHaveLength(2);
		expect(JSON.parse(line)).toEqual(record);
	});

	it('writes chosen columns in their order, null where there is none', () => {
		expect(jsonLines(columns(['tags', 'email', 'id'])).line(record)).toBe(
			'{"tags":["a"],"email":null,"id":"1"}\n',
		);
	});
});
