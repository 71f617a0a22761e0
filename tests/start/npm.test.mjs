// @ts-check
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CommandFailed, StartError } from '../../start/lib/errors.mjs';
import { childEnvironment, findNpm, npmWith, runNpm } from '../../start/lib/npm.ts';
import { testFolder } from './folder.mjs';

test('npm is found by its own announcement, and on the PATH', async (context) => {
	const folder = await testFolder(context);
	const program = path.join(folder, 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
	const bin = path.join(folder, 'bin');

	await mkdir(path.dirname(program), { recursive: true });
	await mkdir(bin);
	await writeFile(program, '');
	await symlink(program, path.join(bin, 'npm'));

	assert.equal(findNpm({ npm_execpath: program }), program);
	assert.equal(findNpm({ PATH: ['/nowhere', bin].join(path.delimiter) }), program);
});

test('another package manager is not taken for npm', () => {
	assert.notEqual(
		findNpm({ ...process.env, npm_execpath: import.meta.filename }),
		import.meta.filename,
	);
});

test('a missing npm is told in words', () => {
	assert.throws(() => findNpm({ PATH: '' }), StartError);
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

test('without a network, npm gives up soon and says why', async (context) => {
	const cwd = await testFolder(context);
	const npm = npmWith(process.execPath, {
		...process.env,
		npm_config_registry: 'http://127.0.0.1:9',
		npm_config_cache: path.join(cwd, 'cache'),
	});
	const startedAt = Date.now();

	await assert.rejects(
		runNpm(npm, ['install', 'left-pad'], { cwd }),
		(error) => error instanceof CommandFailed && /ECONNREFUSED/.test(error.message),
	);
	assert.ok(Date.now() - startedAt < 45_000);
});
