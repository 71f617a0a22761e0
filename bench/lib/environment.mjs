// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { buildAndUnpack, copyCheckout } from '../../scripts/lib/workcopy.mjs';
import { installRuntime } from '../../start/lib/install.mjs';
import { cacheFolder, PROJECT_FOLDER } from '../../start/lib/paths.mjs';

/**
 * What users have: n8n as installed from npm, its Node, and the package as published.
 *
 * @template T
 * @param {object} how
 * @param {import('../../start/lib/progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @param {string} [how.profiles]
 * @param {(environment: import('./worker.mjs').Environment) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withEnvironment({ progress, signal, profiles }, work) {
	const { n8nFolder, npm } = await installRuntime({
		cache: cacheFolder(process.env),
		env: process.env,
		progress,
		signal,
	});
	// Outside of the project, whose node_modules would answer for n8n's.
	const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'flowiq-bench-'));

	try {
		const packageFolder = path.join(folder, 'package');

		await progress.step('Building and packing the package', async () => {
			const project = path.join(folder, 'project');

			copyCheckout(project);
			mkdirSync(packageFolder);
			buildAndUnpack(project, packageFolder);
			rmSync(project, { recursive: true });
		});
		if (profiles) mkdirSync(profiles, { recursive: true });

		return await work({
			node: npm.node,
			n8nFolder,
			packageFolder,
			profiles: profiles && path.resolve(profiles),
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * What the figures depend on, so that somebody else can compare theirs.
 *
 * @param {import('./worker.mjs').Environment} environment
 */
export function versionsOf({ n8nFolder, node }) {
	/** @param {string} file */
	const versionIn = (file) => JSON.parse(readFileSync(file, 'utf8')).version;
	/** @param {string} name */
	const installed = (name) => versionIn(path.join(n8nFolder, 'node_modules', name, 'package.json'));

	return {
		'n8n-nodes-flowiq': versionIn(path.join(PROJECT_FOLDER, 'package.json')),
		n8n: installed('n8n'),
		'n8n-core': installed('n8n-core'),
		'n8n-workflow': installed('n8n-workflow'),
		'n8n-nodes-base': installed('n8n-nodes-base'),
		node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
		platform: `${process.platform}-${process.arch}, ${cpus().length} cores`,
	};
}
