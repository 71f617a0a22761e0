/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code: it runs on the developer's machine, never inside n8n */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { pause } from './pause.mjs';

const POLL_INTERVAL_MS = 500;
const HEARTBEAT_MS = 5_000;

/**
 * A holder that has not been heard of for this long is gone even if its process number lives: numbers are used again,
 * above all in containers, where each start gets the same few.
 */
const SILENT_MS = 30_000;

/**
 * Does work that only one process at a time may do.
 *
 * @param file the lock's path; removed afterwards
 * @param onBusy called once when another process, with this number, holds it; throw to give up instead of waiting
 * @param signal ends the wait
 */
export async function withLock<T>(
	file: string,
	onBusy: (pid: number) => void,
	work: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	let told = false;

	mkdirSync(path.dirname(file), { recursive: true });

	while (!create(file)) {
		signal?.throwIfAborted();

		const pid = livingHolder(file);

		if (pid === undefined) {
			// At once, before another process that waits has made a lock of its own.
			rmSync(file, { force: true });
			continue;
		}
		if (pid && !told) {
			onBusy(pid);
			told = true;
		}
		await pause(POLL_INTERVAL_MS, signal);
	}

	const heartbeat = setInterval(() => {
		utimes(file, new Date(), new Date()).catch(() => {});
	}, HEARTBEAT_MS);

	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		rmSync(file, { force: true });
	}
}

/** @returns false when somebody else has it */
function create(file: string) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

/**
 * @returns 0 where no number is written yet, or never was because of a kill: then the lock is judged by its age alone;
 *   undefined when the holder is gone
 */
function livingHolder(file: string) {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		const silentMs = Date.now() - statSync(file).mtimeMs;

		return silentMs < SILENT_MS && (!pid || isAlive(pid)) ? pid : undefined;
	} catch (error) {
		// Released this moment.
		if (codeOf(error) === 'ENOENT') return 0;
		throw error;
	}
}

export function isAlive(pid: number) {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// Otherwise the process is there, and somebody else's.
		if (codeOf(error) !== 'EPERM') return false;
	}

	try {
		// A killed process keeps its number until its parent takes note, which in a container may be never.
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return true;
	}
}

function codeOf(error: unknown) {
	return (error as NodeJS.ErrnoException).code;
}
