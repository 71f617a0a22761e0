import { readCount } from './limitHeaders';

/**
 * What the headers of the answers say of a server's limit: how many requests are left (`X-RateLimit-Remaining`), and,
 * by how that changes, at which rate they come back.
 *
 * FlowIQ documents these headers on one page only (100 requests a minute, bursts to 150), so nothing is taken for
 * granted: a bucket that fills steadily, a fixed window, and others who use the same credential elsewhere are all read
 * from what is seen. A reserve is left to those others; it grows and shrinks by AIMD (additive here is the way down, as
 * it is the margin that is controlled). Pure: the clock is an argument everywhere, in ms of any origin.
 */
export class HeaderBudget {
	/** Requests left, less those that left since; undefined while no usable header was seen. */
	private remaining: number | undefined;
	private remainingAt = 0;
	/** Most that was ever left. */
	private most = 0;
	/** Requests per ms that come back, beside what others take; 0 while unknown, or when none do. */
	private rate = 0;
	/** The highest rate of late: what comes back when the others take nothing. */
	private fastest = 0;
	/** End of the server's window, as its last header said. */
	private resetAt = 0;
	private readings: Reading[] = [];
	/** Number of the newest request whose headers were read; answers that overtake each other are not. */
	private readUpTo = 0;
	private refused = 0;
	private reserve = 0;
	/** Number of the newest request that left although nothing was left, to find out. */
	private lastTry = 0;
	/** Number of the newest request that left before the window's end in the hope that something has come back. */
	private lastHope = 0;
	/** How many such in a row were refused: then nothing comes back before the end of the window. */
	private refusedHopes = 0;

	/** Notes that a request leaves now. */
	noteSent(request: number, now: number): void {
		if (this.remaining === undefined) return;
		if (this.room(now) < 1) this.lastTry = request;
		if (this.remaining - this.reserve < 1 && now < this.resetAt) this.lastHope = request;
		this.remaining = this.remainingNow(this.remaining, now) - 1;
		this.remainingAt = now;
	}

	/**
	 * Notes that a request was carried out.
	 *
	 * @param request its number
	 * @param sent number of the newest request that has left
	 * @param headers what its answer said
	 */
	notePassed(request: number, sent: number, headers: LimitHeaders, now: number): void {
		const remaining = readCount(headers.remaining);
		if (remaining === undefined || request < this.readUpTo) return;
		this.most = Math.max(this.most * FADING, remaining);
		if (request === this.lastHope) this.refusedHopes = 0;
		// A server that never has anything left and answers all the same does not mean it.
		if (this.most < 1) return;
		this.reserve = Math.max(0, this.reserve - RESERVE_DECREASE);
		this.learnRate({ at: now, remaining, taken: request - this.refused });
		// Whatever left after this request is not counted in its answer.
		this.read(request, remaining - (sent - request), headers, now);
	}

	/** Notes a refusal: it took nothing from the budget. */
	noteRefused(): void {
		this.refused++;
	}

	/**
	 * Learns from the first refusal of those that were under way together.
	 *
	 * @param request number of the refused request
	 * @param headers what its answer said
	 * @returns whether the headers explain it: they said that nothing was left, or so little that others took it
	 */
	explainRefusal(request: number, headers: LimitHeaders, now: number): boolean {
		if (this.remaining === undefined || this.room(now) >= MISLEADING_ROOM) return false;
		if (request !== this.lastTry) {
			const most = Math.min(MAX_RESERVE, Math.floor(this.most / 4));
			this.reserve = Math.min(most, this.reserve * 2 + 1);
		}
		if (request === this.lastHope) this.refusedHopes++;
		const remaining = readCount(headers.remaining) ?? 0;
		this.learnRate({ at: now, remaining, taken: request - this.refused });
		this.read(request, remaining, headers, now);
		return true;
	}

	/** @returns ms until the next request may leave; 0 for now */
	delay(now: number): number {
		const { remaining } = this;
		if (remaining === undefined) return 0;
		if (this.isSpent(remaining, now)) return Math.ceil(this.windowEnd() - now);
		const missing = 1 - this.room(now);
		if (missing <= 0) return 0;
		const wait = Math.min(missing / this.rate, this.tryAt(remaining) - now);
		return Math.max(0, Math.ceil(wait));
	}

