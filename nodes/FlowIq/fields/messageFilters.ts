import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readChoices } from '../../shared/input/choice';
import { readCollection } from '../../shared/input/collection';
import { plainText, withoutTextMarks } from '../../shared/input/plainText';
import { readList, readText } from '../../shared/input/text';
import type { Period } from '../../shared/records/createdAt';
import { textOf } from '../../shared/records/text';
import type { OperationCall } from '../operation';
import { createdPeriodCheck, createdPeriodFilters, readCreatedPeriod } from './createdPeriod';

/** What the field is called, also in errors that FlowIQ's words are about. */
export const ORDER_ID = 'Shopify Order ID';

const [createdAfter, createdBefore] = createdPeriodFilters('messages');

/** FlowIQ's `sender_type`, by who it is. */
const SENDERS = [
	{ name: 'Agent', value: 'human-whatsapp', description: 'A member of your team' },
	{ name: 'Agent (Web Chat)', value: 'human-web' },
	{ name: 'Bot', value: 'bot-whatsapp', description: 'An automated answer' },
	{ name: 'Bot (Web Chat)', value: 'bot-web' },
	{ name: 'Customer', value: 'user-whatsapp', description: 'The contact' },
	{ name: 'Customer (Web Chat)', value: 'user-web' },
	{ name: 'System', value: 'system', description: 'A notice from FlowIQ itself' },
];

/** Which messages of a conversation a list has. */
export const messageFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		createdAfter,
		createdBefore,
		{
			displayName: ORDER_ID,
			name: 'orderId',
			type: 'string',
			placeholder: 'e.g. 5123456789012',
			default: '',
			description:
				"Return only messages that mention this order. You find the ID in the URL of the order's page in Shopify.",
		},
		{
			displayName: 'Search Text',
			name: 'query',
			type: 'string',
			placeholder: 'e.g. urgent, help',
			default: '',
			description: 'Return only messages with this text. Separate several terms with commas.',
		},
		{
			displayName: 'Sender',
			name: 'senderType',
			type: 'options',
			options: [...SENDERS],
			default: 'user-whatsapp',
			description: 'Return only messages from this sender',
		},
	],
};

export interface MessageFilters {
	/** Terms with commas between them, for FlowIQ to look for. */
	query?: string;
	/** For FlowIQ to look for the number of this Shopify order. */
	orderId?: string;
	/** When the messages were created; also applied by `keep`. */
	period: Period;
	/** Whether a message passes the filters that FlowIQ does not have; undefined when there are none. */
	keep?: (message: IDataObject) => boolean;
}

/**
 * @param call the operation with `messageFilters` among its fields
 * @throws InvalidInput when a filter cannot be read
 */
export function readMessageFilters({
	parameter,
	timeZone,
	hint,
}: Pick<OperationCall, 'parameter' | 'timeZone' | 'hint'>): MessageFilters {
	const filters = readCollection(parameter('filters', {}), messageFilters);
	const senders = readChoices(filters.senderType, 'Sender', SENDERS);
	const period = readCreatedPeriod(filters, timeZone);
	const isInPeriod = createdPeriodCheck({ hint }, period, 'messages');
	const isFiltered = senders !== undefined || isInPeriod !== undefined;
	return {
		query: readList(filters.query, 'Search Text')?.join(','),
		orderId: readOrderId(filters.orderId),
		period,
		...(isFiltered && {
			keep: (message) =>
				(senders === undefined || senders.includes(textOf(message.sender_type) ?? '')) &&
				isInPeriod?.(message) !== false,
		}),
	};
}

/** Shopify shows the ID as a part of addresses, which are often pasted whole. */
const ORDER_ADDRESS =
	/^(?:https:\/\/|gid:\/\/|admin\.shopify\.com\/|[\w-]+\.myshopify\.com\/).*\/orders?\/(\d+)\b/i;

/** A spreadsheet may have made a number of it. */
const ORDER_NUMBER = /^(\d+)(?:\.0+)?$/;

function readOrderId(value: unknown): string | undefined {
	const text = readText(value, ORDER_ID);
	const plain = withoutTextMarks(plainText(text ?? ''));
	return (ORDER_ADDRESS.exec(plain) ?? ORDER_NUMBER.exec(plain))?.[1] ?? text;
}
