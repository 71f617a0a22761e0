import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isMeantAsPhoneNumber, PHONE_ADVICE, readPhoneNumber } from '../input/phoneNumber';
import { withoutTextMarks } from '../input/plainText';
import { refuseObjects } from '../input/text';
import { INVISIBLE, isNotSet, isObject, refusal, required } from '../input/whatCame';
import { isId } from '../records/shape';
import { textOf } from '../records/text';

type Mode = 'list' | 'phone' | 'id';

/** All ways to choose a contact; an operation shows those that FlowIQ's call for it takes. */
const LOCATOR: INodeProperties = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	builderHint: {
		propertyHint:
			"Pass the full object: { __rl: true, mode, value }. For expressions use mode: 'phone' with the number, such as expr('{{ $json.whatsapp_id }}'). A name is neither a number nor an ID: look the contact up first with `contact` `getAll` and `filters.search`.",
	},
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a contact…',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{
			// The editor's column for it is too narrow for "By Phone".
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +27 12 345 6789',
			hint: 'With its country code',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
			hint: "The contact's 'id', returned by Get Many and Find by Phone",
		},
	],
};

/**
 * @param options `description`: what the contact is chosen for; `modes`: the ways to choose it, all by default
 * @returns the Contact field
 */
export function contactLocator({
	modes = ['list', 'phone', 'id'],
	...property
}: Pick<INodeProperties, 'displayOptions' | 'description' | 'required'> & {
	modes?: Mode[];
}): INodeProperties {
	return {
		...LOCATOR,
		...property,
		modes: LOCATOR.modes?.filter(({ name }) => (modes as string[]).includes(name)),
	};
}

/** What FlowIQ knows a contact by. */
export type ContactReference = { whatsappNumber: string } | { contactId: string };

/** @returns what FlowIQ knows a contact of its list by; undefined when it shows neither number nor ID */
export function referenceOf({ whatsapp_id, id }: IDataObject): ContactReference | undefined {
	const number = textOf(whatsapp_id) ?? '';
	if (/^\d+$/.test(number)) return { whatsappNumber: number };
	return isId(id) ? { contactId: String(id) } : undefined;
}

/** @returns the fields that say whose conversation a message is from, since FlowIQ's messages do not */
export function conversationOf(contact: ContactReference): IDataObject {
	return 'whatsappNumber' in contact
		? { whatsapp_id: contact.whatsappNumber }
		: { contact_id: contact.contactId };
}

const CONTACT_ADVICE = 'Choose a contact from the list, or enter a phone number or an ID.';

/** The form of FlowIQ's IDs. Some consist of digits only, and are no phone numbers for that. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a contact field by its value: a phone number is one in every mode, because the editor puts a dragged field or an
 * expression into the mode ID. Other text is an ID, but not in the mode Phone Number.
 *
 * @param value value of the field, or what an expression for the whole field gave
 * @param label label of the field
 * @returns the query parameter that names the contact
 * @throws InvalidInput when it is not set, when it is neither, and for lists, objects, booleans, fractions and negative
 *   numbers
 */
export function readContact(value: unknown, label = 'Contact'): ContactReference {
	return required(readContactIfSet(value, label), label, CONTACT_ADVICE);
}

/** As `readContact`; undefined when not set. */
export function readContactIfSet(value: unknown, label: string): ContactReference | undefined {
	const { mode, chosen } = openLocator(value);
	if (isNotSet(chosen)) return undefined;
	refuseObjects(chosen, label);
	const text = idIn(chosen);
	if (text !== undefined && isIdIn(mode, text)) return { contactId: text };
	if (text === undefined && typeof chosen !== 'string') {
		throw refusal(label, 'a phone number or an ID', chosen, CONTACT_ADVICE);
	}
	const whatsappNumber = readPhoneNumber(chosen, label);
	return whatsappNumber === undefined ? undefined : { whatsappNumber };
}

/**
 * Reads a contact field for a call of FlowIQ that takes phone numbers only.
 *
 * @param value value of the field, or what an expression for the whole field gave
 * @param label label of the field
 * @returns the phone number, as `readPhoneNumber` gives it
 * @throws InvalidInput when it is not set, or no phone number
 */
export function readRecipient(value: unknown, label: string): string {
	const { chosen } = openLocator(value);
	return required(readPhoneNumber(chosen, label), label, PHONE_ADVICE);
}

/** An expression for the whole field may give the bare value, and a program may leave out the mode. */
function openLocator(value: unknown): { mode?: unknown; chosen: unknown } {
	const isLocator = isObject(value) && 'value' in value && ('mode' in value || '__rl' in value);
	return isLocator ? { mode: value.mode, chosen: value.value } : { chosen: value };
}

/** A mode that there is not, as a model may give (`name`), says that the text is none. */
function isIdIn(mode: unknown, text: string): boolean {
	if (UUID.test(text)) return mode !== 'phone';
	return (isNotSet(mode) || /^(id|list)$/i.test(String(mode))) && !isMeantAsPhoneNumber(text);
}

/** @returns undefined for what can be no ID */
function idIn(chosen: unknown): string | undefined {
	if (typeof chosen === 'string') {
		return withoutTextMarks(chosen.replace(INVISIBLE, '').trim()) || undefined;
	}
	const isCount = typeof chosen === 'bigint' || Number.isSafeInteger(chosen);
	return isCount && (chosen as number) > 0 ? String(chosen) : undefined;
}
