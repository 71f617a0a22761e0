// @ts-check
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.mjs';

/**
 * Makes a folder all at once: the work is done in a sibling that gets the folder's name when it is complete, so that an
 * end at any moment leaves either nothing or the whole. What an earlier, killed run left is removed first.
 *
 * @param {string} target
 * @param {object} how
 * @param {string} how.lockFile
 * @param {(folder: string) => boolean} how.isComplete
 * @param {(staging: string) => Promise<void>} how.fill puts everything into the empty folder it is given
 * @param {(pid: number) => void} how.onWait another process, with this number, is at the same work
 * @param {AbortSignal} how.signal
 */
export async function makeOnce(target, { lockFile, isComplete, fill, onWait, signal }) {
	if (isComplete(target)) return;

	await withLock(
		lockFile,
		({ pid }) => onWait(pid),
		async () => {
			if (isComplete(target)) return;

			await removeLeftovers(target);

			const staging = `${target}.partial-${process.pid}`;

			try {
				await mkdir(staging, { recursive: true });
				await fill(staging);
				signal.throwIfAborted();
				await rename(staging, target);
			} catch (error) {
				await remove(staging);
				throw error;
			}
		},
		signal,
	);
}

/**
 * Whoever holds the lock is alone, so everything unfinished is a dead run's.
 *
 * @param {string} target
 */
async function removeLeftovers(target) {
	const parent = path.dirname(target);

	await mkdir(parent, { recursive: true });

	for (const name of await readdir(parent)) {
		const isOurs = name.startsWith(`${path.basename(target)}.partial-`);

		if (isOurs) await remove(path.join(parent, name));
	}

	// There under its final name, and yet not complete: somebody deleted parts of it.
	await remove(target);
}

/** @param {string} folder */
async function remove(folder) {
	// A process of the dead run may still be writing there for a moment.
	await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
