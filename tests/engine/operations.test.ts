import type { INodeProperties, INodeType } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { loadPackage } from '../support/engine';
import { credentialFor, useNode } from '../support/flowiq';
import { resources } from '../../nodes/FlowIq/resources';

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 2 });

const everyOperation = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({ resource, operation })),
);

/** What n8n, a newer version of this package, or an agent may ask for and this version does not have. */
const UNKNOWN = [
	{ resource: 'contact', operation: 'archive', named: '\'Operation\' is "archive"' },
	{ resource: 'broadcast', operation: 'send', named: '\'Resource\' is "broadcast"' },
	{ resource: 'constructor', operation: 'assign', named: '\'Resource\' is "constructor"' },
	{ resource: '__proto__', operation: 'toString', named: '\'Resource\' is "__proto__"' },
	{ resource: 'contact', operation: 'constructor', named: '\'Operation\' is "constructor"' },
	{ resource: 'contact', operation: '', named: '\'Operation\' is ""' },
	{ resource: 'Contact', operation: 'getAll', named: '\'Resource\' is "Contact"' },
];

/**
 * Sees whether an operation's own `run` is reached: it reads its parameters through the call, and this one does not
 * answer any.
 */
function spyOn(operation: { run: unknown }): jest.SpyInstance {
	return jest.spyOn(operation as { run: () => Promise<never[]> }, 'run').mockResolvedValue([]);
}

describe('every operation of the list', () => {
	/** The tests run the built package, whose list is another one than that of the source. */
	async function builtOperation(resource: string, operation: string) {
		await loadPackage();
		const built = jest.requireActual<{ resources: typeof resources }>(
			'../../dist/nodes/FlowIq/resources',
		);
		return built.resources
			.find(({ value }) => value === resource)!
			.operations.find(({ value }) => value === operation)!;
	}

	afterEach(() => jest.restoreAllMocks());

	it.each(everyOperation)(
		'$resource.value $operation.value reaches its own code on the canvas',
		async ({ resource, operation }) => {
			const reached = spyOn(await builtOperation(resource.value, operation.value));
			const result = await run(
				{ resource: resource.value, operation: operation.value, ...required(operation.fields) },
				{ settings: { alwaysOutputData: true } },
			);
			expect(result.error).toBeUndefined();
			expect(reached).toHaveBeenCalledTimes(1);
			expect(simulator().requests).toEqual([]);
		},
	);

	it.each(everyOperation)(
		'$resource.value $operation.value reaches its own code as the tool of an agent',
		async ({ resource, operation }) => {
			const reached = spyOn(await builtOperation(resource.value, operation.value));
			await callAsTool(
				credentialFor(simulator()),
				{ resource: resource.value, operation: operation.value, ...required(operation.fields) },
				{},
			);
			expect(reached).toHaveBeenCalledTimes(1);
			expect(simulator().requests).toEqual([]);
		},
	);

	it('is in the dropdown of its resource, with its texts', async () => {
		const { description } = (await loadPackage()).getNode('flowIq').type as INodeType;
		for (const { resource, operation } of everyOperation) {
			const dropdown = description.properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			);
			expect(dropdown?.options).toContainEqual(
				expect.objectContaining({
					name: operation.name,
					value: operation.value,
					action: operation.action,
					description: operation.description,
				}),
			);
		}
	});
});

describe('an operation that this version does not have', () => {
	it.each(UNKNOWN)(
		'$resource $operation is refused by name, and nothing is sent',
		async ({ resource, operation, named }) => {
			const result = await run({ resource, operation });
			expect(result.status).toBe('error');
			expect(result.error?.message).toContain(named);
			expect(result.error?.message).toMatch(/version \d+\.\d+\.\d+ of n8n-nodes-flowiq/);
			expect(result.error?.description).toMatch(/update n8n-nodes-flowiq to a version above \d/);
			expect(simulator().requests).toEqual([]);
		},
	);

	it('is refused to an agent in words that name what there is', async () => {
		const parameters = { resource: 'contact', operation: 'delete' };
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(answer).toContain('\'Operation\' is "delete"');
		expect(answer).toContain('Find by Phone (findByPhone)');
		expect(simulator().requests).toEqual([]);
	});

	it.each([
		{ resource: 'contact', operation: "={{ 'getAll' }}", label: "'Operation'" },
		{ resource: "={{ 'contact' }}", operation: 'getAll', label: "'Resource'" },
	])('cannot be an expression, and says so: $label', async ({ resource, operation, label }) => {
		const { error } = await run({ resource, operation });
		expect(error?.message).toBe(`${label} can't be an expression`);
		expect(error?.description).toMatch(/^Choose one of: .*Switch node/);
		expect(simulator().requests).toEqual([]);
	});

	it('gives one error item for each input item with On Error set to continue', async () => {
		const result = await run(
			{ resource: 'contact', operation: 'archive' },
			{ items: [{ json: {} }, { json: {} }], onError: 'continueRegularOutput' },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const { json } of result.items) expect(json.error).toContain('"archive"');
		expect(simulator().requests).toEqual([]);
	});
});

/** A value for each field that n8n's engine asks for before it runs the node. */
function required(fields: INodeProperties[]) {
	return Object.fromEntries(
		fields
			.filter((field) => field.required)
			.map((field) => [
				field.name,
				field.type === 'resourceLocator'
					? { __rl: true, mode: 'phone', value: '27123456789' }
					: '27123456789',
			]),
	);
}
