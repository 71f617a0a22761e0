import type { INodeProperties } from 'n8n-workflow';
import { contactLocator } from '../shared/fields/contactLocator';
import { maxFileSize } from '../shared/fields/maxFileSize';

/** What can happen in FlowIQ; the values are FlowIQ's own (documentation page "create-webhook"). */
const events = [
	{ name: 'Call', value: 'call', description: 'Somebody calls your WhatsApp number' },
	{
		name: 'Message Delivered',
		value: 'message_delivered',
		description: 'A message of yours reached the phone',
	},
	{
		name: 'Message Failed',
		value: 'message_failed',
		description: 'A message of yours could not be delivered',
	},
	{ name: 'Message Read', value: 'message_read', description: 'A message of yours was read' },
	{
		name: 'Message Received',
		value: 'message_received',
		description: 'A customer writes to you',
	},
	{
		name: 'Message Sent',
		value: 'message_sent',
		description: 'WhatsApp accepted a message of yours',
	},
	{
		name: 'Sent Message Record',
		value: 'sent_message',
		description: 'A message of yours with its text and media, whoever sent it: agent, bot or API',
	},
];

const messageTypes = [
	{ name: 'Audio', value: 'audio' },
	{ name: 'Button', value: 'button' },
	{ name: 'Document', value: 'document' },
	{ name: 'Image', value: 'image' },
	{ name: 'Interactive', value: 'interactive' },
	{ name: 'Location', value: 'location' },
	{ name: 'Sticker', value: 'sticker' },
	{ name: 'Text', value: 'text' },
	{ name: 'Video', value: 'video' },
];

export const fields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: events,
		default: ['message_received'],
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
				description: 'Paste the address into the FlowIQ dashboard yourself',
			},
		],
		default: 'automatic',
		description: 'How FlowIQ gets to know the address of this trigger',
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
		hint: 'At least 16 letters and digits. It becomes the end of the production URL above.',
		description:
			'Random text that only FlowIQ and this trigger know. Calls without it are refused.',
	},
	{
		displayName:
			'Copy the production URL, which ends with your secret, into the FlowIQ dashboard as a webhook for the events above. Keep it to yourself.',
		name: 'manualNotice',
		type: 'notice',
		displayOptions: { show: { registration: ['manual'] } },
		default: '',
	},
	{
		displayName:
			'FlowIQ has no way to remove a webhook through its API. After you change the events or the address of n8n, delete the old webhook in the FlowIQ dashboard; n8n’s log says which one. Until then its events are recognised and start nothing twice.',
		name: 'automaticNotice',
		type: 'notice',
		displayOptions: { show: { registration: ['automatic'] } },
		default: '',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'An event that does not pass starts nothing at all',
		options: [
			contactLocator({
				description: 'Only events of this contact',
				modes: ['list', 'phone'],
			}),
			{
				displayName: 'Message Types',
				name: 'messageTypes',
				type: 'multiOptions',
				options: messageTypes,
				default: [],
				description: 'Only messages of these types',
			},
			{
				displayName: 'Text Contains',
				name: 'text',
				type: 'string',
				default: '',
				placeholder: 'e.g. invoice',
				description: 'Only messages with this text. Upper and lower case are the same.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Answer FlowIQ',
				name: 'answer',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'At Once',
						value: 'atOnce',
						description:
							'As early as possible. Events that were answered but not saved yet are lost if n8n stops or cannot save them.',
					},
					{
						name: 'When the Run Is Saved',
						value: 'saved',
						description: 'What FlowIQ takes for delivered is not lost, even if n8n stops',
					},
				],
				default: 'saved',
				description: 'When FlowIQ is told that an event has arrived',
			},
			{
				displayName: 'Download Media',
				name: 'downloadMedia',
				type: 'boolean',
				default: false,
				description: 'Whether to attach the file of a message with media, as binary data',
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: 'Whether to add what FlowIQ sent, unchanged, in the field "raw"',
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
		],
	},
];
