import type { INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { readMessages } from '../../../shared/paging/readMessages';
import { MESSAGES } from '../../../shared/records/message';
import { contactLocator, conversationOf, readContact } from '../../../shared/fields/contactLocator';
import { howManyFields, readHowMany } from '../../fields/howMany';
import { messageFilters, ORDER_ID, readMessageFilters } from '../../fields/messageFilters';
import { requestLimitOptions } from '../../fields/requestLimits';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const ORDERS = [
	{ name: 'Newest First', value: 'newest' as const },
	{ name: 'Oldest First', value: 'oldest' as const },
];

/** What databases and FlowIQ itself call the same. */
const ORDER_WORDS = {
	asc: 'oldest',
	ascending: 'oldest',
	desc: 'newest',
	descending: 'newest',
} as const;

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...requestLimitOptions,
		{
			displayName: 'Sort',
			name: 'order',
			type: 'options',
			options: ORDERS,
			default: 'newest',
			description: 'The order of the messages, by the time they were created',
		},
	],
};

const fields: INodeProperties[] = [
	contactLocator({
		description: 'The contact whose conversation is read',
		required: true,
	}),
	...howManyFields,
	messageFilters,
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const contact = readContact(call.parameter('contact'));
	const filters = readMessageFilters(call);
	const { order } = readCollection(call.parameter('options', {}), options);
	const first = readChoice(order, 'Sort', ORDERS, ORDER_WORDS) ?? 'newest';
	const wanted = readHowMany(call);
	call.labels.contact = `'Contact' ${Object.values(contact).join()}`;
	call.labels.orderId = `'${ORDER_ID}' ${filters.orderId}`;
	const conversation = { ...filters, contact, hint: call.hint };
	const messages = await readMessages(call.connection, conversation, first, wanted);
	return toItems(messages.map((message) => ({ ...message, ...conversationOf(contact) })));
}

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Retrieve a list of messages of a conversation',
	route: MESSAGES.route,
	fields,
	run,
};
