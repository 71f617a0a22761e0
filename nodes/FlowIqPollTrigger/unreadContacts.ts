import type { IDataObject } from 'n8n-workflow';
import { contactIdentity } from '../shared/records/contact';
import { createdAt } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import { anchorOf, type Anchor } from './familiar';
import { messagesPage, orIfGone } from './lists';
import { referenceOf } from './reference';
import { keyOf, keysIn } from './remembered';
import { scan, startOfScan, type Scan } from './scan';

/** Contacts with unread messages that are remembered at the most. */
const MAX_UNREAD = 20_000;

export interface UnreadState extends Scan {
	/** Short hashes of the contacts that had unread messages when they were last looked at. */
	unread: string;
	/** From when on messages are new, in ms since 1970. */
	since: number;
	/** By which the account is known again. */
	anchor?: Anchor;
}

/** @param now the time from which on messages are new, in ms since 1970 */
export function startingUnread(now: number): UnreadState {
	return { unread: '', since: now, ...startOfScan() };
}

/**
 * Looks for contacts that have unread messages and had none before. FlowIQ cannot be asked for them, so it costs one
 * request for each 100 contacts; with more than 1,000, the pages take turns.
 *
 * What is unread at the start counts as known. On pages that only a later poll could read, the newest message tells
 * whether it was: that is one more request for each contact with unread messages there.
 *
 * @param before what the last poll remembered; undefined on the first one, for which all count as known
 * @param deadline when to leave the rest to the next poll, in ms since 1970
 */
export async function findUnreadContacts(
	connection: Connection,
	before: UnreadState | undefined,
	deadline: number,
): Promise<{ records: IDataObject[]; state: UnreadState }> {
	const state = before ?? startingUnread(Date.now());
	const { contacts, scan: next } = await scan(connection, state, deadline);
	const unread = new Set(keysIn(state.unread));
	const candidates: IDataObject[] = [];
	for (const contact of contacts) {
		const key = keyOf(contactIdentity(contact));
		const wasUnread = unread.delete(key);
		if (contact.has_unread_messages !== true) continue;
		unread.add(key);
		if (!wasUnread) candidates.push(contact);
	}
	const isNew = await Promise.all(
		candidates.map(async (contact) => {
			if (before === undefined) return false;
			return state.first === undefined || (await isWrittenSince(connection, contact, state.since));
		}),
	);
	return {
		records: candidates.filter((_, index) => isNew[index]),
		state: {
			...state,
			...next,
			unread: [...unread].slice(-MAX_UNREAD).join(''),
			anchor: anchorOf(contacts) ?? state.anchor,
		},
	};
}

async function isWrittenSince(
	connection: Connection,
	contact: IDataObject,
	since: number,
): Promise<boolean> {
	const created = createdAt(contact);
	if (created !== undefined && created >= since) return true;
	const reference = referenceOf(contact);
	if (reference === undefined) return false;
	const newest = await orIfGone(messagesPage(connection, reference, { size: 1 }), undefined);
	return newest?.records.some((message) => (createdAt(message) ?? 0) >= since) ?? false;
}
