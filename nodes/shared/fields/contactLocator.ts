import type { IDataObject, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { normalizePhoneNumber } from '../input/phoneNumber';
import { readText } from '../input/text';

type Mode = 'list' | 'phone' | 'id';

/** All ways to choose a contact; an operation shows those that FlowIQ's call for it takes. */
const LOCATOR: INodeProperties = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a contact…',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{
			displayName: 'By Phone Number',
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
			hint: "The contact's 'id', as Get Many and Find by Phone return it",
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

/** @returns the fields that say whose conversation a message is from, since FlowIQ's messages do not */
export function conversationOf(contact: ContactReference): IDataObject {
	return 'whatsappNumber' in contact
		? { whatsapp_id: contact.whatsappNumber }
		: { contact_id: contact.contactId };
}

/**
 * @param value value of the Contact field
 * @returns the query parameter that names the contact
 * @throws InvalidInput when it is empty, or no phone number where one is asked for
 */
export function readContact(value: unknown): ContactReference {
	const { mode, value: chosen } = asLocator(value);
	const text = readText(chosen);
	if (text === undefined) {
		throw new InvalidInput(
			"'Contact' is empty",
			'Choose a contact from the list, or enter a phone number or an ID.',
		);
	}
	if (mode === 'phone') return { whatsappNumber: normalizePhoneNumber(text, 'Contact') };
	// The list holds WhatsApp numbers, which every version of the API takes; older workflows and templates may hold an ID.
	if (mode === 'list' && /^\d+$/.test(text)) return { whatsappNumber: text };
	return { contactId: text };
}

/** An expression for the whole field may give the bare value. */
function asLocator(value: unknown): Pick<INodeParameterResourceLocator, 'mode' | 'value'> {
	if (typeof value === 'object' && value !== null && 'mode' in value) {
		return value as INodeParameterResourceLocator;
	}
	const text = readText(value) ?? '';
	return { mode: /^[+\d\s().-]+$/.test(text) ? 'phone' : 'id', value: text };
}
