import type { INodeProperties } from 'n8n-workflow';
import { RequestFailed } from '../../../shared/errors/flowIqError';
import { contactLocator, readRecipient } from '../../../shared/fields/contactLocator';
import { readBoolean } from '../../../shared/input/boolean';
import { readCollection } from '../../../shared/input/collection';
import {
	contactRecord,
	GET_CONTACT,
	simplifiedContact,
	tryGetContact,
} from '../../../shared/records/contactRecord';
import { isContactNotFound, NO_CONTACT } from '../../../shared/transport/failure';
import { ifNotFoundOption, readIfNotFound } from '../../fields/ifNotFound';
import { requestLimitOptions } from '../../fields/requestLimits';
import { sayIfOtherNumber, sayIfRounded } from '../../run/doubts';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [ifNotFoundOption, ...requestLimitOptions],
};

const fields: INodeProperties[] = [
	contactLocator({
		modes: ['list', 'phone'],
		required: true,
		description: 'The contact to retrieve',
	}),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const { connection, parameter, labels } = call;
	const ifNotFound = readIfNotFound(readCollection(parameter('options', {}), options));
	const simplify = readBoolean(parameter('simplify', true), 'Simplify') ?? true;
	const number = readRecipient(parameter('contact', undefined), 'Contact');
	labels.contact = `'Contact' ${number}`;
	const outcome = await tryGetContact(connection, number);
	const record = outcome.ok ? contactRecord(outcome.body, number) : undefined;
	if (record !== undefined) {
		sayIfOtherNumber(call, record, number);
		sayIfRounded(call, record);
		return toItems([simplify ? simplifiedContact(record) : record]);
	}
	const failure = outcome.ok ? NO_CONTACT : outcome.failure;
	if (ifNotFound === 'empty' && isContactNotFound(failure)) return [];
	throw new RequestFailed(failure);
}

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get the full record of a contact',
	description: 'Retrieve a contact with all its details',
	route: GET_CONTACT,
	fields,
	run,
};