	/**
	 * Where others use the same key, requests that they have under way are not in any header yet: near the end of the
	 * budget, half of what is left is theirs.
	 *
	 * @param underWay own requests under way
	 * @returns how many may be under way at once, at the most `most`
	 */
	concurrency(most: number, underWay: number, now: number): number {
		if (this.remaining === undefined || this.reserve === 0) return most;
		const left = this.remainingNow(this.remaining, now) + underWay;
		return Math.max(1, Math.min(most, Math.floor(left / 2)));
	}

	/** @returns whether nothing is left of a window, and nothing comes back before its end */
	private isSpent(remaining: number, now: number): boolean {
		const isWindow = this.refusedHopes >= TRUSTING_HOPES && now < this.windowEnd();
		return isWindow && remaining - this.reserve < 1;
	}

	private windowEnd(): number {
		return Math.min(this.resetAt, this.remainingAt + MAX_TRUST_MS);
	}

	/** @returns when one request may find out what is left, should the rate be wrong or have changed */
	private tryAt(remaining: number): number {
		const missing = 1 + this.reserve - remaining;
		if (this.fastest > 0) return this.remainingAt + Math.max(TRY_AFTER_MS, missing / this.fastest);
		if (this.rate > 0) return Infinity;
		const tryAt = this.remainingAt + TRY_AFTER_MS;
		return this.resetAt > this.remainingAt ? Math.min(this.resetAt, tryAt) : tryAt;
	}

	private read(request: number, remaining: number, { resetMs }: LimitHeaders, now: number): void {
		this.readUpTo = Math.max(this.readUpTo, request);
		this.remaining = remaining;
		this.remainingAt = now;
		if (resetMs !== undefined) this.resetAt = now + resetMs;
	}

	private learnRate(reading: Reading): void {
		const { at: now } = reading;
		const tenth = this.readings.length - READINGS;
		this.readings = this.readings.filter(
			({ at }, index) => now - at <= (index > tenth ? MAX_READINGS_MS : READINGS_MS),
		);
		const first = this.readings[0];
		this.readings.push(reading);
		if (first === undefined || now - first.at < MIN_READINGS_MS) return;
		const refilled = reading.remaining - first.remaining + (reading.taken - first.taken);
		this.rate = Math.max(0, refilled) / (now - first.at);
		// A few readings, each rounded down, can show far too much.
		if (now - first.at >= READINGS_MS) this.fastest = Math.max(this.fastest * FADING, this.rate);
	}

	/** Requests that may leave now; the others' share is not among them. */
	private room(now: number): number {
		return this.remainingNow(this.remaining ?? Infinity, now) - this.reserve;
	}

	private remainingNow(remaining: number, now: number): number {
		return remaining + this.rate * CAUTION * Math.max(0, now - this.remainingAt);
	}
}

/** What one answer says of the limit. */
export interface LimitHeaders {
	/** `X-RateLimit-Remaining`, as received. */
	remaining?: string;
	/** Time until the moment that `X-RateLimit-Reset` names, in ms. */
	resetMs?: number;
}

interface Reading {
	at: number;
	remaining: number;
	/** Requests that were taken from the budget until then. */
	taken: number;
}

/** When nothing comes back, one request finds out after this long, in ms, whether it does. */
const TRY_AFTER_MS = 1_000;

/** So many refused hopes in a row show that nothing comes back before the end of the window. */
const TRUSTING_HOPES = 2;

/** Longest wait for the end of a window without a try, in ms: FlowIQ's documented window. */
const MAX_TRUST_MS = 60_000;

/** A measured rate is used up to this share, because measured times are not the server's own. */
const CAUTION = 0.98;

/** Readings of this time, in ms, tell the rate, or the last ten on a slow server; younger ones are too close together. */
const READINGS_MS = 2_000;
const READINGS = 10;
const MAX_READINGS_MS = 60_000;
const MIN_READINGS_MS = 100;

/** What was once the most loses its weight by one in a hundred answers. */
const FADING = 0.99;

/** As many requests as another n8n process may have under way. */
const MAX_RESERVE = 8;

/** The reserve shrinks by one in so many answers without a refusal. */
const RESERVE_DECREASE = 1 / 100;

/** Refused with so much left, the headers do not tell the limit that refused: others could not have taken it all. */
const MISLEADING_ROOM = 16;
