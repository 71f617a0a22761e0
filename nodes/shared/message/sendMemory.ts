/** What became of a message. */
export type SendState =
	/** Its answer is not there yet. */
	| 'underWay'
	| 'sent'
	/** FlowIQ may have sent it, although the request failed. */
	| 'uncertain';

export interface Remembered<R> {
	state: SendState;
	/** What FlowIQ answered, or why the request failed; not known while it is under way. */
	result?: R;
	/** When it was begun, in ms on the clock of whoever asks. */
	at: number;
}

/** Messages of a short time or of one execution, so that none of them is sent twice. */
export interface SendMemory<R> {
	/** @returns what became of an equal message, undefined when there was none, or it is forgotten */
	recall(key: string, now: number): Remembered<R> | undefined;
	/** Remembers that a message is under way. */
	begin(key: string, now: number): void;
	/** Remembers what became of it; undefined means that it was certainly not sent, and may be sent again. */
	end(key: string, state: 'sent' | 'uncertain' | undefined, result: R): void;
}

/**
 * @param maxAgeMs how long a message is remembered, in ms
 * @param maxEntries how many are remembered; the oldest is forgotten first
 */
export function createSendMemory<R>(maxAgeMs: number, maxEntries: number): SendMemory<R> {
	const entries = new Map<string, Remembered<R>>();

	function forgetOld(now: number): void {
		for (const [key, { at }] of entries) {
			if (now - at < maxAgeMs && entries.size <= maxEntries) return;
			entries.delete(key);
		}
	}

	return {
		recall(key, now) {
			const entry = entries.get(key);
			return entry !== undefined && now - entry.at < maxAgeMs ? entry : undefined;
		},
		begin(key, now) {
			// Taken out first, so that the order in the map is the order of the times.
			entries.delete(key);
			entries.set(key, { state: 'underWay', at: now });
			forgetOld(now);
		},
		end(key, state, result) {
			const entry = entries.get(key);
			if (state === undefined) entries.delete(key);
			else if (entry !== undefined) Object.assign(entry, { state, result });
		},
	};
}
