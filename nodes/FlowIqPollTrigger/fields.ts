import type { INodeProperties } from 'n8n-workflow';
import { contactLocator } from '../shared/fields/contactLocator';

export const fields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'event',
		type: 'options',
		required: true,
		noDataExpression: true,
		options: [
			{
				name: 'Contact Has Unread Messages',
				value: 'unreadContact',
				description:
					'A contact has unread messages and had none before. A poll costs one request per 100 contacts.',
			},
			{ name: 'New Contact', value: 'newContact', description: 'A contact was created' },
			{
				name: 'New Message',
				value: 'newMessage',
				description: 'A message was added to one of the chosen conversations',
			},
		],
		default: 'newContact',
	},
	{
		displayName: 'Conversations',
		name: 'conversations',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		displayOptions: { show: { event: ['newMessage'] } },
		default: { conversation: [{ contact: { mode: 'list', value: '' } }] },
		placeholder: 'Add conversation',
		description: 'The conversations to watch. Each costs one request per poll.',
		options: [
			{
				displayName: 'Conversation',
				name: 'conversation',
				values: [contactLocator({ description: 'The contact whose conversation is watched' })],
			},
		],
	},
	{
		displayName: 'Messages',
		name: 'direction',
		type: 'options',
		displayOptions: { show: { event: ['newMessage'] } },
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Incoming Only', value: 'incoming', description: 'Messages that the customer sent' },
		],
		default: 'incoming',
		description: 'Which messages start the workflow',
	},
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Date and Time',
				value: 'date',
				description: 'What was created at a moment or later, then everything new',
			},
			{ name: 'Everything', value: 'everything', description: 'All there is, then everything new' },
			{
				name: 'Now',
				value: 'now',
				description: 'Only what is new after the workflow is published',
			},
		],
		displayOptions: { show: { event: ['newContact', 'newMessage'] } },
		default: 'now',
		description: 'Where to begin when the workflow is published for the first time',
		hint: 'Publishing again goes on where it stopped. Another choice here begins anew.',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { startFrom: ['date'], event: ['newContact', 'newMessage'] } },
		default: '',
		description: "The first moment. Without a time zone, the workflow's is used.",
	},
];
