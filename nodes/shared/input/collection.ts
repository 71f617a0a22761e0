import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { isDate, isNotSet, refusal } from './whatCame';

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
	if (typeof read !== 'object' || read === null || Array.isArray(read) || isDate(read)) {
		throw refusal(label, 'an object with fields', value, advice);
	}
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

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
