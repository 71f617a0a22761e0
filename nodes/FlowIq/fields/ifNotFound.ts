import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../shared/input/choice';

const LABEL = 'If Not Found';

const CHOICES = [
	{
		name: 'Return Nothing',
		value: 'empty' as const,
		description: 'Output no item for this number and continue',
	},
	{
		name: 'Stop with an Error',
		value: 'error' as const,
		description: "Fail, or follow the node's On Error setting",
	},
];

/** Entry of an Options collection, for operations that look one contact up. */
export const ifNotFoundOption: INodeProperties = {
	displayName: LABEL,
	name: 'ifNotFound',
	type: 'options',
	options: CHOICES,
	default: 'error',
	description: 'What to do if no contact has this number',
};

/**
 * @param options value of the Options collection
 * @throws InvalidInput for what is no choice
 */
export function readIfNotFound({ ifNotFound }: IDataObject): 'empty' | 'error' {
	return readChoice(ifNotFound, LABEL, CHOICES) ?? 'error';
}
