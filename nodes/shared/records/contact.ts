import type { IDataObject } from 'n8n-workflow';
import { asBoolean, isId, readCount, shaper, type Field } from './shape';

const FIELDS: Field[] = [
	{ name: 'id' },
	{ name: 'full_name', aliases: ['contact_name'] },
	{ name: 'whatsapp_id', aliases: ['whatsapp_number'], convert: digitsOnly },
	{ name: 'phone_number' },
	{ name: 'email' },
	{ name: 'created_at' },
	{ name: 'tags' },
	{ name: 'has_unread_messages', convert: asBoolean },
	{ name: 'bot_status', convert: botStatus },
	{ name: 'archived', convert: asBoolean },
];

const toReferenceShape = shaper(FIELDS);

/** Names of the reference fields, in their order. */
export const CONTACT_FIELDS = FIELDS.map(({ name }) => name);

/**
 * Brings a contact into the shape of FlowIQ's reference (pages "conversations" and "contact"), whichever documented
 * variant the server speaks (the page "overview" names some fields differently and counts unread messages).
 *
 * @param record a contact as the server sent it
 */
export function toContact(record: IDataObject): IDataObject {
	const contact = toReferenceShape(record);
	if (contact.has_unread_messages === null) {
		const unread = readCount(contact.unread_count);
		if (unread !== undefined) contact.has_unread_messages = unread > 0;
	}
	return contact;
}

/**
 * @param contact a contact in reference shape
 * @returns what tells it apart from every other contact
 */
export function contactIdentity(contact: IDataObject): string {
	return String([contact.id, contact.whatsapp_id].find(isId) ?? JSON.stringify(contact));
}

/** The list of contacts (reference page "conversations"). */
export const CONTACTS = {
	key: 'contacts' as const,
	/** Name of the list's length in `pagination`. */
	totalKey: 'totalContacts',
	route: { method: 'GET' as const, path: '/conversations', query: { action: 'contacts' } },
	toRecord: toContact,
	identify: contactIdentity,
};

function digitsOnly(value: unknown): unknown {
	if (typeof value !== 'string' || !/\D/.test(value)) return value;
	return /^\+?[\d\s().-]+$/.test(value) ? value.replace(/\D/g, '') : value;
}

/** The page "create contact" shows the status as a boolean; everywhere else it is a word. */
function botStatus(value: unknown): unknown {
	if (typeof value !== 'boolean') return value;
	return value ? 'active' : 'paused';
}
