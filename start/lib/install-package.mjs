// @ts-check
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './npm.mjs';
import { runCommand } from './processes.mjs';

/**
 * Puts a packed community package where n8n looks for installed ones, in the steps n8n itself takes: unpack, drop all but
 * the runtime dependencies, install these, enter the package in the list.
 *
 * @param {object} how
 * @param {string} how.tarball
 * @param {string} how.userFolder n8n's N8N_USER_FOLDER
 * @param {import('./npm.mjs').Npm} how.npm
 * @param {AbortSignal} [how.signal]
 * @returns {Promise<{ name: string, version: string }>} the package as installed
 */
export async function installPackage({ tarball, userFolder, npm, signal }) {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	const staging = path.join(nodesFolder, '.unpacking');

	await rm(staging, { recursive: true, force: true });
	await mkdir(staging, { recursive: true });
	await runCommand('tar', ['-xzf', tarball, '-C', staging, '--strip-components=1'], {
		cwd: nodesFolder,
		env: npm.env,
		signal,
		shownAs: 'tar -xzf',
	});

	const manifestFile = path.join(staging, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));

	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));

	await runNpm(
		npm,
		[
			'install',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts',
			'--package-lock=false',
		],
		{ cwd: staging, signal },
	);

	const target = path.join(nodesFolder, 'node_modules', ...manifest.name.split('/'));

	await mkdir(path.dirname(target), { recursive: true });
	await rm(target, { recursive: true, force: true });
	await rename(staging, target);
	await enterInList(path.join(nodesFolder, 'package.json'), manifest);

	return { name: manifest.name, version: manifest.version };
}

/**
 * @param {string} file
 * @param {{ name: string, version: string }} installed
 */
async function enterInList(file, { name, version }) {
	const list = await readFile(file, 'utf8').then(
		JSON.parse,
		// No list yet, or one cut short by a kill: n8n's own starts out the same.
		() => ({ name: 'installed-nodes', private: true, dependencies: {} }),
	);

	list.dependencies = { ...list.dependencies, [name]: version };
	await writeFile(file, JSON.stringify(list, null, 2));
}
