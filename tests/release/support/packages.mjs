// @ts-check
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { copyCheckout, pack, run } from '../../../scripts/lib/workcopy.mjs';
import { PROJECT_FOLDER } from '../../../start/lib/paths.mjs';

/** The first build that had the export and both triggers. */
export const FIRST_BUILD = '4a5529c5baa89a46697fa6a42f832d373bd50b40';

/**
 * @param {string} folder
 * @returns {Promise<{ tarball: string, version: string }>} the package as it is in this checkout
 */
export async function packCheckout(folder) {
	const project = path.join(folder, 'checkout');

	copyCheckout(project);

	return await packed(project, folder);
}

/**
 * @param {string} commit
 * @param {string} folder
 * @returns {Promise<{ tarball: string, version: string }>} the package as it was then, built with today's tools
 */
export async function packCommit(commit, folder) {
	const project = path.join(folder, commit);
	const archive = path.join(folder, `${commit}.tar`);

	await mkdir(project, { recursive: true });
	run('git', ['archive', '--output', archive, commit], PROJECT_FOLDER);
	run('tar', ['-xf', archive, '-C', project], folder);
	await symlink(path.join(PROJECT_FOLDER, 'node_modules'), path.join(project, 'node_modules'));

	return await packed(project, folder);
}

/**
 * @param {string} project
 * @param {string} folder
 */
async function packed(project, folder) {
	run('npm', ['run', 'build'], project);

	const { filename } = pack(project, folder);
	const { version } = JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8'));

	return { tarball: path.join(folder, filename), version };
}
