/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runNpm, type Npm } from './npm.ts';

/**
 * Builds a package and packs it as it would be published.
 *
 * @param destination an existing folder for the tarball alone
 * @returns the path of the tarball
 */
export async function packProject(
	project: string,
	destination: string,
	npm: Npm,
	signal: AbortSignal,
) {
	await runNpm(npm, ['run', 'build'], { cwd: project, signal });

	for (const name of await readdir(destination)) await rm(path.join(destination, name));

	const packed = await runNpm(npm, ['pack', '--json', '--pack-destination', destination], {
		cwd: project,
		signal,
	});

	return path.join(destination, JSON.parse(packed)[0].filename);
}
