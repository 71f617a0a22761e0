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
 * An agent's model reads every record that its tool returns: more than this is slow, expensive, and hides what matters. (And
 * n8n's routing engine, through which a tool is called, overflows its stack from about 120,000 records on.)
 */
const MAX_TOOL_RECORDS = 100;

/**
 * @returns how many records are wanted; Infinity for all, unless an agent asks
 * @throws InvalidInput when Return All is no boolean, or the limit no whole number from 1
 */
export function readHowMany({ parameter, isTool }: OperationCall): number {
	const isAll = readBoolean(parameter('returnAll', false), 'Return All') ?? false;
	const wanted = isAll ? Infinity : readLimit(parameter('limit', DEFAULT_LIMIT));
	return isTool ? Math.min(wanted, MAX_TOOL_RECORDS) : wanted;
}

/**
 * Tells an agent that it may not have seen everything.
 *
 * @param returned number of records that the tool returns
 * @param how how to see others than those that Limit leaves out, as the end of a sentence
 */
export function sayIfMore(call: OperationCall, returned: number, how: string): void {
	if (!call.isTool || returned < readHowMany(call)) return;
	// Beyond the most records of a tool, a higher limit would give the same ones again.
	const raise = returned < MAX_TOOL_RECORDS ? 'raise Limit, or ' : '';
	call.hint(`Only ${returned} were returned. There may be more: ${raise}${how}.`);
}

/**
 * From so many items on, a list is better exported: measured in n8n 2.41, each costs some 5 to 10 kB of memory and 0.4 kB
 * in the database, and n8n answers nobody while it saves them.
 */
const MANY_ITEMS = 50_000;

/**
 * Tells a user of long lists that there is something made for them.
 *
 * @param returned number of items
 * @param what what a person calls them
 */
export function sayIfMany({ hint, isTool }: OperationCall, returned: number, what: string): void {
	if (isTool || returned < MANY_ITEMS) return;
	hint(
		`${returned} ${what} take much of n8n's memory, and the next nodes take more. 'Export to File' writes any number into a file without holding them in memory.`,
	);
}
