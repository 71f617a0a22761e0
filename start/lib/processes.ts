/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandFailed } from './errors.mjs';

/** n8n ends in about 2 s, or when a running workflow is through with its node; past this something hangs. */
const SERVICE_GRACE_MS = 15_000;

/** An interrupted npm takes its time to undo what it did, which is deleted here anyway. */
const COMMAND_GRACE_MS = 2_000;

/** A compiler's output runs to megabytes, and the reason for a failure stands at its end. */
const QUOTED_CHARS = 32_000;

const isWindows = process.platform === 'win32';

/** Everything started here and not ended yet. Only these are ever signalled. */
const running = new Set<ChildProcess>();

// Reached on every way out but SIGKILL, where watch-parent.cjs takes over.
process.on('exit', () => {
	for (const child of running) signalTree(child, 'SIGKILL');
});

interface Surroundings {
	cwd: string;
	env: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end.
 *
 * @param options.signal ends the command, and everything it started
 * @param options.shownAs the command in error messages
 * @returns its standard output
 * @throws {CommandFailed} when it fails
 * @throws the signal's reason when aborted
 */
export async function runCommand(
	file: string,
	args: string[],
	options: Surroundings & { signal?: AbortSignal; shownAs?: string },
) {
	const { signal, shownAs = [file, ...args].join(' ') } = options;

	signal?.throwIfAborted();

	const { child, exited } = launch(file, args, options);
	let stdout = '';
	let stderr = '';

	child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text) => {
		stderr = (stderr + text).slice(-QUOTED_CHARS);
	});

	const onAbort = () => void stopProcess(child, exited, COMMAND_GRACE_MS);
	signal?.addEventListener('abort', onAbort, { once: true });

	try {
		const exitCode = await exited;

		signal?.throwIfAborted();
		if (exitCode !== 0) {
			const output = `${stdout.slice(-QUOTED_CHARS)}\n${stderr}`.trim();

			throw new CommandFailed(shownAs, output);
		}

		return stdout;
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
}

/**
 * Starts a command that runs until it is stopped; what it prints goes to a file, which is overwritten.
 *
 * @returns `exited`: the exit code, null after a signal; `stop` resolves when it and all it started are gone
 */
export function startService(
	file: string,
	args: string[],
	options: Surroundings & { logFile: string },
) {
	const { child, exited } = launch(file, args, options);
	const log = createWriteStream(options.logFile, { mode: 0o600 });

	// A log that cannot be written (a full disk) must not take the service down with it.
	log.on('error', () => {});
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	exited.finally(() => log.end()).catch(() => {});

	return {
		pid: child.pid ?? 0,
		exited,
		stop: async () => await stopProcess(child, exited, SERVICE_GRACE_MS),
	};
}

/**
 * A group of its own, so that Ctrl-C in the terminal reaches this process only, which then stops the rest in order;
 * and so that what a command starts in turn can be stopped with it.
 */
function launch(file: string, args: string[], { cwd, env }: Surroundings) {
	const child = spawn(file, args, {
		cwd,
		env: {
			...env,
			FLOWIQ_START_PID: String(process.pid),
			NODE_OPTIONS: withPreload(env.NODE_OPTIONS, 'watch-parent.cjs'),
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: !isWindows,
		windowsHide: true,
	});

	running.add(child);

	const exited = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => {
		// The leader is gone; whatever it left behind in its group goes too.
		signalTree(child, 'SIGKILL');
		running.delete(child);
	});

	return { child, exited };
}

/**
 * @param module a CommonJS module in this folder
 * @returns NODE_OPTIONS that load the module first
 */
export function withPreload(nodeOptions: string | undefined, module: string) {
	const file = fileURLToPath(new URL(module, import.meta.url));

	return [nodeOptions, `--require=${JSON.stringify(file)}`].filter(Boolean).join(' ');
}

/** @param graceMs after which it is ended the hard way */
async function stopProcess(child: ChildProcess, exited: Promise<unknown>, graceMs: number) {
	if (!running.has(child)) return;

	const deadline = setTimeout(() => signalTree(child, 'SIGKILL'), graceMs);

	signalTree(child, 'SIGTERM');
	await exited.catch(() => {});
	clearTimeout(deadline);
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals) {
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
