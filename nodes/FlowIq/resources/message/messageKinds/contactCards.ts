import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readEntries, refuseUnknownNames, type Entry } from '../../../../shared/input/entries';
import { refuseUndialable } from '../../../../shared/input/phoneNumber';
import { readSentText } from '../../../../shared/input/sentText';
import { readText } from '../../../../shared/input/text';
import { required } from '../../../../shared/input/whatCame';
import { fieldsOrJson } from './fieldsOrJson';
import { withoutUnset, type MessageKind } from './messageKind';

const EXAMPLE =
	'[{ "name": { "formatted_name": "Nathan Smith" }, "phones": [{ "phone": "+27 12 345 6789", "type": "WORK" }] }]';

/** Meta's words for the kinds of phone numbers on a card; FlowIQ names none. */
const PHONE_TYPES = [
	{ name: 'Cell', value: 'CELL' },
	{ name: 'Home', value: 'HOME' },
	{ name: 'Main', value: 'MAIN' },
	{ name: 'Work', value: 'WORK' },
];

const phones: INodeProperties = {
	displayName: 'Phones',
	name: 'phones',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Phone',
	default: {},
	options: [
		{
			displayName: 'Phone',
			name: 'phone',
			values: [
				{
					displayName: 'Number',
					name: 'phone',
					type: 'string',
					default: '',
					placeholder: 'e.g. +27 12 345 6789',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: PHONE_TYPES,
					default: 'CELL',
				},
			],
		},
	],
};

const cards: INodeProperties = {
	displayName: 'Contact Cards',
	name: 'contactCards',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Contact Card',
	default: {},
	builderHint: {
		propertyHint:
			'As { "card": [{ "formatted_name": "Nathan Smith", "phones": { "phone": [{ "phone": "+27 12 345 6789", "type": "WORK" }] } }] }.',
	},
	options: [
		{
			displayName: 'Contact Card',
			name: 'card',
			values: [
				{
					displayName: 'Full Name',
					name: 'formatted_name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Nathan Smith',
					description: 'Name shown on the card',
				},
				{ displayName: 'First Name', name: 'first_name', type: 'string', default: '' },
				{ displayName: 'Last Name', name: 'last_name', type: 'string', default: '' },
				phones,
			],
		},
	],
};

const input = fieldsOrJson(cards, {
	example: EXAMPLE,
	description:
		"List of contact cards, each with 'name' ('formatted_name', optional 'first_name' and 'last_name') and optional 'phones' ('phone', 'type')",
});

const NAMES = ['formatted_name', 'first_name', 'last_name'] as const;

/** Reference page "send-contacts". */
export const contactCards: MessageKind = {
	name: 'Contact Cards',
	value: 'contacts',
	description: 'One or more contacts that the recipient can save',
	canReply: true,
	additional: [],
	fields: input.fields,
	content(parameter) {
		const { value, label } = input.read(parameter);
		const advice = `Add at least one card, or JSON such as ${EXAMPLE}.`;
		const entries = required(
			readEntries(value, label, ['card', 'contacts'], EXAMPLE),
			label,
			advice,
		);
		return {
			contacts: entries.map((entry, index) => readCard(entry, `Contact Card ${index + 1}`)),
		};
	},
};

/** In the fixed collection, the parts of the name stand beside the phones; in JSON, as FlowIQ has it, in `name`. */
function readCard(entry: Entry, label: string): IDataObject {
	const isJson = typeof entry.name === 'object' && entry.name !== null;
	refuseUnknownNames(entry, label, isJson ? ['name', 'phones'] : [...NAMES, 'phones']);
	const name = (isJson ? entry.name : entry) as Entry;
	if (isJson) refuseUnknownNames(name, `${label} Name`, NAMES);
	const fullName = readSentText(name.formatted_name, `${label} Full Name`);
	const example = '[{ "phone": "+27 12 345 6789", "type": "WORK" }]';
	const numbers = readEntries(entry.phones, `${label} Phones`, ['phone'], example);
	return withoutUnset({
		name: withoutUnset({
			formatted_name: required(fullName, `${label} Full Name`, 'Every card needs a name.'),
			first_name: readSentText(name.first_name, `${label} First Name`),
			last_name: readSentText(name.last_name, `${label} Last Name`),
		}),
		phones: numbers?.map((phone, index) => readPhone(phone, `${label} Phone ${index + 1}`)),
	});
}

/** A card may show any number, as it is dialled: short ones and those without a country code too. */
function readPhone(entry: Entry, label: string): IDataObject {
	refuseUnknownNames(entry, label, ['phone', 'type']);
	const written = readSentText(entry.phone, `${label} Number`);
	const number = required(written, `${label} Number`, 'Enter the number, or remove the phone.');
	refuseUndialable(number, `${label} Number`);
	return withoutUnset({ phone: number, type: readType(entry.type, `${label} Type`) });
}

/** Meta takes other words than its own, too, and shows them. */
function readType(value: unknown, label: string): string | undefined {
	const written = readText(value, label);
	const known = PHONE_TYPES.find((type) => type.value === written?.toUpperCase());
	return known?.value ?? written;
}
