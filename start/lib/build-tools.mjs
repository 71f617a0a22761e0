// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';

/** What compiling a Node module takes on Linux; elsewhere the tools are not found through the PATH. */
const TOOLS = ['make', 'c++', 'python3'];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [platform]
 * @returns {string[]} names of tools that are needed to compile n8n's database module, and are not there
 */
export function missingBuildTools(env, platform = process.platform) {
	if (platform !== 'linux') return [];

	const folders = (env.PATH ?? '').split(':').filter(Boolean);

	return TOOLS.filter((tool) => !folders.some((folder) => existsSync(path.join(folder, tool))));
}
