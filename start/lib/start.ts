/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { demonstrate } from './demonstration.ts';
import { StartError } from './errors.mjs';
import { N8N_BYTES, n8nProgram, n8nVersion } from './install-n8n.ts';
import { findNode, NODE_BYTES, NODE_MAJOR, thisMachine } from './install-node.ts';
import { installPackage } from './install-package.ts';
import { installRuntime, n8nFolderFor } from './install.ts';
import { withLock } from './lock.ts';
import { npmWith } from './npm.ts';
import type { Options } from './options.mjs';
import { packProject } from './pack-project.ts';
import {
	cacheFolder,
	CHECKOUT_LOCK,
	N8N_MANIFEST_FOLDER,
	PROJECT_FOLDER,
	userFolder,
} from './paths.mjs';
import { requirePort } from './ports.ts';
import { formatBytes, formatCount, Progress } from './progress.ts';
import { openUserFolder } from './user-folder.ts';

/**
 * npm start, once the project's development tools are there.
 *
 * @returns the exit code
 * @throws {StartError} when something is in the way
 * @throws the signal's reason when aborted
 */
export async function start(options: Options, env: NodeJS.ProcessEnv, signal: AbortSignal) {
	const progress = new Progress(process.stdout);
	const cache = cacheFolder(env);
	const folder = userFolder(env);

	if (options.port) await requirePort(options.port);

	sayPlan(options, cache, folder, progress);

	const work = async () => {
		const { packageFolder } = await openUserFolder(folder);
		const installation = await installRuntime({ cache, env, progress, signal });
		const npm = npmWith(process.execPath, env);
		const tarball = await withLock(
			CHECKOUT_LOCK,
			(pid) => progress.say(`  Waiting for another start (process ${pid}) to build the package …`),
			async () =>
				await progress.step(
					'Building and packing the package',
					async () => await packProject(PROJECT_FOLDER, packageFolder, npm, signal),
				),
			signal,
		);
		// Only now that the new build stands.
		const user = await openUserFolder(folder, options.fresh);
		const { name, version } = await installPackage(tarball, user.folder, installation.npm, signal);

		progress.say(`✓ ${name} ${version} is installed in n8n`);

		return await demonstrate({ options, progress, signal, installation, user });
	};

	return await withLock(
		path.join(folder, 'start.lock'),
		(pid) => {
			throw new StartError(
				`Another start (process ${pid}) is using ${folder}.`,
				'Stop it first, or set FLOWIQ_USER_FOLDER to another folder.',
			);
		},
		work,
		signal,
	);
}

function sayPlan(options: Options, cache: string, folder: string, progress: Progress) {
	const { realApi, contacts, rateLimit, once } = options;
	const source = realApi
		? `from the FlowIQ API at ${realApi.baseUrl}`
		: `from a simulated FlowIQ account with ${formatCount(contacts)} contacts\n` +
			(rateLimit
				? '    (limited to 100 requests a minute, with bursts of 150, as FlowIQ is)'
				: '    (without a limit on requests; --rate-limit switches FlowIQ’s on)');
	const isThere = findNode(cache, thisMachine()) && existsSync(n8nProgram(n8nFolderFor(cache)));
	const state = isThere
		? 'there already'
		: `installed first, up to ${formatBytes(NODE_BYTES + N8N_BYTES)} and some minutes`;

	progress.say(
		`FlowIQ nodes for n8n: a demonstration on this machine\n\n` +
			`Node ${NODE_MAJOR} and n8n ${n8nVersion(N8N_MANIFEST_FOLDER)}: ${state}\n\n` +
			`Then this package is built, put into n8n, and a workflow exports all contacts\n  ${source}\n` +
			`  to a CSV file. ${once ? 'n8n is stopped after that.' : 'n8n keeps running until you press Ctrl-C.'}\n\n` +
			`n8n and Node are kept in  ${cache}\n` +
			`n8n's data are kept in    ${folder}\n`,
	);
}
