// @ts-check
import { mkdir, statfs } from 'node:fs/promises';
import { StartError } from './errors.mjs';

/** With less than this left, files may have been cut short. */
const LEAST_BYTES = 200e6;

/**
 * Does work that fills a disk, if there is space for it. It does not count when the disk is full at its end: npm cannot be
 * left to notice, since it has been seen to end well, with truncated files.
 *
 * @template T
 * @param {object} how
 * @param {string} how.folder made if need be
 * @param {number} how.bytes that the work will need
 * @param {string} how.purpose as in "installing n8n"
 * @param {string} how.advice what to do
 * @param {number} [how.leastBytes]
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {StartError} when there is too little space, before or afterwards
 */
export async function withSpace(
	{ folder, bytes, purpose, advice, leastBytes = LEAST_BYTES },
	work,
) {
	await mkdir(folder, { recursive: true });

	const free = await freeBytes(folder);

	if (free < bytes) {
		throw new StartError(
			`The disk is too full: ${purpose} needs about ${inGb(bytes)}, and ${inGb(free)} are free in ${folder}.`,
			advice,
		);
	}

	const result = await work();

	if ((await freeBytes(folder)) < leastBytes) {
		throw new StartError(`The disk became full while ${purpose}. It was given up.`, advice);
	}

	return result;
}

/** @param {string} folder */
async function freeBytes(folder) {
	const { bavail, bsize } = await statfs(folder);

	return bavail * bsize;
}

/** @param {number} bytes */
function inGb(bytes) {
	return `${(bytes / 1e9).toFixed(1)} GB`;
}
