import { RateModel } from '../../nodes/shared/transport/rateModel';

/** A server with a rate limit, and clients that ask it through a rate model each, all on a clock of their own. */
export interface Course {
	/** Refills steadily, or gives the whole burst at the start of every window. */
	kind: 'bucket' | 'window';
	/** Requests per period. */
	limit: number;
	periodMs: number;
	burst: number;
	/** Whether the answers carry X-RateLimit headers. */
	headers: boolean;
	/** Whether a 429 names the wait. */
	retryAfter: boolean;
	/** Requests of all clients together. */
	requests: number;
	clients?: number;
	latencyMs?: number;
	/** Another program takes what is left of this window, once, after so many requests. */
	emptied?: { window: number; after: number };
}

export interface Result {
	/** Time for everything / the least time that the limit allows. */
	timeToIdeal: number;
	/** Share of 429 among the answers. */
	refused: number;
	/** Requests that passed in each window. */
	passedPerWindow: number[];
}

const CONCURRENCY = 8;

/** @returns how the clients fared until the last request had passed */
export function play(course: Course): Result {
	const { periodMs, requests, clients = 1, latencyMs = 20 } = course;
	const server = new LimitedServer(course);
	const random = pseudoRandom();
	const share = Math.ceil(requests / clients);
	const all = Array.from({ length: clients }, () => new Client(share));
	const passedPerWindow: number[] = [];
	const events: Array<{ at: number; happen: () => void }> = [];
	const schedule = (at: number, happen: () => void) => {
		events.push({ at, happen });
		events.sort((a, b) => a.at - b.at);
	};
	let answers = 0;
	let now = 0;

	const send = (client: Client) => {
		const attempts = client.leave();
		const sentAt = now;
		const number = client.model.noteSent(now);
		schedule(now + latencyMs / 2, () => {
			const { isPassed, headers, waitMs } = server.take(now, attempts, random);
			if (isPassed) {
				const window = Math.floor(now / periodMs);
				passedPerWindow[window] = (passedPerWindow[window] ?? 0) + 1;
			}
			schedule(now + latencyMs / 2, () => {
				answers++;
				if (isPassed) client.passed(() => client.model.notePassed(number, headers, now));
				else {
					client.comeBack(attempts);
					client.model.noteLimited(number, { sentAt, waitMs, headers }, now);
				}
			});
		});
	};

	for (;;) {
		while (events.length > 0 && events[0].at <= now) events.shift()!.happen();
		if (all.every(({ left }) => left === 0)) break;
		const order = random() < 0.5 ? all : [...all].reverse();
		for (const client of order) while (client.mayLeave(now)) send(client);
		now = Math.min(events[0]?.at ?? Infinity, ...all.map((client) => client.nextAt(now)));
		if (now > 100 * server.idealMs(share * clients)) throw new Error('it never ends');
	}
	return {
		timeToIdeal: now / server.idealMs(share * clients),
		refused: (answers - share * clients) / answers,
		passedPerWindow: Array.from(passedPerWindow, (passed) => passed ?? 0),
	};
}

class Client {
	readonly model = new RateModel();
	left: number;
	/** How often each waiting request was sent before. */
	private readonly waiting: number[];

	constructor(requests: number) {
		this.left = requests;
		this.waiting = new Array<number>(requests).fill(0);
	}

	mayLeave(now: number): boolean {
		const { model } = this;
		return (
			this.waiting.length > 0 &&
			model.underWay < model.concurrency(CONCURRENCY, now) &&
			model.delay(now) === 0
		);
	}

	/** @returns when it may be able to send the next request; Infinity when only an answer can tell */
	nextAt(now: number): number {
		const { model } = this;
		const isReady = this.waiting.length > 0 && model.underWay < model.concurrency(CONCURRENCY, now);
		return isReady ? now + Math.max(1, Math.ceil(model.delay(now))) : Infinity;
	}

	/** @returns how often the request that leaves now has been sent */
	leave(): number {
		return this.waiting.shift()! + 1;
	}

	comeBack(attempts: number): void {
		this.waiting.unshift(attempts);
	}

	passed(note: () => void): void {
		this.left--;
		note();
	}
}

class LimitedServer {
	private tokens: number;
	private filledAt = 0;
	private window = 0;
	private wasEmptied = false;

	constructor(private readonly course: Course) {
		this.tokens = course.burst;
	}

	idealMs(requests: number): number {
		const { kind, limit, periodMs, burst } = this.course;
		return kind === 'bucket'
			? ((requests - burst) * periodMs) / limit
			: (Math.ceil(requests / burst) - 1) * periodMs;
	}

	take(now: number, attempts: number, random: () => number) {
		this.refill(now);
		const isPassed = this.tokens >= 1 - 1e-9;
		if (isPassed) this.tokens--;
		const { kind, limit, periodMs, burst, headers, retryAfter } = this.course;
		const windowEnd = (this.window + 1) * periodMs;
		const perToken = periodMs / limit;
		const nextMs = kind === 'bucket' ? (1 - this.tokens) * perToken : windowEnd - now;
		const resetMs = kind === 'bucket' ? (burst - this.tokens) * perToken : windowEnd - now;
		const jitter = random();
		return {
			isPassed,
			headers: headers ? { remaining: String(Math.floor(this.tokens)), resetMs } : {},
			// As the retry decision waits: what the server names, or longer each time.
			waitMs: retryAfter
				? Math.max(1, Math.ceil(nextMs / 1000)) * 1000 + jitter * 250
				: headers
					? resetMs + jitter * 250
					: Math.min(30_000, 1_000 * 2 ** (attempts - 1)) * (0.5 + jitter / 2),
		};
	}

	private refill(now: number): void {
		const { kind, limit, periodMs, burst, emptied } = this.course;
		if (kind === 'bucket') {
			this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) * limit) / periodMs);
			this.filledAt = now;
			return;
		}
		const window = Math.floor(now / periodMs);
		if (window !== this.window) this.tokens = burst;
		this.window = window;
		if (emptied?.window === window && !this.wasEmptied) {
			this.tokens = emptied.after;
			this.wasEmptied = true;
		}
	}
}

/** The same in every run (a linear congruential generator). */
function pseudoRandom(): () => number {
	let state = 12_345;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}
