// @ts-check
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this file belongs to. */
export const PROJECT_FOLDER = path.resolve(fileURLToPath(import.meta.url), '../../..');

/** Held while the checkout itself is changed: its tools installed, the package built. */
export const CHECKOUT_LOCK = path.join(PROJECT_FOLDER, '.start.lock');

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
	const xdg = env.XDG_CACHE_HOME ?? '';
	/** @type {Partial<Record<NodeJS.Platform, string>>} */
	const caches = {
		win32: env.LOCALAPPDATA || paths.join(home, 'AppData', 'Local'),
		darwin: paths.join(home, 'Library', 'Caches'),
		// A relative value is to be ignored, says the XDG specification.
		linux: paths.isAbsolute(xdg) ? xdg : paths.join(home, '.cache'),
	};

	return env.FLOWIQ_CACHE_DIR
		? paths.resolve(env.FLOWIQ_CACHE_DIR)
		: paths.join(caches[platform] ?? String(caches.linux), 'n8n-nodes-flowiq');
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
