import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { RequestFailed } from '../../../shared/errors/flowIqError';
import { normalizePhoneNumber } from '../../../shared/input/phoneNumber';
import { toContact } from '../../../shared/records/contact';
import { isContactNotFound, NO_CONTACT } from '../../../shared/transport/failure';
import { tryRequest } from '../../../shared/transport/request';
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
	const outcome = await tryRequest(call.connection, {
		...call.route,
		// The reference pages name the parameter whatsappNumber, the quickstart pages phoneNumber.
		query: { ...call.route.query, whatsappNumber: number, phoneNumber: number },
		isUsable: (body) => typeof body.contact === 'object',
	});
	if (outcome.ok && outcome.body.contact !== null) {
		return toItems([toContact(outcome.body.contact as IDataObject)]);
	}
	const failure = outcome.ok ? NO_CONTACT : outcome.failure;
	if (ifNotFound === 'empty' && isContactNotFound(failure)) return [];
	throw new RequestFailed(failure);
}

export const findByPhone: Operation = {
	name: 'Find by Phone',
	value: 'findByPhone',
	action: 'Find a contact by phone number',
	description: 'Retrieve the contact that has a phone number',
	route: { method: 'GET', path: '/conversations', query: { action: 'find-by-phone' } },
	fields,
	run,
};
