// @ts-check
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { createContestant } from './contestants.mjs';

/**
 * One measurement in a fresh process: load, warm up, wait for the sign, do the task once, report.
 *
 * @typedef {import('./contestants.mjs').Task} Task
 * @typedef {import('../simulator.ts').Account} Account
 *
 * @typedef {object} Job
 * @property {import('./contestants.mjs').ContestantName} contestant
 * @property {import('./contestants.mjs').Folders} folders
 * @property {{ measured: Account, warmUp: Account }} accounts
 * @property {Task[]} tasks done at the same time, as by several workflows of one n8n
 * @property {number} [repeats] how often in a row; figures are per time
 * @property {string} [profile] file for a CPU profile of the task alone
 *
 * @typedef {object} Measurement
 * @property {number} wallMs
 * @property {number} cpuMs of all threads of this process
 * @property {number} maxRssBytes of this process in its whole life
 * @property {number} records
 * @property {number} distinct different records among them
 */

/** Until here a process is slower than it will ever be again: n8n's server runs for weeks. */
const WARM_UPS = 2;

/** Calls of a task that is repeated, before those that are measured. */
const WARM_UP_REPEATS = 30;

/**
 * @param {Job} job
 * @param {() => Promise<void>} sign
 * @returns {Promise<Measurement>}
 */
async function measure({ contestant: name, folders, accounts, tasks, repeats = 1, profile }, sign) {
	const contestant = await createContestant(name, folders);

	for (let time = 0; time < WARM_UPS; time++) {
		await contestant.run({ kind: 'contacts' }, accounts.warmUp);
	}
	if (repeats > 1) {
		for (let time = 0; time < WARM_UP_REPEATS; time++) {
			await contestant.run(tasks[0], accounts.warmUp);
		}
	}

	await sign();

	const stopProfile = profile ? await startProfile(profile) : undefined;
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	/** @type {unknown[]} */
	let outputs = [];
	for (let time = 0; time < repeats; time++) {
		outputs = await Promise.all(tasks.map((task) => contestant.run(task, accounts.measured)));
	}
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	// Before the records are counted, which takes memory of its own.
	const maxRssBytes = process.resourceUsage().maxRSS * 1024;
	await stopProfile?.();

	const records = outputs.flatMap((output) => contestant.records(output));

	return {
		wallMs: wallMs / repeats,
		cpuMs: (user + system) / 1000 / repeats,
		maxRssBytes,
		records: records.length,
		distinct: new Set(records.map(({ id, ...record }) => id ?? JSON.stringify(record))).size,
	};
}

/**
 * @param {string} file
 * @returns {Promise<() => Promise<void>>} ends and writes it
 */
async function startProfile(file) {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.start');
	return async () => {
		const { profile } = await session.post('Profiler.stop');
		writeFileSync(file, JSON.stringify(profile));
	};
}

// Nobody is left to report to.
process.on('disconnect', () => process.exit());

process.once('message', (/** @type {Job} */ job) => {
	const sign = async () => {
		process.send?.({ ready: true });
		await new Promise((resolve) => process.once('message', resolve));
	};
	measure(job, sign)
		.then(
			(measurement) => ({ measurement }),
			(error) => ({
				failure: [error?.message, error?.description, error?.stack].filter(Boolean).join('\n'),
			}),
		)
		// n8n leaves timers behind, which would keep the process alive.
		.then((message) => process.send?.(message, () => process.exit()));
});
