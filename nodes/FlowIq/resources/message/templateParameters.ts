import type { INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../shared/errors/flowIqError';
import { readEntries, readJson, refuseUnknownNames } from '../../../shared/input/entries';
import { readText, refuseObjects } from '../../../shared/input/text';
import { trim } from '../../../shared/input/trim';
import { isNotSet, isObject, refusal, required } from '../../../shared/input/whatCame';
import type { OperationCall } from '../../operation';
import { fieldsOrJson, type FieldsOrJson } from './messageKinds/fieldsOrJson';

const EXAMPLE = '{ "name": "Nathan", "1": "#1001" }';
const LIST_EXAMPLE = '[{ "name": "shop", "value": "Cape Town" }]';

/** Names that n8n's HTTP client drops from what it sends, because of what they mean in JavaScript. */
const LEFT_OUT = ['__proto__', 'constructor', 'prototype'];

/** Values for the variables of a template, by name or position. */
export type TemplateParameters = Record<string, string>;

/**
 * @param displayName label of the field
 * @param name internal name
 * @param description what the values are for
 * @returns a list of names and values, or JSON
 */
export function templateParameters(
	displayName: string,
	name: string,
	description: string,
): FieldsOrJson {
	const collection: INodeProperties = {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Parameter',
		default: {},
		builderHint: {
			propertyHint: `As { "parameters": [{ "name": "1", "value": "#1001" }] }: names are those of the variables in the template, or their positions. An object from an expression goes into \`${name}Json\`, with \`specify${name.charAt(0).toUpperCase()}${name.slice(1)}\` set to 'json'.`,
		},
		options: [
			{
				displayName: 'Parameters',
				name: 'parameters',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. shop',
						description: 'Name of the variable in the template, or its position: 1, 2, …',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. Cape Town',
						description: 'Sent as is, even if empty or 0',
					},
				],
			},
		],
		description,
	};
	return fieldsOrJson(collection, {
		example: EXAMPLE,
		description: `${description}: an object with a value for each name or position, or a list of values in their order`,
	});
}

/**
 * @returns the values by name; undefined when there are none
 * @throws InvalidInput for a name without a value, a name that comes twice, and values that are no text
 */
export function readTemplateParameters(
	parameters: FieldsOrJson,
	parameter: OperationCall['parameter'],
): TemplateParameters | undefined {
	const { value, label } = parameters.read(parameter);
	const read: TemplateParameters = {};
	for (const [name, one] of pairsIn(value, label)) {
		if (Object.hasOwn(read, name)) {
			throw new InvalidInput(`'${label}' has two values for ${name}`, 'Remove one of them.');
		}
		if (LEFT_OUT.includes(name)) {
			throw new InvalidInput(
				`'${label}' can't have a variable named ${name}, which n8n leaves out of a request`,
				'Give the variable another name in the template.',
			);
		}
		read[name] = readValue(one, `${label} ${name}`);
	}
	return Object.keys(read).length === 0 ? undefined : read;
}

function pairsIn(value: unknown, label: string): Array<[string, unknown]> {
	const read = readJson(value, label);
	if (isNotSet(read)) return [];
	if (!Array.isArray(read) && !isObject(read)) {
		throw refusal(label, 'an object', value, `It takes an object such as ${EXAMPLE}.`);
	}
	if (Array.isArray(read) && !read.some((entry) => typeof entry === 'object' && entry !== null)) {
		return Array.from(read, (one, index) => [String(index + 1), one]);
	}
	if (Array.isArray(read) || isFixedCollection(read)) {
		const entries = readEntries(read, label, ['parameters'], LIST_EXAMPLE) ?? [];
		return entries.map((entry, index) => {
			refuseUnknownNames(entry, `${label} ${index + 1}`, ['name', 'value']);
			return [readName(entry.name, `${label} ${index + 1} Name`), entry.value];
		});
	}
	return Object.entries(read).map(([name, one]) => [readName(name, `${label} Name`), one]);
}

/** Names are often copied from the template with the brackets around them. */
function readName(value: unknown, label: string): string {
	const name = trim(readText(value, label)?.replace(/^\{\{(.+)\}\}$/, '$1') ?? '') || undefined;
	return required(name, label, 'Enter the name of the variable in the template, or its position.');
}

/** Zero and empty text are values; no value at all would leave a hole in the customer's message. */
function readValue(value: unknown, label: string): string {
	refuseObjects(value, label);
	if (typeof value === 'string') return value;
	const text = readText(value, label);
	return required(text, label, 'Give the variable a value, or remove the parameter.');
}

function isFixedCollection(value: object): boolean {
	const keys = Object.keys(value);
	return keys.length === 1 && 'parameters' in value && Array.isArray(value.parameters);
}
