/**
 * What FlowIQ reports: the values are FlowIQ's own (documentation pages "webhooks" and "create-webhook"), the names and
 * descriptions are what the editor shows.
 */
export const EVENT_TYPES = [
	{ name: 'Call', value: 'call', description: 'Someone called your WhatsApp number' },
	{
		name: 'Message Delivered',
		value: 'message_delivered',
		description: 'A message you sent was delivered',
	},
	{
		name: 'Message Failed',
		value: 'message_failed',
		description: "A message you sent couldn't be delivered",
	},
	{ name: 'Message Read', value: 'message_read', description: 'A message you sent was read' },
	{
		name: 'Message Received',
		value: 'message_received',
		description: 'A customer sent you a message',
	},
	{
		name: 'Message Sent',
		value: 'message_sent',
		description: 'WhatsApp accepted a message you sent',
	},
	{
		name: 'Message Sent (Full Details)',
		value: 'sent_message',
		description:
			'A message was sent by an agent, a bot or the API. Includes its text, media and sender.',
	},
];

const values = new Set(EVENT_TYPES.map(({ value }) => value));

/** @returns whether FlowIQ documents an event of this type */
export function isEventType(type: unknown): type is string {
	return typeof type === 'string' && values.has(type);
}
