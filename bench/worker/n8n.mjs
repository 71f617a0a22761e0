// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * n8n's own modules, out of its own installation and nowhere else.
 *
 * @param {string} n8nFolder where n8n is installed
 * @param {string} packageFolder where our package was unpacked, outside of the project
 * @returns the modules, and our package loaded as n8n loads a community package
 */
export async function loadN8n(n8nFolder, packageFolder) {
	const require = createRequire(path.join(n8nFolder, 'package.json'));

	require('reflect-metadata');

	/** @type {typeof import('n8n-core')} */
	const core = require('n8n-core');
	/** @type {typeof import('n8n-workflow')} */
	const workflow = require('n8n-workflow');

	requireSameCopy(require, packageFolder);
	await startExpressionEngine(require, workflow);

	const ownPackage = new core.PackageDirectoryLoader(packageFolder);

	await ownPackage.loadAll();

	return { core, workflow, ownPackage, require };
}

/**
 * @typedef {Awaited<ReturnType<typeof loadN8n>>} N8n
 */

/**
 * n8n hands its own node_modules to community packages through NODE_PATH. Measured with another copy of n8n-workflow,
 * the figures would be about something that no user has.
 *
 * @param {NodeRequire} require
 * @param {string} packageFolder
 */
function requireSameCopy(require, packageFolder) {
	const ours = createRequire(path.join(packageFolder, 'package.json')).resolve('n8n-workflow');
	const n8ns = require.resolve('n8n-workflow');
	const cores = createRequire(require.resolve('n8n-core')).resolve('n8n-workflow');

	if (ours !== n8ns || cores !== n8ns) {
		throw new Error(`Several copies of n8n-workflow are in use: ${ours}, ${cores}, ${n8ns}`);
	}
}

/**
 * As n8n's server does when it starts, with the settings that a fresh installation has.
 *
 * @param {NodeRequire} require
 * @param {typeof import('n8n-workflow')} workflow
 */
async function startExpressionEngine(require, { Expression }) {
	const { GlobalConfig } = require('@n8n/config');
	const { Container } = require('@n8n/di');
	const { idleTimeout, ...settings } = /** @type {any} */ (
		Container.get(GlobalConfig).expressionEngine
	);

	if (settings.engine !== 'vm') {
		throw new Error(`n8n's default expression engine is ${settings.engine}, not vm`);
	}

	await Expression.initExpressionEngine({
		...settings,
		idleTimeoutMs: idleTimeout === undefined ? undefined : idleTimeout * 1000,
	});
}

/**
 * n8n's binary data in the file system, as a new installation has it.
 *
 * @param {N8n} n8n
 * @returns {Promise<{ getPath: (id: string) => string }>}
 */
export async function startFiles({ core, require }) {
	const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di');
	const folder = mkdtempSync(path.join(tmpdir(), 'flowiq-bench-'));

	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	Container.get(core.BinaryDataConfig).localStoragePath = folder;
	Container.get(core.BinaryDataConfig).mode = 'filesystem';
	await Container.get(core.BinaryDataService).init();

	return Container.get(core.BinaryDataService);
}
