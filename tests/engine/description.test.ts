/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { loadPackage } from '../support/engine';
import { PACKAGE_ROOT } from '../support/packageRoot';

let description: INodeTypeDescription;

beforeAll(async () => {
	description = ((await loadPackage()).getNode('flowIq').type as INodeType).description;
});

/** The properties that an operation shows, by name. */
function shown(resource: string, operation: string): Record<string, INodeProperties> {
	const values = { resource, operation, returnAll: false };
	const visible = description.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, description),
	);
	return Object.fromEntries(visible.map((property) => [property.name, property]));
}

function namesIn(collection: INodeProperties | undefined): string[] {
	return (collection?.options ?? []).map(({ name }) => name).sort();
}

const choices = (property: INodeProperties | undefined) =>
	(property?.options as Array<{ value: string }>).map(({ value }) => value);

const option = (collection: INodeProperties, name: string) =>
	collection.options!.find((entry) => entry.name === name) as INodeProperties;

describe('the node that n8n loads', () => {
	it('is called as saved workflows call it', () => {
		expect(description).toMatchObject({ name: 'flowIq', displayName: 'FlowIQ', version: 1 });
		expect(description.credentials).toEqual([
			expect.objectContaining({ name: 'flowIqApi', required: true }),
		]);
		expect(description.usableAsTool).toBe(true);
	});

	it('is declarative', async () => {
		const { type } = (await loadPackage()).getNode('flowIq');
		expect(description.requestDefaults).toBeDefined();
		expect(type).not.toHaveProperty('execute');
	});

	it('has the resources and operations of the contract', () => {
		const resources = choices(description.properties.find(({ name }) => name === 'resource'));
		expect(resources).toEqual(expect.arrayContaining(['contact', 'message']));
		expect(choices(shown('contact', '').operation)).toEqual(
			expect.arrayContaining(['getAll', 'findByPhone']),
		);
		expect(choices(shown('message', '').operation)).toEqual(expect.arrayContaining(['getAll']));
	});

	it('has the parameters of contact Get Many', () => {
		const { returnAll, limit, filters } = shown('contact', 'getAll');
		expect(returnAll).toMatchObject({ type: 'boolean', default: false });
		expect(limit).toMatchObject({ type: 'number', default: 50 });
		expect(namesIn(filters)).toEqual(
			['archived', 'createdAfter', 'createdBefore', 'search', 'tags', 'unreadOnly'].sort(),
		);
	});

	it('has the parameters of contact Find by Phone', () => {
		const { phoneNumber, options } = shown('contact', 'findByPhone');
		expect(phoneNumber).toMatchObject({ type: 'string', required: true });
		const ifNotFound = option(options, 'ifNotFound');
		expect(ifNotFound.default).toBe('error');
		expect(choices(ifNotFound).sort()).toEqual(['empty', 'error']);
	});

	it('has the parameters of message Get Many', () => {
		const { contact, returnAll, limit, filters, options } = shown('message', 'getAll');
		expect(contact).toMatchObject({ type: 'resourceLocator', required: true });
		expect(contact.modes!.map(({ name }) => name)).toEqual(['list', 'phone', 'id']);
		expect(returnAll).toMatchObject({ type: 'boolean', default: false });
		expect(limit).toMatchObject({ type: 'number', default: 50 });
		expect(namesIn(filters)).toEqual(
			['createdAfter', 'createdBefore', 'orderId', 'query', 'senderType'].sort(),
		);
		const order = option(options, 'order');
		expect(order.default).toBe('newest');
		expect(choices(order).sort()).toEqual(['newest', 'oldest']);
	});

	it("has n8n's own request options", () => {
		expect(shown('contact', 'getAll')).toHaveProperty('requestOptions');
	});

	it('says on the canvas what it does, in the words of its dropdowns', async () => {
		const { type } = (await loadPackage()).getNode('flowIq');
		const nodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type as INodeType,
			getKnownTypes: () => ({}),
		};
		const shownFor = (parameters: INode['parameters']) => {
			const node: INode = {
				id: 'id',
				name: 'FlowIQ',
				type: 'flowIq',
				typeVersion: 1,
				position: [0, 0],
				parameters,
			};
			const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
			return workflow.expression.getSimpleParameterValue(
				workflow.getNode('FlowIQ')!,
				description.subtitle,
				'internal',
				{},
			);
		};
		expect(shownFor({})).toBe('Get Many: Contact');
		expect(shownFor({ resource: 'message', operation: 'sendAndWait' })).toBe(
			'Send and Wait for Response: Message',
		);
	});

	it('is found in the editor by its codex', () => {
		expect(description.codex?.categories).toEqual(expect.arrayContaining(['Communication']));
		expect(description.codex?.alias).toEqual(expect.arrayContaining(['WhatsApp']));
		expect(description.codex?.resources?.primaryDocumentation).toHaveLength(1);
	});
});

describe('the icons', () => {
	it('of the node and of the credential are in the package, for light and dark', async () => {
		const loader = await loadPackage();
		const { nodes, credentials } = JSON.parse(
			readFileSync(resolve(PACKAGE_ROOT, 'package.json'), 'utf8'),
		).n8n as { nodes: string[]; credentials: string[] };
		const credential = loader.getCredential('flowIqApi').type;
		const all = [
			...credentials.map((path) => [path, credential.iconUrl ?? credential.icon] as const),
			...nodes
				.filter((path) => path.endsWith('FlowIq.node.js'))
				.map((path) => [path, description.iconUrl ?? description.icon] as const),
		];
		expect(all).toHaveLength(2);
		for (const [path, icon] of all) {
			for (const theme of ['light', 'dark'] as const) {
				const written = (icon as Record<typeof theme, string>)[theme];
				const file = written.startsWith('file:')
					? resolve(PACKAGE_ROOT, dirname(path), written.slice('file:'.length))
					: resolve(PACKAGE_ROOT, written.replace(/^icons\/[^/]+\//, ''));
				expect([file, existsSync(file)]).toEqual([file, true]);
				expect(readFileSync(file, 'utf8')).toContain('<svg');
			}
		}
	});
});
