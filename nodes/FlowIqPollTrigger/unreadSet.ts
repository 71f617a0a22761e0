import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { contactIdentity } from '../shared/records/contact';
import { keyOf, keysIn } from './remembered';

/** Contacts with unread messages that are remembered at the most: about 400 kB of n8n's static data. */
const MAX_UNREAD = 50_000;

/** A contact with unread messages. */
export interface UnreadContact {
	/** Short hash by which it is remembered. */
	key: string;
	contact: IDataObject;
}

/** The contacts that had unread messages when they were last looked at, as n8n's static data keeps them. */
export class UnreadSet {
	private readonly keys: Set<string>;
	private isFull = false;

	/** @param text what `toString` made */
	constructor(text: string) {
		this.keys = new Set(keysIn(text));
	}

	/**
	 * Forgets those of these contacts that have no unread messages any more.
	 *
	 * @returns those that have unread messages and had none, and those that still have them
	 */
	look(contacts: IDataObject[]): { fresh: UnreadContact[]; others: UnreadContact[] } {
		const fresh: UnreadContact[] = [];
		const others: UnreadContact[] = [];
		for (const contact of contacts) {
			const key = keyOf(contactIdentity(contact));
			if (contact.has_unread_messages !== true) this.keys.delete(key);
			else if (this.keys.has(key)) others.push({ contact, key });
			else if (this.keys.size + fresh.length < MAX_UNREAD) fresh.push({ contact, key });
			else this.isFull = true;
		}
		return { fresh, others };
	}

	add(key: string): void {
		this.keys.add(key);
	}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	/** What keeps some contacts from being noticed; undefined where nothing does. */
	get problem(): InvalidInput | undefined {
		if (!this.isFull) return undefined;
		return new InvalidInput(
			`FlowIQ shows more than ${MAX_UNREAD} contacts with unread messages, more than can be remembered: the others are passed over`,
			'Mark conversations as read in FlowIQ, or use the FlowIQ Trigger.',
		);
	}

	toString(): string {
		return [...this.keys].join('');
	}
}
