// @ts-check
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { missingBuildTools } from './build-tools.mjs';
import { installN8n, N8N_BYTES, n8nFolder, n8nProgram, n8nVersion } from './install-n8n.mjs';
import {
	findNode,
	installNode,
	nodePackageFor,
	NODE_BYTES,
	NODE_VERSION,
	thisMachine,
} from './install-node.mjs';
import { withLock } from './lock.mjs';
import { childEnvironment, findNpm } from './npm.mjs';
import { lockPath, N8N_MANIFEST_FOLDER, PROJECT_FOLDER } from './paths.mjs';
import { buildAndPack, installDependencies, needsDependencies, PROJECT_BYTES } from './project.mjs';

/** n8n's Node where the running one is too old or too new for it. */
const CACHED_NODE_MAJOR = Number(NODE_VERSION.split('.')[0]);

/**
 * @typedef {object} Installation
 * @property {string} n8nFolder
 * @property {import('./npm.mjs').Npm} npm with the Node that runs n8n
 */

/**
 * What is there and what is missing.
 *
 * @param {string} cache
 * @returns {Array<{ what: string, bytes: number, minutes: boolean, isThere: boolean }>} `minutes`: takes some of them
 */
export function inventory(cache) {
	const machine = thisMachine();
	const rows = [];

	if (nodePackageFor(machine)) {
		rows.push({
			what: `Node ${NODE_VERSION}, which n8n needs`,
			bytes: NODE_BYTES,
			minutes: false,
			isThere: findNode(cache, machine) !== undefined,
		});
	}

	rows.push(
		{
			what: `n8n ${n8nVersion(N8N_MANIFEST_FOLDER)}`,
			bytes: N8N_BYTES,
			minutes: true,
			isThere: existsSync(n8nProgram(n8nFolderFor(cache))),
		},
		{
			what: "this project's development tools",
			bytes: PROJECT_BYTES,
			minutes: true,
			isThere: !needsDependencies(PROJECT_FOLDER),
		},
	);

	return rows;
}

/** @param {string} cache */
function n8nFolderFor(cache) {
	const machine = thisMachine();
	const running = Number(machine.nodeVersion.split('.')[0]);

	return n8nFolder(cache, N8N_MANIFEST_FOLDER, {
		...machine,
		nodeMajor: nodePackageFor(machine) ? CACHED_NODE_MAJOR : running,
	});
}

/**
 * @param {object} how
 * @param {string} how.cache
 * @param {NodeJS.ProcessEnv} how.env
 * @param {import('./progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @returns {Promise<import('./npm.mjs').Npm>} with the Node that n8n is tested on, installed into the cache if need be
 */
export async function installNodeForN8n({ cache, env, progress, signal }) {
	const machine = thisMachine();

	await mkdir(cache, { recursive: true });

	/** @type {string} */
	const node =
		findNode(cache, machine) ??
		(await progress.step(
			`Installing Node ${NODE_VERSION}`,
			async (report) =>
				await installNode({
					cache,
					machine,
					npm: npmWith(process.execPath, env),
					onWait: (pid) => report(`waiting for another start (process ${pid})`),
					signal,
				}),
		));

	return npmWith(node, env);
}

/**
 * Installs into the cache what n8n needs, each part only once.
 *
 * @param {object} how
 * @param {string} how.cache
 * @param {NodeJS.ProcessEnv} how.env
 * @param {import('./progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @returns {Promise<Installation>}
 */
export async function installRuntime({ cache, env, progress, signal }) {
	const npm = await installNodeForN8n({ cache, env, progress, signal });
	const folder = n8nFolderFor(cache);

	if (!existsSync(n8nProgram(folder))) {
		const missing = missingBuildTools(npm.env);

		// Now and not only after minutes: n8n's database module usually comes ready to use, but not everywhere.
		if (missing.length) {
			progress.say(
				`  Not found: ${missing.join(', ')}. Should n8n's database module have to be compiled, that will fail.`,
			);
		}

		await progress.step(
			`Installing n8n ${n8nVersion(N8N_MANIFEST_FOLDER)}`,
			async (report) =>
				await installN8n({ folder, manifestFolder: N8N_MANIFEST_FOLDER, npm, report, signal }),
		);
	}

	return { n8nFolder: folder, npm };
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./npm.mjs').Npm}
 */
export function npmWith(node, env) {
	return { program: findNpm(env), node, env: childEnvironment(env, node) };
}

/**
 * Installs the project's development dependencies when they are missing or outdated, builds the package and packs it.
 * One start at a time: all of it happens in the checkout itself.
 *
 * @param {object} how
 * @param {string} how.cache
 * @param {NodeJS.ProcessEnv} how.env
 * @param {string} how.destination folder for the tarball
 * @param {import('./progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @returns {Promise<string>} the path of the tarball
 */
export async function packProject({ cache, env, destination, progress, signal }) {
	// The Node that the person develops with, so that "npm test" afterwards finds what it expects.
	const npm = npmWith(process.execPath, env);

	return await withLock(
		lockPath(cache, PROJECT_FOLDER),
		({ pid }) =>
			progress.say(`  Waiting for another start (process ${pid}) to build the package …`),
		async () => {
			if (needsDependencies(PROJECT_FOLDER)) {
				await progress.step(
					"Installing this project's development tools",
					async (report) =>
						await installDependencies({ project: PROJECT_FOLDER, npm, report, signal }),
				);
			}

			return await progress.step(
				'Building and packing the package',
				async () => await buildAndPack({ project: PROJECT_FOLDER, destination, npm, signal }),
			);
		},
		signal,
	);
}
