/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './errors.mjs';
import { runCommand } from './processes.ts';
import { NPM_OPTIONS } from './tools.mjs';

/** npm, to be run by a chosen Node instead of whichever the PATH has. */
export interface Npm {
	/** npm's own program file. */
	program: string;
	node: string;
	/** From childEnvironment. */
	env: NodeJS.ProcessEnv;
}

/** @param node the Node to run it with */
export function npmWith(node: string, env: NodeJS.ProcessEnv): Npm {
	return { program: findNpm(env), node, env: childEnvironment(env, node) };
}

/**
 * @returns npm's own program file
 * @throws {StartError} when there is no npm
 */
export function findNpm(env: NodeJS.ProcessEnv) {
	// npm names itself when it runs a script; pnpm and Yarn do the same with their names.
	const candidates = [env.npm_execpath, ...pathOf(env).map((folder) => path.join(folder, 'npm'))];

	for (const candidate of candidates) {
		const file = candidate && existsSync(candidate) && realpathSync(candidate);

		if (file && path.basename(file) === 'npm-cli.js') return file;
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
 * @param nodeBinary absolute path
 */
export function childEnvironment(env: NodeJS.ProcessEnv, nodeBinary: string) {
	const result: NodeJS.ProcessEnv = {};

	for (const [name, value] of Object.entries(env)) {
		if (!NOT_INHERITED.test(name) && name.toUpperCase() !== 'PATH') result[name] = value;
	}

	result.PATH = [path.dirname(nodeBinary), ...pathOf(env)].join(path.delimiter);

	// The access token is n8n's alone, as a credential: no child process needs to see it.
	delete result.FLOWIQ_TOKEN;

	return result;
}

/** @returns folders */
function pathOf(env: NodeJS.ProcessEnv) {
	// Windows writes "Path".
	const name = Object.keys(env).find((candidate) => candidate.toUpperCase() === 'PATH') ?? '';

	return env[name]?.split(path.delimiter) ?? [];
}

/**
 * @returns what npm printed
 * @throws {CommandFailed} with npm's own words when it fails
 */
export async function runNpm(
	npm: Npm,
	args: string[],
	{ cwd, signal }: { cwd: string; signal?: AbortSignal },
) {
	return await runCommand(npm.node, [npm.program, ...args, ...NPM_OPTIONS, '--no-progress'], {
		cwd,
		env: npm.env,
		signal,
		shownAs: ['npm', ...args].join(' '),
	});
}
