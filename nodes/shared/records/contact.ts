import type { IDataObject } from 'n8n-workflow';
import { shaper } from './shape';

const toReferenceShape = shaper([
	{ name: 'id' },
	{ name: 'full_name', aliases: ['contact_name'] },
	{ name: 'whatsapp_id', aliases: ['whatsapp_number'], convert: digitsOnly },
	{ name: 'phone_number' },
	{ name: 'email' },
	{ name: 'created_at' },
	{ name: 'tags' },
	{ name: 'has_unread_messages' },
	{ name: 'bot_status', convert: botStatus },
	{ name: 'archived' },
]);

/**
 * Brings a contact into the shape of FlowIQ's reference (pages "conversations" and "contact"), whichever documented
 * variant the server speaks (the page "overview" names some fields differently and counts unread messages).
 *
 * @param record a contact as the server sent it
 */
export function toContact(record: IDataObject): IDataObject {
	const contact = toReferenceShape(record);
	if (contact.has_unread_messages === null && typeof contact.unread_count === 'number') {
		contact.has_unread_messages = contact.unread_count > 0;
	}
	return contact;
}

/**
 * @param contact a contact in reference shape
 * @returns what tells it apart from every other contact
 */
export function contactIdentity(contact: IDataObject): string {
	return String(contact.id ?? contact.whatsapp_id ?? JSON.stringify(contact));
}

function digitsOnly(value: unknown): unknown {
	return typeof value === 'string' && /^\+?[\d\s().-]+$/.test(value)
		? value.replace(/\D/g, '')
		: value;
}

/** The page "create contact" shows the status as a boolean; everywhere else it is a word. */
function botStatus(value: unknown): unknown {
	if (typeof value !== 'boolean') return value;
	return value ? 'active' : 'paused';
}
