import type { INodeProperties } from 'n8n-workflow';
import { binaryPropertyName } from '../../shared/fields/binaryPropertyName';
import { requestLimitOptions } from '../fields/requestLimits';
import { OTHER_FIELDS } from './columns';

/** Excel shows 1,048,576 rows of a file at the most. */
export const DEFAULT_ROWS_PER_FILE = 1_000_000;

export const LABELS = {
	format: 'Format',
	columns: 'Columns',
	delimiter: 'Delimiter',
	fileName: 'File Name',
	forExcel: 'For Excel',
	resumeFrom: 'Resume From',
	rowsPerFile: 'Rows per File',
};

export const FORMATS = [
	{ name: 'CSV', value: 'csv' as const, description: 'For spreadsheets and most other programs' },
	{
		name: 'JSON Lines',
		value: 'jsonl' as const,
		description: 'One JSON object per line with all values unchanged, for databases and scripts',
	},
];

/** Not "shown for CSV": n8n drops what is not shown, and a workflow written by a program may hold the format by its label. */
const forCsv = { hide: { '/format': ['jsonl'] } };

/** Fields that exports have beside those that say what is exported. */
export const fileFields: INodeProperties[] = [
	{
		displayName: LABELS.format,
		name: 'format',
		type: 'options',
		options: [...FORMATS],
		default: 'csv',
		description: 'The format of the file',
	},
	binaryPropertyName,
];

/**
 * @param columns fields that can be columns
 * @param repeated what another export from 'Resume From' may hold once more, as the end of a sentence
 * @param more further options
 * @returns the Options collection of an export
 */
export function exportOptions(
	columns: string[],
	repeated: string,
	more: INodeProperties[] = [],
): INodeProperties {
	const options: INodeProperties[] = [
		{
			displayName: LABELS.columns,
			name: 'columns',
			type: 'string',
			placeholder: `e.g. ${columns.slice(0, 3).join(', ')}`,
			default: '',
			description: `The columns in their order, separated by commas. By default all: ${columns.join(', ')}, ${OTHER_FIELDS}. The last one holds what else FlowIQ sends, as JSON.`,
		},
		{
			displayName: LABELS.delimiter,
			name: 'delimiter',
			type: 'string',
			displayOptions: forCsv,
			placeholder: 'e.g. ;',
			default: '',
			description:
				"The character between two cells. By default a comma, and for Excel what it expects in the region of the workflow's time zone.",
		},
		{
			displayName: LABELS.fileName,
			name: 'fileName',
			type: 'string',
			placeholder: 'e.g. contacts.csv',
			default: '',
			description:
				'The name of the file. If there are several, also of several input items, a number is added from the second on.',
		},
		{
			displayName: LABELS.forExcel,
			name: 'forExcel',
			type: 'boolean',
			displayOptions: forCsv,
			default: true,
			description:
				"Whether to write the file so that Excel opens it correctly: with a byte-order mark, Excel's delimiter, and an apostrophe before values that Excel would run as a formula or convert, such as phone numbers",
		},
		...requestLimitOptions,
		{
			displayName: LABELS.resumeFrom,
			name: 'resumeFrom',
			type: 'string',
			default: '',
			description: `The 'resumeFrom' value of an earlier export, to continue where it ended. ${repeated}.`,
		},
		{
			displayName: LABELS.rowsPerFile,
			name: 'rowsPerFile',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_ROWS_PER_FILE,
			description: 'Max number of records per file. Further records go into another file.',
		},
		...more,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}
