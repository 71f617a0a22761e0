/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync } from 'node:fs';
import { installN8n, n8nFolder, n8nProgram, n8nVersion } from './install-n8n.ts';
import { findNode, installNode, NODE_MAJOR, nodePackageFor, thisMachine } from './install-node.ts';
import { npmWith, type Npm } from './npm.ts';
import { N8N_MANIFEST_FOLDER } from './paths.mjs';
import type { Progress } from './progress.ts';

export interface Installation {
	n8nFolder: string;
	/** With the Node that runs n8n. */
	npm: Npm;
}

export interface Installing {
	cache: string;
	env: NodeJS.ProcessEnv;
	progress: Progress;
	signal: AbortSignal;
}

/** @returns where in the cache n8n is, or will be, on this machine */
export function n8nFolderFor(cache: string) {
	const machine = thisMachine();
	const nodeMajor = nodePackageFor(machine) ? NODE_MAJOR : machine.nodeMajor;

	return n8nFolder(cache, N8N_MANIFEST_FOLDER, { ...machine, nodeMajor });
}

/** @returns npm with the Node that n8n is tested on, which is installed into the cache if need be */
export async function installNodeForN8n({ cache, env, progress, signal }: Installing) {
	const machine = thisMachine();
	const node =
		findNode(cache, machine) ??
		(await progress.step(`Installing Node ${NODE_MAJOR}`, async (report) => {
			const onWait = (pid: number) => report(`waiting for another start (process ${pid})`);

			return await installNode(cache, machine, npmWith(process.execPath, env), onWait, signal);
		}));

	return npmWith(node, env);
}

/** Installs into the cache what n8n needs, each part only once. */
export async function installRuntime(how: Installing): Promise<Installation> {
	const { cache, progress, signal } = how;
	const npm = await installNodeForN8n(how);
	const folder = n8nFolderFor(cache);

	if (!existsSync(n8nProgram(folder))) {
		await progress.step(
			`Installing n8n ${n8nVersion(N8N_MANIFEST_FOLDER)}`,
			async (report) => await installN8n(folder, N8N_MANIFEST_FOLDER, npm, report, signal),
		);
	}

	return { n8nFolder: folder, npm };
}
