// @ts-check
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isUnreachable, StartError } from './errors.mjs';
import { CommandFailed, runCommand } from './processes.mjs';
import { formatCount } from './progress.mjs';

/**
 * npm's own program file, to be run by a chosen Node instead of whichever the PATH has.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [execPath] the running Node
 * @param {NodeJS.Platform} [platform]
 * @throws {StartError} when there is no npm
 */
export function findNpm(env, execPath = process.execPath, platform = process.platform) {
	const launched = env.npm_execpath;

	// npm names itself when it runs a script; pnpm and Yarn do the same with their names.
	if (launched && path.basename(launched) === 'npm-cli.js' && existsSync(launched)) return launched;

	const program = path.join('node_modules', 'npm', 'bin', 'npm-cli.js');
	const nodeFolder = path.dirname(execPath);
	const candidates = [path.join(nodeFolder, program), path.join(nodeFolder, '..', 'lib', program)];

	for (const folder of (envValue(env, 'PATH') ?? '').split(path.delimiter).filter(Boolean)) {
		candidates.push(path.join(folder, program));
		if (platform !== 'win32') candidates.push(path.join(folder, 'npm'));
	}

	for (const candidate of candidates) {
		if (!existsSync(candidate)) continue;

		const file = realpathSync(candidate);

		if (path.basename(file) === 'npm-cli.js') return file;
	}

	throw new StartError(
		'npm was not found.',
		'It comes with Node: install Node from its official installer, or the package "npm" of your system.',
	);
}

/**
 * Settings that npm hands down to the scripts it runs, and that must not reach the npm runs in here: they are this
 * project's own (no install scripts) or say where the outer npm works.
 */
const NOT_INHERITED =
	/^(npm_(config_(ignore_scripts|local_prefix|global|dry_run|omit|only|production|workspaces?|package_lock|package_lock_only|before|allow_scripts)|package_.*|lifecycle_.*)|NODE_ENV)$/i;

/**
 * The environment for npm and n8n: a chosen Node first on the PATH, so that whatever they run gets the same one.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} nodeBinary absolute path
 */
export function childEnvironment(env, nodeBinary) {
	/** @type {NodeJS.ProcessEnv} */
	const result = {};

	for (const [name, value] of Object.entries(env)) {
		if (!NOT_INHERITED.test(name) && name.toUpperCase() !== 'PATH') result[name] = value;
	}

	result.PATH = [path.dirname(nodeBinary), envValue(env, 'PATH')]
		.filter(Boolean)
		.join(path.delimiter);

	// The access token is n8n's alone, as a credential: no child process needs to see it.
	delete result.FLOWIQ_TOKEN;

	return result;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name in capitals; Windows writes "Path"
 */
function envValue(env, name) {
	const key = Object.keys(env).find((candidate) => candidate.toUpperCase() === name);

	return key === undefined ? undefined : env[key];
}

/**
 * @typedef {object} Npm
 * @property {string} program from findNpm
 * @property {string} node the Node to run it with
 * @property {NodeJS.ProcessEnv} env from childEnvironment
 */

/**
 * @param {Npm} npm
 * @param {string[]} args
 * @param {{ cwd: string, signal?: AbortSignal }} options
 * @returns {Promise<string>} what it printed
 * @throws {import('./processes.mjs').CommandFailed}
 */
export async function runNpm(npm, args, { cwd, signal }) {
	const quiet = [
		'--no-audit',
		'--no-fund',
		'--no-update-notifier',
		'--no-progress',
		'--loglevel=error',
	];

	return await runCommand(npm.node, [npm.program, ...args, ...quiet], {
		cwd,
		env: npm.env,
		signal,
		shownAs: ['npm', ...args].join(' '),
	});
}

/**
 * Npm itself gives up only after a minute and more of trying again, which a person without a network need not watch.
 *
 * @param {Npm} npm
 * @param {{ cwd: string, signal?: AbortSignal }} options
 * @throws {StartError} when the registry cannot be reached
 */
export async function requireRegistry(npm, { cwd, signal }) {
	try {
		await runNpm(npm, ['ping', '--fetch-retries=0', '--fetch-timeout=20000'], { cwd, signal });
	} catch (error) {
		// Any answer at all will do: many registries do not know this request.
		if (!(error instanceof CommandFailed) || isUnreachable(error.output)) throw error;
	}
}

/**
 * Tells how far an installation is by looking which of the lock file's packages are there. Optional ones are mostly for
 * other kinds of machines.
 *
 * @param {string} lockFile
 * @param {string} folder the one that gets node_modules
 * @returns {() => string} in words; none for npm's first seconds, in which it only asks what there is
 */
export function packageProgress(lockFile, folder) {
	/** @type {{ packages: Record<string, { optional?: boolean, link?: boolean }> }} */
	const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
	const missing = new Set(Object.keys(packages));

	for (const [location, { optional, link }] of Object.entries(packages)) {
		if (location === '' || optional || link) missing.delete(location);
	}

	const total = missing.size;

	return () => {
		for (const location of missing) {
			if (existsSync(path.join(folder, location, 'package.json'))) missing.delete(location);
		}

		const installed = total - missing.size;

		return installed ? `${formatCount(installed)} of about ${formatCount(total)} packages` : '';
	};
}
