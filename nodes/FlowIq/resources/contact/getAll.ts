import type { INodeProperties } from 'n8n-workflow';
import { listRecords } from '../../../shared/paging/listRecords';
import { CONTACTS } from '../../../shared/records/contact';
import { contactFilters, readContactFilters } from '../../fields/contactFilters';
import { howManyFields, readHowMany, sayIfMany, sayIfMore } from '../../fields/howMany';
import { requestLimitOptions } from '../../fields/requestLimits';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const fields: INodeProperties[] = [
	...howManyFields,
	contactFilters,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: requestLimitOptions,
	},
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const { search, keep } = readContactFilters(call);
	const wanted = readHowMany(call);
	const contacts = await listRecords(call.connection, {
		...CONTACTS,
		route: { ...CONTACTS.route, query: { ...CONTACTS.route.query, search } },
		arrivals: 'anywhere',
		wanted,
		keep,
		hint: call.hint,
	});
	sayIfMore(call, contacts.length, 'search for part of the name or the number');
	sayIfMany(call, contacts.length, 'contacts');
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
