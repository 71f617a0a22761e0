import { standIn, type Answer, type OnReceived } from './stand-in.ts';

/** Of a new spreadsheet. */
const NEW_ROWS = 1_000;

/** From here on, Google shows a number with an exponent. */
const LONG_NUMBER = 1e15;

type Cell = string | number | boolean;

/**
 * Google Sheets' API as far as reading, changing and appending rows goes, with one spreadsheet that has one sheet. It does
 * to values what Google does: as "user entered", what looks like a number becomes one and what looks like a formula is
 * run; as "raw", a text stays a text.
 */
export function googleSheetsStandIn(onReceived?: OnReceived) {
	const cells: Cell[][] = [];
	let rowCount = NEW_ROWS;

	/** @param range such as Sheet1!B7 or Sheet1!2:501 */
	const write = (range: string, values: Array<Array<Cell | null>>, valueInput: unknown) => {
		const [, letters, first] = /!([A-Z]*)(\d+)/.exec(range) ?? [];
		const column = letters ? columnNumber(letters) : 0;
		const row = Number(first) - 1;

		if (!(row < rowCount)) {
			return refused(`Range (${range}) exceeds grid limits. Max rows: ${rowCount}`);
		}
		for (const [below, line] of values.entries()) {
			for (const [beside, value] of line.entries()) {
				// Nothing was said about this cell.
				if (value === null) continue;
				while (cells.length <= row + below) cells.push([]);
				while (cells[row + below].length < column + beside) cells[row + below].push('');
				cells[row + below][column + beside] = valueInput === 'RAW' ? value : entered(value);
			}
		}
		rowCount = Math.max(rowCount, cells.length);

		return { status: 200, body: { updatedRange: range } };
	};

	return {
		/** To be entered in n8n as the document. */
		spreadsheetId: 'stand-in-spreadsheet-0000000000000000000000',
		/** What is in the sheet, the column names first. */
		cells,
		...standIn('ya29.stand-in', onReceived, ({ method, path, query, body }, refusal) => {
			if (refusal) return refused(refusal);

			const [, what] = /^\/v4\/spreadsheets\/stand-in-[^/:]+(.*)$/.exec(path) ?? [];
			const [, range] = /^\/values\/(.+)$/.exec(what ?? '') ?? [];

			if (what === '' && method === 'GET') return { status: 200, body: properties(rowCount) };
			if (what === ':batchUpdate') {
				for (const { appendDimension } of body.requests) {
					if (appendDimension?.dimension === 'ROWS') rowCount += appendDimension.length;
				}

				return { status: 200, body: { replies: [{}] } };
			}
			if (what === '/values:batchUpdate') {
				for (const { range: each, values } of body.data) {
					const answer = write(each, values, body.valueInputOption);

					if (answer.status !== 200) return answer;
				}

				return { status: 200, body: { totalUpdatedCells: body.data.length } };
			}
			if (range && method === 'PUT') {
				return write(range, body.values, query.get('valueInputOption'));
			}
			if (range && method === 'GET') return { status: 200, body: { values: read(cells, range) } };

			return { status: 404, body: { error: { code: 404, message: 'Not found' } } };
		}),
	};
}

/** The data of an n8n credential that has been through Google's log-in already. */
export function googleCredential(token: string) {
	return {
		clientId: 'stand-in',
		clientSecret: 'stand-in',
		oauthTokenData: { access_token: token, token_type: 'Bearer' },
	};
}

/**
 * As Google shows it; empty cells at the end of a row, and empty rows at the end, are left out.
 *
 * @param range the whole sheet, or rows of it such as Sheet1!1:1
 */
function read(cells: Cell[][], range: string) {
	const [, first, last] = /!(\d+):(\d+)$/.exec(range) ?? [];
	const rows = first ? cells.slice(Number(first) - 1, Number(last)) : cells;
	const shown = rows.map((row) => withoutEmptyEnd(row.map(formatted), (cell) => cell === ''));
	const filled = withoutEmptyEnd(shown, (row) => row.length === 0);

	return filled.length > 0 ? filled : undefined;
}

function withoutEmptyEnd<T>(list: T[], isEmpty: (value: T) => boolean) {
	return list.slice(0, list.findLastIndex((value) => !isEmpty(value)) + 1);
}

function formatted(cell: Cell) {
	if (typeof cell === 'boolean') return String(cell).toUpperCase();

	return typeof cell === 'number' && Math.abs(cell) >= LONG_NUMBER
		? cell.toExponential(5).toUpperCase()
		: String(cell);
}

/** What becomes of a text that somebody types into a cell. */
function entered(value: Cell) {
	const text = String(value).trim();

	if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);

	return /^[=+]/.test(text) ? '#ERROR!' : value;
}

function columnNumber(letters: string) {
	return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function properties(rowCount: number) {
	const gridProperties = { rowCount, columnCount: 26 };
	const sheet = { sheetId: 0, title: 'Sheet1', index: 0, sheetType: 'GRID', gridProperties };

	return { sheets: [{ properties: sheet }] };
}

function refused(message: string): Answer {
	return { status: 400, body: { error: { code: 400, message, status: 'INVALID_ARGUMENT' } } };
}
