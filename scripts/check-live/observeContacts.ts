import {
	beyondEnd,
	FAR_PAGE,
	hasTotal,
	isRefused,
	isSame,
	listOf,
	numberOf,
	orderOf,
	paginationOf,
	type Row,
} from './answers';
import type { Answer, AskContacts } from './client';
import { fieldNames, note, offsetOf, type Facts } from './words';

export function noteContacts(facts: Facts, first: Answer, rows: Row[]): void {
	facts.contactsEnvelope = fieldNames(first.body);
	const pagination = paginationOf(first);
	facts.contactsPagination = pagination === undefined ? 'missing' : fieldNames(pagination);
	facts.contactsTotal = hasTotal(first, 'totalContacts') ? 'present' : 'missing';
	const contact = rows.at(0);
	if (contact === undefined) return;
	facts.contactFieldNames = fieldNames(contact);
	facts.contactFields =
		'full_name' in contact ? 'reference' : 'contact_name' in contact ? 'overview' : 'other';
	note(facts, 'timeOffset', offsetOf(contact.created_at));
}

/** @returns the contacts of the first two pages */
export async function notePages(facts: Facts, contacts: AskContacts): Promise<Row[]> {
	const first = await contacts({ limit: 100, page: 1 });
	const rows = listOf(first, 'contacts') ?? [];
	facts.contactsSeen = rows.length > 0 ? 'some' : 'none';
	if (rows.length === 0) return [];
	const second = listOf(await contacts({ limit: 100, page: 2 }), 'contacts') ?? [];
	// A page beyond the end may be the last one once more.
	const next = isSame(second, rows) ? [] : second;
	const isOnePage = next.length === 0 && paginationOf(first)?.hasNextPage !== true;
	const all = [...rows, ...next];

	noteBotStatus(facts, all);
	facts.pageSize = `${rows.length} of 100 asked for`;
	note(facts, 'contactsOrder', orderOf(all));
	note(facts, 'contactIds', idsOf(rows, next));
	const unlimited = listOf(await contacts({}), 'contacts')?.length;
	// An account that is smaller than a page shows its own size.
	if (unlimited !== undefined && !(isOnePage && unlimited === rows.length)) {
		facts.defaultLimit = `${unlimited} without a limit`;
	}
	const size = isOnePage ? rows.length : undefined;
	note(facts, 'limitAboveMaximum', limitOf(await contacts({ limit: 101 }), size));
	note(facts, 'limitZero', limitOf(await contacts({ limit: 0 }), size));
	const far = await contacts({ limit: 100, page: FAR_PAGE });
	note(facts, 'pageBeyondEnd', beyondEnd(far, 'contacts', rows, isOnePage));
	return all;
}

function noteBotStatus(facts: Facts, rows: Row[]): void {
	const status = rows.map((row) => row.bot_status).find((value) => (value ?? null) !== null);
	if (status !== undefined) facts.botStatus = typeof status;
}

/** Contacts of the older page have no id; the node then tells them apart by their number. */
function idsOf(rows: Row[], next: Row[]): string | undefined {
	const all = [...rows, ...next];
	const kind = all.some((row) => row.id !== undefined) ? '' : 'missing, numbers ';
	const ids = all.map((row) => row.id ?? numberOf(row));
	if (ids.length < 2) return undefined;
	if (new Set(ids).size === ids.length) return `${kind}different`;
	const onPage = ids.slice(0, rows.length);
	const isMoved = new Set(onPage).size === onPage.length;
	return `${kind}repeated on ${isMoved ? 'the next' : 'one'} page`;
}

/** @param size of an account that one page holds: as many records show no limit */
function limitOf(answer: Answer, size: number | undefined): string | undefined {
	const count = listOf(answer, 'contacts')?.length;
	if (count === undefined) return isRefused(answer) ? 'reject' : undefined;
	if (count > 100) return `accept (${count} records)`;
	return count === size ? undefined : `clamp (${count} records)`;
}
