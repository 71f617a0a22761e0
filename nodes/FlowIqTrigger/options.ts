import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { maxFileSize } from '../shared/fields/maxFileSize';
import { readBoolean } from '../shared/input/boolean';
import { readChoice } from '../shared/input/choice';

const LABELS = {
	downloadMedia: 'Download Media',
	includeRaw: 'Include Raw Payload',
	answer: 'Respond',
};

const ANSWERS = [
	{
		name: 'After Execution Is Saved',
		value: 'saved' as const,
		description: 'No delivered event is lost if n8n crashes. Needs n8n 2.8 or later.',
	},
	{
		name: 'Immediately',
		value: 'atOnce' as const,
		description:
			"FlowIQ doesn't wait for downloads. Events are lost if n8n stops before their execution is saved.",
	},
];

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: LABELS.downloadMedia,
			name: 'downloadMedia',
			type: 'boolean',
			default: false,
			description:
				"Whether to add the message's file to the item as binary data. If it can't be downloaded, the field 'media_error' says why.",
		},
		{
			displayName: LABELS.includeRaw,
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: "Whether to add the unchanged event from FlowIQ in the field 'raw'",
		},
		{ ...maxFileSize, displayOptions: { show: { downloadMedia: [true] } } },
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
			displayOptions: { show: { downloadMedia: [true] } },
		},
		{
			displayName: LABELS.answer,
			name: 'answer',
			type: 'options',
			noDataExpression: true,
			options: ANSWERS,
			default: 'saved',
			description: 'When to tell FlowIQ that the event was delivered',
		},
	],
};

/** What becomes of an event besides the item itself; how its file is read is `attachMedia`'s. */
export interface EventOptions {
	downloadMedia: boolean;
	includeRaw: boolean;
	isAnsweredAtOnce: boolean;
}

/**
 * @param values of the Options collection
 * @param whenUnreadable is told of each option that cannot be read; if it returns, that option has its default
 * @throws InvalidInput with the label of the option, unless `whenUnreadable` takes it
 */
export function readOptions(
	{ downloadMedia, includeRaw, answer }: IDataObject,
	whenUnreadable = (error: unknown): void => {
		throw error;
	},
): EventOptions {
	const read = <T>(reader: () => T | undefined): T | undefined => {
		try {
			return reader();
		} catch (error) {
			whenUnreadable(error);
			return undefined;
		}
	};
	return {
		downloadMedia: read(() => readBoolean(downloadMedia, LABELS.downloadMedia)) ?? false,
		includeRaw: read(() => readBoolean(includeRaw, LABELS.includeRaw)) ?? false,
		isAnsweredAtOnce: read(() => readChoice(answer, LABELS.answer, ANSWERS)) === 'atOnce',
	};
}
