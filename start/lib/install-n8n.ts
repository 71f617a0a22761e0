/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Machine } from './install-node.ts';
import { runCommand } from './processes.ts';
import type { Report } from './progress.ts';
import { runNpm, type Npm } from './npm.ts';
import { makeOnce } from './staged-folder.ts';

/** Measured for 2.41.1 on Linux: 2.9 GB installed; the downloads take 0.7 GB more in npm's own cache. */
export const N8N_BYTES = 2.9e9;
const N8N_INSTALL_BYTES = 3.7e9;

/** n8n does not start without them, and npm runs no install scripts otherwise: others fail and are not needed. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/**
 * @param manifestFolder with package.json and package-lock.json
 * @returns the exact n8n version that is asked for
 */
export function n8nVersion(manifestFolder: string): string {
	return readJson(path.join(manifestFolder, 'package.json')).dependencies.n8n;
}

/**
 * The lock file, where there is one, is part of the key, because it decides what is installed; platform and Node too,
 * because of the compiled modules.
 */
export function n8nFolder(
	cache: string,
	manifestFolder: string,
	{ platform, arch, nodeMajor }: Pick<Machine, 'platform' | 'arch' | 'nodeMajor'>,
) {
	// Its content counts, not its indentation or the line ends that Git gives it.
	const content = JSON.stringify(readJson(manifestFiles(manifestFolder)[0]));
	const digest = createHash('sha256').update(content).digest('hex').slice(0, 8);

	return path.join(
		cache,
		`n8n-${n8nVersion(manifestFolder)}-${digest}-node${nodeMajor}-${platform}-${arch}`,
	);
}

/** @returns the files that say what to install: the lock file, if there is one, and package.json */
function manifestFiles(folder: string) {
	return ['package-lock.json', 'package.json']
		.map((name) => path.join(folder, name))
		.filter((file) => existsSync(file));
}

function readJson(file: string) {
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** @returns n8n's program file */
export function n8nProgram(folder: string) {
	return path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

/**
 * Puts n8n into its folder in the cache.
 *
 * @param folder from n8nFolder
 * @param npm with the Node that is to run n8n
 * @param nativeModules what has to be compiled before n8n starts
 */
export async function installN8n(
	folder: string,
	manifestFolder: string,
	npm: Npm,
	report: Report,
	signal: AbortSignal,
	nativeModules = NATIVE_MODULES,
) {
	const fill = async (cwd: string) => {
		for (const file of manifestFiles(manifestFolder)) {
			await copyFile(file, path.join(cwd, path.basename(file)));
		}

		// Not "npm ci", which refuses a lock file whose optional packages for other systems a registry may lack.
		await runNpm(npm, ['install', '--ignore-scripts'], { cwd, signal });

		report('compiling its database module if needed');

		await runNpm(
			{ ...npm, env: { ...npm.env, ...headersOf(npm.node) } },
			['rebuild', ...nativeModules, '--ignore-scripts=false', '--foreground-scripts'],
			{ cwd, signal },
		);

		const loading = nativeModules.map((name) => `require('${name}');`).join('');

		await runCommand(npm.node, ['-e', loading], { cwd, env: npm.env, signal });
	};

	await makeOnce(folder, {
		purpose: 'installing n8n',
		bytes: N8N_INSTALL_BYTES,
		isComplete: (candidate) => existsSync(n8nProgram(candidate)),
		fill,
		onWait: (pid) => report(`waiting for another start (process ${pid}) that is installing it`),
		signal,
	});
}

/** Where a Node brings its headers along, modules are compiled against these instead of downloaded ones. */
function headersOf(nodeBinary: string): NodeJS.ProcessEnv {
	const prefix = path.resolve(path.dirname(nodeBinary), '..');

	return existsSync(path.join(prefix, 'include', 'node', 'node.h'))
		? { npm_config_nodedir: prefix }
		: {};
}
