import * as n8n from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { Labels } from '../../shared/errors/errorText';
import { IncompleteList, RequestFailed, toNodeError } from '../../shared/errors/flowIqError';
import { readCollection } from '../../shared/input/collection';
import { LABELS, readRequestOptions } from '../../shared/input/requestOptions';
import { connect, type TransportSettings } from '../../shared/transport/connection';
import type { Execution } from '../../shared/transport/execution';
import { readRequestLimits } from '../fields/requestLimits';
import type { Operation, OperationCall } from '../operation';
import type { Batches } from './batches';
import { refuseExpressionsAsText } from './expressionAsText';
import { PartlyDone } from './partlyDone';
import { toToolAnswer } from './toolAnswer';

/** Of n8n 2.38, as this constant: by then n8n knows an item with `error` and `details` for an error. 2.8 does not. */
const KNOWS_DETAILS = 'TIMED_CAUSES' in n8n;

/** One input item, and the way in which it came to the node. */
export interface Item extends Pick<
	OperationCall,
	'itemIndex' | 'parameter' | 'hint' | 'isTool' | 'context'
> {
	/** Finds the operation that the item asks for; throws InvalidInput when there is none. */
	operation: () => Operation;
	/** Where the requests of all input items wait for n8n's Batching. */
	batches: Batches;
	/** Aborted when the result is no longer wanted. */
	signal?: AbortSignal;
	/** Called when the operation has done its work for the item. */
	onDone?: () => void;
	/** What the requests of all input items share; unset where n8n hands over one item at a time. */
	execution?: Execution;
}

type N8nError = Error & { description?: string | null; context?: IDataObject };

/** An expression that n8n could not evaluate. n8n has several classes of errors for that. */
class ExpressionFailed extends Error {
	constructor(readonly ofN8n: N8nError) {
		super(ofN8n.message);
	}
}

function failed(error: N8nError): never {
	throw new ExpressionFailed(error);
}

/**
 * Works on one input item. With On Error set to continue, an error becomes an item here and not in n8n's engine, whose
 * own items have neither the API's words nor a `pairedItem`.
 *
 * @throws NodeApiError, NodeOperationError, or n8n's own error of an expression
 */
export async function runItem(item: Item): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = item;
	const labels: Labels = {};
	const parameter: Item['parameter'] = (...asked) => {
		try {
			return item.parameter(...asked);
		} catch (error) {
			return failed(error as N8nError);
		}
	};
	try {
		const output = await callOperation({ ...item, parameter }, labels);
		item.onDone?.();
		// The items are the operation's own, and share one `pairedItem` as with n8n's `constructExecutionMetaData`: with a
		// hundred thousand of them, copies would cost.
		const items: INodeExecutionData[] = output;
		const pairedItem = { item: itemIndex };
		for (const one of items) one.pairedItem = pairedItem;
		return items;
	} catch (thrown) {
		const partly = thrown instanceof PartlyDone ? thrown : undefined;
		const reason = partly === undefined ? thrown : partly.reason;
		// What n8n says of an expression stays as it is.
		const error =
			reason instanceof ExpressionFailed
				? reason.ofN8n
				: toNodeError(context.getNode(), reason, labels, itemIndex);
		if (partly !== undefined) {
			error.description = [error.description, partly.note].filter(Boolean).join(' ');
			Object.assign((error.context ??= {}), partly.context);
		}
		if (!context.continueOnFail() || isStopped(item)) throw error;
		if (isCutShort(thrown)) item.hint(`${error.message}. ${error.description}`);
		return [...(partly?.done ?? []), { json: errorFields(context, error) }].map((one) => ({
			...one,
			pairedItem: { item: itemIndex },
		}));
	}
}

/**
 * Exactly these keys: with others n8n would not send the item to the error output. Older versions know `error` alone, and
 * would take the item for a successful one.
 */
function errorFields(
	context: Item['context'],
	{ message, description }: { message: string; description?: string | null },
): IDataObject {
	const { onError } = context.getNode();
	if (KNOWS_DETAILS || onError !== 'continueErrorOutput') {
		return { error: message, details: description ?? '' };
	}
	return { error: [message, description].filter(Boolean).join('. ') };
}

async function callOperation(item: Item, labels: Labels): ReturnType<Operation['run']> {
	const { context, itemIndex, parameter, isTool, signal, execution } = item;
	const notes: string[] = [];
	const operation = item.operation();
	refuseExpressionsAsText(context.getNode().parameters as IDataObject, operation.fields);
	const options = operation.fields.find(({ name }) => name === 'options');
	labels.options = optionLabels(options);
	const requestLimits =
		options && readRequestLimits(readCollection(parameter('options', {}), options));
	const { batch, ...settings } = readRequestOptions(parameter('requestOptions', {}));
	Object.assign(labels, settingLabels(settings));
	const limits = { ...requestLimits, execution };
	const connection = await connect(context, settings, limits, itemIndex);
	const signals = [connection.signal, signal].filter((one) => one !== undefined);
	const output = await operation.run({
		connection: {
			...connection,
			signal: AbortSignal.any(signals),
			...(batch && { send: item.batches.spaced(connection.send, batch) }),
		},
		route: operation.route ?? { method: 'GET', path: '', query: {} },
		parameter,
		timeZone: context.getTimezone(),
		labels,
		itemIndex,
		hint: isTool ? (message) => void notes.push(message) : item.hint,
		isTool,
		context,
	});
	return isTool ? toToolAnswer(output, notes) : output;
}

/** Errors name those options alone that the operation has. */
function optionLabels(options: INodeProperties | undefined): Labels['options'] {
	const labels: Record<string, string> = { requestOptions: 'Request Options' };
	for (const option of options?.options ?? []) {
		if ('displayName' in option) labels[option.name] = option.displayName;
	}
	return labels;
}

/** Errors name those of n8n's own settings alone that were set. */
function settingLabels({ proxy, timeout }: TransportSettings): Labels {
	const named = (label: string) => `'${label}' under 'Request Options' in the node's settings`;
	return {
		...(proxy !== undefined && { proxy: named(LABELS.proxy) }),
		...(timeout !== undefined && { timeout: named(LABELS.timeout) }),
	};
}

/** Among many items, a list that ended early is easily overlooked: its item has an error and no records. */
function isCutShort(thrown: unknown): boolean {
	if (thrown instanceof IncompleteList) return true;
	return thrown instanceof RequestFailed && (thrown.failure.recordsRead ?? 0) > 0;
}

function isStopped({ context, signal }: Item): boolean {
	const stop = (
		context as IExecuteFunctions | IExecutePaginationFunctions
	).getExecutionCancelSignal();
	return stop?.aborted === true || signal?.aborted === true;
}
