import type { INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../../shared/input/boolean';
import { DEFAULT_LIMIT, readLimit } from '../../shared/input/limit';
import type { OperationCall } from '../operation';

/** n8n's standard pair Return All and Limit. */
export const howManyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		// Not "shown for false": n8n drops what is not shown, and an expression may give false as text or as 0.
		displayOptions: { hide: { returnAll: [true] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];

/**
 * @returns how many records are wanted; Infinity for all
 * @throws InvalidInput when Return All is no boolean, or the limit no whole number from 1
 */
export function readHowMany({ parameter }: OperationCall): number {
	const isAll = readBoolean(parameter('returnAll', false), 'Return All') ?? false;
	return isAll ? Infinity : readLimit(parameter('limit', DEFAULT_LIMIT));
}
