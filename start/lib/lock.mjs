// @ts-check
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pause } from './pause.mjs';

const POLL_INTERVAL_MS = 500;
const HEARTBEAT_MS = 5_000;

/** Heard of this recently, a holder is certainly at work. */
const FRESH_MS = 2 * HEARTBEAT_MS;

/**
 * A holder that has not been heard of for this long is gone even if its process number lives: numbers are used again,
 * above all in containers, where each start gets the same few.
 */
const SILENT_MS = 30_000;

/** @typedef {{ pid: number, id: string }} Holder */

/**
 * Does work that only one process at a time may do.
 *
 * @template T
 * @param {string} file the lock's path; removed afterwards
 * @param {(holder: Holder) => void} onBusy called once when another process holds it; throw to give up
 *   instead of waiting
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal] ends the wait
 * @returns {Promise<T>}
 */
export async function withLock(file, onBusy, work, signal) {
	const release = await acquire(file, onBusy, signal);

	try {
		return await work();
	} finally {
		await release();
	}
}

/**
 * @param {string} file
 * @param {(holder: Holder) => void} onBusy
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<() => Promise<void>>} releases the lock
 */
async function acquire(file, onBusy, signal) {
	/** @type {Holder} */
	const own = { pid: process.pid, id: randomUUID() };
	let told = false;

	await mkdir(path.dirname(file), { recursive: true });

	for (;;) {
		signal?.throwIfAborted();

		if (await create(file, own)) break;

		const holder = await readHolder(file);

		const silentMs = await silenceOf(file);

		if (holder && (silentMs > SILENT_MS || (holder.pid && !isAlive(holder.pid)))) {
			await discard(file, holder);
		} else {
			if (holder?.pid && silentMs < FRESH_MS && !told) {
				onBusy(holder);
				told = true;
			}
			await pause(POLL_INTERVAL_MS, signal);
		}
	}

	const heartbeat = setInterval(() => {
		const now = new Date();

		utimes(file, now, now).catch(() => {});
	}, HEARTBEAT_MS);
	heartbeat.unref();

	return async () => {
		clearInterval(heartbeat);
		await discard(file, own);
	};
}

/**
 * @param {string} file
 * @param {Holder} own
 * @returns {Promise<boolean>} false when somebody else has it
 */
async function create(file, own) {
	try {
		await writeFile(file, JSON.stringify(own), { flag: 'wx' });
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

/**
 * @param {string} file
 * @returns {Promise<Holder | undefined>} undefined when the lock has just gone
 */
async function readHolder(file) {
	try {
		const text = await readFile(file, 'utf8');

		// Created but not written yet, or left that way by a kill: a holder without a number, judged by its silence.
		return text ? JSON.parse(text) : { pid: 0, id: '' };
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		if (error instanceof SyntaxError) return { pid: 0, id: '' };
		throw error;
	}
}

/**
 * @param {string} file
 * @returns {Promise<number>} ms since the holder's last sign of life
 */
async function silenceOf(file) {
	try {
		return Date.now() - (await stat(file)).mtimeMs;
	} catch {
		// Released this moment.
		return 0;
	}
}

/**
 * Removes the lock only while it is this holder's: it is moved aside first, because between looking and removing
 * another process may have taken it over.
 *
 * @param {string} file
 * @param {Holder} holder
 */
async function discard(file, holder) {
	const aside = `${file}.${randomUUID()}`;

	try {
		await rename(file, aside);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw error;
	}

	const moved = await readHolder(aside);

	if (moved && moved.id !== holder.id)
		await writeFile(file, JSON.stringify(moved), { flag: 'wx' }).catch(() => {});

	await rm(aside, { force: true });
}

/** @param {number} pid */
export function isAlive(pid) {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// Otherwise the process is there, and somebody else's.
		if (codeOf(error) !== 'EPERM') return false;
	}

	return !isZombie(pid);
}

/**
 * A killed process keeps its number until its parent takes note, which in a container may be never.
 *
 * @param {number} pid
 */
function isZombie(pid) {
	try {
		return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

/** @param {unknown} error */
function codeOf(error) {
	return /** @type {{ code?: unknown } | null} */ (error)?.code;
}
