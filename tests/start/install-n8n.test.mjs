// @ts-check
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { n8nFolder, n8nVersion } from '../../start/lib/install-n8n.ts';
import { N8N_MANIFEST_FOLDER } from '../../start/lib/paths.mjs';
import { testFolder } from './folder.mjs';

const machine = { platform: 'linux', arch: 'x64', nodeMajor: 24 };

/**
 * @param {string} folder
 * @param {string} lock
 */
async function writeManifest(folder, lock) {
	await writeFile(path.join(folder, 'package.json'), '{"dependencies":{"n8n":"1.2.3"}}');
	await writeFile(path.join(folder, 'package-lock.json'), lock);
}

test('another lock file, platform or Node means another installation', async (context) => {
	const manifest = await testFolder(context);

	await writeManifest(manifest, '{"packages":{}}');

	const folder = n8nFolder('/cache', manifest, machine);

	assert.notEqual(n8nFolder('/cache', manifest, { ...machine, arch: 'arm64' }), folder);
	assert.notEqual(n8nFolder('/cache', manifest, { ...machine, nodeMajor: 26 }), folder);

	await writeManifest(manifest, '{"packages":{"node_modules/a":{}}}');
	assert.notEqual(n8nFolder('/cache', manifest, machine), folder);
});

test('indentation and line ends of the lock file do not matter', async (context) => {
	const manifest = await testFolder(context);

	await writeManifest(manifest, '{"packages":{}}');

	const folder = n8nFolder('/cache', manifest, machine);

	await writeManifest(manifest, '{\r\n\t"packages": {}\r\n}\r\n');
	assert.equal(n8nFolder('/cache', manifest, machine), folder);
});

test('the committed lock file is for the exact version, and names no registry', async () => {
	const text = await readFile(path.join(N8N_MANIFEST_FOLDER, 'package-lock.json'), 'utf8');
	const lock = JSON.parse(text);

	assert.equal(n8nVersion(N8N_MANIFEST_FOLDER), '2.41.1');
	assert.equal(lock.packages['node_modules/n8n'].version, '2.41.1');
	assert.ok(!text.includes('"resolved"'));
});
