import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';
import { monotonicNow } from './clock';
import type { Execution } from './execution';
import type { LimitHeaders } from './headerBudget';
import { RateModel } from './rateModel';
import { TurnQueue, type Waiting } from './turnQueue';

/**
 * Requests under way at once for one credential, at the most, but for the few named below. Eight hide the latency of a page behind the pages before
 * it; more would gain little, because n8n's own work per page then takes longer than the network, and would be
 * less polite than the connections of one browser window.
 */
export const MAX_CONCURRENCY = 8;

/**
 * So many requests that somebody waits for may be under way beside them: eight that FlowIQ does not answer, for a minute at
 * times, must not hold up the look-up for an event.
 */
const INTERACTIVE_BESIDE = 2;

/**
 * A request without an answer for this long, in ms, leaves its place to another; two of them at the most, so that a server
 * that is slow with everybody is not asked for much more.
 */
const SLOW_AFTER_MS = 5_000;
const MOST_BESIDE_SLOW = 2;

/** A gate without any request for this long, in ms, is forgotten: twice the longest wait of a request. */
const FORGET_AFTER_MS = 600_000;

/** Waiting requests are looked after this often, in ms, so that no timer outlives them for long. */
const MAX_SLEEP_MS = 1_000;

/** What an answer means for those who come after. */
export type Verdict =
	| { kind: 'passed'; headers: LimitHeaders }
	| { kind: 'limited'; waitMs: number; headers: LimitHeaders }
	| { kind: 'failed' };

/** How the wait for a turn ended without the request being sent. */
export type NoTurn =
	/** The execution was stopped before it was this request's turn. */
	| { kind: 'stopped' }
	/** Its turn would come after its deadline: in so many ms from now, with so many other requests in the queue. */
	| { kind: 'tooLate'; waitMs: number; behind: number };

export type Turn<T> = { kind: 'sent'; result: T } | NoTurn;

export interface TurnOptions extends Waiting {
	/** Ends the waiting. */
	signal?: AbortSignal;
	/** Whether it was sent before and refused: then it goes before the others of its execution. */
	isRepeated: boolean;
}

/** A request that leaves: its number, and when. */
interface Departure {
	kind: 'departure';
	request: number;
	sentAt: number;
}

interface WaitingAtGate extends Waiting {
	leave: (how: Departure | NoTurn) => void;
}

/**
 * The one way to FlowIQ for all items, pages, nodes and workflows of this process that use the same credential:
 * bounds how many requests are under way, keeps the pace that the server allows, and gives the executions their turns
 * fairly.
 */
export class Gate {
	private usedAt: number;
	private readonly model = new RateModel();
	private readonly queue = new TurnQueue<WaitingAtGate>();
	private wakeAt: number | undefined;
	/** Requests under way, in the order in which they left. */
	private readonly departures = new Set<Departure>();

	/** @param clock monotonic time, in ms */
	constructor(private readonly clock: () => number = monotonicNow) {
		this.usedAt = clock();
	}

	/**
	 * Sends one request when it is its turn.
	 *
	 * @param send sends it, and says what the answer means for the others
	 */
	async pass<T>(
		send: () => Promise<{ result: T; verdict: Verdict }>,
		options: TurnOptions,
	): Promise<Turn<T>> {
		const turn = await this.turnOf(options);
		if (turn.kind !== 'departure') return turn;
		let verdict: Verdict = { kind: 'failed' };
		try {
			const answer = await send();
			verdict = answer.verdict;
			return { kind: 'sent', result: answer.result };
		} finally {
			options.execution.noteAnswered();
			this.note(options.execution, turn, verdict);
			this.admit();
		}
	}

	/** @returns whether nothing is under way or waiting, and nothing was for a long time */
	isForgettable(now: number): boolean {
		const isIdle = this.model.underWay === 0 && this.queue.isEmpty;
		return isIdle && now - this.usedAt > FORGET_AFTER_MS;
	}

