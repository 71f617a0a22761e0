// @ts-check
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { PROJECT_FOLDER } from '../../start/lib/paths.mjs';
import { readTemplate, readTypes } from '../n8n/support/workflows.mjs';

/** @param {() => import('../n8n/support/world.mjs').World} world */
export function describeTemplateNodes(world) {
	describe('workflow templates', () => {
		test('use nodes, in versions, that this n8n has', async (context) => {
			const { n8n } = world();
			const types = await readTypes(n8n, 'nodes');
			/** @type {Map<string, Set<number>>} */
			const known = new Map();

			for (const { name, version } of types) {
				const versions = known.get(name) ?? new Set();

				for (const one of [version].flat()) versions.add(one);
				known.set(name, versions);
			}

			/** @type {string[]} */
			const lacking = [];
			const files = await readdir(path.join(PROJECT_FOLDER, 'workflows'));

			for (const file of files) {
				const { name, nodes } = await readTemplate(file);
				const all = nodes.every((/** @type {any} */ { type, typeVersion }) =>
					known.get(type)?.has(typeVersion),
				);

				if (!all) lacking.push(name);
			}

			assert.ok(files.length > 0);
			if (n8n.isAtLeast('2.41.0')) assert.deepEqual(lacking, []);
			else if (lacking.length > 0) {
				context.skip(`the templates ${lacking.map((name) => `"${name}"`).join(', ')}`);
			}
		});
	});
}
