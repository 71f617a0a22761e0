import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { Execution } from '../../shared/transport/execution';
import { MAX_CONCURRENCY } from '../../shared/transport/gate';
import type { Operation, Resource } from '../operation';
import { Batches } from './batches';
import { mapConcurrently } from './mapConcurrently';
import { describeDone } from './progress';
import { runItem } from './runItem';
import { isToolType, tellModel } from './toolAnswer';

/**
 * n8n runs these instead of its routing engine wherever it can: they see all input items at once, so that only a few of
 * them are under way at the same time, and they may return any number of records.
 *
 * @param resources every resource with its operations
 */
export function customOperationsOf(resources: Resource[]): INodeType['customOperations'] {
	return withoutPrototype(
		resources.map(({ value, operations }) => [
			value,
			withoutPrototype(
				operations.map((operation) => [
					operation.value,
					async function (this: IExecuteFunctions) {
						return [await runAllItems(this, operation)];
					},
				]),
			),
		]),
	);
}

/** n8n looks a workflow's texts up in here: one such as "constructor" must find nothing. */
function withoutPrototype<T>(entries: Array<[string, T]>): Record<string, T> {
	return Object.assign(Object.create(null), Object.fromEntries(entries));
}

async function runAllItems(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const hint = hintsOf(context);
	const execution = new Execution();
	const batches = new Batches();
	// n8n's newer agents run a tool as a node; older ones come through the routing engine.
	const isTool = isToolType(context.getNode().type);
	const indexes = context.getInputData().map((_, index) => index);
	const { writes } = operation;
	const done: number[] = [];
	const results = mapConcurrently(
		indexes,
		itemConcurrency(context, writes === undefined ? MAX_CONCURRENCY : 1),
		async (index, signal) =>
			await runItem({
				context,
				operation: () => operation,
				itemIndex: index,
				isTool,
				parameter: (name, fallback, itemIndex = index) =>
					context.getNodeParameter(name, itemIndex, fallback),
				hint,
				batches,
				signal,
				onDone: () => done.push(index),
				execution,
			}).catch((error: Error) => {
				if (isTool) tellModel(error);
				throw error;
			}),
		writes !== undefined,
	);
	return await results.then(
		(items) => items.flat(),
		(thrown) => {
			if (writes !== undefined) {
				addToDescription(thrown, describeDone(done, indexes.length, writes));
				if (context.getExecutionCancelSignal()?.aborted) {
					addToDescription(thrown, `An item that was under way may have been ${writes} too.`);
				}
			}
			throw thrown;
		},
	);
}

function addToDescription(thrown: unknown, sentence: string): void {
	if (!(thrown instanceof Error) || sentence === '') return;
	const error = thrown as Error & { description?: string | null };
	error.description = [error.description, sentence].filter(Boolean).join(' ');
}

/** Many items often have the same to say; it is said once. */
function hintsOf(context: IExecuteFunctions): (message: string) => void {
	const said = new Set<string>();
	return (message) => {
		if (said.has(message)) return;
		said.add(message);
		// Older versions of n8n have no such place.
		context.addExecutionHints?.({ message, location: 'outputPane' });
	};
}

/**
 * The first item decides for all; what is wrong with a value is said where the item itself is worked on.
 *
 * @param byDefault items at once when the user did not choose
 */
function itemConcurrency(context: IExecuteFunctions, byDefault: number): number {
	let wanted: unknown;
	try {
		({ maxConcurrency: wanted } = context.getNodeParameter('options', 0, {}) as IDataObject);
	} catch {
		wanted = undefined;
	}
	return Math.min(MAX_CONCURRENCY, Math.max(1, Math.floor(Number(wanted ?? byDefault)) || 1));
}
