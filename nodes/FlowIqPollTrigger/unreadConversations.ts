import type { Connection } from '../shared/transport/connection';
import { LOOK_BACK_MS, startingAt, type Cursor } from './cursor';
import type { Anchor } from './familiar';
import { scanFirst, scanNext, startOfScan, type Scan } from './scan';
import type { FindOptions, Found } from './source';
import type { Select } from './sources';
import { UnreadReading, type Turn } from './unreadReading';

export interface UnreadConversationsState extends Scan {
	/** From when on messages are new, in ms since 1970. */
	since: number;
	/** When the polls began that reached the end of the list of contacts, newest first, in ms since 1970. */
	scans: number[];
	/** Short hashes of the contacts that had unread messages when they were last looked at. */
	unread: string;
	/** How far their conversations were read, by the contact's short hash. */
	cursors: Record<string, Cursor>;
	/** Newest date of a message that was seen in any conversation, in ms since 1970. */
	newest?: number;
	/** Where the reading of conversations that stay unread goes on. */
	turn?: Turn;
	/** By which the account is known again. */
	anchor?: Anchor;
}

/** Conversations whose position is kept, unless more have messages that were passed on and may come again. */
const MAX_CURSORS = 1_000;

/**
 * A contact that is found to have unread messages was looked at before the end of the list was reached twice; once more,
 * because a contact that is deleted moves others to a page that was read already.
 */
const KEPT_SCANS = 3;

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
	{ select, ...options }: Omit<FindOptions, 'maxRemembered'> & { select: Select },
): Promise<Found<UnreadConversationsState>> {
	const { deadline, begun: now } = options;
	const state = before ?? startingUnreadConversations(now);
	const reading = new UnreadReading(connection, state, options, select);
	const found = (change: Partial<UnreadConversationsState>, failure: unknown) => ({
		records: reading.newRecords(),
		state: withinBounds({ ...state, ...reading.state(), ...change }, reading, now),
		failure: failure ?? reading.problem,
	});
	if (state.first !== undefined) {
		const start = before === undefined ? undefined : startingAt(state.since);
		const { first, failure } = await scanFirst(
			connection,
			state.first,
			deadline,
			async (contacts) => {
				const { fresh } = reading.look(contacts);
				return (await reading.visit(fresh, start)) ? fresh.length : undefined;
			},
		);
		return found({ page: 2, first }, failure);
	}
	const { pages, next, isRound, last, failure } = await scanNext(connection, state.page, deadline);
	const looked = pages.map(({ number, contacts }) => ({ number, ...reading.look(contacts) }));
	await reading.visitSinceScan(looked.flatMap(({ fresh }) => fresh));
	// A page is done when its conversations that became unread were read.
	const left = looked.filter(({ fresh }) => !reading.hasRead(fresh)).map(({ number }) => number);
	if (left.length > 0) {
		// What was read now must not make look old what is still to be read.
		const { newest } = state;
		return found({ page: left.find((number) => number > 1) ?? next, newest }, failure);
	}
	const turn = await reading.takeTurns(
		new Map(looked.map(({ number, others }) => [number, others])),
		state.turn ?? { page: state.page },
		{ count: looked.length - 1 + Number(isRound), last },
	);
	return found(
		{ page: next, turn, ...(isRound && { scans: [now, ...state.scans].slice(0, KEPT_SCANS) }) },
		failure,
	);
}

/**
 * The position of a conversation that was read in FlowIQ is kept for as long as it takes to look at it again, and a
 * message may come late.
 */
function withinBounds(
	state: UnreadConversationsState,
	reading: UnreadReading,
	now: number,
): UnreadConversationsState {
	const start = Math.min(now, state.scans.at(-1) ?? now) - LOOK_BACK_MS;
	const dateOf = ({ newest, from }: Cursor) => newest ?? from ?? 0;
	let entries = Object.entries(state.cursors).filter(
		([key, cursor]) => reading.isUnread(key) || dateOf(cursor) > start,
	);
	if (entries.length > MAX_CURSORS) {
		const isNeeded = ([, cursor]: [string, Cursor]) => dateOf(cursor) >= state.since;
		const others = entries.filter((entry) => !isNeeded(entry));
		const needed = entries.filter(isNeeded);
		entries = [...needed, ...others.slice(0, Math.max(0, MAX_CURSORS - needed.length))];
	}
	return { ...state, cursors: Object.fromEntries(entries) };
}
