import { HeaderBudget, type LimitHeaders } from './headerBudget';
import { Pace } from './pace';

/**
 * What is known of a server's rate limit, and when the next request may leave. Three things hold requests back: the
 * pause after a refusal, the budget that the server's headers tell, and the pace that is learned from refusals where
 * headers are missing or do not explain them.
 *
 * Pure: the clock is an argument everywhere, in ms of any origin.
 */
export class RateModel {
	private readonly budget = new HeaderBudget();
	private pace = new Pace();
	private pausedUntil = 0;
	private refusedAt = -Infinity;
	/** Set by a refusal until the next answer: one request alone finds out whether the server answers again. */
	private isTrying = false;

	private activeAt = 0;
	/** Until when a request that wanted to leave was held back. */
	private heldUntil = 0;
	private sent = 0;
	private inFlight = 0;

	/** Notes that a request leaves now. @returns its number, for the answer */
	noteSent(now: number): number {
		const idleMs = now - Math.max(this.activeAt, this.heldUntil);
		if (this.inFlight === 0 && idleMs > IDLE_MS) this.pace.noteIdle();
		if (this.inFlight === 0 && idleMs > FORGET_MS) this.pace = new Pace();
		this.activeAt = now;
		this.sent++;
		this.inFlight++;
		this.budget.noteSent(this.sent, now);
		this.pace.noteSent(now);
		return this.sent;
	}

	/**
	 * Notes that a request was carried out.
	 *
	 * @param request its number
	 * @param headers what its answer said of the limit
	 */
	notePassed(request: number, headers: LimitHeaders, now: number): void {
		this.noteAnswered(now);
		this.isTrying = false;
		this.pace.notePassed();
		this.budget.notePassed(request, this.sent, headers, now);
	}

	/** Notes that a request brought no answer, or one that says nothing of the limit. */
	noteFailed(now: number): void {
		this.noteAnswered(now);
		this.isTrying = false;
	}

	/**
	 * Notes a 429.
	 *
	 * @param request its number
	 * @param refusal when the request left, how long the server wants nobody to ask again (ms), and its headers
	 */
	noteLimited(
		request: number,
		{ sentAt, waitMs, headers }: { sentAt: number; waitMs: number; headers: LimitHeaders },
		now: number,
	): void {
		this.noteAnswered(now);
		this.budget.noteRefused();
		// Requests that were under way together are refused together: one refusal tells all there is to know.
		if (sentAt < this.refusedAt) return;
		this.refusedAt = now;
		this.isTrying = true;
		const pauseMs = waitMs > MAX_PAUSE_MS ? TRY_AGAIN_MS : waitMs;
		this.pausedUntil = Math.max(this.pausedUntil, now + pauseMs);
		if (!this.budget.explainRefusal(request, headers, now)) {
			this.pace.noteRefused(now, this.pausedUntil);
		}
	}

	private noteAnswered(now: number): void {
		this.inFlight--;
		this.activeAt = now;
	}

	/** Requests that left and were not answered yet. */
	get underWay(): number {
		return this.inFlight;
	}

	/** @returns ms until the next request may leave; 0 for now */
	delay(now: number): number {
		const pause = this.pausedUntil - now;
		const delay = Math.max(0, pause, this.budget.delay(now), this.pace.delay(now));
		if (delay > 0) this.heldUntil = now + delay;
		return delay;
	}

	/** @returns how many requests may be under way at once, at the most `most` */
	concurrency(most: number, now: number): number {
		if (this.isTrying) return 1;
		return this.budget.concurrency(this.pace.concurrency(most), this.inFlight, now);
	}
}

/** Longest pause that a server's word imposes on all requests of a credential, in ms: as long as one of them waits. */
export const MAX_PAUSE_MS = 300_000;

/** When a server asks for more than that, one request tries again after this long, in ms: it may have been a mistake. */
export const TRY_AGAIN_MS = 60_000;

/** When nobody wanted to send for this long, in ms, the server's bucket was full for a while. */
const IDLE_MS = 2_000;

/** After a rest of this long, in ms, a learned pace is forgotten: FlowIQ's documented window is over. */
const FORGET_MS = 60_000;
