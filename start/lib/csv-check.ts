/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

export interface CsvSummary {
	/** Of the header line. */
	columns: string[];
	/** Of the contacts, in the file's order. */
	ids: string[];
}

/**
 * Reads an exported contact list with a CSV parser of its own.
 *
 * @throws {Error} when it is not well-formed CSV, as when a row has too many or too few fields
 */
export async function readContactCsv(file: string): Promise<CsvSummary> {
	const [columns = [], ...rows]: string[][] = parse(await readFile(file), { bom: true });
	const idColumn = columns.indexOf('id');

	return { columns, ids: rows.map((row) => row[idColumn] ?? '') };
}

/**
 * @param expected the ids of the account's contacts
 * @returns sentences on what is wrong with an exported contact list; none when it is exact
 */
export function csvFaults({ columns, ids }: CsvSummary, expected: string[]) {
	const faults: string[] = [];
	const found = new Set(ids);
	const repeated = ids.length - found.size;
	const missing = expected.filter((id) => !found.delete(id));

	// An export of nothing has no header either.
	if (expected.length === 0 && ids.length === 0) return faults;

	if (!columns.includes('id')) faults.push('The file has no header line with a column "id".');
	if (ids.length !== expected.length) {
		faults.push(`The file has ${ids.length} contacts, and the account has ${expected.length}.`);
	}
	if (repeated) faults.push(`${repeated} contacts are in the file more than once.`);
	if (missing.length) {
		faults.push(`${missing.length} contacts are missing, the first has the id ${missing[0]}.`);
	}
	if (found.size) faults.push(`${found.size} lines have ids that the account does not have.`);

	return faults;
}
