// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { withSpace } from './disk.mjs';
import { packageProgress, requireRegistry, runNpm } from './npm.mjs';
import { runCommand } from './processes.mjs';
import { makeOnce } from './staged-folder.mjs';

/** Measured for 2.41.1 on Linux: 2.9 GB installed; the downloads take 0.7 GB more in npm's own cache. */
export const N8N_BYTES = 2.9e9;
const N8N_INSTALL_BYTES = 3.7e9;

/** n8n does not start without them, and npm runs no install scripts otherwise: others fail and are not needed. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/**
 * @param {string} manifestFolder with package.json and package-lock.json
 * @returns {string} the exact n8n version that is asked for
 */
export function n8nVersion(manifestFolder) {
	return JSON.parse(readFileSync(path.join(manifestFolder, 'package.json'), 'utf8')).dependencies
		.n8n;
}

/**
 * The lock file, where there is one, is part of the key, because it decides what is installed; platform and Node too,
 * because of the compiled modules.
 *
 * @param {string} cache
 * @param {string} manifestFolder
 * @param {{ platform: string, arch: string, nodeMajor: number }} machine
 */
export function n8nFolder(cache, manifestFolder, { platform, arch, nodeMajor }) {
	const deciding = manifestFiles(manifestFolder).at(-1) ?? 'package.json';
	const content = JSON.parse(readFileSync(path.join(manifestFolder, deciding), 'utf8'));
	// Its content counts, not its indentation or the line ends that Git gives it.
	const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);

	return path.join(
		cache,
		`n8n-${n8nVersion(manifestFolder)}-${digest}-node${nodeMajor}-${platform}-${arch}`,
	);
}

/**
 * @param {string} folder
 * @returns {string[]} the files that say what to install: package.json and, if there is one, the lock file
 */
function manifestFiles(folder) {
	return ['package.json', 'package-lock.json'].filter((name) =>
		existsSync(path.join(folder, name)),
	);
}

/**
 * @param {string} folder
 * @returns {string} n8n's program file
 */
export function n8nProgram(folder) {
	return path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

/**
 * Puts n8n into its folder in the cache.
 *
 * @param {object} how
 * @param {string} how.folder from n8nFolder
 * @param {string} how.manifestFolder
 * @param {string[]} [how.nativeModules] what has to be compiled before n8n starts
 * @param {import('./npm.mjs').Npm} how.npm with the Node that is to run n8n
 * @param {(detail: string | (() => string)) => void} how.report
 * @param {AbortSignal} how.signal
 */
export async function installN8n({
	folder,
	manifestFolder,
	nativeModules = NATIVE_MODULES,
	npm,
	report,
	signal,
}) {
	if (existsSync(n8nProgram(folder))) return;

	await makeOnce(folder, {
		lockFile: `${folder}.lock`,
		isComplete: (candidate) => existsSync(n8nProgram(candidate)),
		onWait: (pid) => report(`waiting for another start (process ${pid}) that is installing it`),
		signal,
		fill: async (staging) =>
			await withSpace(
				{
					folder: staging,
					bytes: N8N_INSTALL_BYTES,
					purpose: 'installing n8n',
					advice: 'Free some space, or set FLOWIQ_CACHE_DIR to a folder on a larger disk.',
					signal,
				},
				async (untilFull) =>
					await fill(staging, { manifestFolder, nativeModules, npm, report, signal: untilFull }),
			),
	});
}

/**
 * @param {string} staging
 * @param {Pick<Parameters<typeof installN8n>[0], 'manifestFolder' | 'npm' | 'report' | 'signal'> & { nativeModules: string[] }} how
 */
async function fill(staging, { manifestFolder, nativeModules, npm, report, signal }) {
	const files = manifestFiles(manifestFolder);

	for (const name of files) {
		await copyFile(path.join(manifestFolder, name), path.join(staging, name));
	}

	await requireRegistry(npm, { cwd: staging, signal });

	if (files.includes('package-lock.json')) {
		report(packageProgress(path.join(staging, 'package-lock.json'), staging));
	}

	// Not "npm ci", which refuses a lock file whose optional packages for other systems a registry may lack.
	await runNpm(npm, ['install', '--ignore-scripts'], { cwd: staging, signal });

	report('compiling its database module if needed');

	const env = { ...npm.env, ...headersOf(npm.node) };

	await runNpm(
		{ ...npm, env },
		['rebuild', ...nativeModules, '--ignore-scripts=false', '--foreground-scripts'],
		{ cwd: staging, signal },
	);
	await runCommand(npm.node, ['-e', nativeModules.map((name) => `require('${name}');`).join('')], {
		cwd: staging,
		env: npm.env,
		signal,
		shownAs: `loading ${nativeModules.join(' and ')}`,
	});
}

/**
 * Where a Node brings its headers along, modules are compiled against these instead of downloaded ones.
 *
 * @param {string} nodeBinary
 * @returns {NodeJS.ProcessEnv}
 */
function headersOf(nodeBinary) {
	const prefix = path.resolve(path.dirname(nodeBinary), '..');

	return existsSync(path.join(prefix, 'include', 'node', 'node.h'))
		? { npm_config_nodedir: prefix }
		: {};
}
