// @ts-check
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE_NAME = 'n8n-nodes-flowiq';

/** The checkout this file belongs to. */
export const PROJECT_FOLDER = path.resolve(fileURLToPath(import.meta.url), '../../..');

/** Where n8n's exact version and lock file are kept. */
export const N8N_MANIFEST_FOLDER = path.join(PROJECT_FOLDER, 'start', 'n8n');

/**
 * The folder that n8n and Node 24 are installed to, for all checkouts of this user.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 * @returns {string} an absolute path
 */
export function cacheFolder(env, platform = process.platform, home = homedir()) {
	const paths = platform === 'win32' ? path.win32 : path.posix;

	if (env.FLOWIQ_CACHE_DIR) return paths.resolve(env.FLOWIQ_CACHE_DIR);

	return paths.join(userCache(env, platform, home, paths), PACKAGE_NAME);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 * @param {path.PlatformPath} paths
 */
function userCache(env, platform, home, paths) {
	if (platform === 'win32') return env.LOCALAPPDATA || paths.join(home, 'AppData', 'Local');
	if (platform === 'darwin') return paths.join(home, 'Library', 'Caches');

	// A relative value is to be ignored, says the XDG specification.
	const xdg = env.XDG_CACHE_HOME;

	return xdg && paths.isAbsolute(xdg) ? xdg : paths.join(home, '.cache');
}

/**
 * n8n's data, the log-in and the CSV file. By default inside the checkout, so that two checkouts do not share a
 * database, and a person finds the file beside the project.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [projectFolder]
 * @returns {string} an absolute path
 */
export function userFolder(env, projectFolder = PROJECT_FOLDER) {
	return path.resolve(projectFolder, env.FLOWIQ_USER_FOLDER || '.n8n-demo');
}

/**
 * A lock file's path for a folder: in the cache, since the folder itself may not exist yet, or be about to go.
 *
 * @param {string} cache
 * @param {string} folder
 */
export function lockPath(cache, folder) {
	const digest = createHash('sha256').update(folder).digest('hex').slice(0, 12);

	return path.join(cache, 'locks', `${path.basename(folder)}-${digest}.lock`);
}
