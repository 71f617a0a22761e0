/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code: it runs on the developer's machine, never inside n8n */
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { withSpace } from './disk.mjs';
import { withLock } from './lock.ts';

export interface Making {
	/** As in "installing n8n". */
	purpose: string;
	/** That it will take on the disk meanwhile. */
	bytes: number;
	isComplete: (folder: string) => boolean;
	/** Puts everything into the empty folder it is given. */
	fill: (staging: string) => Promise<void>;
	/** Another process, with this number, is at the same work. */
	onWait: (pid: number) => void;
	signal: AbortSignal;
}

/**
 * Makes a folder all at once: the work is done in a sibling that gets the folder's name when it is complete, so that an
 * end at any moment leaves either nothing or the whole. What an earlier, killed run left is removed first.
 */
export async function makeOnce(target: string, how: Making) {
	const { purpose, bytes, isComplete, fill, onWait, signal } = how;
	const advice = 'Free some space, or set FLOWIQ_CACHE_DIR to a folder on a larger disk.';

	if (isComplete(target)) return;

	const make = async () => {
		if (isComplete(target)) return;

		await removeLeftovers(target);

		const staging = `${target}.partial-${process.pid}`;

		try {
			await withSpace({ folder: staging, bytes, purpose, advice }, async () => await fill(staging));
			signal.throwIfAborted();
			await rename(staging, target);
		} catch (error) {
			await remove(staging);
			throw error;
		}
	};

	await withLock(`${target}.lock`, onWait, make, signal);
}

/** Whoever holds the lock is alone, so everything unfinished is a dead run's. */
async function removeLeftovers(target: string) {
	const parent = path.dirname(target);
	const names = await readdir(parent);

	for (const name of names.filter((one) => one.startsWith(`${path.basename(target)}.partial-`))) {
		await remove(path.join(parent, name));
	}

	// There under its final name, and yet not complete: somebody deleted parts of it.
	await remove(target);
}

async function remove(folder: string) {
	// A process of the dead run may still be writing there for a moment.
	await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
