import type { RecordedRequest } from './types';

/** Which requests a fault meets: a test on the request, or values that must all be equal. */
export type FaultMatch =
	| ((request: RecordedRequest) => boolean)
	| {
			/** Page asked for; a request that names none asks for page 1. */
			page?: number;
			/** Action asked for; a request that names none asks for conversation-messages. */
			action?: string;
			path?: string;
			method?: string;
	  };

type Effect =
	/** The connection is torn down before any byte of an answer. */
	| { kind: 'reset' }
	/** Headers and half of the body, then the connection is torn down. */
	| { kind: 'resetMidBody' }
	/** Another answer: an object is sent as JSON, a string as HTML. */
	| {
			kind: 'status';
			status: number;
			body?: Record<string, unknown> | string;
			headers?: Record<string, string>;
	  }
	/** The JSON cut in half, with a Content-Length that fits the half: HTTP sees nothing wrong. */
	| { kind: 'truncate' }
	| { kind: 'empty200' }
	| { kind: 'html200' }
	| { kind: '204' }
	/** The right answer, `ms` late. */
	| { kind: 'slow'; ms: number }
	/** Headers and half of the body, then nothing: for `ms`, after which the rest comes, or for good. */
	| { kind: 'stall'; ms?: number }
	/** No answer until the client gives up. */
	| { kind: 'never' }
	| { kind: 'redirect'; status?: number; location: string };

export type Fault = Effect & {
	match?: FaultMatch;
	/** How many matching requests it meets; default 1. */
	times?: number;
	/** How many matching requests pass unharmed first; default 0. */
	after?: number;
	/**
	 * Whether a write is carried out although its answer is lost or replaced; default false. Kinds
	 * that deliver (part of) the real answer always carry it out.
	 */
	carriedOut?: boolean;
};

export type FaultQueue = ReturnType<typeof createFaultQueue>;

/** Whether the fault needs the real answer, to send it late or in part. */
export function needsRealAnswer(fault: Fault): boolean {
	return ['resetMidBody', 'truncate', 'slow', 'stall'].includes(fault.kind);
}

function matches(match: FaultMatch | undefined, request: RecordedRequest): boolean {
	if (match === undefined) return true;
	if (typeof match === 'function') return match(request);
	const { page, action, path, method } = match;
	return (
		(page === undefined || page === Number(request.query.page ?? 1)) &&
		(action === undefined || action === (request.query.action ?? 'conversation-messages')) &&
		(path === undefined || path === request.path) &&
		(method === undefined || method.toUpperCase() === request.method)
	);
}

/** Faults on demand, each for the requests it matches. */
export function createFaultQueue() {
	let queue: Array<{ fault: Fault; toSkip: number; left: number }> = [];
	return {
		/** Adds a fault; the first added that matches a request is the one it meets. */
		add(...faults: Fault[]): void {
			for (const fault of faults) {
				queue.push({ fault, toSkip: fault.after ?? 0, left: fault.times ?? 1 });
			}
		},
		clear(): void {
			queue = [];
		},
		/** Faults that have not yet met as many requests as they were made for. */
		get pending(): number {
			return queue.length;
		},
		/** The fault that this request meets, if any; used by the server. */
		take(request: RecordedRequest): Fault | undefined {
			for (const waiting of queue) {
				if (!matches(waiting.fault.match, request)) continue;
				if (waiting.toSkip > 0) {
					waiting.toSkip--;
					continue;
				}
				waiting.left--;
				if (waiting.left <= 0) queue = queue.filter((other) => other !== waiting);
				return waiting.fault;
			}
			return undefined;
		},
	};
}
