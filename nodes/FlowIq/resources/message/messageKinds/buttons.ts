import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../../shared/errors/flowIqError';
import { readChoice, valuesAndLabels } from '../../../../shared/input/choice';
import { readGroup } from '../../../../shared/input/collection';
import {
	readEntries,
	refuseEqual,
	refuseUnknownNames,
	type Entry,
} from '../../../../shared/input/entries';
import { readHttpsUrl } from '../../../../shared/input/httpsUrl';
import { readText } from '../../../../shared/input/text';
import { required } from '../../../../shared/input/whatCame';
import { LIMITS } from '../../../../shared/message/limits';
import type { OperationCall } from '../../../operation';
import { fieldsOrJson } from './fieldsOrJson';
import {
	bodyField,
	readBody,
	readHeaderAndFooter,
	readTitle,
	refuseEqualTitles,
} from './interactiveTexts';
import { withoutUnset } from './messageKind';

const EXAMPLE = '[{ "id": "yes", "title": "Yes" }, { "id": "no", "title": "No" }]';

const HEADER_MEDIA_TYPES = [
	{ name: 'Document', value: 'document' as const },
	{ name: 'Image', value: 'image' as const },
	{ name: 'Video', value: 'video' as const },
];

export const BUTTONS = {
	name: 'Buttons',
	value: 'button' as const,
	description: 'Up to three buttons below the text',
};

const interactiveType = valuesAndLabels([BUTTONS]);
const show = { interactiveType };

const collection: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	displayOptions: { show },
	placeholder: 'Add Button',
	default: {},
	builderHint: {
		propertyHint: `Up to ${LIMITS.buttons}, as { "button": [{ "title": "Yes", "id": "yes" }] }. A list from an expression goes into \`buttonsJson\`, with \`specifyButtons\` set to 'json'.`,
	},
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Yes',
					description: `Text on the button, up to ${LIMITS.buttonTitle} characters`,
				},
				{
					displayName: 'ID',
					name: 'id',
					type: 'string',
					default: '',
					placeholder: 'e.g. yes',
					description:
						'ID that your workflow receives when the button is tapped. Leave empty to let FlowIQ create one.',
				},
			],
		},
	],
};

const input = fieldsOrJson(collection, {
	example: EXAMPLE,
	description: `List of up to ${LIMITS.buttons} buttons, each with 'title' (up to ${LIMITS.buttonTitle} characters) and optional 'id'`,
});

export const headerMediaField: INodeProperties = {
	displayName: 'Header Media',
	name: 'headerMedia',
	type: 'fixedCollection',
	displayOptions: { show: { '/interactiveType': interactiveType } },
	placeholder: 'Add Header Media',
	default: {},
	options: [
		{
			displayName: 'Media',
			name: 'media',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: HEADER_MEDIA_TYPES,
					default: 'image',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/image.png',
					description: 'Public https address of the file',
				},
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. offer.pdf',
					description: 'Name the recipient sees. Only for documents.',
				},
			],
		},
	],
	description: 'Image, video or document above the text',
};

export const buttonFields: INodeProperties[] = [
	{ ...bodyField, displayOptions: { show } },
	...input.fields,
];

/** Reference page "send-interactive-buttons". */
export function buttonContent(
	parameter: OperationCall['parameter'],
	added: IDataObject,
): IDataObject {
	const { value, label } = input.read(parameter);
	const entries = readEntries(value, label, ['button', 'buttons'], EXAMPLE);
	const buttons = required(entries, label, 'Add at least one button.');
	if (buttons.length > LIMITS.buttons) {
		throw new InvalidInput(
			`'${label}' has ${buttons.length} buttons, and WhatsApp shows ${LIMITS.buttons} at most`,
			`Remove ${buttons.length - LIMITS.buttons}, or send a list, which takes more choices.`,
		);
	}
	const read = buttons.map(readButton);
	refuseEqualTitles(
		read.map(({ title }) => title),
		'buttons',
		'Give each button its own title.',
	);
	refuseEqual(
		read.map(({ id }) => id),
		"buttons have the same 'ID'",
		'Give each button its own ID, or none.',
	);
	return withoutUnset({
		type: 'button',
		body: readBody(parameter),
		buttons: read.map(withoutUnset),
		...readHeaderAndFooter(added),
		header_media: readHeaderMedia(added.headerMedia),
	});
}

function readButton(entry: Entry, index: number): { id?: string; title: string } {
	const label = `Button ${index + 1}`;
	refuseUnknownNames(entry, label, ['id', 'title']);
	return {
		id: readText(entry.id, `${label} ID`),
		title: readTitle(entry.title, `${label} Title`, LIMITS.buttonTitle),
	};
}

function readHeaderMedia(value: unknown): IDataObject | undefined {
	const media = readGroup(value, headerMediaField);
	if (media === undefined) return undefined;
	const address = readHttpsUrl(media.url, 'Header Media URL');
	return withoutUnset({
		type: readChoice(media.type, 'Header Media Type', HEADER_MEDIA_TYPES) ?? 'image',
		url: required(address, 'Header Media URL', 'Enter its address, or remove the header media.'),
		filename: readText(media.fileName, 'Header Media File Name'),
	});
}
