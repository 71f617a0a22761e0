import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../../shared/input/boolean';
import { readCollection } from '../../shared/input/collection';
import { toSearchText } from '../../shared/input/searchText';
import { readList, readText } from '../../shared/input/text';
import { folded, textsOf } from '../../shared/records/text';
import type { OperationCall } from '../operation';
import { createdPeriodCheck, createdPeriodFilters, readCreatedPeriod } from './createdPeriod';

const [createdAfter, createdBefore] = createdPeriodFilters('contacts');

/** Which contacts a list has. */
export const contactFilters: INodeProperties = {
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
				'Whether to return only archived contacts. Turn off to return only non-archived ones. Remove the filter to return both.',
		},
		createdAfter,
		createdBefore,
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			placeholder: 'e.g. Nathan',
			default: '',
			description: 'Return only contacts whose name or phone number contains this text',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			placeholder: 'e.g. customer, vip',
			default: '',
			description:
				'Return only contacts with at least one of these tags. Separate tags with commas. Not case-sensitive.',
		},
		{
			displayName: 'Unread Only',
			name: 'unreadOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to return only contacts with unread messages',
		},
	],
};

/** FlowIQ itself can only search; the other filters are applied to what it returns. */
export interface ContactFilters {
	/** Part of the name or number, for FlowIQ to look for. */
	search?: string;
	/** Whether a contact passes the other filters; undefined when there are none. */
	keep?: (contact: IDataObject) => boolean;
}

/**
 * @param call the operation with `contactFilters` among its fields
 * @throws InvalidInput when a filter cannot be read
 */
export function readContactFilters({
	parameter,
	timeZone,
	hint,
}: Pick<OperationCall, 'parameter' | 'timeZone' | 'hint'>): ContactFilters {
	const filters = readCollection(parameter('filters', {}), contactFilters);
	const isArchived = readBoolean(filters.archived, 'Archived');
	const isUnread = readBoolean(filters.unreadOnly, 'Unread Only') === true;
	const period = readCreatedPeriod(filters, timeZone);
	const written = readList(filters.tags, 'Tags')?.map(folded);
	const tags = written && new Set(written);

	const checks = [
		isArchived !== undefined &&
			((contact: IDataObject) => (contact.archived === true) === isArchived),
		isUnread && ((contact: IDataObject) => contact.has_unread_messages === true),
		tags && ((contact: IDataObject) => textsOf(contact.tags).some((tag) => tags.has(folded(tag)))),
		createdPeriodCheck({ hint }, period, 'contacts'),
	].filter((check) => typeof check === 'function');
	return {
		search: toSearchText(readText(filters.search, 'Search')),
		...(checks.length > 0 && { keep: (contact) => checks.every((check) => check(contact)) }),
	};
}
