import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readList, readText } from '../../../shared/input/text';
import { listRecords } from '../../../shared/paging/listRecords';
import { createdAt, isCreatedIn, type Period } from '../../../shared/records/createdAt';
import { messageIdentity, MESSAGES, toMessage } from '../../../shared/records/message';
import {
	contactLocator,
	conversationOf,
	readContact,
	type ContactReference,
} from '../../../shared/fields/contactLocator';
import { createdPeriodFilters, readCreatedPeriod } from '../../fields/createdPeriod';
import { howManyFields, readHowMany } from '../../fields/howMany';
import { patienceOptions } from '../../fields/patience';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const [createdAfter, createdBefore] = createdPeriodFilters('messages');

const fields: INodeProperties[] = [
	contactLocator({
		description: 'The contact whose conversation is read',
		required: true,
	}),
	...howManyFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			createdAfter,
			createdBefore,
			{
				displayName: 'Order ID',
				name: 'orderId',
				type: 'string',
				placeholder: 'e.g. 5123456789012',
				default: '',
				description:
					'Return only messages that mention this Shopify order. Enter its ID from the address of the order page in Shopify; FlowIQ looks up the order number.',
			},
			{
				displayName: 'Search Text',
				name: 'query',
				type: 'string',
				placeholder: 'e.g. urgent, help',
				default: '',
				description: 'Return only messages with this text. Several terms are separated by commas.',
			},
			{
				displayName: 'Sender',
				name: 'senderType',
				type: 'options',
				options: [
					{ name: 'Agent', value: 'human-whatsapp', description: 'A member of your team' },
					{ name: 'Agent (Web Chat)', value: 'human-web' },
					{ name: 'Bot', value: 'bot-whatsapp', description: 'An automated answer' },
					{ name: 'Bot (Web Chat)', value: 'bot-web' },
					{ name: 'Customer', value: 'user-whatsapp', description: 'The contact' },
					{ name: 'Customer (Web Chat)', value: 'user-web' },
					{ name: 'System', value: 'system', description: 'A notice of FlowIQ itself' },
				],
				default: 'user-whatsapp',
				description: 'Return only messages that this side sent',
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
			...patienceOptions,
			{
				displayName: 'Order',
				name: 'order',
				type: 'options',
				options: [
					{ name: 'Newest First', value: 'newest' },
					{ name: 'Oldest First', value: 'oldest' },
				],
				default: 'newest',
				description: 'The order of the messages, by the time they were created',
			},
		],
	},
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
	const filters = call.parameter('filters', {}) as IDataObject;
	const { order } = call.parameter('options', {}) as IDataObject;
	const wanted = readHowMany(call);
	const period = readCreatedPeriod(filters, call.timeZone);
	call.labels.contact = `'Contact' ${Object.values(contact).join()}`;
	call.labels.orderId = `'Order ID' ${readText(filters.orderId)}`;

	const query = readText(filters.query);
	const conversation = {
		...call.route.query,
		...contact,
		orderId: readText(filters.orderId),
		// The reference pages name the parameter query; two older pages name it search.
		query,
		search: query,
	};
	const keep = keepFrom(readList(filters.senderType), period);
	const oldestFirst = order === 'oldest';

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
	keep: ReturnType<typeof keepFrom>,
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

function keepFrom(senderTypes: string[], period: Period) {
	if (senderTypes.length === 0 && period.from === undefined && period.until === undefined) {
		return undefined;
	}
	return (message: IDataObject): boolean =>
		(senderTypes.length === 0 || senderTypes.includes(String(message.sender_type))) &&
		isCreatedIn(message, period);
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
