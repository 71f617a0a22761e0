// @ts-check
import { constants } from 'node:os';
import { inWords } from './errors.mjs';
import { HELP, readOptions } from './options.mjs';
import { PROJECT_FOLDER } from './paths.mjs';
import { installTools, needsTools } from './tools.mjs';

/**
 * npm start, from the command line to the exit code.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} 0 when all went as it should; after a signal, what shells report of such a process
 */
export async function main(args, env) {
	const stop = new AbortController();
	let exitCode = 1;

	/** @param {NodeJS.Signals} name */
	const onSignal = (name) => {
		exitCode = 128 + constants.signals[name];

		// Asked twice: no more waiting for anything. What was started is still ended on the way out.
		if (stop.signal.aborted) process.exit(exitCode);

		console.log('\nStopping …');
		stop.abort(new Error(`Stopped by ${name}`));
	};

	process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);

	try {
		const options = readOptions(args, env);

		if (options.help) {
			console.log(HELP);
			return 0;
		}
		if (needsTools(PROJECT_FOLDER)) await installTools(PROJECT_FOLDER, env, stop.signal);

		// From here on there is TypeScript, and whatever else the tools bring. The simulator is CommonJS.
		for (const loader of ['tsx/cjs/api', 'tsx/esm/api']) (await import(loader)).register();

		const { start } = await import('./start.ts');

		return await start(options, env, stop.signal);
	} catch (error) {
		console.log(stop.signal.aborted ? 'Stopped before the end.' : `\n${inWords(error)}`);

		return exitCode;
	}
}
