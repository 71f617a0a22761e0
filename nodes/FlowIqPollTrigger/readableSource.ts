import {
	isAmount,
	isFlag,
	isListOf,
	isMapOf,
	isObject,
	isReadable,
	isText,
	type Readable,
} from '../shared/records/readable';
import type { Cursor } from './cursor';
import type { Anchor } from './familiar';
import type { ContactCursor } from './newContacts';
import { areKeys } from './remembered';
import type { SourceState } from './source';
import type { UnreadState } from './unreadContacts';
import type { UnreadConversationsState } from './unreadConversations';
import type { Turn } from './unreadReading';

const CURSOR: Readable<Cursor> = {
	known: isText,
	newest: isAmount,
	after: isAmount,
	from: isAmount,
	total: isAmount,
	earlier: isMapOf(isAmount),
};

const ANCHOR: Readable<Anchor> = { number: isText, id: isText };

const isAnchor = (value: unknown) =>
	isReadable(value, ANCHOR) && isText(value.number) && isText(value.id);

const PASS: Readable<NonNullable<ContactCursor['pass']>> = {
	next: isPage,
	seen: areKeys,
	total: isAmount,
	newest: isAmount,
	count: isAmount,
	isFirst: isFlag,
	begun: isAmount,
	// Of a list without dates, JSON has null for it.
	before: (value) => value === null || isAmount(value),
};

const CONTACTS: Readable<ContactCursor> = {
	...CURSOR,
	pass: (value) => isReadable(value, PASS) && isPage(value.next) && isText(value.seen),
	passed: isAmount,
	anchor: isAnchor,
};

const UNREAD: Readable<UnreadState> = {
	unread: areKeys,
	since: isAmount,
	page: isPage,
	first: isPage,
	anchor: isAnchor,
};

const TURN: Readable<Turn> = { page: isPage, key: isText };

const CONVERSATIONS: Readable<UnreadConversationsState> = {
	...UNREAD,
	scans: isListOf(isAmount),
	cursors: isMapOf(isCursor),
	newest: isAmount,
	turn: (value) => isReadable(value, TURN) && isPage(value.page),
};

/**
 * @param key of the source
 * @returns whether its state can be gone on with; one that can't is begun anew
 */
export function isSourceState(key: string, state: unknown): state is SourceState {
	if (!isObject(state)) return false;
	if (!key.startsWith('unread')) return isReadable(state, CONTACTS) && isText(state.known);
	const isBegun = isText(state.unread) && isAmount(state.since) && isPage(state.page);
	if (key === 'unread') return isBegun && isReadable(state, UNREAD);
	const isKnown = isObject(state.cursors) && Array.isArray(state.scans);
	return isBegun && isKnown && isReadable(state, CONVERSATIONS);
}

function isCursor(value: unknown): boolean {
	return isReadable(value, CURSOR) && isText(value.known);
}

function isPage(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 1;
}
