import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { isNotSet, isObject, refusal } from './whatCame';

/**
 * Reads a collection such as Filters or Options.
 *
 * @param value what the editor saved, or what an expression gave: an object, or one written as JSON
 * @param property the collection, for its label and the names of its fields
 * @returns its values by the names of the fields; empty when not set
 * @throws InvalidInput for anything else, and for a field that the collection does not have
 */
export function readCollection(
	value: unknown,
	{ displayName: label, options = [] }: Pick<INodeProperties, 'displayName' | 'options'>,
): IDataObject {
	if (isNotSet(value)) return {};
	const read = typeof value === 'string' ? fromJson(value) : value;
	const advice = `Add the fields of '${label}' one by one.`;
	if (!isObject(read)) throw refusal(label, 'an object with fields', value, advice);
	// Where a collection is expected and an expression stands, n8n looks for the fields in the expression's text, and finds
	// functions that every text has.
	if (Object.values(read).some((field) => typeof field === 'function')) {
		throw new InvalidInput(`'${label}' can't be one expression as a whole`, advice);
	}
	const names = options.map(({ name }) => name);
	const unknown = Object.keys(read).find((name) => !names.includes(name));
	if (unknown !== undefined) {
		throw new InvalidInput(
			`'${label}' has no field named ${unknown.slice(0, 80)}`,
			`These are possible: ${names.join(', ')}.`,
		);
	}
	return read as IDataObject;
}

/**
 * Reads a fixed collection that has one group of fields, once, such as Limit Wait Time.
 *
 * @param value what the editor saved: an object that holds the group by its name
 * @param property the fixed collection, for its label, its group and the names of its fields
 * @returns the values of the group by the names of its fields; undefined when not set
 * @throws InvalidInput for anything else
 */
export function readGroup(
	value: unknown,
	{ displayName, options = [] }: Pick<INodeProperties, 'displayName' | 'options'>,
): IDataObject | undefined {
	const group = options.find((option) => 'values' in option);
	const read = readCollection(value, { displayName, options });
	if (group === undefined || isNotSet(read[group.name])) return undefined;
	return readCollection(onlyOne(read[group.name]), { displayName, options: group.values });
}

/** Where several groups are possible, n8n keeps a list. */
function onlyOne(value: unknown): unknown {
	return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
