import type { INodeProperties } from 'n8n-workflow';
import { contactLocator } from '../shared/fields/contactLocator';
import { DIRECTION, EVENT, SCOPE, START_FROM } from './choices';

const CHOSEN = { event: ['newMessage'], conversationScope: ['chosen'] };

/** @param show the event, and what goes with it, for which there is a past to start from */
function startFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{ ...START_FROM, displayOptions: { show } },
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			required: true,
			displayOptions: { show: { ...show, startFrom: ['date'] } },
			default: '',
			description:
				"Return only what was created at this time or later. Without a time zone, the workflow's is used. An expression is evaluated once, at the first poll.",
		},
	];
}

export const fields: INodeProperties[] = [
	EVENT,
	{ ...SCOPE, displayOptions: { show: { event: ['newMessage'] } } },
	{
		displayName: 'Conversations',
		name: 'conversations',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, minRequiredFields: 1 },
		displayOptions: { show: CHOSEN },
		default: { conversation: [{ contact: { mode: 'list', value: '' } }] },
		placeholder: 'Add Conversation',
		description: 'The conversations to watch. Each costs one request per poll.',
		options: [
			{
				displayName: 'Conversation',
				name: 'conversation',
				values: [
					contactLocator({
						required: true,
						description: 'The contact whose conversation to watch',
					}),
				],
			},
		],
	},
	{ ...DIRECTION, displayOptions: { show: { event: ['newMessage'] } } },
	...startFields({ event: ['newContact'] }),
	...startFields(CHOSEN),
];
