// @ts-check
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import {
	childEnvironment,
	findNpm,
	packageProgress,
	requireRegistry,
} from '../../start/lib/npm.mjs';
import { testFolder } from './folder.mjs';

test('npm is found by its own announcement, beside Node, and on the PATH', async (context) => {
	const folder = await testFolder(context);
	const program = path.join(folder, 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');

	await mkdir(path.dirname(program), { recursive: true });
	await writeFile(program, '');

	assert.equal(findNpm({ npm_execpath: program }, '/nowhere/bin/node'), program);
	assert.equal(findNpm({}, path.join(folder, 'bin', 'node'), 'linux'), program);
	assert.equal(findNpm({ PATH: path.join(folder, 'lib') }, '/nowhere/bin/node', 'linux'), program);
});

test('another package manager is not taken for npm', () => {
	assert.notEqual(
		findNpm({ ...process.env, npm_execpath: import.meta.filename }),
		import.meta.filename,
	);
});

test('a missing npm is told in words', () => {
	assert.throws(() => findNpm({ PATH: '' }, '/nowhere/bin/node'), StartError);
});

test('children get the chosen Node first on the PATH', () => {
	const env = childEnvironment({ Path: '/usr/bin', HOME: '/h' }, '/node24/bin/node');

	assert.equal(env.PATH, ['/node24/bin', '/usr/bin'].join(path.delimiter));
	assert.equal(env.Path, undefined);
	assert.equal(env.HOME, '/h');
});

test("children get neither the access token nor the outer npm run's own settings", () => {
	const env = childEnvironment(
		{
			FLOWIQ_TOKEN: 'fiq_secret',
			NODE_ENV: 'production',
			npm_config_ignore_scripts: 'true',
			npm_config_local_prefix: '/project',
			npm_package_name: 'x',
			npm_lifecycle_event: 'start',
			npm_config_registry: 'http://127.0.0.1:4873',
			npm_config_cache: '/cache',
		},
		'/node24/bin/node',
	);

	assert.deepEqual(Object.keys(env).sort(), ['PATH', 'npm_config_cache', 'npm_config_registry']);
});

test('an installation tells how many packages are there, and does not wait for those of other platforms', async (context) => {
	const folder = await testFolder(context);
	const lock = path.join(folder, 'package-lock.json');
	const packages = {
		'': {},
		'node_modules/a': {},
		'node_modules/b': {},
		'node_modules/linked': { link: true },
		'node_modules/for-windows': { optional: true, os: ['win32'] },
	};

	await writeFile(lock, JSON.stringify({ packages }));

	const progress = packageProgress(lock, folder);

	assert.equal(progress(), '');

	await mkdir(path.join(folder, 'node_modules', 'a'), { recursive: true });
	await writeFile(path.join(folder, 'node_modules', 'a', 'package.json'), '{}');

	assert.equal(progress(), '1 of about 2 packages');
});

test('a registry that nobody answers for is noticed at once', async (context) => {
	const cwd = await testFolder(context);
	const env = {
		...childEnvironment(process.env, process.execPath),
		npm_config_registry: 'http://127.0.0.1:9',
	};
	const npm = { program: findNpm(process.env), node: process.execPath, env };

	await assert.rejects(requireRegistry(npm, { cwd }), /ECONNREFUSED/);
});
