/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './processes.ts';
import { runNpm, type Npm } from './npm.ts';

/**
 * Puts a packed community package where n8n looks for installed ones, in the steps n8n itself takes: unpack, drop all but
 * the runtime dependencies, install these, enter the package in the list.
 *
 * @param userFolder n8n's N8N_USER_FOLDER
 * @returns the package as installed
 */
export async function installPackage(
	tarball: string,
	userFolder: string,
	npm: Npm,
	signal?: AbortSignal,
): Promise<{ name: string; version: string }> {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	const staging = path.join(nodesFolder, '.unpacking');

	await rm(staging, { recursive: true, force: true });
	await mkdir(staging, { recursive: true });
	await runCommand('tar', ['-xzf', tarball, '-C', staging, '--strip-components=1'], {
		cwd: nodesFolder,
		env: npm.env,
		signal,
	});

	const manifestFile = path.join(staging, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
	const { name, version } = manifest;

	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));

	const options =
		'--bin-links=false --install-strategy=shallow --ignore-scripts --package-lock=false';

	await runNpm(npm, ['install', ...options.split(' ')], { cwd: staging, signal });

	const target = path.join(nodesFolder, 'node_modules', name);

	await mkdir(path.dirname(target), { recursive: true });
	await rm(target, { recursive: true, force: true });
	await rename(staging, target);
	await enterInList(path.join(nodesFolder, 'package.json'), name, version);

	return { name, version };
}

async function enterInList(file: string, name: string, version: string) {
	const list = await readFile(file, 'utf8').then(
		JSON.parse,
		// No list yet, or one cut short by a kill: n8n's own starts out the same.
		() => ({ name: 'installed-nodes', private: true }),
	);

	list.dependencies = { ...list.dependencies, [name]: version };
	await writeFile(file, JSON.stringify(list, null, 2));
}
