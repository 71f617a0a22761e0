import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';

/** @returns what FlowIQ knows a contact of its list by; undefined when it shows neither number nor ID */
export function referenceOf({ whatsapp_id, id }: IDataObject): ContactReference | undefined {
	if (/^\d+$/.test(String(whatsapp_id ?? ''))) return { whatsappNumber: String(whatsapp_id) };
	return id === undefined || id === null || id === '' ? undefined : { contactId: String(id) };
}

/** @returns the number or ID itself */
export function nameOf(contact: ContactReference): string {
	return 'whatsappNumber' in contact ? `+${contact.whatsappNumber}` : contact.contactId;
}
