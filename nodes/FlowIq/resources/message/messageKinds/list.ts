import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../../shared/errors/flowIqError';
import { valuesAndLabels } from '../../../../shared/input/choice';
import {
	readEntries,
	refuseEqual,
	refuseUnknownNames,
	type Entry,
} from '../../../../shared/input/entries';
import { readSentText } from '../../../../shared/input/sentText';
import { readText } from '../../../../shared/input/text';
import { required } from '../../../../shared/input/whatCame';
import { LIMITS } from '../../../../shared/message/limits';
import type { OperationCall } from '../../../operation';
import { fieldsOrJson } from './fieldsOrJson';
import { headerMediaField } from './buttons';
import {
	bodyField,
	readBody,
	readHeaderAndFooter,
	readTitle,
	refuseEqualTitles,
} from './interactiveTexts';
import { ENTER_VALUE, refuseAdded, withoutUnset } from './messageKind';

const ROWS_EXAMPLE = '[{ "id": "mon-9", "title": "Monday, 9 am" }]';
const EXAMPLE = `[{ "title": "Next week", "rows": ${ROWS_EXAMPLE} }]`;

export const LIST = {
	name: 'List',
	value: 'list' as const,
	description: 'A button that opens a list of choices',
};

const show = { interactiveType: valuesAndLabels([LIST]) };

const rows: INodeProperties = {
	displayName: 'Rows',
	name: 'rows',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Row',
	default: {},
	options: [
		{
			displayName: 'Row',
			name: 'row',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Monday, 9 am',
					description: `Text of the row, up to ${LIMITS.rowTitle} characters`,
				},
				{
					displayName: 'ID',
					name: 'id',
					type: 'string',
					default: '',
					placeholder: 'e.g. mon-9',
					description: 'ID that your workflow receives when this row is chosen',
				},
				{
					displayName: 'Description',
					name: 'description',
					type: 'string',
					default: '',
					description: `Small text below the title, up to ${LIMITS.rowDescription} characters`,
				},
			],
		},
	],
};

const sections: INodeProperties = {
	displayName: 'Sections',
	name: 'sections',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	displayOptions: { show },
	placeholder: 'Add Section',
	default: {},
	builderHint: {
		propertyHint: `As { "section": [{ "title": "Next week", "rows": { "row": [{ "id": "mon-9", "title": "Monday, 9 am" }] } }] }. Rows need IDs and titles that differ over all sections. A list from an expression goes into \`sectionsJson\`, with \`specifySections\` set to 'json'.`,
	},
	options: [
		{
			displayName: 'Section',
			name: 'section',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Next week',
					description: `Heading of the section, up to ${LIMITS.sectionTitle} characters`,
				},
				rows,
			],
		},
	],
};

const input = fieldsOrJson(sections, {
	example: EXAMPLE,
	description: `List of up to ${LIMITS.sections} sections, each with optional 'title' and up to ${LIMITS.rowsPerSection} 'rows' ('id', 'title', optional 'description')`,
});

const buttonText: INodeProperties = {
	displayName: 'Button Text',
	name: 'buttonText',
	type: 'string',
	required: true,
	displayOptions: { show },
	default: '',
	placeholder: 'e.g. Choose a time',
	description: `Text on the button that opens the list, up to ${LIMITS.listButton} characters`,
};

export const listFields: INodeProperties[] = [
	{ ...bodyField, displayOptions: { show } },
	buttonText,
	...input.fields,
];

/** Reference page "send-interactive-list". */
export function listContent(
	parameter: OperationCall['parameter'],
	added: IDataObject,
): IDataObject {
	refuseAdded(added, [headerMediaField], 'a list; it goes with buttons only');
	const button = readSentText(parameter('buttonText', ''), 'Button Text', LIMITS.listButton);
	return withoutUnset({
		type: 'list',
		body: readBody(parameter),
		button: required(button, 'Button Text', ENTER_VALUE),
		sections: readSections(parameter),
		...readHeaderAndFooter(added),
	});
}

function readSections(parameter: OperationCall['parameter']): IDataObject[] {
	const { value, label } = input.read(parameter);
	const entries = readEntries(value, label, ['section', 'sections'], EXAMPLE);
	const list = required(entries, label, 'Add at least one section with a row.');
	refuseTooMany(label, list, 'sections', LIMITS.sections);
	const read = list.map((entry, index) => readSection(entry, `Section ${index + 1}`));
	const all = read.flatMap((section) => section.rows);
	refuseEqual(
		all.map(({ id }) => id),
		"rows have the same 'ID'",
		'Give each row of the list its own ID.',
	);
	refuseEqualTitles(
		all.map(({ title }) => title),
		'rows',
		'Give each row of the list its own title.',
	);
	return read.map(({ title, rows: choices }) =>
		withoutUnset({ title, rows: choices.map(withoutUnset) }),
	);
}

function readSection(entry: Entry, label: string) {
	refuseUnknownNames(entry, label, ['title', 'rows']);
	const entries = readEntries(entry.rows, `${label} Rows`, ['row', 'rows'], ROWS_EXAMPLE);
	const list = required(entries, `${label} Rows`, 'Add a row, or remove the section.');
	refuseTooMany(`${label} Rows`, list, 'rows', LIMITS.rowsPerSection);
	return {
		title: readSentText(entry.title, `${label} Title`, LIMITS.sectionTitle),
		rows: list.map((row, index) => readRow(row, `${label} Row ${index + 1}`)),
	};
}

function readRow(entry: Entry, label: string) {
	refuseUnknownNames(entry, label, ['id', 'title', 'description']);
	return {
		id: required(readText(entry.id, `${label} ID`), `${label} ID`, 'Every row needs an ID.'),
		title: readTitle(entry.title, `${label} Title`, LIMITS.rowTitle),
		description: readSentText(entry.description, `${label} Description`, LIMITS.rowDescription),
	};
}

function refuseTooMany(label: string, list: unknown[], what: string, most: number): void {
	if (list.length <= most) return;
	throw new InvalidInput(
		`'${label}' has ${list.length} ${what}, and WhatsApp shows ${most} at most`,
		`Remove ${list.length - most}.`,
	);
}
