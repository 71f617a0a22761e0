import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { normalizePhoneNumber } from '../../../shared/input/phoneNumber';
import { FIND_BY_PHONE, findContact, findContactIfAny } from '../../../shared/records/findContact';
import { patienceOptions } from '../../fields/patience';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';

const fields: INodeProperties[] = [
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		required: true,
		placeholder: 'e.g. +27 12 345 6789',
		description:
			'The number with its country code. A plus sign, leading zeros (00), spaces, dots, dashes and brackets are fine.',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'If Not Found',
				name: 'ifNotFound',
				type: 'options',
				options: [
					{
						name: 'Return Nothing',
						value: 'empty',
						description: 'Output no item for this number and go on',
					},
					{
						name: 'Stop with an Error',
						value: 'error',
						description: "Fail, or follow the node's On Error setting",
					},
				],
				default: 'error',
				description: 'What to do when no contact has this number',
			},
			...patienceOptions,
		],
	},
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const number = normalizePhoneNumber(call.parameter('phoneNumber'), 'Phone Number');
	const { ifNotFound } = call.parameter('options', {}) as IDataObject;
	call.labels.contact = `'Phone Number' ${number}`;
	const look = ifNotFound === 'empty' ? findContactIfAny : findContact;
	const contact = await look(call.connection, number);
	return contact === undefined ? [] : toItems([contact]);
}

export const findByPhone: Operation = {
	name: 'Find by Phone',
	value: 'findByPhone',
	action: 'Find a contact by phone number',
	description: 'Retrieve the contact that has a phone number',
	route: FIND_BY_PHONE,
	fields,
	run,
};
