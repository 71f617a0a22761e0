import type { IDataObject } from 'n8n-workflow';
import { isSameNumber, numberIn } from './whatsappNumber';
import { tellsOfError } from '../transport/errorWords';
import { asBoolean, isId, isRecord, readCount, shaper, type Field } from './shape';
import { textOf } from './text';

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
	const { id, whatsapp_id } = contact;
	if (isId(id)) return String(id);
	return isId(whatsapp_id) ? String(whatsapp_id) : JSON.stringify(contact);
}

/**
 * @param value one contact, a list of them, or something without any: null, an empty list, an object without values
 * @param number digits, by which FlowIQ was asked
 * @returns the contact with this number; of several that all have other numbers none, since nothing tells which is meant
 */
export function contactWith(value: unknown, number: string): IDataObject | undefined {
	const contacts = [value].flat().filter(isRecord).map(toContact);
	return (
		contacts.find(({ whatsapp_id }) => textOf(whatsapp_id) === number) ??
		contacts.find((contact) => !hasOtherNumber(contact, number)) ??
		(contacts.length === 1 ? contacts[0] : undefined)
	);
}

/** @returns whether FlowIQ's answer holds a contact, or says that there is none; beside an error, null says nothing */
export function hasContactOrNone(body: Record<string, unknown>): boolean {
	const { contact } = body;
	return typeof contact === 'object' && ([contact].flat().some(isRecord) || !tellsOfError(body));
}

/** @returns whether a contact certainly has another number than this one, in whatever form each is written */
export function hasOtherNumber(
	{ whatsapp_id, phone_number }: IDataObject,
	number: string,
): boolean {
	const numbers = [numberIn(whatsapp_id), numberIn(phone_number)].filter(
		(one) => one !== undefined,
	);
	return numbers.length > 0 && !numbers.some((one) => isSameNumber(one, number));
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
