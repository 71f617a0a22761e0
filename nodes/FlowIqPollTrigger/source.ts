import type { IDataObject } from 'n8n-workflow';
import type { ContactReference } from '../shared/fields/contactLocator';
import type { ContactCursor } from './newContacts';
import type { UnreadConversationsState } from './unreadConversations';
import type { UnreadState } from './unreadContacts';

/** How far a source was read. */
export type SourceState = ContactCursor | UnreadState | UnreadConversationsState;

export interface FindOptions {
	/** When to leave the rest to the next poll, in ms of the monotonic clock. */
	deadline: number;
	/** Records that the state may remember at the most. */
	maxRemembered: number;
	/** When the poll began, in ms since 1970. */
	begun: number;
}

/** What one reading brought. */
export interface Found<State> {
	/** The new records, oldest first. */
	records: IDataObject[];
	/** How far it was read now. */
	state: State;
	/** Why a part of it could not be read, which is left for the next poll; a lack of time is no reason. */
	failure?: unknown;
}

/** One list that is polled: where its state is kept and how it is read. */
export interface Source<State = SourceState> {
	/** Names the list and where it starts. */
	key: string;
	/** The contact whose conversation it is, as the user chose it. */
	contact?: string;
	reference?: ContactReference;
	/**
	 * Reads what is new.
	 *
	 * @param state how far it was read; undefined for the first time
	 * @throws when nothing of it could be read
	 */
	find: (state: State | undefined, options: FindOptions) => Promise<Found<State>>;
	/** Records as they are, newest first, for somebody who builds a workflow. */
	sample: () => Promise<IDataObject[]>;
	/** The state with which a list starts that could not be read yet, so that nothing is lost from now on. */
	startAt: (now: number) => State;
	/** Whether FlowIQ still shows what was read before, so that it is the same account. */
	isFamiliar: (state: State) => Promise<boolean>;
}
