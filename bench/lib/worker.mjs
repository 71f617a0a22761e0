// @ts-check
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../worker/main.mjs', import.meta.url));

/**
 * @typedef {import('../worker/main.mjs').Job} Job
 * @typedef {import('../worker/main.mjs').Measurement} Measurement
 *
 * @typedef {object} Environment
 * @property {string} node the Node that runs n8n
 * @property {string} n8nFolder
 * @property {string} packageFolder
 * @property {string} [profiles] folder for CPU profiles
 */

/** A measurement in its own process, loaded, warmed up and waiting for its start. */
export class Worker {
	/** @param {import('node:child_process').ChildProcess} child */
	constructor(child) {
		this.child = child;
	}

	/**
	 * @param {Environment} environment
	 * @param {Omit<Job, 'folders'>} job
	 * @returns {Promise<Worker>}
	 */
	static async prepare({ node, n8nFolder, packageFolder, profiles }, job) {
		const modules = path.join(n8nFolder, 'node_modules');
		const child = fork(PROGRAM, {
			execPath: node,
			// As n8n does it, so that a community package finds n8n's own copy of n8n-workflow.
			env: { ...withoutN8nSettings(process.env), NODE_PATH: modules },
			// n8n's own log is no part of the figures.
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		const worker = new Worker(child);

		child.send({
			...job,
			folders: { n8nFolder, packageFolder },
			profile: profiles && path.join(profiles, `${job.contestant}-${child.pid}.cpuprofile`),
		});
		await worker.#next();

		return worker;
	}

	/** @returns {Promise<Measurement>} */
	async measure() {
		this.child.send('go');
		return (await this.#next()).measurement;
	}

	stop() {
		this.child.kill();
	}

	/** @returns {Promise<any>} */
	async #next() {
		return await new Promise((resolve, reject) => {
			const onExit = (/** @type {unknown} */ code) =>
				reject(new Error(`A measurement ended unexpectedly (${code})`));
			this.child.once('exit', onExit);
			this.child.once('message', (/** @type {any} */ message) => {
				this.child.off('exit', onExit);
				if (message.failure) reject(new Error(message.failure));
				else resolve(message);
			});
		});
	}
}

/**
 * Settings of somebody's own n8n, of Node or of npm would change what is measured.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutN8nSettings(env) {
	return Object.fromEntries(
		Object.entries(env).filter(([name]) => !/^(N8N|NODE|EXPRESSION|npm)_/.test(name)),
	);
}
