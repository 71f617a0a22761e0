import type { IDataObject } from 'n8n-workflow';
import { readContactIfSet, type ContactReference } from '../shared/fields/contactLocator';
import { textOf, textsOf } from '../shared/records/text';

/** What an event must have to start a run; what is not set lets everything pass. */
export interface EventFilters {
	events: Set<string>;
	contact?: ContactReference;
	messageTypes: Set<string>;
	text?: string;
}

/**
 * @param context n8n's context of the trigger
 * @throws InvalidInput when the chosen contact cannot be read
 */
export function readFilters(context: {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}): EventFilters {
	const { contact, messageTypes, text } = context.getNodeParameter('filters', {}) as IDataObject;
	return {
		events: new Set(textsOf(context.getNodeParameter('events'))),
		contact: readContactIfSet(contact, 'Contact'),
		messageTypes: new Set(textsOf(messageTypes)),
		text: textOf(text),
	};
}

/**
 * @param event in the shape of `toEvent`
 * @returns whether it passes all filters but that of the contact
 */
export function passes(event: IDataObject, filters: EventFilters): boolean {
	const { event_type, message_type, message } = event;
	return (
		filters.events.has(event_type as string) &&
		(filters.messageTypes.size === 0 || filters.messageTypes.has(message_type as string)) &&
		(filters.text === undefined || containsText(message, filters.text))
	);
}

/**
 * FlowIQ knows a contact by number and by id. Some events tell both, some only one of them.
 *
 * @param event in the shape of `toEvent`
 * @param contact whose events are wanted
 * @param idOf looks up the id of the contact with a number
 */
export async function isOfContact(
	event: IDataObject,
	contact: ContactReference,
	idOf: (number: string) => Promise<string | undefined>,
): Promise<boolean> {
	const number = textOf(event.whatsapp_id)?.replace(/\D/g, '');
	const id = textOf(event.contact_id);
	if ('whatsappNumber' in contact) {
		if (number !== undefined) return number === contact.whatsappNumber;
		return id !== undefined && id === (await idOf(contact.whatsappNumber));
	}
	if (id !== undefined) return id === contact.contactId;
	return number !== undefined && contact.contactId === (await idOf(number));
}

function containsText(message: unknown, text: string): boolean {
	return typeof message === 'string' && message.toLowerCase().includes(text.toLowerCase());
}
