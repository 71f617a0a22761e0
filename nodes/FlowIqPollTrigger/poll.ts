import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../shared/errors/flowIqError';
import { connect } from '../shared/transport/connection';
import { WAIT_BUDGET_MS } from '../shared/transport/retryDecision';
import type { UnreadState } from './unreadContacts';
import { oldestFirst, type WatchState } from './watch';
import { readWatches, type Watch } from './watches';

/** Records that a manual run shows. */
const SAMPLE_SIZE = 3;

/** Share of the time n8n allows a poll that is used for reading; the rest is for the answer that is still under way. */
const BUDGET_SHARE = 0.8;

/** Time for a poll where n8n names none, in ms. */
const DEFAULT_BUDGET_MS = 240_000;

/** What a trigger remembers in n8n's static data. */
interface PollState {
	/** The state of each watched list under a key that names it and where it starts. */
	watches?: Record<string, WatchState | UnreadState>;
	/** Key of the list with which the next poll begins, because this one had no time for it. */
	next?: string;
}

/** Triggers whose poll is under way: n8n may start the next one before a slow one has ended. */
const underWay = new Set<string>();

/**
 * One poll: what is new since the last one, oldest first. The state changes only after everything was read, in the same
 * step in which the records are handed over, so that a poll that fails is simply repeated by the next.
 *
 * @returns null when there is nothing new
 * @throws NodeApiError or NodeOperationError when nothing new was found and something could not be read
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		if (context.getMode() === 'manual') return toOutput(await sample(context));
		const key = `${context.getWorkflow().id} ${context.getNode().id}`;
		if (underWay.has(key)) return null;
		underWay.add(key);
		try {
			return toOutput(await findNew(context));
		} finally {
			underWay.delete(key);
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error, {});
	}
}

async function sample(context: IPollFunctions): Promise<IDataObject[]> {
	const samples: IDataObject[] = [];
	for (const watch of readWatches(context, await connect(context))) {
		samples.push(...(await watch.sample()).slice(0, SAMPLE_SIZE));
		if (samples.length >= SAMPLE_SIZE) break;
	}
	return samples.slice(0, SAMPLE_SIZE);
}

async function findNew(context: IPollFunctions): Promise<IDataObject[]> {
	const budgetMs = BUDGET_SHARE * (context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS);
	const now = Date.now();
	const waitBudgetMs = Math.min(WAIT_BUDGET_MS, budgetMs);
	const watches = readWatches(context, await connect(context, {}, { waitBudgetMs }));
	const stored: PollState = context.getWorkflowStaticData('node');
	// A copy: what is in n8n's static data is saved whenever n8n likes.
	const before = toPlain(stored.watches ?? {});
	const after: PollState['watches'] = {};
	const records: IDataObject[] = [];
	const failures: unknown[] = [];
	const late: Watch[] = [];
	for (const [turn, watch] of beginningWith(stored.next, watches).entries()) {
		if (turn > 0 && Date.now() > now + budgetMs) {
			late.push(watch);
			continue;
		}
		try {
			const found = await watch.find(before[watch.key], now + budgetMs);
			for (const record of found.records) records.push(record);
			after[watch.key] = found.state;
		} catch (error) {
			// One conversation that cannot be read must not hold up the others.
			failures.push(error);
		}
	}
	const isFailure = failures.length > 0 && records.length === 0;
	for (const { key, waiting } of watches) {
		const last = after[key] ?? before[key] ?? (isFailure ? undefined : waiting(now));
		if (last !== undefined) after[key] = last;
	}
	stored.watches = after;
	if (late.length > 0) stored.next = late[0].key;
	else delete stored.next;
	if (isFailure) throw failures[0];
	for (const failure of failures) {
		context.logger.error(toNodeError(context.getNode(), failure, {}).message);
	}
	return watches.length > 1 ? oldestFirst(records) : records;
}

/** The list that had to wait comes first, then the others in their order. */
function beginningWith(key: string | undefined, watches: Watch[]): Watch[] {
	const start = Math.max(
		0,
		watches.findIndex((watch) => watch.key === key),
	);
	return [...watches.slice(start), ...watches.slice(0, start)];
}

function toOutput(records: IDataObject[]): INodeExecutionData[][] | null {
	return records.length === 0 ? null : [records.map((json) => ({ json }))];
}

/** n8n's static data is a proxy that cannot be cloned as it is. */
function toPlain<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}
