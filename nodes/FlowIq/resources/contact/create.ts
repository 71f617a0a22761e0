import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput, RequestFailed } from '../../../shared/errors/flowIqError';
import { readJson } from '../../../shared/input/entries';
import { readChoice } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { PHONE_ADVICE, readPhoneNumber } from '../../../shared/input/phoneNumber';
import { withoutTextMarks } from '../../../shared/input/plainText';
import { readList, readText } from '../../../shared/input/text';
import { INVISIBLE, refusal, required } from '../../../shared/input/whatCame';
import { settleRefusal } from '../../../shared/message/refusal';
import { contactRecord, tryGetContact } from '../../../shared/records/contactRecord';
import { isRecord, shaper } from '../../../shared/records/shape';
import type { Connection } from '../../../shared/transport/connection';
import { isContactExisting, type Failure } from '../../../shared/transport/failure';
import { tryRequest } from '../../../shared/transport/request';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';
import { writeLimitOptions } from '../../sending/sendOptions';

/** Fewest digits that FlowIQ takes for a new contact, country code included (reference page "contact"). */
const MIN_DIGITS = 10;

const CREATE_CONTACT = { method: 'POST' as const, path: '/contact', query: {} };

/** A failure with status 500 that the page documents. */
const NOT_CREATED = /failed to create contact/i;

const IF_EXISTS = [
	{
		name: 'Return the Existing Contact',
		value: 'return' as const,
		description: "Output it with 'created' set to false",
	},
	{
		name: 'Stop with an Error',
		value: 'error' as const,
		description: "Fail, or follow the node's On Error setting",
	},
];

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			default: '',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			placeholder: 'e.g. customer, vip',
			default: '',
			description: 'Tags separated by commas, or an expression that returns a list',
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'If Exists',
			name: 'ifExists',
			type: 'options',
			options: IF_EXISTS,
			default: 'error',
			description: 'What to do if a contact with this phone number already exists',
		},
		...writeLimitOptions,
	],
};

const fields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		placeholder: 'e.g. Nathan Smith',
		default: '',
		description: 'Full name of the contact',
	},
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		required: true,
		placeholder: 'e.g. +27 12 345 6789',
		default: '',
		description: 'WhatsApp number with its country code',
	},
	additionalFields,
	options,
];

/** What the page shows of a new contact. */
const toCreated = shaper([
	{ name: 'id' },
	{ name: 'full_name' },
	{ name: 'whatsapp_id' },
	{ name: 'phone_number' },
	{ name: 'email' },
	{ name: 'tags' },
	{ name: 'organization_id' },
	{ name: 'created_at' },
]);

const CREATED_FIELDS = Object.keys(toCreated({}));

async function run(call: OperationCall): Promise<OutputItem[]> {
	const { connection, parameter, labels } = call;
	const { ifExists: chosen } = readCollection(parameter('options', {}), options);
	const ifExists = readChoice(chosen, 'If Exists', IF_EXISTS);
	const { email, tags } = readCollection(parameter('additionalFields', {}), additionalFields);
	const number = readNumber(parameter('phoneNumber', ''));
	labels.contact = `'Phone Number' ${number}`;
	const name = readText(parameter('name', ''), 'Name');
	const body = {
		name: required(name, 'Name', 'FlowIQ needs the name of a new contact.'),
		phone_number: number,
		...withValue('email', readEmail(email)),
		...withValue('tags', readTags(tags)),
	};
	const outcome = settleRefusal(
		await tryRequest(connection, {
			...CREATE_CONTACT,
			body,
			isUsable: ({ contact }) => isRecord(contact),
		}),
		NOT_CREATED,
	);
	if (outcome.ok) {
		return toItems([{ ...toCreated(outcome.body.contact as IDataObject), created: true }]);
	}
	const { failure } = outcome;
	if (!isContactExisting(failure) || ifExists !== 'return') throw new RequestFailed(failure);
	return toItems([{ ...(await existingContact(call, failure, number)), created: false }]);
}

/** The refusal names three fields of the contact; one look-up gives the others. */
async function existingContact(
	{ connection, hint }: OperationCall,
	refused: Failure,
	number: string,
): Promise<IDataObject> {
	const named = refused.body?.existing_contact;
	const known = isRecord(named) ? named : undefined;
	const record = await lookUp(connection, number);
	if (record === undefined && known === undefined) throw new RequestFailed(refused);
	if (record === undefined) {
		hint(
			"FlowIQ named the existing contact, but not its other fields: 'email', 'tags' and others are null.",
		);
	}
	const fieldsOf = toCreated({ ...known, ...record });
	return Object.fromEntries(CREATED_FIELDS.map((name) => [name, fieldsOf[name]]));
}

async function lookUp(connection: Connection, number: string): Promise<IDataObject | undefined> {
	const outcome = await tryGetContact(connection, number);
	if (outcome.ok) return contactRecord(outcome.body, number);
	if (outcome.failure.kind === 'stopped') throw new RequestFailed(outcome.failure);
	return undefined;
}

function readNumber(value: unknown): string {
	const number = readPhoneNumber(value, 'Phone Number');
	const given = required(number, 'Phone Number', PHONE_ADVICE);
	if (given.length < MIN_DIGITS) {
		throw new InvalidInput(
			`'Phone Number' has ${given.length} digits, and FlowIQ needs ${MIN_DIGITS} at least: ${given}`,
			PHONE_ADVICE,
		);
	}
	return given;
}

/** One name, one @, one host; what stands around an address in address books and links is no part of it. */
const EMAIL = /^[^\s@,;:<>()"]+@[^\s@,;:<>()"'?]*[^\s@,;:<>()"'?.]$/;

function readEmail(value: unknown): string | undefined {
	const text = readText(value, 'Email');
	const email = text && withoutTextMarks(text.replace(INVISIBLE, ''));
	if (email !== undefined && !EMAIL.test(email)) {
		throw refusal('Email', 'an email address', value, 'Correct it, or remove the field.');
	}
	return email;
}

/**
 * FlowIQ takes them as text with commas in between, each once. A text that begins as a list has to be one: it is kept for
 * good.
 */
function readTags(value: unknown): string | undefined {
	const tags = readList(value, 'Tags');
	if (typeof value === 'string' && /^\s*\[/.test(value)) readJson(value, 'Tags');
	return tags && [...new Set(tags)].join(',');
}

function withValue(name: string, value: string | undefined): Record<string, string> {
	return value === undefined ? {} : { [name]: value };
}

export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create a WhatsApp contact',
	description: 'Create a new contact',
	route: CREATE_CONTACT,
	writes: 'created',
	fields,
	run,
};