	/** Lets in whoever may go now, sends away whoever would wait too long, and comes back for the others. */
	admit(): void {
		for (;;) {
			const now = this.clock();
			const next = this.nextInTurn(now);
			if (next === undefined) {
				this.wakeForSlow(now);
				return;
			}
			const delay = this.model.delay(now);
			if (delay > 0) {
				this.sendAwayThoseTooLate(now, delay);
				if (!this.queue.isEmpty) this.wakeIn(Math.min(delay, MAX_SLEEP_MS));
				return;
			}
			this.queue.take(next);
			next.execution.underWay++;
			const departure = {
				kind: 'departure' as const,
				request: this.model.noteSent(now),
				sentAt: now,
			};
			this.departures.add(departure);
			next.leave(departure);
		}
	}

	/** @returns whose turn it is, as far as there is room for another request */
	private nextInTurn(now: number): WaitingAtGate | undefined {
		const most = this.model.concurrency(MAX_CONCURRENCY, now);
		const { underWay } = this.model;
		if (underWay < most) return this.queue.next();
		// Where less is allowed at once, that is because FlowIQ refuses more.
		if (most < MAX_CONCURRENCY) return undefined;
		const slow = [...this.departures].filter(({ sentAt }) => now - sentAt >= SLOW_AFTER_MS);
		const room = most + Math.min(slow.length, MOST_BESIDE_SLOW);
		if (underWay < room) return this.queue.next();
		return underWay < room + INTERACTIVE_BESIDE ? this.queue.nextInteractive() : undefined;
	}

	/** Without an answer, nobody comes back for those who wait. */
	private wakeForSlow(now: number): void {
		const waiting = this.queue.isEmpty ? [] : [...this.departures];
		const next = waiting.find(({ sentAt }) => now - sentAt < SLOW_AFTER_MS);
		if (next) this.wakeIn(Math.min(next.sentAt + SLOW_AFTER_MS - now, MAX_SLEEP_MS));
	}

	private async turnOf({ signal, isRepeated, ...rest }: TurnOptions): Promise<Departure | NoTurn> {
		if (signal?.aborted) return { kind: 'stopped' };
		this.usedAt = this.clock();
		return await new Promise((resolve) => {
			const stop = () => waiting.leave({ kind: 'stopped' });
			const waiting: WaitingAtGate = {
				...rest,
				leave: (how) => {
					this.queue.remove(waiting);
					signal?.removeEventListener('abort', stop);
					resolve(how);
				},
			};
			signal?.addEventListener('abort', stop, { once: true });
			waiting.execution.gates.add(this);
			this.queue.add(waiting, isRepeated);
			this.admit();
		});
	}

	/** What an execution was told once, it is not told anew for each of its items. */
	private sendAwayThoseTooLate(now: number, delay: number): void {
		const all = this.queue.all();
		for (const waiting of all) {
			const waitMs = Math.max(delay, waiting.execution.refusedUntil - now);
			if (waiting.deadline >= now + waitMs) continue;
			waiting.leave({ kind: 'tooLate', waitMs, behind: all.length - 1 });
		}
	}

	private wakeIn(ms: number): void {
		const at = this.clock() + ms;
		if (this.wakeAt !== undefined && this.wakeAt <= at) return;
		this.wakeAt = at;
		void sleep(ms).then(() => {
			if (this.wakeAt !== at) return;
			this.wakeAt = undefined;
			this.admit();
		});
	}

	private note(execution: Execution, departure: Departure, verdict: Verdict): void {
		const { request, sentAt } = departure;
		const now = this.clock();
		this.departures.delete(departure);
		this.usedAt = now;
		if (verdict.kind === 'passed') {
			execution.refusedUntil = -Infinity;
			this.model.notePassed(request, verdict.headers, now);
		} else if (verdict.kind === 'limited') {
			execution.refusedUntil = now + verdict.waitMs;
			this.model.noteLimited(request, { sentAt, ...verdict }, now);
		} else {
			this.model.noteFailed(now);
		}
	}
}

const gates = new Map<string, Gate>();

/**
 * @param host the server, as its base URL names it
 * @param token the credential's token; only a hash of it is kept
 * @param now monotonic time, in ms
 * @returns the gate that all requests with this credential to this server share
 */
export function gateFor(host: string, token: string, now = monotonicNow()): Gate {
	for (const [key, gate] of gates) {
		if (gate.isForgettable(now)) gates.delete(key);
	}
	const key = createHash('sha256').update(`${host}\n${token}`).digest('hex');
	let gate = gates.get(key);
	if (gate === undefined) {
		gate = new Gate();
		gates.set(key, gate);
	}
	return gate;
}
