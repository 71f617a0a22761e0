import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../../shared/input/boolean';
import { requestLimitOptions } from '../fields/requestLimits';

/** Messages arrive in the order of the items when one follows the other. */
const SENDS_AT_ONCE = 1;

/** Entries of an Options collection that bound how FlowIQ is written to. */
export const writeLimitOptions: INodeProperties[] = requestLimitOptions.map((option) =>
	option.name === 'maxConcurrency'
		? {
				...option,
				default: SENDS_AT_ONCE,
				description:
					"Max number of parallel requests. Set to 1 to send items one by one, in order. FlowIQ's rate limit is always respected.",
			}
		: option,
);

const PREVENT_DUPLICATES = 'Prevent Duplicate Sends';

/** Entry of an Options collection; it works for executions of a workflow too. */
export const preventDuplicatesOption: INodeProperties = {
	displayName: PREVENT_DUPLICATES,
	name: 'preventDuplicateSends',
	type: 'boolean',
	default: true,
	description:
		'Whether to refuse a message identical to one that the same execution sent in the last minute. On by default when an AI agent uses this node as a tool.',
};

/** @returns undefined when the user did not choose */
export function readPreventDuplicates({ preventDuplicateSends }: IDataObject): boolean | undefined {
	return readBoolean(preventDuplicateSends, PREVENT_DUPLICATES);
}
