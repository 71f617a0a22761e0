import type { IDataObject } from 'n8n-workflow';
import { referenceOf } from '../shared/fields/contactLocator';
import { createdAt } from '../shared/records/createdAt';
import { monotonicNow } from '../shared/transport/clock';
import type { Connection } from '../shared/transport/connection';
import { eachInTime } from './eachInTime';
import { anchorOf, type Anchor } from './familiar';
import { messagesPage, orIfGone } from './lists';
import { scanFirst, scanNext, startOfScan, type Scan } from './scan';
import type { FindOptions, Found } from './source';
import { UnreadSet } from './unreadSet';

export interface UnreadState extends Scan {
	/** Short hashes of the contacts that had unread messages when they were last looked at. */
	unread: string;
	/** From when on messages are new, in ms since 1970. */
	since: number;
	/** By which the account is known again. */
	anchor?: Anchor;
}

/** What is answered within this time, in ms, counts as the state in which a workflow is published. */
const AT_ONCE_MS = 2_000;

/** @param now the time from which on messages are new, in ms since 1970 */
export function startingUnread(now: number): UnreadState {
	return { unread: '', since: now, ...startOfScan() };
}

/**
 * Looks for contacts that have unread messages and had none before. FlowIQ cannot be asked for them, so it costs one
 * request for each 100 contacts; with more than 1,000, the pages take turns.
 *
 * What is unread at the start counts as known. On pages that could only be read later, the newest message tells whether
 * it was: that is one more request for each contact with unread messages there.
 *
 * @param before what the last poll remembered; undefined on the first one, for which all count as known
 */
export async function findUnreadContacts(
	connection: Connection,
	before: UnreadState | undefined,
	{ deadline, begun }: Pick<FindOptions, 'deadline' | 'begun'>,
): Promise<Found<UnreadState>> {
	const state = before ?? startingUnread(begun);
	const startedAt = monotonicNow();
	const unread = new UnreadSet(state.unread);
	const records: IDataObject[] = [];
	let { anchor } = state;
	let checkFailure: unknown;
	const look = (contacts: IDataObject[]) => {
		anchor = anchorOf(contacts) ?? anchor;
		return unread.look(contacts).fresh;
	};
	const check = async (contacts: IDataObject[]) => {
		const candidates = look(contacts);
		if (before === undefined && monotonicNow() - startedAt < AT_ONCE_MS) {
			for (const { key } of candidates) unread.add(key);
			return 0;
		}
		const { isAll, failure } = await eachInTime(
			candidates,
			connection.concurrency,
			deadline,
			async ({ contact, key }) => {
				if (await isWrittenSince(connection, contact, state.since)) records.push(contact);
				unread.add(key);
			},
		);
		checkFailure ??= failure;
		return isAll ? candidates.length : undefined;
	};
	const finish = (scan: Scan, failure: unknown): Found<UnreadState> => ({
		records,
		state: {
			...state,
			...scan,
			unread: unread.toString(),
			anchor,
		},
		failure: failure ?? checkFailure ?? unread.problem,
	});
	if (state.first !== undefined) {
		const { first, failure } = await scanFirst(connection, state.first, deadline, check);
		return finish({ page: 2, first }, failure);
	}
	const { pages, next, failure } = await scanNext(connection, state.page, deadline);
	for (const { contacts } of pages) {
		for (const { contact, key } of look(contacts)) {
			unread.add(key);
			records.push(contact);
		}
	}
	return finish({ page: next }, failure);
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
