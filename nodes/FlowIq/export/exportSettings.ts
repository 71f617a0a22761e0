import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readBinaryPropertyName } from '../../shared/fields/binaryPropertyName';
import { readBoolean } from '../../shared/input/boolean';
import { readChoice } from '../../shared/input/choice';
import { readInteger } from '../../shared/input/number';
import { readText } from '../../shared/input/text';
import { timeZoneName } from '../../shared/input/timeZone';
import { INVISIBLE, isNotSet, refusal } from '../../shared/input/whatCame';
import type { OperationCall } from '../operation';
import { readColumns } from './columns';
import { csvLines } from './csv';
import { excelDelimiter } from './excel';
import { DEFAULT_ROWS_PER_FILE, FORMATS, LABELS } from './exportFields';
import { fileNames } from './fileNames';
import { jsonLines } from './jsonLines';
import type { LineWriter } from './lines';

/** Longest name of a file, its extension and number included, that every file system takes. */
const MAX_FILE_NAME_LENGTH = 200;

const MIME_TYPES = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

/** Names that people write for a character which is hard to type. */
const DELIMITERS: Record<string, string> = {
	comma: ',',
	semicolon: ';',
	tab: '\t',
	'\\t': '\t',
	pipe: '|',
};

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

export interface ExportSettings {
	lines: LineWriter;
	rowsPerFile: number;
	mimeType: string;
	binaryPropertyName: string;
	/** @returns the name of the next file */
	nextFileName: () => string;
	/** Where an earlier export ended. */
	resumeFrom?: string;
}

/**
 * @param options values of the Options collection
 * @param fields fields that can be columns, in their usual order
 * @param what what is exported, for the name of the file
 * @throws InvalidInput when a value cannot be used
 */
export function readExportSettings(
	{ parameter, timeZone, context }: OperationCall,
	options: IDataObject,
	fields: string[],
	what: string,
): ExportSettings {
	const zone = timeZoneName(timeZone);
	const format = readChoice(parameter('format', 'csv'), LABELS.format, FORMATS) ?? 'csv';
	const columns = readColumns(options.columns, fields);
	const forExcel = readBoolean(options.forExcel, LABELS.forExcel) ?? false;
	const delimiter = readDelimiter(options.delimiter);
	const style = { delimiter: delimiter ?? (forExcel ? excelDelimiter(zone) : ','), forExcel };
	const stem = readFileName(options.fileName, format) ?? `flowiq-${what}-${today(zone)}`;
	const rows = readInteger(options.rowsPerFile, LABELS.rowsPerFile, { min: 1 });
	return {
		lines: format === 'csv' ? csvLines(columns, style) : jsonLines(columns),
		rowsPerFile: rows ?? DEFAULT_ROWS_PER_FILE,
		mimeType: MIME_TYPES[format],
		binaryPropertyName: readBinaryPropertyName(parameter('binaryPropertyName', 'data')),
		nextFileName: fileNames(context, stem, format),
		resumeFrom: readText(options.resumeFrom, LABELS.resumeFrom),
	};
}

/** @throws InvalidInput when an agent asks: it cannot take a file, and its model would read none */
export function refuseTool({ isTool }: OperationCall): void {
	if (!isTool) return;
	throw new InvalidInput(
		"'Export to File' can't be used as a tool: an AI agent can't take files",
		"Let the agent use 'Get Many' with a limit, or export the file in the workflow itself.",
	);
}

/** A sign, a blank or a control character, and none that cells have a meaning for or that begins a formula. */
const DELIMITER = /^(?!["'\r\n\0\\=+\-@.])[\p{P}\p{S}\p{Zs}\p{Cc}]$/u;

/** A single blank or tab counts here, so that is not trimmed. A full-width comma is one to whoever types it. */
function readDelimiter(value: unknown): string | undefined {
	if (isNotSet(value)) return undefined;
	const typed = typeof value === 'string' ? value.normalize('NFKC').replace(INVISIBLE, '') : '';
	const written = typed.length > 1 ? typed.trim() : typed;
	const character = DELIMITERS[written.toLowerCase()] ?? written;
	if (character.length === 1 && DELIMITER.test(character)) return character;
	throw refusal(
		LABELS.delimiter,
		'one character such as a comma',
		value,
		'Enter a comma, a semicolon, a tab (\\t) or a pipe (|), or remove the field.',
	);
}

/** @returns the name without the extension of its format */
function readFileName(value: unknown, format: string): string | undefined {
	const name = readText(value, LABELS.fileName);
	if (name === undefined) return undefined;
	const extension = `.${format}`;
	const stem = name.toLowerCase().endsWith(extension) ? name.slice(0, -extension.length) : name;
	const isName = !/[/\\:*?"<>|\p{Cc}]/u.test(stem) && !/^\.|[. ]$|^$/.test(stem);
	if (isName && !DEVICE.test(stem) && name.length <= MAX_FILE_NAME_LENGTH) return stem;
	throw refusal(
		LABELS.fileName,
		'the name of a file, without a path',
		value,
		`Enter a name such as contacts.csv, of at most ${MAX_FILE_NAME_LENGTH} characters. The node that saves the file chooses the folder.`,
	);
}

function today(timeZone: string): string {
	const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
	return new Intl.DateTimeFormat('en-CA', { timeZone, ...parts }).format(new Date());
}
