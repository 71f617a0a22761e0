// @ts-check
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './errors.mjs';
import { formatBytes } from './progress.mjs';

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
 * Better now than after minutes of downloading.
 *
 * @param {string} folder may not exist yet
 * @param {number} neededBytes
 * @param {string} purpose as in "n8n"
 * @param {string} advice what else to do than to free space
 * @returns {Promise<void>}
 * @throws {StartError} when there is less free space
 */
export async function requireSpace(folder, neededBytes, purpose, advice) {
	const free = await freeBytes(folder);

	if (free >= neededBytes) return;

	throw new StartError(
		`The disk is too full: ${purpose} needs about ${formatBytes(neededBytes)}, and ${formatBytes(free)} are free in ${folder}.`,
		`Free some space${advice && `, or ${advice}`}.`,
	);
}
