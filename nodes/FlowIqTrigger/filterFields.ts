import type { INodeProperties } from 'n8n-workflow';
import { contactLocator } from '../shared/fields/contactLocator';

/** Stands for every type that is not in the list, and for messages that FlowIQ names no type of. */
export const OTHER_TYPE = 'other';

/** Types that FlowIQ documents (page "webhooks") or passes on from WhatsApp. */
export const MESSAGE_TYPES = [
	{ name: 'Audio', value: 'audio' },
	{ name: 'Button', value: 'button' },
	{ name: 'Contacts', value: 'contacts' },
	{ name: 'Document', value: 'document' },
	{ name: 'Image', value: 'image' },
	{ name: 'Interactive', value: 'interactive' },
	{ name: 'Location', value: 'location' },
	{ name: 'Order', value: 'order' },
	{ name: 'Other', value: OTHER_TYPE, description: 'Any type not in this list' },
	{ name: 'Reaction', value: 'reaction' },
	{ name: 'Sticker', value: 'sticker' },
	{ name: 'System', value: 'system' },
	{ name: 'Text', value: 'text' },
	{ name: 'Unsupported', value: 'unsupported' },
	{ name: 'Video', value: 'video' },
];

/** The first word of FlowIQ's sender types (`human-whatsapp`, `bot-web`, `system`) says who it was. */
export const SENDERS = [
	{ name: 'Agent', value: 'human', description: 'A person in the FlowIQ inbox' },
	{ name: 'Bot', value: 'bot', description: 'A bot, an automation or the API' },
	{ name: 'Customer', value: 'user' },
	{ name: 'System', value: 'system' },
];

export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Only events that pass all filters start the workflow',
	options: [
		contactLocator({
			description: 'Only events of this contact',
			modes: ['list', 'phone'],
		}),
		{
			displayName: 'Message Types',
			name: 'messageTypes',
			type: 'multiOptions',
			options: MESSAGE_TYPES,
			default: [],
			description: 'Only messages of these types',
		},
		{
			displayName: 'Sent By',
			name: 'senders',
			type: 'multiOptions',
			options: SENDERS,
			default: [],
			description:
				'Only messages from these senders. Applies to Message Sent (Full Details), the only event that names the sender.',
		},
		{
			displayName: 'Skip Broadcasts',
			name: 'skipBroadcasts',
			type: 'boolean',
			default: true,
			description:
				'Whether to skip messages that were sent as part of a broadcast. Applies to Message Sent (Full Details).',
		},
		{
			displayName: 'Skip Contacts with Paused Bot',
			name: 'skipPausedBot',
			type: 'boolean',
			default: true,
			description:
				'Whether to skip events of contacts whose bot is paused because an agent took over. Looks up the contact in FlowIQ. If that fails, FlowIQ gets an error and can deliver the event again.',
		},
		{
			displayName: 'Text Contains',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice',
			description:
				'Only messages that contain this text, including replies to buttons and lists. Not case-sensitive.',
		},
	],
};
