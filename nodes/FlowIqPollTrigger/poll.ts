import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../shared/errors/flowIqError';
import { connect } from '../shared/transport/connection';
import { Execution } from '../shared/transport/execution';
import { chooseAccount, type Account } from './account';
import { oldestFirst } from './cursor';
import { distinctSources, forgetGone, positionsOfDoubles, withoutDoubles } from './doubles';
import { errorToThrow, isPassing, isRefusal, problemOf, withNextStep } from './failures';
import { isScheduled, timeOf } from './pollTime';
import { readInTurn, type Reading } from './readInTurn';
import { savedState, type Problem } from './savedState';
import type { Source } from './source';
import { sourcesOf } from './sources';

/** Records that a manual run shows. */
const SAMPLE_SIZE = 3;

/** Somebody waits for a manual run: longest time that it waits for FlowIQ's limit, in ms. */
const SAMPLE_WAIT_MS = 60_000;

/** Problems that are kept for somebody who looks for them. */
const KEPT_PROBLEMS = 10;

/** Triggers whose poll is under way: n8n may start the next one before a slow one has ended. */
const underWay = new WeakSet<object>();

/** Triggers that were polled since their workflow was published, or n8n started. */
const polledBefore = new WeakSet<object>();

/**
 * One poll: what is new since the last one, oldest first. The state changes only after everything was read, in the same
 * step in which the records are handed over, so that a poll that fails is simply repeated by the next.
 *
 * @returns null when there is nothing new
 * @throws NodeApiError or NodeOperationError when nothing could be read
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return toOutput(await sample(context));
	// The same object as long as n8n keeps the published workflow in memory.
	const published = context.getWorkflowStaticData('node');
	if (underWay.has(published)) return null;
	underWay.add(published);
	try {
		const records = await findNew(context, !polledBefore.has(published));
		// n8n tries a publication several times, and shows the last error.
		polledBefore.add(published);
		return toOutput(records);
	} finally {
		underWay.delete(published);
	}
}

async function sample(context: IPollFunctions): Promise<IDataObject[]> {
	try {
		const samples: IDataObject[] = [];
		const execution = new Execution('interactive');
		const connection = await connect(context, {}, { waitBudgetMs: SAMPLE_WAIT_MS, execution });
		for (const source of sourcesOf(context, connection)) {
			samples.push(...(await source.sample()).slice(0, SAMPLE_SIZE));
			if (samples.length >= SAMPLE_SIZE) break;
		}
		return samples.slice(0, SAMPLE_SIZE);
	} catch (error) {
		throw toNodeError(context.getNode(), error, {});
	}
}

async function findNew(context: IPollFunctions, isFirst: boolean): Promise<IDataObject[]> {
	const now = Date.now();
	const { state, save } = savedState(context);
	const isUnknown = state.accounts === undefined && state.earlier === undefined;
	const isPublishing = isUnknown || (isFirst && !isScheduled(context));
	try {
		const { deadline, requestMs } = timeOf(context, isPublishing);
		const execution = new Execution(isPublishing ? 'interactive' : 'background');
		const connection = {
			...(await connect(context, {}, { waitBudgetMs: requestMs, execution })),
			signal: AbortSignal.timeout(requestMs),
		};
		const sources = sourcesOf(context, connection);
		const { account: chosen, others } = await chooseAccount(
			state.accounts ?? [],
			connection,
			sources,
		);
		const account = { ...chosen, sources: { ...state.earlier, ...chosen.sources } };
		const { concurrency } = connection;
		const readAll = async () =>
			await readInTurn(distinctSources(sources, account), account, {
				concurrency,
				deadline,
				begun: now,
			});
		let read = await readAll();
		if (forgetGone(read, account)) read = await readAll();
		const reading = await withoutDoubles(read, account, connection);
		reading.found.push(...positionsOfDoubles(reading, sources, account));
		const error = errorToThrow(context.getNode(), reading, isPublishing);
		const { account: next, news } = afterReading(context, account, reading, sources, now, error);
		save({
			...state,
			accounts: [next, ...others],
			...(news.length > 0 && {
				lastProblems: [...news, ...(state.lastProblems ?? [])].slice(0, KEPT_PROBLEMS),
			}),
		});
		if (error !== undefined) throw error;
		const records = reading.found.flatMap((found) => found.records);
		return sources.length > 1 ? oldestFirst(records) : records;
	} catch (error) {
		const shown = toNodeError(context.getNode(), error, {});
		throw isPublishing ? withNextStep(shown) : shown;
	}
}

/** The account's state after a poll; what could not be read and is not thrown is logged, once. */
function afterReading(
	context: IPollFunctions,
	account: Account,
	{ found, failures, late }: Reading,
	sources: Source[],
	now: number,
	error: Error | undefined,
): { account: Account; news: Problem[] } {
	const node = context.getNode();
	const states = new Map(found.map(({ source, state }) => [source.key, state]));
	const failureOf = new Map(failures.map((failure) => [failure.source.key, failure]));
	const { problems: before = {} } = account;
	const read: Account['sources'] = {};
	const problems: Record<string, string> = {};
	const news: Problem[] = [];
	for (const { key, startAt } of sources) {
		const failure = failureOf.get(key);
		// What is refused has not begun; all else begins now, even where it could not be read yet.
		const isRefused = failure !== undefined && isRefusal(failure);
		const state = states.get(key) ?? account.sources[key] ?? (isRefused ? undefined : startAt(now));
		if (state !== undefined) read[key] = state;
		if (failure === undefined) continue;
		problems[key] = problemOf(node, failure);
		if (problems[key] === before[key] || error !== undefined) continue;
		news.push({ at: new Date(now).toISOString(), problem: problems[key] });
		const what = isPassing(failure) ? 'could not be read' : 'cannot be read';
		context.logger.error(`"${node.name}": ${what}, the others go on: ${problems[key]}`, {
			nodeName: node.name,
			workflowId: context.getWorkflow().id,
		});
	}
	return {
		account: {
			...account,
			sources: read,
			next: late[0]?.key,
			problems: error === undefined ? problems : before,
		},
		news,
	};
}

function toOutput(records: IDataObject[]): INodeExecutionData[][] | null {
	return records.length === 0 ? null : [records.map((json) => ({ json }))];
}
