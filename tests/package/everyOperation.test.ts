/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resources } from '../../nodes/FlowIq/resources';
import type { Operation, Resource } from '../../nodes/FlowIq/operation';

const root = resolve(__dirname, '../..');

const everyOperation = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({ resource, operation })),
);

type EntryOf = (names: { resource: Resource; operation: Operation }) => string;

/** What nothing can derive from the list of operations, as it stands in each file. */
const BY_HAND: Array<[file: string, entryOf: EntryOf]> = [
	['README.md', ({ resource, operation }) => `| ${resource.name} | **${operation.name}** |`],
	[
		'api/outputSchemas.mjs',
		({ resource, operation }) => `'FlowIq/__schema__/v1.0.0/${resource.value}/${operation.value}'`,
	],
	[
		'tests/engine/outputSchemas.test.ts',
		({ resource, operation }) => `'${resource.value} ${operation.value}'`,
	],
	// These two run in a real n8n, where nobody looks before the end.
	[
		'tests/n8n/suites/operations.mjs',
		({ resource, operation }) => `'${resource.value}:${operation.value}'`,
	],
	[
		'tests/editor/suites/operations.mjs',
		({ resource, operation }) => `'${resource.value}:${operation.value}'`,
	],
];

describe('a new operation is not forgotten', () => {
	it.each(BY_HAND)('%s has an entry for every operation', (file, entryOf) => {
		const text = readFileSync(join(root, file), 'utf8');
		expect(everyOperation.map(entryOf).filter((entry) => !text.includes(entry))).toEqual([]);
	});
});
