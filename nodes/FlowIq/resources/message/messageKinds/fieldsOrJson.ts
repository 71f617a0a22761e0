import type { INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../../../shared/input/choice';
import type { OperationCall } from '../../../operation';

const WAYS = [
	{ name: 'Using Fields Below', value: 'fields' as const },
	{ name: 'Using JSON', value: 'json' as const },
];

/** A value that is entered in fields or as JSON, as in n8n's HTTP Request node. */
export interface FieldsOrJson {
	/** Value of the fixed collection, or JSON. */
	read: (parameter: OperationCall['parameter']) => { value: unknown; label: string };
	fields: INodeProperties[];
}

/**
 * @param collection the fixed collection
 * @param options `example`: a right value as JSON; `description`: what the JSON holds
 * @returns a switch, the collection, and a JSON field named like the collection with `Json` at its end
 */
export function fieldsOrJson(
	collection: INodeProperties,
	{ example, description }: { example: string; description: string },
): FieldsOrJson {
	const { displayName: label, name } = collection;
	const switchName = `specify${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const switchLabel = `Specify ${label}`;
	// Not "shown for": n8n drops what is not shown, and a workflow written by a program may hold a way by its label.
	const hiddenFor = (way: string) => ({
		...collection.displayOptions,
		hide: { [switchName]: [way] },
	});
	return {
		fields: [
			{
				displayName: switchLabel,
				name: switchName,
				type: 'options',
				displayOptions: collection.displayOptions,
				options: WAYS,
				default: 'fields',
			},
			{ ...collection, displayOptions: hiddenFor('json') },
			{
				displayName: label,
				name: `${name}Json`,
				type: 'json',
				required: collection.required,
				displayOptions: hiddenFor('fields'),
				default: '',
				placeholder: `e.g. ${example}`,
				description,
			},
		],
		read(parameter) {
			const way = readChoice(parameter(switchName, 'fields'), switchLabel, WAYS) ?? 'fields';
			const value =
				way === 'json' ? parameter(`${name}Json`, undefined) : parameter(name, undefined);
			return { value, label };
		},
	};
}
