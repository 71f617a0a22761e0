import type { IDataObject } from 'n8n-workflow';
import type { Connection } from '../transport/connection';
import type { Outcome } from '../transport/failure';
import { tryRequest } from '../transport/request';
import { contactWith, hasContactOrNone, toContact } from './contact';

/** The full record of one contact (reference page "get-contact"). */
export const GET_CONTACT = { method: 'GET' as const, path: '/contact', query: {} };

/** Besides the reference fields of a contact, what people act on. */
const SWITCHES = ['allow_broadcast', 'blocked', 'contact_summary'] as const;

/**
 * Reads the full record of a contact.
 *
 * @param number digits only, with country code
 * @returns FlowIQ's answer, with the record in `contact`; or why there is none
 */
export async function tryGetContact(connection: Connection, number: string): Promise<Outcome> {
	return await tryRequest(connection, {
		...GET_CONTACT,
		// The page asks for one of whatsapp_id (digits) and phone_number.
		query: { whatsapp_id: number },
		isUsable: hasContactOrNone,
	});
}

/**
 * @param body FlowIQ's answer
 * @param number digits, by which FlowIQ was asked
 * @returns the record, its reference fields first; undefined when the answer holds none
 */
export function contactRecord(
	body: Record<string, unknown>,
	number: string,
): IDataObject | undefined {
	return contactWith(body.contact, number);
}

/** @returns the fields of a record that most workflows need */
export function simplifiedContact(record: IDataObject): IDataObject {
	const names = [...Object.keys(toContact({})), ...SWITCHES];
	return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
}
