// @ts-check
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { csvFaults, readContactCsv } from '../../start/lib/csv-check.ts';
import { testFolder } from './folder.mjs';

/**
 * @param {import('node:test').TestContext} context
 * @param {string} text
 */
async function read(context, text) {
	const file = path.join(await testFolder(context), 'contacts.csv');

	await writeFile(file, text);

	return await readContactCsv(file);
}

test('counts contacts and columns, with and without a byte order mark and a last line break', async (context) => {
	for (const text of [
		'id,name\n1,Ann\n2,Bo',
		'\ufeffid,name\n1,Ann\n2,Bo\n',
		'id,name\r\n1,Ann\r\n2,Bo\r\n',
	]) {
		assert.deepEqual(await read(context, text), {
			columns: ['id', 'name'],
			ids: ['1', '2'],
		});
	}
});

test('commas, quotes and line breaks inside a cell do not count', async (context) => {
	const csv = await read(context, 'id,name\n1,"Ann, ""the"" A\nB"\n');

	assert.deepEqual(csvFaults(csv, ['1']), []);
});

test('a row with too many cells is refused', async (context) => {
	await assert.rejects(read(context, 'id,name\n1,Ann,Bo\n'));
});

test('missing, doubled and foreign contacts are told', async (context) => {
	const csv = await read(context, 'id,name\n1,Ann\n1,Ann\n9,Zoe\n');
	const faults = csvFaults(csv, ['1', '2', '3']).join('\n');

	assert.match(faults, /1 contacts are in the file more than once/);
	assert.match(faults, /2 contacts are missing, the first has the id 2/);
	assert.match(faults, /1 lines have ids that the account does not have/);
});

test('too few rows are told with both numbers', async (context) => {
	const csv = await read(context, 'id\n1\n');

	assert.match(csvFaults(csv, ['1', '2']).join(), /has 1 contacts, and the account has 2/);
});

test('a file without ids is told', async (context) => {
	const csv = await read(context, 'name\nAnn\n');

	assert.match(csvFaults(csv, ['1']).join(), /no header line with a column "id"/);
});

test('no file for no contacts is right, and for some it is not', () => {
	const nothing = { columns: [], ids: [] };

	assert.deepEqual(csvFaults(nothing, []), []);
	assert.notDeepEqual(csvFaults(nothing, ['1', '2']), []);
});
