// A jest process that stays: it runs test files of a copy of the package when asked, one after the other.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEST_RUNNER = fileURLToPath(new URL('testRunner.cjs', import.meta.url));
/** Jest wants a test file to begin with. It is not run, but for what it loads: n8n-core, which takes longer than any test. */
const FIRST_FILE = 'tests/engine/findByPhone.test.ts';
const LOADING_LIMIT_MS = 600_000;
/** A process that has grown larger than that is replaced. */
const MAX_BYTES = 1_500_000_000;

export class Session {
	#child;

	/** @param copy the package's root, in which faults are planted */
	constructor(copy) {
		this.copy = copy;
		// Before the copy is removed.
		process.prependListener('exit', () => this.end());
	}

	/**
	 * @param {{ file: string, isAlone?: boolean, only?: string[], bail?: boolean, timeoutMs?: number }} run
	 *   the tests of a file, or `only` those of these names, `isAlone` in a process of their own; a test has `timeoutMs`
	 * @param {number} limitMs for all of them: a fault may also make an endless loop
	 * @returns the tests that ran, or `broken` with the reason why none did
	 */
	async run(run, limitMs) {
		if (run.isAlone) this.end();
		if (this.#child === undefined) {
			this.#child = await this.#start();
			if (!run.isAlone) await this.#ask({ file: FIRST_FILE }, LOADING_LIMIT_MS);
		}
		const answer = await this.#ask(run, limitMs);
		// What a broken run has left behind must not disturb the next.
		const isHanging = answer.tests.some(({ isRed, ms }) => isRed && ms >= run.timeoutMs);
		if (answer.broken || run.isAlone || isHanging || answer.rss > MAX_BYTES) this.end();
		return answer;
	}

	async #ask(run, limitMs) {
		const child = this.#child;
		return await new Promise((resolve) => {
			const timer = setTimeout(() => resolve({ broken: 'endless', tests: [] }), limitMs);
			const done = (result) => {
				clearTimeout(timer);
				child.removeAllListeners();
				resolve(result);
			};
			child.once('message', done);
			child.once('exit', () => done({ broken: 'the process ended', tests: [] }));
			child.send({ ...run, file: join(this.copy, run.file) });
		});
	}

	end() {
		this.#child?.removeAllListeners();
		this.#child?.kill('SIGKILL');
		this.#child = undefined;
	}

	async #start() {
		const jest = join(this.copy, 'node_modules/jest/bin/jest.js');
		const args = ['--rootDir', this.copy, '--cacheDirectory', join(this.copy, '.jest')];
		const child = fork(
			jest,
			[
				...args,
				'--runInBand',
				'--silent',
				'--testRunner',
				TEST_RUNNER,
				'--runTestsByPath',
				FIRST_FILE,
			],
			{ cwd: this.copy, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
		);
		await new Promise((resolve, reject) => {
			child.once('message', resolve);
			child.once('exit', () => reject(new Error('Jest does not start')));
		});
		child.removeAllListeners();
		return child;
	}
}
