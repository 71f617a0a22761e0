import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readList, readText } from '../../../shared/input/text';
import { listRecords } from '../../../shared/paging/listRecords';
import { CONTACTS } from '../../../shared/records/contact';
import { isCreatedIn } from '../../../shared/records/createdAt';
import { createdPeriodFilters, readCreatedPeriod } from '../../fields/createdPeriod';
import { howManyFields, readHowMany } from '../../fields/howMany';
import { patienceOptions } from '../../fields/patience';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const [createdAfter, createdBefore] = createdPeriodFilters('contacts');

const fields: INodeProperties[] = [
	...howManyFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'boolean',
				default: false,
				description:
					'Whether to return only archived contacts; turned off, only those that are not archived. Without this filter, both are returned.',
			},
			createdAfter,
			createdBefore,
			{
				displayName: 'Search',
				name: 'search',
				type: 'string',
				placeholder: 'e.g. Nathan',
				default: '',
				description: 'Part of the name or phone number',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				placeholder: 'e.g. customer, vip',
				default: '',
				description:
					'Return only contacts that have at least one of these tags, separated by commas. Upper and lower case are the same.',
			},
			{
				displayName: 'Unread Only',
				name: 'unreadOnly',
				type: 'boolean',
				default: true,
				description: 'Whether to return only contacts with unread messages',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: patienceOptions,
	},
];

/** FlowIQ itself can only search; the other filters are applied to what it returns. */
function keepFrom(filters: IDataObject, timeZone: string) {
	const tags = new Set(readList(filters.tags).map(lowerCase));
	const period = readCreatedPeriod(filters, timeZone);
	const { unreadOnly, archived } = filters;
	if (
		tags.size === 0 &&
		unreadOnly !== true &&
		typeof archived !== 'boolean' &&
		period.from === undefined &&
		period.until === undefined
	) {
		return undefined;
	}
	return (contact: IDataObject): boolean =>
		(unreadOnly !== true || contact.has_unread_messages === true) &&
		(typeof archived !== 'boolean' || (contact.archived === true) === archived) &&
		(tags.size === 0 || readList(contact.tags).some((tag) => tags.has(lowerCase(tag)))) &&
		isCreatedIn(contact, period);
}

function lowerCase(tag: string): string {
	return tag.toLowerCase();
}

async function run(call: OperationCall): Promise<OutputItem[]> {
	const filters = call.parameter('filters', {}) as IDataObject;
	const wanted = readHowMany(call);
	const keep = keepFrom(filters, call.timeZone);
	const contacts = await listRecords(call.connection, {
		...CONTACTS,
		route: {
			...CONTACTS.route,
			query: { ...CONTACTS.route.query, search: readText(filters.search) },
		},
		arrivals: 'anywhere',
		wanted,
		keep,
	});
	return toItems(contacts);
}

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Retrieve a list of contacts',
	route: CONTACTS.route,
	fields,
	run,
};
