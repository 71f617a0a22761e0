import type { INodeProperties } from 'n8n-workflow';
import { readCollection } from '../../../shared/input/collection';
import { PHONE_ADVICE, readPhoneNumber } from '../../../shared/input/phoneNumber';
import { required } from '../../../shared/input/whatCame';
import { FIND_BY_PHONE, findContact, findContactIfAny } from '../../../shared/records/findContact';
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
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		required: true,
		placeholder: 'e.g. +27 12 345 6789',
		description:
			'Phone number with its country code. You can use +, 00, spaces, dots, dashes and brackets.',
		default: '',
	},
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const written = readPhoneNumber(call.parameter('phoneNumber'), 'Phone Number');
	const number = required(written, 'Phone Number', PHONE_ADVICE);
	const ifNotFound = readIfNotFound(readCollection(call.parameter('options', {}), options));
	call.labels.contact = `'Phone Number' ${number}`;
	const look = ifNotFound === 'empty' ? findContactIfAny : findContact;
	const contact = await look(call.connection, number);
	if (contact === undefined) return [];
	sayIfOtherNumber(call, contact, number);
	sayIfRounded(call, contact);
	return toItems([contact]);
}

export const findByPhone: Operation = {
	name: 'Find by Phone',
	value: 'findByPhone',
	action: 'Find a contact by phone number',
	description: 'Retrieve a contact by its phone number',
	route: FIND_BY_PHONE,
	fields,
	run,
};
