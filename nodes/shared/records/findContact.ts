import type { IDataObject } from 'n8n-workflow';
import { RequestFailed } from '../errors/flowIqError';
import type { Connection } from '../transport/connection';
import { isContactNotFound, NO_CONTACT, type Failure } from '../transport/failure';
import { tryRequest } from '../transport/request';
import { contactWith, hasContactOrNone } from './contact';

/** The look-up of one contact (reference page "conversations"). */
export const FIND_BY_PHONE = {
	method: 'GET' as const,
	path: '/conversations',
	query: { action: 'find-by-phone' },
};

/**
 * Looks up the contact that has a phone number.
 *
 * @param number digits only, with country code
 * @returns the contact in reference shape
 * @throws RequestFailed when there is none, or FlowIQ could not say
 */
export async function findContact(connection: Connection, number: string): Promise<IDataObject> {
	const found = await lookUp(connection, number);
	if ('contact' in found) return found.contact;
	throw new RequestFailed(found.failure);
}

/**
 * As `findContact`, where it is no fault that nobody has the number.
 *
 * @returns undefined when FlowIQ says that there is no such contact
 */
export async function findContactIfAny(
	connection: Connection,
	number: string,
): Promise<IDataObject | undefined> {
	const found = await lookUp(connection, number);
	if ('contact' in found) return found.contact;
	if (isContactNotFound(found.failure)) return undefined;
	throw new RequestFailed(found.failure);
}

async function lookUp(
	connection: Connection,
	number: string,
): Promise<{ contact: IDataObject } | { failure: Failure }> {
	const outcome = await tryRequest(connection, {
		...FIND_BY_PHONE,
		// The reference pages name the parameter whatsappNumber, the quickstart pages phoneNumber.
		query: { ...FIND_BY_PHONE.query, whatsappNumber: number, phoneNumber: number },
		isUsable: hasContactOrNone,
	});
	if (!outcome.ok) return { failure: outcome.failure };
	const contact = contactWith(outcome.body.contact, number);
	return contact === undefined ? { failure: NO_CONTACT } : { contact };
}
