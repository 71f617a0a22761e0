// @ts-check
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/**
 * @typedef {object} CsvSummary
 * @property {string[]} columns of the header line
 * @property {number} rows contacts, the header not counted
 * @property {string[]} ids in the file's order
 */

/** @type {CsvSummary} */
export const NO_CSV = { columns: [], rows: 0, ids: [] };

/**
 * Reads an exported contact list with a CSV parser of its own.
 *
 * @param {string} file
 * @throws {Error} when it is not well-formed CSV, as when a row has too many or too few fields
 */
export async function readContactCsv(file) {
	/** @type {CsvSummary} */
	const summary = { columns: [], rows: 0, ids: [] };
	const parser = parse({ bom: true });
	const bytes = createReadStream(file);

	bytes.on('error', (error) => parser.destroy(error));
	bytes.pipe(parser);

	let idColumn = -1;

	for await (const record of /** @type {AsyncIterable<string[]>} */ (parser)) {
		if (summary.columns.length === 0) {
			summary.columns = record;
			idColumn = record.indexOf('id');
		} else {
			summary.rows++;
			summary.ids.push(record[idColumn] ?? '');
		}
	}

	return summary;
}

/**
 * What is wrong with an exported contact list.
 *
 * @param {CsvSummary} csv
 * @param {{ totals: number[], ids?: Iterable<string> }} expected `totals`: how many contacts there were before and
 *   after, since a live account may change in between; `ids` is left out when only the numbers are known
 * @returns {string[]} sentences; none when the file is exact
 */
export function csvFaults(csv, { totals, ids }) {
	/** @type {string[]} */
	const faults = [];
	const found = new Set(csv.ids);
	const least = Math.min(...totals);
	const most = Math.max(...totals);

	// An export of nothing has no header either.
	if (least === 0 && csv.rows === 0) return faults;

	if (!csv.columns.includes('id')) faults.push('The file has no header line with a column "id".');
	if (csv.rows < least || csv.rows > most) {
		faults.push(
			`The file has ${csv.rows} contacts, and the account has ${least === most ? least : `${least} to ${most}`}.`,
		);
	}
	if (found.size !== csv.ids.length) {
		faults.push(`${csv.ids.length - found.size} contacts are in the file more than once.`);
	}
	if (ids) {
		const missing = [...ids].filter((id) => !found.delete(id));

		if (missing.length) {
			faults.push(`${missing.length} contacts are missing, the first has the id ${missing[0]}.`);
		}
		if (found.size) faults.push(`${found.size} lines have ids that the account does not have.`);
	}

	return faults;
}
