import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Operation, Resource } from './operation';

/**
 * Builds everything that the editor shows from the list of operations, so that an operation is named in one place.
 *
 * @param resources every resource with its operations
 * @returns the node's properties: the Resource dropdown, an Operation dropdown for each resource, each operation's fields
 */
export function propertiesOf(resources: Resource[]): INodeProperties[] {
	return [resourceDropdown(resources), ...resources.flatMap(propertiesOfResource)];
}

/**
 * What the canvas shows below the node: names as in the dropdowns, and not the values that workflows hold.
 *
 * @param resources every resource with its operations
 * @returns an expression
 */
export function subtitleOf(resources: Resource[]): string {
	const operations = resources.flatMap((resource) => resource.operations);
	return `={{ ${nameIn(operations, 'operation')} + ": " + ${nameIn(resources, 'resource')} }}`;
}

function nameIn(entries: Array<{ name: string; value: string }>, parameter: string): string {
	const names = Object.fromEntries(entries.map(({ name, value }) => [value, name]));
	return `((${JSON.stringify(names)})[$parameter["${parameter}"]] ?? $parameter["${parameter}"])`;
}

function resourceDropdown(resources: Resource[]): INodeProperties {
	const [{ value: firstResource }] = resources;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: byName(resources.map(({ name, value }) => ({ name, value }))),
		default: firstResource,
		// On the field and not on its options, so that it holds for any value: whatever n8n's routing engine is asked for goes
		// through `requestOperations.pagination`, which refuses what this version does not know. Without it, the engine would
		// send a request of its own for an unknown operation.
		routing: { send: { paginate: true } },
	};
}

function propertiesOfResource(resource: Resource): INodeProperties[] {
	const { defaultOperation } = resource;
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource.value] } },
			options: byName(resource.operations.map(operationEntry)),
			default: defaultOperation,
		},
		...resource.operations.flatMap((operation) =>
			operation.fields.map((field) => shownFor(resource, operation, field)),
		),
	];
}

function operationEntry({
	name,
	value,
	action,
	description,
	route,
}: Operation): INodePropertyOptions {
	return {
		name,
		value,
		action,
		description,
		...(route && {
			routing: { request: { method: route.method, url: route.path, qs: route.query } },
		}),
	};
}

function shownFor(
	resource: Resource,
	operation: Operation,
	field: INodeProperties,
): INodeProperties {
	const show = {
		...field.displayOptions?.show,
		resource: [resource.value],
		operation: [operation.value],
	};
	return { ...field, displayOptions: { ...field.displayOptions, show } };
}

/** n8n's lists are in the order of the alphabet. */
function byName<T extends { name: string }>(entries: T[]): T[] {
	return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
