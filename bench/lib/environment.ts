/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { buildAndUnpack, copyCheckout } from '../../scripts/lib/workcopy.mjs';
import { installRuntime } from '../../start/lib/install.ts';
import { cacheFolder, PROJECT_FOLDER } from '../../start/lib/paths.mjs';
import type { Progress } from '../../start/lib/progress.ts';
import type { Environment } from './worker.ts';

/** What users have: n8n as installed from npm, its Node, and the package as published. */
export async function withEnvironment<T>(
	{
		progress,
		signal,
		profiles,
	}: {
		progress: Progress;
		signal: AbortSignal;
		profiles?: string;
	},
	work: (environment: Environment) => Promise<T>,
): Promise<T> {
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

/** What the figures depend on, so that somebody else can compare theirs. */
export function versionsOf({ n8nFolder, node }: Environment) {
	const versionIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')).version;
	const installed = (name: string) =>
		versionIn(path.join(n8nFolder, 'node_modules', name, 'package.json'));

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
