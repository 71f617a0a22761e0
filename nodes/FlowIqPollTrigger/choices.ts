import type { INodeProperties, INodePropertyOptions, IPollFunctions } from 'n8n-workflow';
import { readChoice } from '../shared/input/choice';
import { MAX_PAGE_SIZE } from '../shared/paging/listRecords';

/** A field of which one of several options is chosen. */
type Choice = Omit<INodeProperties, 'options' | 'default'> & {
	options: Array<INodePropertyOptions & { value: string }>;
	default: string;
};

export const EVENT = {
	displayName: 'Trigger On',
	name: 'event',
	type: 'options',
	required: true,
	noDataExpression: true,
	options: [
		{
			name: 'Contact Has Unread Messages',
			value: 'unreadContact',
			description: `A contact has unread messages and had none before. Each poll costs one request per ${MAX_PAGE_SIZE} contacts.`,
		},
		{ name: 'New Contact', value: 'newContact', description: 'A contact was created' },
		{
			name: 'New Message',
			value: 'newMessage',
			description: 'A message was added to a conversation',
		},
	],
	default: 'newContact',
} satisfies Choice;

export const SCOPE = {
	displayName: 'Watch',
	name: 'conversationScope',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'All with Unread Messages',
			value: 'unread',
			description: `Each poll costs one request per ${MAX_PAGE_SIZE} contacts, plus one per conversation. Messages read in FlowIQ before the poll may be missed.`,
		},
		{
			name: 'Chosen Conversations',
			value: 'chosen',
			description: 'Conversations you choose below',
		},
	],
	default: 'chosen',
	builderHint: {
		propertyHint:
			'With `unread` there is nothing to choose: leave `conversations` out. With `chosen`, each entry of `conversations` needs a contact.',
	},
	description: 'Which conversations to watch',
} satisfies Choice;

export const DIRECTION = {
	displayName: 'Messages',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'All', value: 'all', description: 'Messages sent or received' },
		{ name: 'Incoming Only', value: 'incoming', description: 'Messages the customer sent' },
	],
	default: 'incoming',
	description: 'Which messages start the workflow',
} satisfies Choice;

export const START_FROM = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Date and Time',
			value: 'date',
			description: 'Everything created at this time or later, then everything new',
		},
		{
			name: 'Everything',
			value: 'everything',
			description: 'Everything that exists, then everything new',
		},
		{
			name: 'Now',
			value: 'now',
			description: "Only what's created after the workflow is published",
		},
	],
	default: 'now',
	description: 'Where to start when the workflow is published for the first time',
	hint: 'Republishing continues where it left off. Changing this starts over.',
} satisfies Choice;

/**
 * @returns the value of the chosen option
 * @throws InvalidInput for anything else, as an expression or a workflow of a newer version may give
 */
export function chosen(context: IPollFunctions, { displayName, name, ...choice }: Choice): string {
	const value = context.getNodeParameter(name, choice.default);
	return readChoice(value, displayName, choice.options) ?? choice.default;
}

/** @returns the name of each option by its value, for the canvas */
export function namesOf({ options }: Choice): Record<string, string> {
	return Object.fromEntries(options.map(({ name, value }) => [value, name]));
}
