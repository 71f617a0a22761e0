/**
 * The pace at which requests leave, where refusals (429) are all that is known of a server's limit.
 *
 * The algorithm is CUBIC (RFC 9438), as the AWS SDKs use it for requests in their adaptive retry mode: a refusal lowers
 * the rate by a fixed share at the most; it then returns quickly to where it was, stays near it for a while, and grows
 * ever faster until the next refusal. So one bad moment (another program emptied the window) costs little, and no
 * rate is for ever. Three things are added to it. The curve is counted in requests and not in seconds, so that a
 * limit of 100 a minute is probed as gently as one of 20 a second. A refusal is also a measurement: what passed since
 * the one before is what the server gave at least, once enough passed to be believed. And a rate is probed boldly at first,
 * gently when refusals have confirmed it, as in TCP's slow start.
 *
 * Pure: the clock is an argument everywhere, in ms of any origin.
 */
export class Pace {
	/** Undefined while no rate is known; then nothing is held back. */
	private curve: Curve | undefined;
	/** Requests that may leave now. */
	private tokens = Infinity;
	private tokensAt = 0;
	private refusedAt: number | undefined;
	private passed = 0;
	/** What several refusals measured together, until it is enough to be believed. */
	private evidence = NO_EVIDENCE;
	/** The last rates that were measured, newest first. */
	private measurements: number[] = [];
	/** How often in a row refusals have confirmed the rate. */
	private confirmations = 0;

	/** Notes that a request leaves now. */
	noteSent(now: number): void {
		this.gainTokens(now);
		this.tokens--;
	}

	/** Notes that a request was carried out. */
	notePassed(): void {
		this.passed++;
	}

	/**
	 * Notes the first refusal of those that were under way together.
	 *
	 * @param resumeAt when requests may leave again
	 */
	noteRefused(now: number, resumeAt: number): void {
		this.gainTokens(now);
		const measured = this.measure(now);
		if (this.curve !== undefined) this.lower(this.curve, measured, now, resumeAt);
		else if (measured !== undefined) this.begin(measured, resumeAt);
		this.refusedAt = now;
		this.passed = 0;
		if (this.curve !== undefined) this.tokens = 0;
	}

	/** Notes that nobody wanted to send for a while: what passed before says nothing of the limit. */
	noteIdle(): void {
		this.refusedAt = undefined;
		this.passed = 0;
		this.evidence = NO_EVIDENCE;
	}

	/** @returns ms until the next request may leave; 0 for now */
	delay(now: number): number {
		this.gainTokens(now);
		if (this.curve === undefined || this.tokens >= 1) return 0;
		return Math.max(1, Math.ceil((1 - this.tokens) / rateAt(this.curve, now)));
	}

	/** @returns how many requests may be under way at once while the rate is being found, at the most `most` */
	concurrency(most: number): number {
		if (this.curve !== undefined || this.refusedAt === undefined) return most;
		// More of them the longer none is refused: a slow line may need many to reach the limit at all.
		return Math.min(most, FINDING_CONCURRENCY + Math.floor(this.passed / 10));
	}

	/** @returns requests per ms that the server gave since the last refusal; undefined while too few passed to tell */
	private measure(now: number): number | undefined {
		if (this.refusedAt === undefined) return undefined;
		const before = this.passed >= MIN_EVIDENCE ? NO_EVIDENCE : this.evidence;
		const passed = before.passed + this.passed;
		const ms = before.ms + now - this.refusedAt;
		this.evidence = passed >= MIN_EVIDENCE ? NO_EVIDENCE : { passed, ms };
		return passed >= MIN_EVIDENCE ? passed / Math.max(1, ms) : undefined;
	}

	private begin(measured: number, at: number): void {
		this.measurements = [measured];
		this.curve = { from: measured, plateau: measured, at, probingRequests: FIRST_PROBING };
	}

	private lower(curve: Curve, measured: number | undefined, now: number, at: number): void {
		if (this.passed === 0) {
			// The server is still as empty as before: one emptiness lowers the rate once.
			this.curve = { ...curve, at };
			return;
		}
		const rate = rateAt(curve, now);
		const isConfirmed =
			measured !== undefined && Math.abs(measured / curve.plateau - 1) <= CONFIRMING_SHARE;
		this.confirmations = isConfirmed ? Math.min(this.confirmations + 1, MAX_CONFIRMATIONS) : 0;
		if (measured !== undefined) {
			this.measurements = [measured, ...this.measurements].slice(0, MEASUREMENTS);
		}
		// Others may have taken a part of what the server gave, so the best measurement counts.
		const plateau = Math.max(...this.measurements);
		this.curve = {
			from: Math.min(plateau, Math.max(measured ?? 0, rate * DECREASE)),
			plateau,
			at,
			probingRequests: FIRST_PROBING * 2 ** this.confirmations,
		};
	}

	private gainTokens(now: number): void {
		if (this.curve !== undefined) {
			const rate = rateAt(this.curve, now);
			const gained = rate * Math.max(0, now - this.tokensAt);
			this.tokens = Math.min(this.tokens + gained, Math.max(1, rate * MAX_CREDIT_MS));
		}
		this.tokensAt = now;
	}
}

/** How the rate goes on after a refusal; rates are requests per ms. */
interface Curve {
	/** The rate right after the refusal. */
	from: number;
	/** The rate that is known to be possible. */
	plateau: number;
	/** Start of the curve: the end of the pause. */
	at: number;
	/** Requests at the plateau's rate until it is exceeded by as much as a refusal takes. */
	probingRequests: number;
}

/** The cubic curve: concave from `from` to the plateau, convex beyond it. */
function rateAt({ from, plateau, at, probingRequests }: Curve, now: number): number {
	const t = now - at;
	if (t <= 0) return from;
	const drop = 1 - DECREASE;
	const recoveryMs = Math.min(RECOVERY_REQUESTS / plateau, MAX_PERIOD_MS);
	const plateauAt = recoveryMs * Math.cbrt((1 - from / plateau) / drop);
	const periodMs = t < plateauAt ? recoveryMs : Math.min(probingRequests / plateau, MAX_PERIOD_MS);
	return plateau * (1 + drop * ((t - plateauAt) / periodMs) ** 3);
}

const NO_EVIDENCE = { passed: 0, ms: 0 };

/** Share of the rate that one refusal leaves, as in CUBIC (RFC 9438, section 4.6) and in the AWS SDKs. */
const DECREASE = 0.7;

/** Requests for the way back to the plateau: half of a small window, a tenth of FlowIQ's documented one. */
const RECOVERY_REQUESTS = 10;

/** A rate measured once is probed within so many requests; each confirmation doubles them, three times. */
const FIRST_PROBING = 12;
const MAX_CONFIRMATIONS = 3;

/** A measurement this close to the plateau confirms it. */
const CONFIRMING_SHARE = 0.15;

/** However slow the pace is, it is probed within this time, in ms, so that it can grow again. */
const MAX_PERIOD_MS = 60_000;

/** Requests that have to pass between refusals until they are believed to show a rate. */
const MIN_EVIDENCE = 5;

/** Measurements that are remembered. */
const MEASUREMENTS = 3;

/** Longest pause whose unused requests are made up for, in ms: FlowIQ's documented window. */
const MAX_CREDIT_MS = 60_000;

/** After the first refusal the rate is found with few requests under way, so that few are refused. */
const FINDING_CONCURRENCY = 2;
