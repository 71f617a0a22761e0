import type { INodeProperties } from 'n8n-workflow';
import { EVENT_TYPES } from '../shared/events/eventTypes';
import { filters } from './filterFields';
import { options } from './options';
import { MIN_SECRET_LENGTH } from './secret';

/** The address of a webhook depends on the value itself (`path.ts`). */
export const REGISTRATIONS = [
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
];

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
		options: REGISTRATIONS,
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
