// @ts-check
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { installPackage } from '../../start/lib/install-package.ts';
import { npmWith } from '../../start/lib/npm.ts';
import { packProject } from '../../start/lib/pack-project.ts';
import { testFolder } from './folder.mjs';

const signal = new AbortController().signal;
const npm = npmWith(process.execPath, {
	...process.env,
	// Nothing in here may need a registry.
	npm_config_registry: 'http://127.0.0.1:9',
});

test('a project is built, packed, and installed as n8n installs a community package', async (context) => {
	const folder = await testFolder(context);
	const project = path.join(folder, 'project');
	const destination = path.join(folder, 'package');
	const userFolder = path.join(folder, 'user');

	await mkdir(project);
	await mkdir(destination);
	await writeFile(path.join(destination, 'n8n-nodes-x-0.0.9.tgz'), 'of an earlier start');
	await writeFile(
		path.join(project, 'package.json'),
		JSON.stringify({
			name: 'n8n-nodes-x',
			version: '1.0.0',
			files: ['built.js'],
			scripts: { build: `node -e "require('fs').writeFileSync('built.js', '')"` },
			devDependencies: { 'not-there': '1.0.0' },
			peerDependencies: { 'n8n-workflow': '*' },
		}),
	);

	const tarball = await packProject(project, destination, npm, signal);

	assert.deepEqual(await readdir(destination), [path.basename(tarball)]);

	// A second time over the first, and over the leftovers of a killed one.
	await mkdir(path.join(userFolder, '.n8n', 'nodes', '.unpacking', 'half'), { recursive: true });
	for (let times = 0; times < 2; times++) {
		assert.deepEqual(await installPackage(tarball, userFolder, npm, signal), {
			name: 'n8n-nodes-x',
			version: '1.0.0',
		});
	}

	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const installed = path.join(nodes, 'node_modules', 'n8n-nodes-x');
	const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
	const list = JSON.parse(await readFile(path.join(nodes, 'package.json'), 'utf8'));

	assert.deepEqual((await readdir(installed)).sort(), ['built.js', 'package.json']);
	assert.equal(manifest.devDependencies, undefined);
	assert.equal(manifest.peerDependencies, undefined);
	assert.deepEqual(list.dependencies, { 'n8n-nodes-x': '1.0.0' });
	assert.deepEqual((await readdir(nodes)).sort(), ['node_modules', 'package.json']);
});
