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

/** The answer to a delivery, as Node.js has it. Only a failure says that the event is to come again. */
export interface Answer {
	/** False as long as the answer is not given. */
	writableEnded?: boolean;
	statusCode?: number;
}

export type Sight = 'new' | 'underWay' | 'done';

/**
 * Remembers which events are done, so that each starts one run. An event is done once its delivery was answered with
 * success; until then it is under way, and is neither taken for new nor for done. Bounded in number and age; the newest
 * survive a restart in n8n's static data. Pure but for the clock's reading, which it is given.
 */
export class DeliveryMemory {
	private readonly id = randomUUID().slice(0, HASH_LENGTH);
	private readonly underWay = new Map<string, { answer: Answer; at: number }>();
	/** When each hash was seen first, in ms since 1970. */
	private readonly done = new Map<string, number>();
	/** The newest of them in the form they are stored in, which is needed with each event. */
	private readonly hours = new Map<number, string>();
	private storable = 0;

	/**
	 * Looks, and takes a new event under way, in one step.
	 *
	 * @param identity what tells the event from others
	 * @param answer of the delivery that brings it; later it tells what became of it
	 * @param now ms since 1970
	 * @returns what the event was before
	 */
	claim(identity: string, answer: Answer, now: number): Sight {
		this.settle();
		const hash = hashOf(identity);
		if (this.underWay.has(hash)) return 'underWay';
		const at = this.done.get(hash);
		if (at !== undefined && now - at <= MAX_AGE_MS) return 'done';
		this.underWay.set(hash, { answer, at: now });
		return 'new';
	}

	/** An event that was claimed is not used, and need not be remembered. */
	release(identity: string): void {
		this.underWay.delete(hashOf(identity));
	}

	/** An event is done before its delivery is answered. */
	confirm(identity: string): void {
		const hash = hashOf(identity);
		const claimed = this.underWay.get(hash);
		this.underWay.delete(hash);
		if (claimed !== undefined) this.remember(hash, claimed.at);
	}

	/** Learns what another process, or this one before its restart, remembered. */
	learn(stored: Partial<StoredMemory> | null | undefined): this {
		if (stored?.by === this.id) return this;
		for (const [hour, hashes] of Object.entries(stored?.hours ?? {})) {
			for (let start = 0; start < hashes.length; start += HASH_LENGTH) {
				const hash = hashes.slice(start, start + HASH_LENGTH);
				if (!this.done.has(hash)) this.remember(hash, Number(hour) * HOUR_MS);
			}
		}
		return this;
	}

	/** @returns the newest events that are done, to be stored */
	store(now: number): StoredMemory {
		this.settle();
		for (const hour of this.hours.keys()) {
			if (now - hour * HOUR_MS > MAX_AGE_MS) this.drop(hour, Infinity);
		}
		return { by: this.id, hours: Object.fromEntries(this.hours) };
	}

	/**
	 * Asked whenever it matters, and not told by the answer's events: a caller who has gone gets no answer, and there is
	 * no event then.
	 */
	private settle(): void {
		for (const [hash, { answer, at }] of this.underWay) {
			if (answer.writableEnded === false) continue;
			this.underWay.delete(hash);
			if ((answer.statusCode ?? 200) < 400) this.remember(hash, at);
		}
	}

	private remember(hash: string, at: number): void {
		this.done.delete(hash);
		this.done.set(hash, at);
		if (this.done.size > MAX_IN_PROCESS) this.done.delete(this.done.keys().next().value as string);
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

function hashOf(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, HASH_LENGTH);
}
