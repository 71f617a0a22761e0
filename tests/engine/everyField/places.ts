import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { resources } from '../../../nodes/FlowIq/resources';

/** One place where a user can enter a value: a field of an operation, or an entry of one of its collections. */
export interface Place {
	resource: string;
	operation: string;
	/** Names of the fields around it and its own: `options.order`. */
	path: string;
	property: INodeProperties;
	/** Labels of the fields around it. */
	outerLabels: string[];
	/** Mode of a resource locator; unset for an expression in place of the whole field. */
	mode?: string;
	/** @returns parameters of the node, with the value in this place and right ones in all others */
	parameters: (value: unknown, right: RightValues) => IDataObject;
}

/** Right values of fields by their names, or by operation and name where they differ. */
export type RightValues = Record<string, unknown>;

/** Every place of every operation that the node has. */
export function everyPlace(): Place[] {
	return resources.flatMap(({ value: resource, operations }) =>
		operations.flatMap(({ value: operation, fields }) =>
			fields.flatMap((field) => placesIn(field, { resource, operation, fields })),
		),
	);
}

/** @returns each operation with a right value in each of its fields */
export function everyOperation(
	right: RightValues,
): Array<{ name: string; parameters: IDataObject }> {
	return resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value: operation, fields }) => ({
			name: `${resource} ${operation}`,
			parameters: {
				resource,
				operation,
				...valuesOf(shownOf(fields, {}, ''), (name) => rightValue(right, operation, name)),
			},
		})),
	);
}

function rightValue(right: RightValues, operation: string, name: string): unknown {
	return right[`${operation}.${name}`] ?? right[name];
}

interface Surroundings {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

function placesIn(field: INodeProperties, { resource, operation, fields }: Surroundings): Place[] {
	const placeOf = ({ path, property, choices, around }: Entry, mode?: string): Place => ({
		resource,
		operation,
		path: [field.name, ...path].join('.') + (mode === undefined ? '' : ` (${mode})`),
		property,
		outerLabels: path.length > 0 ? [field.displayName] : [],
		mode,
		parameters: (value, right) => {
			const unhidden = { ...choicesFor(field, fields), ...choicesFor(property, fields) };
			const chosen = { ...unhidden, ...siblingsFor(field), ...choices };
			const given = mode === undefined ? value : { __rl: true, mode, value };
			const valueOf = (name: string) => rightValue(right, operation, name);
			return {
				resource,
				operation,
				...valuesOf(shownOf(fields, chosen, field.name), valueOf),
				...chosen,
				[field.name]: around(given, valueOf(field.name)),
			} as IDataObject;
		},
	});
	const itself: Entry = { path: [], property: field, choices: {}, around: (value) => value };
	return [
		placeOf(itself),
		...(field.modes ?? []).map(({ name }) => placeOf(itself, name)),
		...entriesOf(field).map((entry) => placeOf(entry)),
	];
}

/** An entry of a collection. */
interface Entry {
	path: string[];
	property: INodeProperties;
	/** Values of the operation's own fields with which it is shown. */
	choices: IDataObject;
	/** Puts a value into what the editor saves around it, beside right values of the collection's other entries. */
	around: (value: unknown, right: unknown) => unknown;
}

function entriesOf(outer: INodeProperties): Entry[] {
	return (outer.options ?? []).flatMap((option) => {
		if ('values' in option) {
			return option.values.flatMap((property) =>
				withEntries(property, [option.name, property.name], (value, right) => {
					const group = [(right as IDataObject | undefined)?.[option.name] ?? {}].flat();
					const entry = {
						...(group[0] as IDataObject),
						...entryWith(property, option.values, value),
					};
					return { [option.name]: outer.typeOptions?.multipleValues ? [entry] : entry };
				}),
			);
		}
		const property = option as INodeProperties;
		if (outer.type !== 'collection') return [];
		const siblings = (outer.options ?? []) as INodeProperties[];
		return withEntries(property, [property.name], (value) => entryWith(property, siblings, value));
	});
}

function entryWith(
	property: INodeProperties,
	siblings: INodeProperties[],
	value: unknown,
): IDataObject {
	return {
		...siblingsFor(property),
		...choicesFor(property, siblings),
		[property.name]: value as IDataObject,
	};
}

function withEntries(property: INodeProperties, path: string[], wrap: Entry['around']): Entry[] {
	const choices = outerFieldsFor(property);
	return [
		{ path, property, choices, around: wrap },
		...entriesOf(property).map((entry) => ({
			...entry,
			choices: { ...choices, ...entry.choices },
			path: [...path, ...entry.path],
			around: (value: unknown, right: unknown) =>
				wrap(entry.around(value, rightInside(right, path)), right),
		})),
	];
}

/** The right value of an inner collection, within that of the outer one. */
function rightInside(right: unknown, path: string[]): unknown {
	return path.reduce<unknown>(
		(value, name) => ([value].flat()[0] as IDataObject | undefined)?.[name],
		right,
	);
}

/** The first value of each field that must be chosen for this one to be shown, in the same collection. */
function siblingsFor({ displayOptions }: INodeProperties): IDataObject {
	return firstValues(displayOptions?.show, (name) => !name.startsWith('/'));
}

/** The same of the operation's own fields, which n8n names with a slash. */
function outerFieldsFor({ displayOptions }: INodeProperties): IDataObject {
	return firstValues(displayOptions?.show, (name) => name.startsWith('/'));
}

/** For each of some fields that may hide this one, the first choice that does not. */
function choicesFor({ displayOptions }: INodeProperties, fields: INodeProperties[]): IDataObject {
	return Object.fromEntries(
		Object.entries(displayOptions?.hide ?? {}).flatMap(([name, hidden]) => {
			const field = fields.find((one) => one.name === name.replace('/', ''));
			const shows = field?.options?.find(
				(option) => 'value' in option && !(hidden as unknown[]).includes(option.value),
			);
			return shows === undefined || !('value' in shows) ? [] : [[field!.name, shows.value]];
		}),
	) as IDataObject;
}

function firstValues(show: object | undefined, isWanted: (name: string) => boolean): IDataObject {
	return Object.fromEntries(
		Object.entries(show ?? {})
			.filter(([name]) => isWanted(name))
			.map(([name, [first]]) => [name.replace('/', ''), first]),
	) as IDataObject;
}

/** As n8n shows fields: what depends on the field under test is shown, since that holds an expression. */
function shownOf(
	fields: INodeProperties[],
	chosen: IDataObject,
	tested: string,
): INodeProperties[] {
	const valueOf = (name: string) =>
		chosen[name] ?? fields.find((field) => field.name === name)?.default;
	return fields.filter(({ displayOptions: { show = {} } = {} }) => {
		const isChosen = ([name, values]: [string, unknown]) =>
			(values as unknown[]).includes(valueOf(name));
		return tested in show || Object.entries(show).every(isChosen);
	});
}

function valuesOf(fields: INodeProperties[], valueOf: (name: string) => unknown): IDataObject {
	return Object.fromEntries(
		fields
			.map(({ name }) => [name, valueOf(name)] as const)
			.filter(([, value]) => value !== undefined),
	) as IDataObject;
}
