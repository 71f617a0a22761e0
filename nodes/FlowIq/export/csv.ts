import type { IDataObject } from 'n8n-workflow';
import { otherFields, OTHER_FIELDS, type Columns } from './columns';
import { BYTE_ORDER_MARK, guardedForExcel } from './excel';
import type { LineWriter } from './lines';

/** RFC 4180, section 2. */
const LINE_END = '\r\n';

const LAST_BLANK = 32;

export interface CsvStyle {
	/** One character between two cells. */
	delimiter: string;
	/** Whether cells are kept from being run or converted by a spreadsheet. */
	forExcel: boolean;
}

/** @returns what writes records as CSV (RFC 4180): one header line, quotes where needed, a line break at the end */
export function csvLines(columns: Columns, { delimiter, forExcel }: CsvStyle): LineWriter {
	const { names } = columns;
	const isSingle = names.length === 1;

	const cell = (value: unknown): string => {
		let text = textOf(value);
		if (forExcel) text = guardedForExcel(text, typeof value === 'number');
		// A line with nothing on it is skipped by most readers.
		if (text === '') return isSingle ? '""' : '';
		return needsQuotes(text, delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
	};

	return {
		head: (forExcel ? BYTE_ORDER_MARK : '') + names.map(cell).join(delimiter) + LINE_END,
		line(record) {
			let line = '';
			for (let index = 0; index < names.length; index++) {
				const name = names[index];
				if (index > 0) line += delimiter;
				line += cell(name === OTHER_FIELDS ? otherFields(record, columns) : record[name]);
			}
			return line + LINE_END;
		},
	};
}

/** Some readers drop blanks around a cell, unless it is quoted. */
function needsQuotes(text: string, delimiter: string): boolean {
	return (
		text.charCodeAt(0) <= LAST_BLANK ||
		text.charCodeAt(text.length - 1) <= LAST_BLANK ||
		text.includes(delimiter) ||
		text.includes('"') ||
		text.includes('\n') ||
		text.includes('\r')
	);
}

/** Lists of plain values are joined; what is nested deeper is written as JSON. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value);
	if (!Array.isArray(value)) return JSON.stringify(value as IDataObject);
	const isPlain = value.every((entry) => typeof entry !== 'object' || entry === null);
	return isPlain ? value.map(textOf).join(', ') : JSON.stringify(value);
}
