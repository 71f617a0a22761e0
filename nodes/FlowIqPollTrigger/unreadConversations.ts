import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import { contactIdentity } from '../shared/records/contact';
import { createdAt } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import { LOOK_BACK_MS, oldestFirst, startingAt, type Cursor } from './cursor';
import { anchorOf, type Anchor } from './familiar';
import { isGone, messagesPage } from './lists';
import { findNewMessages } from './newMessages';
import { referenceOf } from './reference';
import { keyOf, keysIn } from './remembered';
import { scan, startOfScan, type Scan } from './scan';
import type { FindOptions } from './source';
import type { Select } from './sources';

export interface UnreadConversationsState extends Scan {
	/** From when on messages are new, in ms since 1970. */
	since: number;
	/** When the scans of all contacts began of which the last was complete, newest first, in ms since 1970. */
	scans: number[];
	/** Short hashes of the contacts that had unread messages when they were last looked at. */
	unread: string;
	/** How far their conversations were read, by the contact's short hash. */
	cursors: Record<string, Cursor>;
	/** Newest date of a message that was seen in any conversation, in ms since 1970. */
	newest?: number;
	/** Contact with which the next poll begins, because this one had no time for it. */
	turn?: string;
	/** By which the account is known again. */
	anchor?: Anchor;
}

/** Records that are remembered of one conversation; there may be hundreds of them. */
const MAX_REMEMBERED = 20;

/** Conversations whose position is kept, unless more have unread messages that were passed on. */
const MAX_CURSORS = 1_000;

/** Share of the time in which contacts are looked through; the rest is for their messages. */
const SCAN_SHARE = 0.5;

interface Unread {
	key: string;
	reference: ContactReference;
}

/** @param now the time from which on messages are new, in ms since 1970 */
export function startingUnreadConversations(now: number): UnreadConversationsState {
	return { since: now, scans: [now], unread: '', cursors: {}, ...startOfScan() };
}

/**
 * Looks for new messages in all conversations with unread messages. Costs one request for each 100 contacts, and one for
 * each of these conversations.
 *
 * @param before what the last poll remembered; undefined for the first one, which passes nothing on
 * @param options `select` chooses the messages
 */
export async function findNewInUnread(
	connection: Connection,
	before: UnreadConversationsState | undefined,
	{ deadline, select }: FindOptions & { select: Select },
): Promise<{ records: IDataObject[]; state: UnreadConversationsState }> {
	const now = Date.now();
	const state = before ?? startingUnreadConversations(now);
	const scanned = await scan(connection, state, now + SCAN_SHARE * (deadline - now));
	const wasUnread = new Set(keysIn(state.unread));
	const unread = new Set(wasUnread);
	const waiting: Unread[] = [];
	for (const contact of scanned.contacts) {
		const key = keyOf(contactIdentity(contact));
		const reference = referenceOf(contact);
		unread.delete(key);
		if (contact.has_unread_messages !== true || reference === undefined) continue;
		unread.add(key);
		waiting.push({ key, reference });
	}
	const next: UnreadConversationsState = {
		...state,
		...scanned.scan,
		cursors: { ...state.cursors },
		turn: undefined,
		anchor: anchorOf(scanned.contacts) ?? state.anchor,
	};
	const records: IDataObject[] = [];
	const failures: unknown[] = [];
	const read = new Set<string>();
	const visit = async ({ key, reference }: Unread) => {
		const cursor = state.cursors[key];
		const isNew = !wasUnread.has(key) && state.first === undefined;
		const found =
			cursor !== undefined || before === undefined
				? await findNewMessages(connection, reference, cursor, visiting)
				: await (isNew ? findSinceScan : findSince)(connection, reference, state, visiting);
		for (const message of select(found.records, reference)) records.push(message);
		next.cursors[key] = found.state;
		next.newest = Math.max(next.newest ?? 0, found.state.newest ?? 0);
		read.add(key);
	};
	const visiting = { deadline, maxRemembered: MAX_REMEMBERED };
	const queue = inTurn(waiting, wasUnread, state.turn).values();
	const worker = async () => {
		for (const one of queue) {
			if (read.size > 0 && Date.now() > deadline) {
				next.turn ??= one.key;
				continue;
			}
			try {
				await visit(one);
			} catch (error) {
				if (isGone(error)) read.add(one.key);
				else failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: connection.concurrency }, worker));
	if (failures.length > 0 && read.size === 0) throw failures[0];
	// What became unread and was not read is left as it was, for the next poll.
	const left = waiting.filter(({ key }) => !read.has(key) && !wasUnread.has(key));
	if (before !== undefined && state.first === undefined) {
		for (const { key } of left) unread.delete(key);
	}
	next.unread = [...unread].join('');
	if (scanned.isComplete && left.length === 0) next.scans = [now, ...state.scans].slice(0, 2);
	return { records: oldestFirst(records), state: withinBounds(next, unread, now) };
}

/** For a conversation that was unread at the start, and not read yet. */
async function findSince(
	connection: Connection,
	reference: ContactReference,
	{ since }: UnreadConversationsState,
	options: FindOptions,
) {
	return await findNewMessages(connection, reference, startingAt(since), options);
}

/**
 * For a conversation that had no unread messages when it was last looked at: what came since. Where nothing did, n8n's
 * clock and FlowIQ's may differ: then it is what is newer than all that was seen, and of the last hour of the
 * conversation.
 */
async function findSinceScan(
	connection: Connection,
	reference: ContactReference,
	{ scans, newest = 0, since }: UnreadConversationsState,
	options: FindOptions,
) {
	const found = await findNewMessages(
		connection,
		reference,
		startingAt(scans.at(-1) ?? since),
		options,
	);
	if (found.records.length > 0) return found;
	const page = await messagesPage(connection, reference, { size: 1 });
	const last = page?.records[0] && createdAt(page.records[0]);
	if (last === undefined || last <= newest) return found;
	const from = Math.max(newest + 1, last - LOOK_BACK_MS);
	return await findNewMessages(connection, reference, { known: '', from }, options);
}

/** Those that became unread come first, then the one that had to wait, and those after it. */
function inTurn(waiting: Unread[], wasUnread: Set<string>, turn: string | undefined): Unread[] {
	const fresh = waiting.filter(({ key }) => !wasUnread.has(key));
	const others = waiting.filter(({ key }) => wasUnread.has(key));
	const place = Math.max(
		0,
		others.findIndex(({ key }) => key === turn),
	);
	return [...fresh, ...others.slice(place), ...others.slice(0, place)];
}

/** The position of a conversation that was read in FlowIQ is kept for as long as a message may come late. */
function withinBounds(
	state: UnreadConversationsState,
	unread: Set<string>,
	now: number,
): UnreadConversationsState {
	const isNeeded = ([key, { newest = 0 }]: [string, Cursor]) =>
		unread.has(key) || newest > now - LOOK_BACK_MS;
	const entries = Object.entries(state.cursors).filter(isNeeded);
	const isOld = ([, { newest = 0 }]: [string, Cursor]) => newest < state.since;
	const kept =
		entries.length > MAX_CURSORS
			? [...entries.filter((entry) => !isOld(entry)), ...entries.filter(isOld)].slice(
					0,
					Math.max(MAX_CURSORS, entries.filter((entry) => !isOld(entry)).length),
				)
			: entries;
	return { ...state, cursors: Object.fromEntries(kept) };
}
