import type { INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { describeValue } from '../../../shared/input/whatCame';
import { readMessages } from '../../../shared/paging/readMessages';
import { MESSAGES } from '../../../shared/records/message';
import { contactLocator, conversationOf, readContact } from '../../../shared/fields/contactLocator';
import { conversationOutputOptions, readConversationOutput } from '../../fields/conversationOutput';
import { howManyFields, readHowMany, sayIfMany, sayIfMore } from '../../fields/howMany';
import { messageFilters, ORDER_ID, readMessageFilters } from '../../fields/messageFilters';
import { requestLimitOptions } from '../../fields/requestLimits';
import type { Operation, OperationCall, OutputItem } from '../../operation';

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
		...conversationOutputOptions,
		{
			displayName: 'Sort',
			name: 'order',
			type: 'options',
			options: ORDERS,
			default: 'newest',
			description: 'Order of the messages by the time they were created',
		},
	],
};

const fields: INodeProperties[] = [
	contactLocator({
		description: 'The contact whose conversation to read',
		required: true,
	}),
	...howManyFields,
	messageFilters,
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const contact = readContact(call.parameter('contact'));
	const filters = readMessageFilters(call);
	const chosen = readCollection(call.parameter('options', {}), options);
	const first = readChoice(chosen.order, 'Sort', ORDERS, ORDER_WORDS) ?? 'newest';
	const toOutput = readConversationOutput(chosen, call);
	const wanted = readHowMany(call);
	call.labels.contact = `'Contact' ${describeValue(Object.values(contact).join())}`;
	call.labels.orderId = `'${ORDER_ID}' ${describeValue(filters.orderId)}`;
	const conversation = { ...filters, contact, hint: call.hint };
	const messages = await readMessages(call.connection, conversation, first, wanted);
	sayIfMore(call, messages.length, 'filter by date or text');
	sayIfMany(call, messages.length, 'messages');
	return await toOutput(messages, conversationOf(contact), first === 'oldest');
}

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages of a conversation',
	description: 'Retrieve a list of messages from a conversation',
	route: MESSAGES.route,
	fields,
	run,
};
