// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** n8n ends in about 2 s, or when a running workflow is through with its node; past this something hangs. */
const SERVICE_GRACE_MS = 15_000;

/** An interrupted npm takes its time to undo what it did, which is deleted here anyway. */
const COMMAND_GRACE_MS = 2_000;

/** A compiler's output runs to megabytes, and the reason for a failure stands at its end. */
const QUOTED_CHARS = 32_000;

const isWindows = process.platform === 'win32';

/**
 * Everything started here and not ended yet. Only these are ever signalled.
 *
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const running = new Set();

// Reached on every way out but SIGKILL, where watch-parent.cjs takes over.
process.on('exit', () => {
	for (const child of running) signalTree(child, 'SIGKILL');
});

/** A command that ended with a failure. */
export class CommandFailed extends Error {
	/**
	 * @param {string} command as a person would write it
	 * @param {number | null} exitCode null when a signal ended it
	 * @param {string} output the end of what it printed
	 */
	constructor(command, exitCode, output) {
		super(
			`"${command}" ended with ${exitCode === null ? 'a signal' : `code ${exitCode}`}\n${output}`,
		);
		this.name = 'CommandFailed';
		this.command = command;
		this.exitCode = exitCode;
		this.output = output;
	}
}

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {AbortSignal} [signal] ends the command, and everything it started
 * @property {string} [shownAs] the command in error messages
 */

/**
 * Runs a command to its end.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} its standard output
 * @throws {CommandFailed} when it fails
 * @throws the signal's reason when aborted
 */
export async function runCommand(file, args, { cwd, env, signal, shownAs }) {
	signal?.throwIfAborted();

	const child = launch(file, args, cwd, env);
	let stdout = '';
	let stderr = '';

	child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stderr?.setEncoding('utf8').on('data', (text) => {
		stderr = (stderr + text).slice(-QUOTED_CHARS);
	});

	const onAbort = () => void stopProcess(child, COMMAND_GRACE_MS);
	signal?.addEventListener('abort', onAbort, { once: true });

	try {
		const exitCode = await ended(child);

		signal?.throwIfAborted();
		if (exitCode !== 0) {
			const output = `${stdout.slice(-QUOTED_CHARS)}\n${stderr}`.trim();

			throw new CommandFailed(shownAs ?? [file, ...args].join(' '), exitCode, output);
		}

		return stdout;
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
}

/**
 * Starts a command that runs until it is stopped; what it prints goes to a file.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, logFile: string }} options the log file is overwritten
 */
export function startService(file, args, { cwd, env, logFile }) {
	const child = launch(file, args, cwd, env);
	const log = createWriteStream(logFile, { mode: 0o600 });

	// A log that cannot be written (a full disk) must not take the service down with it.
	log.on('error', () => {});
	child.stdout?.pipe(log, { end: false });
	child.stderr?.pipe(log, { end: false });

	const exited = ended(child).finally(() => log.end());
	exited.catch(() => {});

	return {
		pid: child.pid ?? 0,
		/** The exit code, null after a signal. */
		exited,
		/** Resolves when it and all it started are gone. */
		stop: () => stopProcess(child, SERVICE_GRACE_MS),
	};
}

/**
 * A group of its own, so that Ctrl-C in the terminal reaches this process only, which then stops the rest in order;
 * and so that what a command starts in turn can be stopped with it.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
function launch(file, args, cwd, env) {
	const child = spawn(file, args, {
		cwd,
		env: watched(env),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: !isWindows,
		windowsHide: true,
	});

	running.add(child);

	return child;
}

/** @param {NodeJS.ProcessEnv} env */
function watched(env) {
	return {
		...env,
		FLOWIQ_START_PID: String(process.pid),
		NODE_OPTIONS: withPreload(
			env.NODE_OPTIONS,
			fileURLToPath(new URL('watch-parent.cjs', import.meta.url)),
		),
	};
}

/**
 * @param {string | undefined} nodeOptions
 * @param {string} file absolute path of a CommonJS module
 * @returns {string} NODE_OPTIONS that load the module first
 */
export function withPreload(nodeOptions, file) {
	return [nodeOptions, `--require=${JSON.stringify(file)}`].filter(Boolean).join(' ');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | null>}
 */
function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', (error) => {
			running.delete(child);
			reject(error);
		});
		child.once('close', (exitCode) => {
			// The leader is gone; whatever it left behind in its group goes too.
			signalTree(child, 'SIGKILL');
			running.delete(child);
			resolve(exitCode);
		});
	});
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} graceMs after which it is ended the hard way
 */
async function stopProcess(child, graceMs) {
	if (!running.has(child)) return;

	const gone = new Promise((resolve) => child.once('close', resolve));
	const deadline = setTimeout(() => signalTree(child, 'SIGKILL'), graceMs);

	signalTree(child, 'SIGTERM');
	await gone;
	clearTimeout(deadline);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTree(child, signal) {
	if (!child.pid) return;

	if (isWindows) {
		// There are no process groups: the tree is walked by the system's own tool.
		if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
		return;
	}

	try {
		process.kill(-child.pid, signal);
	} catch {
		// Nobody is left in the group.
	}
}
