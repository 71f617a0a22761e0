import type { Execution } from './execution';

/** A request that waits for its turn. */
export interface Waiting {
	execution: Execution;
	/** Requests of its execution under way at once, at the most. */
	concurrency: number;
	/** Latest moment to send it, in ms of the monotonic clock. */
	deadline: number;
}

/** Of so many turns in a row one goes to the background, so that its executions do not come to a stand. */
const INTERACTIVE_TURNS = 4;

/**
 * Whose turn it is: within an execution, first come, first served; among executions, one after the other (round robin),
 * so that a look-up waits for its turn and not for the whole export beside it; interactive ones before those in
 * the background.
 */
export class TurnQueue<W extends Waiting> {
	/** In the order of their next turns. */
	private readonly lanes = new Map<Execution, W[]>();
	private interactiveTurns = 0;

	/** @param isFirst puts it before the others of its execution */
	add(waiting: W, isFirst: boolean): void {
		const lane = this.lanes.get(waiting.execution);
		if (lane === undefined) this.lanes.set(waiting.execution, [waiting]);
		else if (isFirst) lane.unshift(waiting);
		else lane.push(waiting);
	}

	remove(waiting: W): void {
		const lane = this.lanes.get(waiting.execution) ?? [];
		const index = lane.indexOf(waiting);
		if (index >= 0) lane.splice(index, 1);
		if (lane.length === 0) this.lanes.delete(waiting.execution);
	}

	/** @returns the request whose turn it is, still in the queue; undefined when none may leave */
	next(): W | undefined {
		const preferred = this.interactiveTurns < INTERACTIVE_TURNS ? 'interactive' : 'background';
		const ready = this.ready();
		return ready.find(({ execution }) => execution.priority === preferred) ?? ready[0];
	}

	/** @returns the same, of those that somebody waits for */
	nextInteractive(): W | undefined {
		return this.ready().find(({ execution }) => execution.priority === 'interactive');
	}

	/** The first request of each execution that may have another one under way. */
	private ready(): W[] {
		return [...this.lanes.values()]
			.map(([first]) => first)
			.filter(({ execution, concurrency }) => execution.underWay < concurrency);
	}

	/** Takes the request whose turn it is out of the queue; its execution's next turn comes after the others'. */
	take(waiting: W): void {
		const { execution } = waiting;
		this.remove(waiting);
		const rest = this.lanes.get(execution);
		if (rest !== undefined) {
			this.lanes.delete(execution);
			this.lanes.set(execution, rest);
		}
		this.interactiveTurns = execution.priority === 'interactive' ? this.interactiveTurns + 1 : 0;
	}

	/** @returns every waiting request */
	all(): W[] {
		return [...this.lanes.values()].flat();
	}

	get isEmpty(): boolean {
		return this.lanes.size === 0;
	}
}
