import { createHash, randomUUID } from 'crypto';

/** Events remembered in this process at the most, and of them in n8n's static data, which is written with each event. */
const MAX_IN_PROCESS = 20_000;
const MAX_STORED = 1_000;

/** Repeated deliveries of one event come within minutes; after two days, in ms, it is forgotten. */
const MAX_AGE_MS = 2 * 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** Characters of a stored event: 48 bits of a hash, so that two of a thousand events are never mistaken in practice. */
const HASH_LENGTH = 8;

/** What is kept of a memory while no process runs. */
export interface StoredMemory {
	/** The memory that wrote it, and need not read it. */
	by: string;
	/** By the hour (since 1970) in which events were first seen: the hashes of these events in a row. */
	hours: Record<string, string>;
}

/**
 * Remembers which events were seen, so that each starts one run. Bounded in number and age; the newest survive a
 * restart in n8n's static data. Two deliveries of one event at the same moment are told apart from two events because
 * looking and remembering is one step.
 */
export class DeliveryMemory {
	private readonly id = randomUUID().slice(0, HASH_LENGTH);
	/** When each hash was seen first, in ms since 1970. */
	private readonly seen = new Map<string, number>();
	/** The newest of them in the form they are stored in, which is needed with each event. */
	private readonly hours = new Map<number, string>();
	private storable = 0;

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

	/** The event counts as not seen. */
	forget(identity: string): void {
		const hash = hashOf(identity);
		this.seen.delete(hash);
		for (const [hour, hashes] of this.hours) {
			const kept = split(hashes).filter((other) => other !== hash);
			this.storable += kept.length - hashes.length / HASH_LENGTH;
			this.hours.set(hour, kept.join(''));
		}
	}

	/** Learns what another process, or this one before its restart, remembered. */
	learn(stored: Partial<StoredMemory> | undefined): this {
		if (stored === undefined || stored.by === this.id) return this;
		for (const [hour, hashes] of Object.entries(stored.hours ?? {})) {
			for (const hash of split(hashes)) {
				if (!this.seen.has(hash)) this.remember(hash, Number(hour) * HOUR_MS);
			}
		}
		return this;
	}

	/** @returns the newest events, to be stored */
	store(now: number): StoredMemory {
		for (const hour of this.hours.keys()) {
			if (now - hour * HOUR_MS > MAX_AGE_MS) this.drop(hour, Infinity);
		}
		return { by: this.id, hours: Object.fromEntries(this.hours) };
	}

	private hasSeen(hash: string, now: number): boolean {
		const at = this.seen.get(hash);
		return at !== undefined && now - at <= MAX_AGE_MS;
	}

	private remember(hash: string, at: number): void {
		this.seen.delete(hash);
		this.seen.set(hash, at);
		if (this.seen.size > MAX_IN_PROCESS) this.seen.delete(this.seen.keys().next().value as string);
		const hour = Math.floor(at / HOUR_MS);
		this.hours.set(hour, (this.hours.get(hour) ?? '') + hash);
		this.storable++;
		if (this.storable > MAX_STORED) this.drop(Math.min(...this.hours.keys()), 1);
	}

	/** Takes the oldest events of an hour out of what is stored. */
	private drop(hour: number, count: number): void {
		const hashes = this.hours.get(hour) ?? '';
		const kept = hashes.slice(count * HASH_LENGTH);
		this.storable -= (hashes.length - kept.length) / HASH_LENGTH;
		if (kept === '') this.hours.delete(hour);
		else this.hours.set(hour, kept);
	}
}

function split(hashes: string): string[] {
	const { length } = hashes;
	return Array.from({ length: Math.ceil(length / HASH_LENGTH) }, (_, index) =>
		hashes.slice(index * HASH_LENGTH, (index + 1) * HASH_LENGTH),
	);
}

function hashOf(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, HASH_LENGTH);
}
