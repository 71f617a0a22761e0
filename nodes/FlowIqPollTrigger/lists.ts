import type { IDataObject } from 'n8n-workflow';
import { IncompleteList, RequestFailed } from '../shared/errors/flowIqError';
import type { ContactReference } from '../shared/fields/contactLocator';
import { TRIES_OF_EMPTY_PAGE } from '../shared/paging/judgePage';
import { fetchPage, MAX_PAGE_SIZE, type ListKind } from '../shared/paging/listRecords';
import { rowsOf, type Page } from '../shared/paging/page';
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
 * @throws IncompleteList when there are contacts, and none on the first page: all of them would seem new the next time
 */
export async function contactsPage(
	connection: Connection,
	page: number,
	size = MAX_PAGE_SIZE,
): Promise<RecordPage> {
	const read = await pageOf(connection, CONTACTS, page, size);
	if (page > 1 || !isMissing(read, page, size)) return read;
	throw new IncompleteList(
		`FlowIQ's list of contacts is not complete: ${read?.total} were announced, but its first page is empty`,
		'The next poll tries again. If it stays like this, write to dev@flowapt.com and quote this message.',
	);
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
	const list = { ...MESSAGES, route: { ...MESSAGES.route, query } };
	return await pageOf(connection, list, page, size);
}

/** An empty page in place of records that are announced may be a passing fault: it is asked for again. */
async function pageOf(
	connection: Connection,
	list: ListKind,
	page: number,
	size: number,
): Promise<RecordPage> {
	for (let tries = 1; ; tries++) {
		const read = await fetchPage(connection, list, page, size);
		if (tries === TRIES_OF_EMPTY_PAGE || !isMissing(read, page, size)) return read;
	}
}

function isMissing(read: RecordPage, page: number, size: number): boolean {
	return read !== undefined && rowsOf(read) === 0 && (read.total ?? 0) > (page - 1) * size;
}

/** @returns whether a page is the whole list, as far as the server tells */
export function isWhole(page: RecordPage): boolean {
	if (page === undefined) return true;
	const { total, hasNext } = page;
	const rows = rowsOf(page);
	const isCounted = total === undefined ? rows < MAX_PAGE_SIZE : rows >= total;
	return isCounted && (hasNext === false || rows === 0);
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
