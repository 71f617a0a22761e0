import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	INodeExecutionData,
} from 'n8n-workflow';
import type { Labels } from '../shared/errors/errorText';
import { toNodeError } from '../shared/errors/flowIqError';
import { connect } from '../shared/transport/connection';
import type { OperationCall } from './operation';
import { resources } from './resources';

/**
 * n8n's routing engine calls this instead of sending its own request: `requestOperations.pagination` is the one hook
 * it has around a whole request, so every operation, paged or not, goes through here.
 *
 * Errors are turned into items here and not by the engine, whose own items have neither the API's words nor a
 * `pairedItem`.
 *
 * @param requestOptions what the engine made of the operation's routing and of n8n's own options
 * @returns one item per record, each paired with its input item
 */
export async function runOperation(
	this: IExecutePaginationFunctions,
	{ options }: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const item = this.getItemIndex();
	const labels: Labels = {};
	try {
		const operation =
			resources[String(this.getNodeParameter('resource'))][
				String(this.getNodeParameter('operation'))
			];
		const records = await operation.run({
			connection: await connect(this, transportSettings(options), item),
			route: route(options),
			parameter: (name, fallback) => this.getNodeParameter(name, fallback),
			timeZone: this.getTimezone(),
			labels,
		});
		return records.map((json) => ({ json, pairedItem: { item } }));
	} catch (thrown) {
		const error = toNodeError(this.getNode(), thrown, labels, item);
		if (!this.continueOnFail() || this.getExecutionCancelSignal()?.aborted) throw error;
		// Exactly these keys: with others n8n would not send the item to the error output.
		const json: IDataObject = { error: error.message, details: error.description ?? '' };
		return [{ json, pairedItem: { item } }];
	}
}

function transportSettings({
	proxy,
	skipSslCertificateValidation,
	timeout,
	allowedDomains,
}: DeclarativeRestApiSettings.HttpRequestOptions) {
	return {
		proxy,
		skipSslCertificateValidation: Boolean(skipSslCertificateValidation),
		timeout,
		allowedDomains,
	};
}

function route({ method, url, qs }: DeclarativeRestApiSettings.HttpRequestOptions) {
	return {
		method: method as IHttpRequestMethods,
		path: String(url),
		query: qs as OperationCall['route']['query'],
	};
}
