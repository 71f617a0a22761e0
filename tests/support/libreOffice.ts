/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter as pathDelimiter, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * LibreOffice's settings for a CSV file: delimiter, quote, UTF-8, first line, formats of columns, language (US English),
 * then whether quoted cells are always text and special numbers (dates, amounts) are looked for, as Excel does; on the
 * way out the latter means that cells are written as they are shown.
 */
const readAs = (delimiter: string) => `CSV:${delimiter.charCodeAt(0)},34,76,1,,1033,false,true`;
const SHOWN = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false';

export const hasLibreOffice = (process.env.PATH ?? '')
	.split(pathDelimiter)
	.some((folder) => existsSync(join(folder, 'soffice')));

/**
 * Opens a CSV file in LibreOffice, without a window.
 *
 * @param text of the file
 * @param delimiter between its cells
 * @returns the cells as LibreOffice shows them, as CSV with commas
 */
export async function shownByLibreOffice(text: string, delimiter: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'flowiq-office-'));
	try {
		writeFileSync(join(folder, 'in.csv'), text);
		await promisify(execFile)('soffice', [
			`-env:UserInstallation=file://${folder}/profile`,
			'--headless',
			`--infilter=${readAs(delimiter)}`,
			'--convert-to',
			SHOWN,
			'--outdir',
			join(folder, 'out'),
			join(folder, 'in.csv'),
		]);
		return readFileSync(join(folder, 'out', 'in.csv'), 'utf8');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
