import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import { readText } from '../shared/input/text';

/** What an event must have to start a run; what is not set lets everything pass. */
export interface EventFilters {
	events: Set<string>;
	contact?: ContactReference;
	/** FlowIQ's id of the contact, for events that do not carry its number. */
	contactId?: string;
	messageTypes: Set<string>;
	text?: string;
}

/**
 * @param event in the shape of `toEvent`
 * @returns whether it passes all filters
 */
export function passes(event: IDataObject, filters: EventFilters): boolean {
	return (
		filters.events.has(String(event.event_type)) &&
		(filters.messageTypes.size === 0 || filters.messageTypes.has(String(event.message_type))) &&
		(filters.text === undefined || containsText(event.message, filters.text)) &&
		isOfContact(event, filters)
	);
}

/** @returns whether the contact's id is needed to tell whether the event is the contact's */
export function needsContactId(event: IDataObject, { contact, contactId }: EventFilters): boolean {
	return contact !== undefined && contactId === undefined && !readText(event.whatsapp_id);
}

function isOfContact(event: IDataObject, { contact, contactId }: EventFilters): boolean {
	if (contact === undefined) return true;
	const number = readText(event.whatsapp_id)?.replace(/\D/g, '');
	if ('whatsappNumber' in contact && number !== undefined) return number === contact.whatsappNumber;
	const id = 'contactId' in contact ? contact.contactId : contactId;
	return id !== undefined && event.contact_id === id;
}

function containsText(message: unknown, text: string): boolean {
	return typeof message === 'string' && message.toLowerCase().includes(text.toLowerCase());
}
