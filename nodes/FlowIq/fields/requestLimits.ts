import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readInteger, readNumber } from '../../shared/input/number';
import type { RequestLimits } from '../../shared/transport/connection';
import { MAX_CONCURRENCY } from '../../shared/transport/gate';
import { WAIT_BUDGET_MS } from '../../shared/transport/retryDecision';

const MAX_CONCURRENT_REQUESTS = 'Max Concurrent Requests';
const MAX_WAIT = 'Max Wait (Seconds)';
const DEFAULT_MAX_WAIT = WAIT_BUDGET_MS / 1000;

/** Entries of an Options collection that limit how many requests are sent, and how long they may wait. */
export const requestLimitOptions: INodeProperties[] = [
	{
		displayName: MAX_CONCURRENT_REQUESTS,
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
		default: MAX_CONCURRENCY,
		description: "Max number of parallel requests. FlowIQ's rate limit is always respected.",
	},
	{
		displayName: MAX_WAIT,
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_MAX_WAIT,
		description:
			"Max time a request waits for FlowIQ's rate limit and between retries before it fails",
	},
];

/**
 * @param options value of the Options collection
 * @throws InvalidInput when a value is out of range
 */
export function readRequestLimits({
	maxConcurrency,
	maxWait,
}: IDataObject): Partial<RequestLimits> {
	const range = { min: 1, max: MAX_CONCURRENCY };
	const concurrency = readInteger(maxConcurrency, MAX_CONCURRENT_REQUESTS, range);
	const seconds = readNumber(maxWait, MAX_WAIT, { min: 0 });
	return {
		...(concurrency !== undefined && { concurrency }),
		...(seconds !== undefined && { waitBudgetMs: seconds * 1000 }),
	};
}
