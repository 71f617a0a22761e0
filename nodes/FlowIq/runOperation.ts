import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import type { Labels } from '../shared/errors/errorText';
import { toNodeError } from '../shared/errors/flowIqError';
import { connect, type TransportSettings } from '../shared/transport/connection';
import { MAX_CONCURRENCY } from '../shared/transport/gate';
import { readPatience } from './fields/patience';
import { readTransportSettings } from './fields/transportSettings';
import { mapConcurrently } from './mapConcurrently';
import type { Operation, OperationCall } from './operation';
import { resources } from './resources';

/**
 * More records than this for one input item overflow the stack of n8n's routing engine, after all of them were read
 * (measured: from about 120,000 on). Only an AI tool still comes that way.
 */
const MAX_ROUTED_RECORDS = 100_000;

/**
 * n8n runs these instead of its routing engine wherever it can: they see all input items at once, so that only a few of
 * them are under way at the same time, and they may return any number of records.
 */
export const customOperations: INodeType['customOperations'] = Object.fromEntries(
	Object.entries(resources).map(([resource, operations]) => [
		resource,
		Object.fromEntries(
			Object.entries(operations).map(([name, operation]) => [
				name,
				async function (this: IExecuteFunctions) {
					return [await runForAllItems(this, operation)];
				},
			]),
		),
	]),
);

/**
 * The way of n8n's routing engine, for an AI agent that uses the node as a tool: `requestOperations.pagination` is the
 * one hook the engine has around a whole request, so every operation goes through here.
 *
 * @param requestOptions what the engine made of the operation's routing and of n8n's own options
 */
export async function runRouted(
	this: IExecutePaginationFunctions,
	{ options }: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const resource = String(this.getNodeParameter('resource'));
	const operation = resources[resource][String(this.getNodeParameter('operation'))];
	const { proxy, timeout, skipSslCertificateValidation } = options;
	return await runForItem(this, operation, {
		index: this.getItemIndex(),
		parameter: (name, fallback) => this.getNodeParameter(name, fallback),
		settings: () => ({
			proxy,
			timeout,
			skipSslCertificateValidation: Boolean(skipSslCertificateValidation),
		}),
		maxRecords: MAX_ROUTED_RECORDS,
	});
}

async function runForAllItems(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const results = await mapConcurrently(
		context.getInputData().map((_, index) => index),
		itemConcurrency(context),
		async (index) =>
			await runForItem(context, operation, {
				index,
				parameter: (name, fallback) => context.getNodeParameter(name, index, fallback),
				settings: () =>
					readTransportSettings(context.getNodeParameter('requestOptions', index, {})),
			}),
	);
	return results.flat();
}

/** The first item decides for all; what is wrong with a value is said where the item itself is worked on. */
function itemConcurrency(context: IExecuteFunctions): number {
	const { maxConcurrency } = context.getNodeParameter('options', 0, {}) as IDataObject;
	return Math.min(
		MAX_CONCURRENCY,
		Math.max(1, Math.floor(Number(maxConcurrency ?? MAX_CONCURRENCY)) || 1),
	);
}

interface Item {
	index: number;
	/** Reads a parameter for this input item, expressions resolved. */
	parameter: (name: string, fallback?: unknown) => unknown;
	/** Reads n8n's own request options; throws InvalidInput. */
	settings: () => TransportSettings;
	maxRecords?: number;
}

/**
 * Errors are turned into items here and not by n8n's engine, whose own items have neither the API's words nor a
 * `pairedItem`.
 */
async function runForItem(
	context: IExecuteFunctions | IExecutePaginationFunctions,
	operation: Operation,
	{ index, parameter, settings, maxRecords }: Item,
): Promise<INodeExecutionData[]> {
	const labels: Labels = {};
	try {
		const patience = readPatience(parameter('options', {}) as IDataObject);
		const records = await operation.run({
			connection: await connect(context, settings(), { ...patience, maxRecords }, index),
			route: routeOf(operation),
			parameter,
			timeZone: context.getTimezone(),
			labels,
		});
		return records.map((json) => ({ json, pairedItem: { item: index } }));
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown, labels, index);
		if (!context.continueOnFail() || context.getExecutionCancelSignal()?.aborted) throw error;
		// Exactly these keys: with others n8n would not send the item to the error output.
		const json: IDataObject = { error: error.message, details: error.description ?? '' };
		return [{ json, pairedItem: { item: index } }];
	}
}

/** The FlowIQ call stands once, in the routing of the operation's dropdown entry. */
function routeOf({ option }: Operation): OperationCall['route'] {
	const { method, url, qs } = option.routing?.request ?? {};
	return {
		method: method ?? 'GET',
		path: url ?? '',
		query: (qs ?? {}) as OperationCall['route']['query'],
	};
}
