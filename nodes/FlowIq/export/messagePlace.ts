import type { IDataObject } from 'n8n-workflow';
import type { Conversation } from '../../shared/paging/readMessages';
import { createdAt } from '../../shared/records/createdAt';
import { hash } from '../../shared/records/hash';
import { lastingMessageIdentity } from '../../shared/records/message';

/** Where an export of a conversation, oldest message first, ended. */
export interface MessagePlace {
	/** When the last message that was written was created, in ms since 1970. */
	at: number;
	/** How many messages of that moment were written, by the hash of what they keep for good. */
	seen: Record<string, number>;
}

export function isMessagePlace(value: unknown): value is MessagePlace {
	if (typeof value !== 'object' || value === null) return false;
	const { at, seen } = value as Partial<MessagePlace>;
	return (
		Number.isFinite(at) &&
		typeof seen === 'object' &&
		seen !== null &&
		Object.values(seen).every((count) => Number.isSafeInteger(count) && count > 0)
	);
}

/**
 * Follows an export through a conversation. Messages have no ID and a conversation is long, so the place is a moment, and
 * which of the messages of that very moment were written.
 */
export class MessageProgress {
	private at: number | undefined;
	private seen: Record<string, number>;

	constructor(start?: MessagePlace) {
		this.at = start?.at;
		this.seen = { ...start?.seen };
	}

	/** Where another export goes on; undefined for the beginning. */
	get place(): MessagePlace | undefined {
		return this.at === undefined ? undefined : { at: this.at, seen: { ...this.seen } };
	}

	/** Notes that a message was written. */
	note(message: IDataObject): void {
		const created = createdAt(message);
		if (created !== undefined && created !== this.at) {
			this.at = created;
			this.seen = {};
		}
		if (this.at === undefined) return;
		const id = hash(lastingMessageIdentity(message));
		this.seen[id] = (this.seen[id] ?? 0) + 1;
	}
}

/**
 * @param conversation with its filters
 * @param start where an earlier export of it ended
 * @returns the same, from there on
 */
export function behind(conversation: Conversation, start: MessagePlace | undefined): Conversation {
	if (start === undefined) return conversation;
	const { at } = start;
	const left = { ...start.seen };
	const wasWritten = (message: IDataObject): boolean => {
		const created = createdAt(message);
		if (created !== undefined && created < at) return true;
		if (created !== undefined && created > at) return false;
		const id = hash(lastingMessageIdentity(message));
		if ((left[id] ?? 0) === 0) return false;
		left[id]--;
		return true;
	};
	const { period, keep } = conversation;
	return {
		...conversation,
		period: { ...period, from: Math.max(period.from ?? -Infinity, at) },
		keep: (message) => (keep?.(message) ?? true) && !wasWritten(message),
	};
}
