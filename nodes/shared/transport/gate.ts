import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';
import { RateModel, type RateLimitHeaders } from './rateModel';

/**
 * Requests under way at once for one credential, at the most. Eight hide the latency of a page behind the pages before
 * it; more would gain little, because n8n's own work per page then takes longer than the network, and would be
 * less polite than the connections of one browser window.
 */
export const MAX_CONCURRENCY = 8;

/** A gate without any request for this long, in ms, is forgotten: twice the longest wait of a request. */
const FORGET_AFTER_MS = 600_000;

/** What an answer means for those who come after. */
export type Verdict =
	| { kind: 'passed'; headers: RateLimitHeaders }
	| { kind: 'limited'; waitMs: number }
	| { kind: 'failed' };

export type Passage<T> =
	| { kind: 'sent'; result: T }
	/** The execution was stopped before it was this request's turn. */
	| { kind: 'stopped' }
	/** Its turn would come after its deadline; so much later from now, in ms. */
	| { kind: 'tooLate'; waitMs: number };

interface Ticket {
	request: number;
	sentAt: number;
}

interface Waiting {
	deadline: number;
	leave: (passage: Ticket | Exclude<Passage<never>, { kind: 'sent' }>) => void;
}

/**
 * The one way to FlowIQ for all items, pages, nodes and workflows of this process that use the same credential:
 * bounds how many requests are under way, and keeps the pace that the server allows.
 */
export class Gate {
	usedAt = 0;
	private readonly model = new RateModel();
	private readonly queue: Waiting[] = [];
	private wakeAt: number | undefined;

	/**
	 * Sends one request when it is its turn.
	 *
	 * @param send sends it, and says what the answer means for the others
	 * @param options `signal` ends the waiting; `deadline` is the latest moment to send, in ms since 1970; `isUrgent`
	 *   puts it before those that wait, because it was sent before and refused
	 */
	async pass<T>(
		send: () => Promise<{ result: T; verdict: Verdict }>,
		options: { signal?: AbortSignal; deadline: number; isUrgent: boolean },
	): Promise<Passage<T>> {
		const ticket = await this.enter(options);
		if ('kind' in ticket) return ticket;
		let verdict: Verdict = { kind: 'failed' };
		try {
			const answer = await send();
			verdict = answer.verdict;
			return { kind: 'sent', result: answer.result };
		} finally {
			this.note(ticket, verdict);
			this.admit();
		}
	}

	/** @returns whether nothing is under way or waiting, and nothing was for a long time */
	isForgettable(now: number): boolean {
		const isIdle = this.model.underWay === 0 && this.queue.length === 0;
		return isIdle && now - this.usedAt > FORGET_AFTER_MS;
	}

	private async enter({
		signal,
		deadline,
		isUrgent,
	}: Parameters<Gate['pass']>[1]): Promise<Parameters<Waiting['leave']>[0]> {
		if (signal?.aborted) return { kind: 'stopped' };
		return await new Promise((resolve) => {
			const stop = () => {
				this.queue.splice(this.queue.indexOf(waiting), 1);
				resolve({ kind: 'stopped' });
			};
			const waiting: Waiting = {
				deadline,
				leave: (passage) => {
					signal?.removeEventListener('abort', stop);
					resolve(passage);
				},
			};
			signal?.addEventListener('abort', stop, { once: true });
			if (isUrgent) this.queue.unshift(waiting);
			else this.queue.push(waiting);
			this.admit();
		});
	}

	/** Lets in whoever may go now, sends away whoever would wait too long, and comes back for the others. */
	private admit(): void {
		while (this.queue.length > 0 && this.model.underWay < this.model.concurrency(MAX_CONCURRENCY)) {
			const now = Date.now();
			const delay = this.model.delay(now);
			if (delay > 0) {
				this.sendAwayThoseTooLate(now + delay, delay);
				if (this.queue.length > 0) this.wakeIn(delay);
				return;
			}
			this.queue.shift()?.leave({ request: this.model.noteSent(now), sentAt: now });
		}
	}

	private sendAwayThoseTooLate(nextTurn: number, waitMs: number): void {
		for (const waiting of this.queue.filter(({ deadline }) => deadline < nextTurn)) {
			this.queue.splice(this.queue.indexOf(waiting), 1);
			waiting.leave({ kind: 'tooLate', waitMs });
		}
	}

	private wakeIn(ms: number): void {
		const at = Date.now() + ms;
		if (this.wakeAt !== undefined && this.wakeAt <= at) return;
		this.wakeAt = at;
		void sleep(ms).then(() => {
			if (this.wakeAt !== at) return;
			this.wakeAt = undefined;
			this.admit();
		});
	}

	private note({ request, sentAt }: Ticket, verdict: Verdict): void {
		const now = Date.now();
		this.usedAt = now;
		if (verdict.kind === 'passed') this.model.notePassed(request, verdict.headers, now);
		else if (verdict.kind === 'limited') this.model.noteLimited(sentAt, verdict.waitMs, now);
		else this.model.noteFailed(now);
	}
}

const gates = new Map<string, Gate>();

/**
 * @param host the server, as its base URL names it
 * @param token the credential's token; only a hash of it is kept
 * @returns the gate that all requests with this credential to this server share
 */
export function gateFor(host: string, token: string): Gate {
	const now = Date.now();
	for (const [key, gate] of gates) {
		if (gate.isForgettable(now)) gates.delete(key);
	}
	const key = createHash('sha256').update(`${host}\n${token}`).digest('hex');
	let gate = gates.get(key);
	if (gate === undefined) {
		gate = new Gate();
		gates.set(key, gate);
	}
	gate.usedAt = now;
	return gate;
}
