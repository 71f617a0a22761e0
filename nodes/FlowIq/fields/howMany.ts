import type { INodeProperties } from 'n8n-workflow';
import { readLimit } from '../../shared/input/limit';
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
		displayOptions: { show: { returnAll: [false] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];

/**
 * @returns how many records are wanted; Infinity for all
 * @throws InvalidInput when the limit is no whole number from 1
 */
export function readHowMany({ parameter }: OperationCall): number {
	return parameter('returnAll', false) === true ? Infinity : readLimit(parameter('limit', 50));
}
