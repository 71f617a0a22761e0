import type { IDataObject } from 'n8n-workflow';
import { RequestFailed } from '../shared/errors/flowIqError';
import type { ContactReference } from '../shared/fields/contactLocator';
import { fetchPage, MAX_PAGE_SIZE } from '../shared/paging/listRecords';
import type { Page } from '../shared/paging/page';
import { contactIdentity, CONTACTS } from '../shared/records/contact';
import {
	identityWithoutId,
	lastingMessageIdentity,
	messageIdentity,
	MESSAGES,
} from '../shared/records/message';
import type { Connection } from '../shared/transport/connection';
import { isContactNotFound } from '../shared/transport/failure';
import type { Cursor, Identity } from './cursor';

/**
 * The two lists that are polled: how a page of them is read, and what makes two of their records the same.
 */

export type RecordPage = Page<IDataObject> | undefined;

/** Contacts that are remembered beyond the look-back window, because their date may be corrected. */
const KEPT_CONTACTS = 1_000;

export const CONTACT_IDENTITY: Identity = {
	lasting: contactIdentity,
	isExact: () => true,
	content: contactIdentity,
	keep: KEPT_CONTACTS,
};

export const MESSAGE_IDENTITY: Identity = {
	lasting: lastingMessageIdentity,
	isExact: (message) => lastingMessageIdentity(message) === messageIdentity(message),
	former: identityWithoutId,
	content: messageIdentity,
	keep: 0,
};

/**
 * @param page page number, from 1
 * @param size records per page
 */
export async function contactsPage(
	connection: Connection,
	page: number,
	size = MAX_PAGE_SIZE,
): Promise<RecordPage> {
	return await fetchPage(connection, CONTACTS, page, size);
}

/**
 * @param contact whose conversation
 * @param ascending whether it begins with the oldest message
 */
export async function messagesPage(
	connection: Connection,
	contact: ContactReference,
	{
		page = 1,
		size = MAX_PAGE_SIZE,
		ascending,
	}: { page?: number; size?: number; ascending?: boolean } = {},
): Promise<RecordPage> {
	const query = { ...MESSAGES.route.query, ...contact, ascending };
	return await fetchPage(
		connection,
		{ ...MESSAGES, route: { ...MESSAGES.route, query } },
		page,
		size,
	);
}

/** @returns whether a page is the whole list, as far as the server tells */
export function isWhole(page: RecordPage): boolean {
	if (page === undefined) return true;
	const { records, total = 0, hasNext } = page;
	return records.length >= total && (hasNext === false || records.length === 0);
}

/** @returns by how much the list has grown, as far as the server tells */
export function growthOf({ total: before }: Cursor, total: number | undefined): number | undefined {
	return total === undefined || before === undefined ? undefined : total - before;
}

/** @returns whether an error says that the contact was deleted, or never was */
export function isGone(error: unknown): boolean {
	return error instanceof RequestFailed && isContactNotFound(error.failure);
}

/** @returns what was read, or something else where FlowIQ says that there is no such contact */
export async function orIfGone<T>(reading: Promise<T>, otherwise: T): Promise<T> {
	return await reading.catch(async (error: unknown) =>
		isGone(error) ? otherwise : await Promise.reject(error as Error),
	);
}
