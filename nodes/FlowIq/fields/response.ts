import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readChoice } from '../../shared/input/choice';
import { readCollection, readGroup } from '../../shared/input/collection';
import { readText } from '../../shared/input/text';
import { describeValue } from '../../shared/input/whatCame';
import type { AnswerForm } from '../responsePage/page';
import { limitWaitTimeOption } from './limitWaitTime';
import { requestLimitOptions } from './requestLimits';

/** Names and values are those of n8n's own nodes that send and wait. */

const RESPONSE_TYPES = [
	{
		name: 'Approval',
		value: 'approval' as const,
		description: 'Recipient can approve or decline on a page',
	},
	{
		name: 'Free Text',
		value: 'freeText' as const,
		description: 'Recipient can submit a response via a form',
	},
];

const APPROVAL_TYPES = [
	{ name: 'Approve Only', value: 'single' as const },
	{ name: 'Approve and Disapprove', value: 'double' as const },
];

const approveLabel: INodeProperties = {
	displayName: 'Approve Button Label',
	name: 'approveLabel',
	type: 'string',
	default: 'Approve',
};

const disapproveLabel: INodeProperties = {
	displayName: 'Disapprove Button Label',
	name: 'disapproveLabel',
	type: 'string',
	displayOptions: { hide: { approvalType: ['single'] } },
	default: 'Decline',
};

// Not "shown for": n8n drops what is not shown, and a workflow written by a program may hold a choice by its label.
const forFreeText: INodeProperties['displayOptions'] = { hide: { '/responseType': ['approval'] } };

const messageButtonLabel: INodeProperties = {
	displayName: 'Message Button Label',
	name: 'messageButtonLabel',
	type: 'string',
	displayOptions: forFreeText,
	default: 'Respond',
	description: 'Text before the link in the WhatsApp message',
};

const formTitle: INodeProperties = {
	displayName: 'Response Form Title',
	name: 'responseFormTitle',
	type: 'string',
	default: 'Response requested',
	description: 'Title of the page on which the recipient responds',
};

const formButtonLabel: INodeProperties = {
	displayName: 'Response Form Button Label',
	name: 'responseFormButtonLabel',
	type: 'string',
	displayOptions: forFreeText,
	default: 'Submit',
};

/** One message is one request, which may have to wait for its turn. */
const maxWait = requestLimitOptions.filter(({ name }) => name === 'maxWait');

const approvalOptions: INodeProperties = {
	displayName: 'Approval Options',
	name: 'approvalOptions',
	type: 'fixedCollection',
	placeholder: 'Add option',
	displayOptions: { hide: { responseType: ['freeText'] } },
	default: {},
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Type of Approval',
					name: 'approvalType',
					type: 'options',
					options: APPROVAL_TYPES,
					default: 'single',
				},
				approveLabel,
				disapproveLabel,
			],
		},
	],
};

export const responseOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [limitWaitTimeOption, ...maxWait, messageButtonLabel, formButtonLabel, formTitle],
};

export const responseFields: INodeProperties[] = [
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: RESPONSE_TYPES,
		default: 'approval',
	},
	approvalOptions,
	responseOptions,
];

/** How the recipient is asked for a response. */
export interface ResponseForm {
	title: string;
	/** Text before the link in the message. */
	linkLabel: string;
	form: AnswerForm;
}

/**
 * @param parameter reads a parameter of the node
 * @throws InvalidInput when a value cannot be read
 */
export function readResponseForm(
	parameter: (name: string, fallback?: unknown) => unknown,
): ResponseForm {
	const options = readCollection(parameter('options', {}), responseOptions);
	const title = readLabel(options, formTitle);
	const responseType = readChoice(parameter('responseType'), 'Response Type', RESPONSE_TYPES);
	if (responseType === 'freeText') {
		return {
			title,
			linkLabel: readLabel(options, messageButtonLabel),
			form: { type: 'freeText', submitLabel: readLabel(options, formButtonLabel) },
		};
	}
	const values = readGroup(parameter('approvalOptions', {}), approvalOptions) ?? {};
	const labels = [readLabel(values, approveLabel)];
	const approvalType = readChoice(values.approvalType, 'Type of Approval', APPROVAL_TYPES);
	if (approvalType === 'double') labels.push(readLabel(values, disapproveLabel));
	if (labels[0] === labels[1]) {
		throw new InvalidInput(
			`'${approveLabel.displayName}' and '${disapproveLabel.displayName}' are the same: ${describeValue(labels[0])}`,
			'The recipient could not tell the buttons apart. Give each its own label.',
		);
	}
	return {
		title,
		linkLabel: labels.join(' / '),
		form: { type: 'approval', approveLabel: labels[0], disapproveLabel: labels[1] },
	};
}

function readLabel(values: IDataObject, { name, displayName, default: text }: INodeProperties) {
	return readText(values[name], displayName) ?? (text as string);
}
