import { createHash } from 'crypto';

/** Events remembered in this process at the most, and of them in n8n's static data, which is written with each event. */
const MAX_IN_PROCESS = 20_000;
const MAX_STORED = 1_000;

/** Repeated deliveries of one event come within minutes; after two days, in ms, it is forgotten. */
const MAX_AGE_MS = 2 * 24 * 60 * 60 * 1000;

/** Characters of a stored event: 48 bits of a hash, so that two of a thousand events are never mistaken in practice. */
const HASH_LENGTH = 8;

/** Stored form: the hour (since 1970) in which events were first seen, with the hashes of these events in a row. */
export type StoredMemory = Record<string, string>;

/**
 * Remembers which events were seen, so that each starts one run. Bounded in number and age; the newest survive a
 * restart in n8n's static data. Two deliveries of one event at the same moment are told apart from two events because
 * looking and remembering is one step.
 */
export class DeliveryMemory {
	private readonly seen = new Map<string, number>();
	/** The newest of them, in the order they were seen. */
	private recent: Array<[hash: string, at: number]> = [];

	/**
	 * @param identity what tells the event from others
	 * @param now ms since 1970
	 * @returns whether the event was seen before
	 */
	knows(identity: string, now: number): boolean {
		return this.hasSeen(hashOf(identity), now);
	}

	/**
	 * @param identity what tells the event from others
	 * @param now ms since 1970
	 * @returns whether the event was not seen before; it is from now on
	 */
	isNew(identity: string, now: number): boolean {
		const hash = hashOf(identity);
		if (this.hasSeen(hash, now)) return false;
		this.remember(hash, now);
		return true;
	}

	/** Learns what another process, or this one before its restart, remembered. */
	learn(stored: StoredMemory): this {
		for (const [hour, hashes] of Object.entries(stored)) {
			for (let start = 0; start < hashes.length; start += HASH_LENGTH) {
				const hash = hashes.slice(start, start + HASH_LENGTH);
				if (!this.seen.has(hash)) this.remember(hash, Number(hour) * HOUR_MS);
			}
		}
		return this;
	}

	/** @returns the newest events, to be stored */
	store(now: number): StoredMemory {
		const stored: StoredMemory = {};
		for (const [hash, at] of this.recent) {
			if (now - at > MAX_AGE_MS) continue;
			const hour = String(Math.floor(at / HOUR_MS));
			stored[hour] = (stored[hour] ?? '') + hash;
		}
		return stored;
	}

	private hasSeen(hash: string, now: number): boolean {
		const at = this.seen.get(hash);
		return at !== undefined && now - at <= MAX_AGE_MS;
	}

	private remember(hash: string, at: number): void {
		this.seen.delete(hash);
		this.seen.set(hash, at);
		if (this.seen.size > MAX_IN_PROCESS) this.seen.delete(this.seen.keys().next().value as string);
		this.recent.push([hash, at]);
		if (this.recent.length > MAX_STORED) this.recent.shift();
	}
}

const HOUR_MS = 60 * 60 * 1000;

function hashOf(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, HASH_LENGTH);
}
