import type { IDataObject } from 'n8n-workflow';
import type { TransportSettings } from '../transport/connection';
import { readBoolean } from './boolean';
import { readInteger, readNumber } from './number';
import { readProxy } from './proxy';
import { isNotSet, isObject, refusal } from './whatCame';

/** At most so many requests begin in each interval, as n8n's Batching says. */
export interface Batch {
	size: number;
	intervalMs: number;
}

export interface RequestOptions extends TransportSettings {
	/** Unset when the requests need not wait for each other. */
	batch?: Batch;
}

/** What n8n calls its settings on screen. */
export const LABELS = {
	batchSize: 'Items per Batch',
	batchInterval: 'Batch Interval (ms)',
	proxy: 'Proxy',
	skipSsl: 'Ignore SSL Issues (Insecure)',
	timeout: 'Timeout',
};

const ADVICE = "Change it in the node's settings, under 'Request Options', or remove it there.";

/**
 * Reads what n8n adds to every declarative node's settings ("Request Options"), with n8n's meaning of its values.
 *
 * @param value value of `requestOptions`
 * @throws InvalidInput for a value that cannot be used
 */
export function readRequestOptions(value: unknown): RequestOptions {
	const { proxy, timeout, allowUnauthorizedCerts, batching } = fieldsOf(value, 'Request Options');
	const { batch } = fieldsOf(batching, 'Batching');
	return {
		proxy: readProxy(proxy, LABELS.proxy),
		timeout: readTimeout(timeout),
		skipSslCertificateValidation: readBoolean(allowUnauthorizedCerts, LABELS.skipSsl) ?? false,
		batch: readBatch(fieldsOf(batch, 'Batching')),
	};
}

/** @returns ms; undefined for n8n's default, which 0 means as well */
function readTimeout(value: unknown): number | undefined {
	const ms = readNumber(value, LABELS.timeout, { min: 0, advice: ADVICE });
	return ms === undefined || ms === 0 ? undefined : Math.max(1, Math.round(ms));
}

/** @returns undefined without batching: a size of -1 or an interval of 0, says n8n's own description */
function readBatch({ batchSize, batchInterval }: IDataObject): Batch | undefined {
	const size = readInteger(batchSize, LABELS.batchSize, { min: -1, advice: ADVICE });
	const intervalMs = readNumber(batchInterval, LABELS.batchInterval, { min: 0, advice: ADVICE });
	if (size === undefined && intervalMs === undefined) return undefined;
	const batch = {
		size: size ?? DEFAULT_BATCH.size,
		intervalMs: intervalMs ?? DEFAULT_BATCH.intervalMs,
	};
	if (batch.size < 0 || batch.intervalMs === 0) return undefined;
	return { ...batch, size: Math.max(1, batch.size) };
}

/** n8n's defaults of the two fields. */
const DEFAULT_BATCH: Batch = { size: 50, intervalMs: 1000 };

function fieldsOf(value: unknown, label: string): IDataObject {
	if (isNotSet(value)) return {};
	if (isObject(value)) return value as IDataObject;
	throw refusal(label, 'an object with fields', value, ADVICE);
}
