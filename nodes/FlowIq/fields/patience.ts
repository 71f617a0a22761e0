import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import type { Patience } from '../../shared/transport/connection';
import { MAX_CONCURRENCY } from '../../shared/transport/gate';

/** Entries of an Options collection that make the node gentler or more patient. */
export const patienceOptions: INodeProperties[] = [
	{
		displayName: 'Max Requests at Once',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 8 },
		default: 8,
		description:
			'Max number of requests to FlowIQ under way at the same time. The pace of FlowIQ’s rate limit is kept in any case.',
	},
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 300,
		description:
			'Max time that one request may spend waiting, for FlowIQ’s rate limit or between attempts. After that it fails with an explanation.',
	},
];

/**
 * @param options value of the Options collection
 * @throws InvalidInput when a value is out of range
 */
export function readPatience({ maxConcurrency, maxWait }: IDataObject): Partial<Patience> {
	return {
		...(maxConcurrency !== undefined && {
			concurrency: Math.floor(
				readNumber(maxConcurrency, 'Max Requests at Once', 1, MAX_CONCURRENCY),
			),
		}),
		...(maxWait !== undefined && {
			waitBudgetMs: readNumber(maxWait, 'Max Wait (Seconds)', 0, Infinity) * 1000,
		}),
	};
}

function readNumber(value: unknown, label: string, min: number, max: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !(number >= min && number <= max)) {
		const range = max === Infinity ? `of ${min} or more` : `from ${min} to ${max}`;
		throw new InvalidInput(
			`'${label}' is not a number ${range}: ${String(value)}`,
			'Change the option, or remove it.',
		);
	}
	return number;
}
