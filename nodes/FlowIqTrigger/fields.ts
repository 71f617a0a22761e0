import type { INodeProperties } from 'n8n-workflow';
import { EVENT_TYPES } from '../shared/events/eventTypes';
import { maxFileSize } from '../shared/fields/maxFileSize';
import { filters } from './filterFields';
import { MIN_SECRET_LENGTH } from './secret';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Download Media',
			name: 'downloadMedia',
			type: 'boolean',
			default: false,
			description:
				"Whether to add the message's file to the item as binary data. If it can't be downloaded, the field 'media_error' says why.",
		},
		{
			displayName: 'Include Raw Payload',
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
			displayName: 'Respond',
			name: 'answer',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'After Execution Is Saved',
					value: 'saved',
					description: 'No delivered event is lost if n8n crashes. Needs n8n 2.8 or later.',
				},
				{
					name: 'Immediately',
					value: 'atOnce',
					description:
						"FlowIQ doesn't wait for downloads. Events are lost if n8n stops before their execution is saved.",
				},
			],
			default: 'saved',
			description: 'When to tell FlowIQ that the event was delivered',
		},
	],
};

export const fields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: EVENT_TYPES,
		default: ['message_received'],
		builderHint: {
			propertyHint:
				'A list. `message_received` is what customers write or tap. `sent_message` and `message_sent` are messages of your own side: with them, a workflow that sends starts itself again. `message_failed` comes after a send that looked successful.',
		},
	},
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Register the webhook with FlowIQ when the workflow is published',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'Add the webhook in the FlowIQ dashboard yourself',
			},
		],
		default: 'automatic',
		description: 'How to register the webhook with FlowIQ',
	},
	{
		displayName: 'Secret',
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		noDataExpression: true,
		displayOptions: { show: { registration: ['manual'] } },
		default: '',
		placeholder: 'e.g. 24 random letters and digits',
		hint: `At least ${MIN_SECRET_LENGTH} letters and digits. It becomes the end of the Production URL above.`,
		description:
			'Random text that only FlowIQ and this trigger know. Requests without it are refused.',
	},
	{
		displayName:
			'Copy the Production URL, which ends with your secret, into the FlowIQ dashboard (Add Messaging Webhook) for the events above. Keep it private.',
		name: 'manualNotice',
		type: 'notice',
		displayOptions: { show: { registration: ['manual'] } },
		default: '',
	},
	{
		displayName:
			"FlowIQ's API can't remove webhooks. After you change the events, the credential or n8n's address, or unpublish the workflow, delete the old webhook in the FlowIQ dashboard; n8n's log says which one. To register again, unpublish and publish the workflow.",
		name: 'automaticNotice',
		type: 'notice',
		displayOptions: { show: { registration: ['automatic'] } },
		default: '',
	},
	filters,
	options,
];
