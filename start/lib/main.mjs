// @ts-check
import { constants } from 'node:os';
import { asStartError, Interrupted, StartError } from './errors.mjs';
import { installPackage } from './install-package.mjs';
import { inventory, installRuntime, packProject } from './install.mjs';
import { withLock } from './lock.mjs';
import { HELP, readOptions } from './options.mjs';
import { cacheFolder, lockPath, userFolder } from './paths.mjs';
import { requirePort } from './ports.mjs';
import { formatBytes, formatCount, Progress } from './progress.mjs';
import { openUserFolder } from './user-folder.mjs';

/** @type {NodeJS.Signals[]} */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * npm start, from the command line to the exit code.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} 0 when all went as it should
 */
export async function main(args, env) {
	const progress = new Progress(process.stdout);
	const stop = new AbortController();

	/** @param {NodeJS.Signals} name */
	const onSignal = (name) => {
		// Asked twice: no more waiting for anything. What was started is still ended on the way out.
		if (stop.signal.aborted) process.exit(exitCodeOf(name));

		stop.abort(new Interrupted(name));
		progress.say('\nStopping …');
	};

	for (const name of STOP_SIGNALS) process.on(name, onSignal);

	try {
		const options = readOptions(args, env);

		if (options.help) {
			progress.say(HELP);
			return 0;
		}

		return await start(options, env, progress, stop.signal);
	} catch (error) {
		return explain(stop.signal.aborted ? stop.signal.reason : error, progress);
	} finally {
		for (const name of STOP_SIGNALS) process.off(name, onSignal);
	}
}

/**
 * @param {unknown} thrown
 * @param {Progress} progress
 * @returns {number} the exit code
 */
function explain(thrown, progress) {
	const error = asStartError(thrown);

	if (error instanceof Interrupted) {
		progress.say('Stopped before the end.');
		return exitCodeOf(error.signalName);
	}

	progress.say(`\n${error.message}`);
	if (error.advice) progress.say(error.advice);

	return 1;
}

/**
 * As shells report a process that a signal ended.
 *
 * @param {NodeJS.Signals} name
 */
function exitCodeOf(name) {
	return 128 + constants.signals[name];
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {NodeJS.ProcessEnv} env
 * @param {Progress} progress
 * @param {AbortSignal} signal
 */
async function start(options, env, progress, signal) {
	const cache = cacheFolder(env);
	const folder = userFolder(env);

	if (options.port) await requirePort(options.port);

	sayPlan(options, cache, folder, progress);

	return await withLock(
		lockPath(cache, folder),
		({ pid }) => {
			throw new StartError(
				`Another start (process ${pid}) is using ${folder}.`,
				'Stop it first, or set FLOWIQ_USER_FOLDER to another folder.',
			);
		},
		async () => {
			const found = await openUserFolder(folder, { fresh: false });
			const installation = await installRuntime({ cache, env, progress, signal });
			const tarball = await packProject({
				cache,
				env,
				destination: found.packageFolder,
				progress,
				signal,
			});
			// Only now that the new build stands.
			const user = options.fresh ? await openUserFolder(folder, { fresh: true }) : found;
			const { name, version } = await installPackage({
				tarball,
				userFolder: user.folder,
				npm: installation.npm,
				signal,
			});

			progress.say(`✓ ${name} ${version} is installed in n8n`);

			// Not before: it needs the development tools, which may have been installed just now.
			const { demonstrate } = await import('./demonstration.mjs');

			return await demonstrate({ options, progress, signal, installation, user });
		},
		signal,
	);
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {string} cache
 * @param {string} folder
 * @param {Progress} progress
 */
function sayPlan({ realApi, contacts, rateLimit, once }, cache, folder, progress) {
	const source = realApi
		? `from the FlowIQ API at ${realApi.baseUrl}`
		: `from a simulated FlowIQ account with ${formatCount(contacts)} contacts\n` +
			(rateLimit
				? '    (limited to 100 requests a minute, with bursts of 150, as FlowIQ is)'
				: '    (without a limit on requests; --rate-limit switches FlowIQ’s on)');

	progress.say('FlowIQ nodes for n8n: a demonstration on this machine\n\nNeeded:');
	for (const { what, bytes, minutes, isThere } of inventory(cache)) {
		progress.say(
			`  ${what}: ${isThere ? 'there already' : `will be installed, about ${formatBytes(bytes)}${minutes ? ' and some minutes' : ''}`}`,
		);
	}
	progress.say(
		`\nThen this package is built, put into n8n, and a workflow exports all contacts\n  ${source}\n` +
			`  to a CSV file. ${once ? 'n8n is stopped after that.' : 'n8n keeps running until you press Ctrl-C.'}\n\n` +
			`n8n and Node are kept in  ${cache}\n` +
			`n8n's data are kept in    ${folder}\n`,
	);
}
