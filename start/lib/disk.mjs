// @ts-check
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './errors.mjs';
import { formatBytes } from './progress.mjs';

/** With less than this left, an installation is given up before the disk is full for everybody else. */
const LEAST_BYTES = 200e6;
const CHECK_INTERVAL_MS = 500;

/**
 * @param {string} folder may not exist yet
 * @returns {Promise<number>} bytes this user may still write there
 */
export async function freeBytes(folder) {
	let existing = path.resolve(folder);

	while (!existsSync(existing) && path.dirname(existing) !== existing) {
		existing = path.dirname(existing);
	}

	const { bavail, bsize } = await statfs(existing);

	return bavail * bsize;
}

/**
 * Does work that fills a disk, only if there is space for it, and only as long as there is. npm cannot be left to notice:
 * on a full disk it has been seen to end well, with truncated files.
 *
 * @template T
 * @param {object} how
 * @param {string} how.folder may not exist yet
 * @param {number} how.bytes that the work will need
 * @param {string} how.purpose as in "installing n8n"
 * @param {string} how.advice what to do
 * @param {AbortSignal} how.signal
 * @param {number} [how.leastBytes]
 * @param {(signal: AbortSignal) => Promise<T>} work has to end when the signal says so
 * @returns {Promise<T>}
 * @throws {StartError} when there is too little space, before or meanwhile
 */
export async function withSpace(
	{ folder, bytes, purpose, advice, signal, leastBytes = LEAST_BYTES },
	work,
) {
	const free = await freeBytes(folder);

	if (free < bytes) {
		throw new StartError(
			`The disk is too full: ${purpose} needs about ${formatBytes(bytes)}, and ${formatBytes(free)} are free in ${folder}.`,
			advice,
		);
	}

	const full = new AbortController();

	const check = async () => {
		if ((await freeBytes(folder)) >= leastBytes) return;

		full.abort(new StartError(`The disk became full while ${purpose}. It was given up.`, advice));
	};
	const timer = setInterval(() => void check().catch(() => {}), CHECK_INTERVAL_MS);

	try {
		const result = await work(AbortSignal.any([signal, full.signal]));

		await check();
		full.signal.throwIfAborted();

		return result;
	} finally {
		clearInterval(timer);
	}
}
