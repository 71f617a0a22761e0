import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { listRecords } from '../../../shared/paging/listRecords';
import { createdAt, type Period } from '../../../shared/records/createdAt';
import { messageIdentity, MESSAGES, toMessage } from '../../../shared/records/message';
import {
	contactLocator,
	conversationOf,
	readContact,
	type ContactReference,
} from '../../../shared/fields/contactLocator';
import { howManyFields, readHowMany } from '../../fields/howMany';
import {
	messageFilters,
	ORDER_ID,
	readMessageFilters,
	type MessageFilters,
} from '../../fields/messageFilters';
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
	const messages = await readMessages(call, contact);
	return toItems(messages.map((message) => ({ ...message, ...conversationOf(contact) })));
}

async function readMessages(
	call: OperationCall,
	contact: ContactReference,
): Promise<IDataObject[]> {
	const { period, keep, orderId, query } = readMessageFilters(call);
	const { order } = readCollection(call.parameter('options', {}), options);
	const oldestFirst = readChoice(order, 'Sort', ORDERS, ORDER_WORDS) === 'oldest';
	const wanted = readHowMany(call);
	call.labels.contact = `'Contact' ${Object.values(contact).join()}`;
	call.labels.orderId = `'${ORDER_ID}' ${orderId}`;

	const conversation = {
		...call.route.query,
		...contact,
		orderId,
		// The reference pages name the parameter query; two older pages name it search.
		query,
		search: query,
	};

	// Pages read oldest first do not shift when messages arrive, so several can be read at once. But FlowIQ has no date
	// filter: only newest first does the first message that is too old end the list, so that a daily run over a long
	// history reads that day's pages and no more.
	if (period.from === undefined && (oldestFirst || wanted === Infinity)) {
		const messages = await read(call, { ...conversation, ascending: true }, wanted, keep, period);
		// No page documents a server that does not know `ascending`, but an order the wrong way round is easily seen.
		if (!isNewestFirst(messages)) return oldestFirst ? messages : messages.reverse();
	}
	if (!oldestFirst) return await read(call, conversation, wanted, keep, period);
	const messages = await read(call, conversation, Infinity, keep, period);
	return messages.reverse().slice(0, wanted);
}

async function read(
	{ connection, route }: OperationCall,
	query: OperationCall['route']['query'],
	wanted: number,
	keep: MessageFilters['keep'],
	period: Period,
): Promise<IDataObject[]> {
	const ascending = query.ascending === true;
	const bound = ascending ? period.until : period.from;
	return await listRecords(connection, {
		key: 'messages',
		route: { ...route, query },
		toRecord: toMessage,
		identify: messageIdentity,
		arrivals: ascending ? 'end' : 'front',
		wanted,
		keep,
		...(bound !== undefined && {
			isPastEnd: (message) => isPastEnd(message, bound, ascending),
		}),
	});
}

/** Whether all messages after this one lie outside the period. */
function isPastEnd(message: IDataObject, bound: number, ascending: boolean): boolean {
	const created = createdAt(message);
	return created !== undefined && (ascending ? created >= bound : created < bound);
}

function isNewestFirst(messages: IDataObject[]): boolean {
	const [first, last] = [messages.at(0), messages.at(-1)].map(
		(message) => message && createdAt(message),
	);
	return first !== undefined && last !== undefined && first > last;
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
