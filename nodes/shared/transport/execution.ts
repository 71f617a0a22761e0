import type { Gate } from './gate';

/** Somebody waits for an `interactive` request: in the editor, or an event on its way to a workflow. */
export type Priority = 'interactive' | 'background';

/**
 * What the requests of one execution of a node share, whichever of its input items they serve: their turn among the
 * executions that use the same credential, and how many of them are under way.
 */
export class Execution {
	/** Requests under way, for all input items. */
	underWay = 0;

	/** Until when FlowIQ refused to answer this execution, in ms of the monotonic clock. */
	refusedUntil = -Infinity;

	/** Where its requests wait: at several gates when the input items have credentials of their own. */
	readonly gates = new Set<Gate>();

	/** @param priority `interactive` ones are served first */
	constructor(readonly priority: Priority = 'background') {}

	/** Notes that a request is done: one that waits at another gate may leave in its place. */
	noteAnswered(): void {
		this.underWay--;
		if (this.gates.size > 1) for (const gate of this.gates) gate.admit();
	}
}
