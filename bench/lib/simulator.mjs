// @ts-check
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../simulator.cjs', import.meta.url));

/**
 * @typedef {import('../simulator.cjs').Options} SimulatorOptions
 * @typedef {import('../simulator.cjs').Account} Account
 */

/** A simulator process. */
export class Simulator {
	#child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	#calls = 0;
	/** @type {{ measured: Account, warmUp: Account }} */
	// @ts-expect-error -- set by start, the only way to a simulator
	accounts;

	/**
	 * @param {SimulatorOptions} options
	 * @returns {Promise<Simulator>}
	 */
	static async start(options) {
		const simulator = new Simulator();
		simulator.accounts = await simulator.#call('start', options);
		return simulator;
	}

	/** Back to the state after the start: nothing asked, the whole burst there. */
	async reset() {
		await this.#call('reset');
	}

	/** @returns {Promise<import('../simulator.cjs').Traffic>} */
	async traffic() {
		return await this.#call('traffic');
	}

	/**
	 * @param {number} count
	 * @returns {Promise<string[]>} phone numbers of that many contacts
	 */
	async phones(count) {
		return await this.#call('phones', count);
	}

	/** @returns {Promise<import('../simulator.cjs').Day>} */
	async day() {
		return await this.#call('day');
	}

	/** @returns {Promise<string[]>} the webhooks that were registered since it was asked last */
	async takeWebhooks() {
		return await this.#call('takeWebhooks');
	}

	/**
	 * @param {import('../simulator.cjs').Batch} batch
	 * @returns {Promise<import('../simulator.cjs').Delivered>}
	 */
	async deliver(batch) {
		return await this.#call('deliver', batch);
	}

	stop() {
		this.#child.kill();
	}

	/**
	 * @param {string} command
	 * @param {unknown} [argument]
	 * @returns {Promise<any>}
	 */
	async #call(command, argument) {
		const child = this.#child;
		const id = ++this.#calls;

		return await new Promise((resolve, reject) => {
			const settle = () => {
				child.off('message', onMessage);
				child.off('exit', onExit);
			};
			const onMessage = (/** @type {any} */ message) => {
				if (message.id !== id) return;
				settle();
				if (message.failure) reject(new Error(message.failure));
				else resolve(message.answer);
			};
			const onExit = () => {
				settle();
				reject(new Error('The simulator ended unexpectedly'));
			};
			child.on('message', onMessage);
			child.on('exit', onExit);
			child.send({ id, command, argument });
		});
	}
}
