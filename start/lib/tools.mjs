// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { withSpace } from './disk.mjs';
import { StartError } from './errors.mjs';

/** Without a network npm tries again, by default for more than a minute, which nobody need watch. */
export const NPM_OPTIONS = [
	'--no-audit',
	'--no-fund',
	'--no-update-notifier',
	'--loglevel=error',
	'--fetch-retry-maxtimeout=10000',
];

/**
 * @param {string} project
 * @returns {boolean} whether node_modules is missing, unfinished, or older than the lock file
 */
export function needsTools(project) {
	// npm writes this file last: without it an installation was cut short.
	const record = path.join(project, 'node_modules', '.package-lock.json');
	const lock = path.join(project, 'package-lock.json');

	return !existsSync(record) || statSync(record).mtimeMs < statSync(lock).mtimeMs;
}

/**
 * Installs the project's development dependencies: what runs the TypeScript that the rest of this command is written in,
 * and what builds the package. npm itself shows how far it is, and what went wrong.
 *
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env of "npm start"
 * @param {AbortSignal} signal
 * @throws {StartError}
 */
export async function installTools(project, env, signal) {
	const npm = env.npm_execpath;
	const space = {
		folder: project,
		// Measured on Linux: 1.2 GB installed; the downloads take the rest in npm's own cache.
		bytes: 1.6e9,
		purpose: "installing this project's development tools",
		advice: 'Free some space on the disk that this project is on, and type "npm ci".',
	};

	if (!npm) throw new StartError('npm is needed.', 'Type "npm start".');

	console.log("Installing this project's development tools: about 1.2 GB and some minutes …");

	await withSpace(space, async () => {
		const child = spawn(process.execPath, [npm, 'ci', '--include=dev', ...NPM_OPTIONS], {
			cwd: project,
			// The access token is n8n's alone.
			env: { ...env, FLOWIQ_TOKEN: '' },
			stdio: 'inherit',
			signal,
			// npm has been seen to go on after SIGTERM. What is half installed is not used.
			killSignal: 'SIGKILL',
		});
		const [exitCode] = await once(child, 'close');

		if (exitCode === 0) return;

		throw new StartError(
			"npm could not install this project's development tools.",
			'Its own words above say why: often there is no network, or a proxy has to be set. Then type npm start again.',
		);
	});
}
