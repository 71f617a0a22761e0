import { saysNoSuchPage } from '../../nodes/shared/paging/listRecords';
import type { Answer } from './client';

export type Row = Record<string, unknown>;

/** @returns the records of a list; undefined when the answer is none */
export function listOf({ status, body }: Answer, key: string): Row[] | undefined {
	const list = body?.[key];
	return status === 200 && body?.success !== false && Array.isArray(list)
		? list.filter((row): row is Row => typeof row === 'object' && row !== null)
		: undefined;
}

export function contactOf({ status, body }: Answer): Row | undefined {
	const contact = body?.contact;
	return status === 200 &&
		body?.success !== false &&
		typeof contact === 'object' &&
		contact !== null
		? (contact as Row)
		: undefined;
}

/**
 * Whether the server said no to what was asked. A fault, the rate limit or no answer at all say nothing of it.
 */
export function isRefused({ status, body }: Answer): boolean {
	if (status === 200) return body !== undefined && (body.success === false || 'error' in body);
	return status >= 400 && status < 500 && status !== 429;
}

/** @returns whether a look-up found somebody; undefined when the answer does not tell */
export function isFound(answer: Answer): boolean | undefined {
	if (contactOf(answer) !== undefined) return true;
	return isRefused(answer) ? false : undefined;
}

export function paginationOf({ body }: Answer): Row | undefined {
	const pagination = body?.pagination;
	return typeof pagination === 'object' && pagination !== null ? (pagination as Row) : undefined;
}

export function hasTotal(answer: Answer, name: string): boolean {
	return typeof paginationOf(answer)?.[name] === 'number';
}

export function numberOf(contact: Row): string | undefined {
	const number = contact.whatsapp_id ?? contact.whatsapp_number;
	return typeof number === 'string' && number !== '' ? number : undefined;
}

export function isUnread(contact: Row): boolean {
	return contact.has_unread_messages === true || Number(contact.unread_count) > 0;
}

/** @returns undefined for records whose order cannot be seen: too few, without a date, or all of one moment */
export function orderOf(rows: Row[]): string | undefined {
	const dates = rows.map((row) => Date.parse(String(row.created_at ?? row.timestamp)));
	if (dates.length < 5 || dates.some(Number.isNaN)) return undefined;
	const isSorted = (sign: number) =>
		dates.every((date, index) => index === 0 || sign * (date - dates[index - 1]) >= 0);
	const [isNewest, isOldest] = [isSorted(-1), isSorted(1)];
	if (isNewest && isOldest) return undefined;
	return isNewest ? 'newest' : isOldest ? 'oldest' : 'shuffled';
}

/** So far behind that no account has it, whatever total it announces. */
export const FAR_PAGE = 1_000_000;

/**
 * @param answer to {@link FAR_PAGE}
 * @param first the records of page 1
 * @param isOnePage whether page 1 holds all
 */
export function beyondEnd(
	answer: Answer,
	key: string,
	first: Row[],
	isOnePage: boolean,
): string | undefined {
	const rows = listOf(answer, key);
	if (rows === undefined) {
		if (!isRefused(answer)) return answer.status >= 500 ? 'server error' : undefined;
		return isEnd(answer) ? 'notFound' : 'notFound, in other words than the node knows';
	}
	if (rows.length === 0) return 'empty';
	return !isOnePage && isSame(rows, first) ? 'the first page' : 'lastPage';
}

/** As the node reads it: any other refusal is not taken for the end of a list. */
function isEnd({ status, body }: Answer): boolean {
	if (body?.success !== false) return false;
	const words = [body.error, body.message].filter((word) => word !== undefined).join(' ');
	return saysNoSuchPage(words, status);
}

export function isSame(rows: Row[], others: Row[]): boolean {
	return JSON.stringify(rows) === JSON.stringify(others);
}

/** @returns which of two parameters a server heeds */
export function either(one: string, isOne: boolean, other: string, isOther: boolean): string {
	if (isOne) return isOther ? 'either' : one;
	return isOther ? other : 'neither';
}
