import type { IDataObject } from 'n8n-workflow';
import { referenceOf } from '../shared/fields/contactLocator';
import { createdAt } from '../shared/records/createdAt';
import type { Connection } from '../shared/transport/connection';
import { LOOK_BACK_MS, oldestFirst, startingAt, type Cursor } from './cursor';
import { eachInTime } from './eachInTime';
import { anchorOf, type Anchor } from './familiar';
import { contactsPage, isGone, messagesPage } from './lists';
import { findNewMessages, type ReadOptions } from './newMessages';
import { isOutOfTime, isOver } from './pollTime';
import type { FindOptions, Found } from './source';
import type { Select } from './sources';
import type { UnreadConversationsState } from './unreadConversations';
import { UnreadSet, type UnreadContact } from './unreadSet';

/** Page of contacts, and contact on it, whose conversation is read next. */
export interface Turn {
	page: number;
	key?: string;
}

/** Records that are remembered of one conversation; there may be hundreds of them. */
const MAX_REMEMBERED = 20;

/** What one poll reads of the conversations with unread messages. */
export class UnreadReading {
	private readonly unread: UnreadSet;
	private readonly cursors: Record<string, Cursor>;
	private readonly records: IDataObject[] = [];
	/** Conversations that were read, or cannot be read now. */
	private readonly done = new Set<string>();
	private newest: number;
	private anchor: Anchor | undefined;
	private failure: unknown;

	constructor(
		private readonly connection: Connection,
		private readonly before: UnreadConversationsState,
		private readonly options: Omit<FindOptions, 'maxRemembered'>,
		private readonly select: Select,
	) {
		this.unread = new UnreadSet(before.unread);
		this.cursors = { ...before.cursors };
		this.newest = before.newest ?? 0;
		this.anchor = before.anchor;
	}

	look(contacts: IDataObject[]): ReturnType<UnreadSet['look']> {
		this.anchor = anchorOf(contacts) ?? this.anchor;
		const { fresh, others } = this.unread.look(contacts);
		// Without a number and an ID it is never read, so that it is none of the others either.
		return { fresh: fresh.filter(({ contact }) => referenceOf(contact) !== undefined), others };
	}

	isUnread(key: string): boolean {
		return this.unread.has(key);
	}

	hasRead(contacts: UnreadContact[]): boolean {
		return contacts.every(({ key }) => this.done.has(key));
	}

	/**
	 * @param start where a conversation is begun that was never read; undefined where all it holds counts as known
	 * @returns whether there was time for all of them
	 */
	async visit(contacts: UnreadContact[], start: Cursor | undefined): Promise<boolean> {
		return await this.each(
			contacts,
			start ?? startingAt(this.before.since),
			async ({ key, contact }, options) =>
				await findNewMessages(
					this.connection,
					referenceOf(contact)!,
					this.cursors[key] ?? start,
					options,
				),
		);
	}

	/**
	 * For conversations that had no unread messages when they were last looked at: what came since. Where nothing did,
	 * n8n's clock and FlowIQ's may differ: then it is what is newer than all that was seen, and of the last hour of the
	 * conversation.
	 */
	async visitSinceScan(contacts: UnreadContact[]): Promise<void> {
		const { connection } = this;
		const { scans, newest = 0, since } = this.before;
		const begun = scans.at(-1) ?? since;
		const start = startingAt(begun);
		// One that cannot be read now is begun where either clock says, once its turn comes.
		const later = newest > 0 && newest < begun ? { known: '', from: newest + 1 } : start;
		await this.each(contacts, later, async ({ key, contact }, options) => {
			const reference = referenceOf(contact)!;
			const cursor = this.cursors[key];
			const found = await findNewMessages(connection, reference, cursor ?? start, options);
			if (cursor !== undefined || found.records.length > 0) return found;
			const page = await messagesPage(connection, reference, { size: 1 });
			const last = page?.records[0] && createdAt(page.records[0]);
			if (last === undefined || last <= newest) return found;
			const from = Math.max(newest + 1, last - LOOK_BACK_MS);
			return await findNewMessages(connection, reference, { known: '', from }, options);
		});
	}

	/**
	 * Conversations that stay unread take turns: nothing but reading them tells whether something came.
	 *
	 * @param known those of the pages that were looked at already
	 * @param turn where to begin
	 * @param list `count`: pages that are gone through; `last`: the last page of the list, as far as it is known
	 * @returns where the next poll goes on
	 */
	async takeTurns(
		known: Map<number, UnreadContact[]>,
		turn: Turn,
		{ count, last = Infinity }: { count: number; last?: number },
	): Promise<Turn> {
		let { page, key } = turn;
		for (let pages = 0; pages < count; pages++) {
			if (page > last) page = 1;
			if (pages > 0 && isOver(this.options.deadline)) return { page };
			const others = known.get(page) ?? (await this.othersOn(page));
			if (others === undefined) return { page };
			const place = others.findIndex((other) => other.key === key);
			const left = others.slice(Math.max(0, place));
			if (!(await this.visit(left, startingAt(this.before.since)))) {
				return { page, key: left.find((other) => !this.done.has(other.key))?.key };
			}
			page++;
			key = undefined;
		}
		return { page: page > last ? 1 : page };
	}

	/** @returns the new messages, oldest first */
	newRecords(): IDataObject[] {
		return oldestFirst(this.records);
	}

	state(): Pick<UnreadConversationsState, 'unread' | 'cursors' | 'newest' | 'anchor'> {
		const { unread, cursors, newest, anchor } = this;
		return { unread: unread.toString(), cursors, newest, anchor };
	}

	/** Why some conversations were not read; undefined where all were, as far as there was time. */
	get problem(): unknown {
		return this.failure ?? this.unread.problem;
	}

	/** @returns undefined when there was no time for it */
	private async othersOn(page: number): Promise<UnreadContact[] | undefined> {
		try {
			return this.look((await contactsPage(this.connection, page))?.records ?? []).others;
		} catch (error) {
			if (isOutOfTime(error)) return undefined;
			this.failure ??= error;
			return [];
		}
	}

	private async each(
		contacts: UnreadContact[],
		start: Cursor,
		read: (contact: UnreadContact, options: ReadOptions) => Promise<Found<Cursor>>,
	): Promise<boolean> {
		const { connection } = this;
		const options = { ...this.options, maxRemembered: MAX_REMEMBERED };
		// A list that moves while it is read shows a contact on two pages.
		const once = new Map(contacts.map((contact) => [contact.key, contact]));
		const { isAll, failure } = await eachInTime(
			[...once.values()],
			connection.concurrency,
			options.deadline,
			async (one) => {
				const found = await read(one, options).catch(async (error: unknown) => {
					if (isOutOfTime(error)) return await Promise.reject(error as Error);
					if (!isGone(error)) this.failure ??= error;
					// It is read when its turn comes, from where it would have been begun now.
					return { records: [], state: this.cursors[one.key] ?? start };
				});
				this.cursors[one.key] = found.state;
				this.newest = Math.max(this.newest, found.state.newest ?? 0);
				for (const message of this.select(found.records, referenceOf(one.contact)!)) {
					this.records.push(message);
				}
				this.unread.add(one.key);
				this.done.add(one.key);
			},
		);
		this.failure ??= failure;
		return isAll;
	}
}
