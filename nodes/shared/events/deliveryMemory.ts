import { randomUUID } from 'crypto';
import { hash, HASH_LENGTH } from '../records/hash';

/** Events remembered in this process at the most, and of them in n8n's static data, which is written with each event. */
const MAX_IN_PROCESS = 20_000;
const MAX_STORED = 1_000;

/** Repeated deliveries of one event come within minutes; after two days, in ms, it is forgotten. */
export const MAX_AGE_MS = 2 * 24 * 60 * 60 * 1000;
export const HOUR_MS = 60 * 60 * 1000;

/** n8n answers within seconds. An answer that has not come after this long, in ms, never comes. */
const MAX_UNDER_WAY_MS = 10 * 60 * 1000;

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
	writableEnded: boolean;
	statusCode: number;
}

export type Claim =
	/** These of the events are new, and now under way. */
	| { fresh: string[]; underWay?: undefined }
	/** Nothing was claimed: one of the events is under way elsewhere, until the promise resolves. */
	| { fresh?: undefined; underWay: Promise<void> };

interface UnderWay {
	answer: Answer;
	at: number;
	ended: Promise<void>;
	end: () => void;
}

/**
 * Remembers which events are done, so that each starts one execution. An event is done once its delivery was answered
 * with success; until then it is under way, and is neither taken for new nor for done. Bounded in number and age; the
 * newest survive a restart in n8n's static data. Pure but for the clock's reading, which it is given.
 */
export class DeliveryMemory {
	private readonly id = randomUUID().slice(0, 8);
	private readonly underWay = new Map<string, UnderWay>();
	/** When each hash was seen first, in ms since 1970. */
	private readonly done = new Map<string, number>();
	/** The newest of them in the form they are stored in, which is needed with each event. */
	private readonly hours = new Map<number, string>();
	private storable = 0;

	/**
	 * Looks, and takes new events under way, in one step: all of a delivery, or none, so that two deliveries with the same
	 * events never wait for each other.
	 *
	 * @param identities what tells each event of the delivery from others
	 * @param answer of the delivery that brings them; later it tells what became of them
	 * @param now ms since 1970
	 */
	claim(identities: string[], answer: Answer, now: number): Claim {
		this.settle(now);
		const fresh = new Map<string, string>();
		for (const identity of identities) {
			const hashed = hash(identity);
			const busy = this.underWay.get(hashed);
			if (busy !== undefined) return { underWay: busy.ended };
			const at = this.done.get(hashed);
			if (at === undefined || now - at > MAX_AGE_MS) fresh.set(hashed, identity);
		}
		for (const hashed of fresh.keys()) {
			let end = () => {};
			const ended = new Promise<void>((resolve) => (end = resolve));
			this.underWay.set(hashed, { answer, at: now, ended, end });
		}
		return { fresh: [...fresh.values()] };
	}

	/** An event that was claimed is not used, and need not be remembered. */
	release(identity: string): void {
		this.take(hash(identity));
	}

	/** An event is done before its delivery is answered. */
	confirm(identity: string): void {
		const hashed = hash(identity);
		const claimed = this.take(hashed);
		if (claimed !== undefined) this.remember(hashed, claimed.at);
	}

	/**
	 * Finds out what became of the events under way. Asked whenever it matters: of an answer to a caller who has gone,
	 * Node.js tells nobody.
	 *
	 * @param now ms since 1970
	 */
	settle(now: number): void {
		for (const [hashed, { answer, at }] of this.underWay) {
			if (!answer.writableEnded && now - at <= MAX_UNDER_WAY_MS) continue;
			this.take(hashed);
			if (answer.writableEnded && answer.statusCode < 400) this.remember(hashed, at);
		}
	}

	/** Learns what another process, or this one before its restart, remembered. */
	learn(stored: Partial<StoredMemory> | null | undefined): this {
		if (stored?.by === this.id) return this;
		for (const [hour, hashes] of Object.entries(stored?.hours ?? {})) {
			for (let start = 0; start < hashes.length; start += HASH_LENGTH) {
				const hashed = hashes.slice(start, start + HASH_LENGTH);
				if (!this.done.has(hashed)) this.remember(hashed, Number(hour) * HOUR_MS);
			}
		}
		return this;
	}

	/**
	 * @param now ms since 1970
	 * @returns the newest events that are done, to be stored
	 */
	store(now: number): StoredMemory {
		this.settle(now);
		for (const hour of this.hours.keys()) {
			if (now - hour * HOUR_MS > MAX_AGE_MS) this.drop(hour, Infinity);
		}
		return { by: this.id, hours: Object.fromEntries(this.hours) };
	}

	private take(hashed: string): UnderWay | undefined {
		const claimed = this.underWay.get(hashed);
		this.underWay.delete(hashed);
		claimed?.end();
		return claimed;
	}

	private remember(hashed: string, at: number): void {
		this.done.delete(hashed);
		this.done.set(hashed, at);
		if (this.done.size > MAX_IN_PROCESS) this.done.delete(this.done.keys().next().value as string);
		const hour = Math.floor(at / HOUR_MS);
		this.hours.set(hour, (this.hours.get(hour) ?? '') + hashed);
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
