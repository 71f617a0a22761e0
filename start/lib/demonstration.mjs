// @ts-check
import { readFile, rm } from 'node:fs/promises';
import { asStartError, Interrupted } from './errors.mjs';
import { runExport, setUpWorkflow } from './export-run.mjs';
import { realAccount, simulatedAccount } from './flowiq-account.mjs';
import { N8nRest } from './n8n-rest.mjs';
import { n8nSettings, startN8n } from './n8n-server.mjs';
import { DEFAULT_PORT } from './options.mjs';
import { freePort } from './ports.mjs';
import { formatBytes, formatCount } from './progress.mjs';

/**
 * Runs the export in n8n and shows what came out; ends at once with --once, otherwise when stopped.
 *
 * @param {object} how
 * @param {import('./options.mjs').Options} how.options
 * @param {NodeJS.ProcessEnv} how.env
 * @param {import('./progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @param {import('./install.mjs').Installation} how.installation
 * @param {import('./user-folder.mjs').UserFolder} how.user
 * @returns {Promise<number>} the exit code: 0 when the exported file is exact
 */
export async function demonstrate({ options, env, progress, signal, installation, user }) {
	// A workflow of the person's own may need the network, so it is only closed where nobody works with the editor.
	const isGuarded = options.once && !options.realApi;
	const account = options.realApi
		? realAccount(options.realApi)
		: await simulatedAccount({ contacts: options.contacts, rateLimit: options.rateLimit });
	/** @type {import('./n8n-server.mjs').N8nServer | undefined} */
	let n8n;

	try {
		const port = options.port ?? (await freePort(DEFAULT_PORT));

		if (port !== (options.port ?? DEFAULT_PORT)) {
			progress.say(`  Port ${DEFAULT_PORT} is in use; n8n gets port ${port}.`);
		}

		await rm(user.networkLog, { force: true });

		const server = await progress.step(
			'Starting n8n',
			async () =>
				await startN8n({
					node: installation.npm.node,
					folder: installation.n8nFolder,
					env: installation.npm.env,
					settings: n8nSettings({
						userFolder: user.folder,
						exportFolder: user.exportFolder,
						port,
						brokerPort: await freePort(port + 1, [port]),
					}),
					logFile: user.n8nLog,
					netguardLog: isGuarded ? user.networkLog : undefined,
					signal,
				}),
		);

		n8n = server;

		const rest = new N8nRest(server.url, { signal: AbortSignal.any([signal, server.gone]) });
		const demo = await progress.step(
			'Setting up log-in, credential and workflow',
			async () => await setUpWorkflow({ rest, user, account }),
		);
		const faults = await exportOnce({
			rest,
			demo,
			account,
			installation,
			user,
			progress,
			signal,
			server,
		});

		if (options.once) {
			await server.stop();
			faults.push(...(await networkFaults(user.networkLog)));
			sayFaults(faults, progress);
		} else {
			sayFaults(faults, progress);
			progress.say('\nn8n is running. Press Ctrl-C to stop it.');

			const reason = await aborted(AbortSignal.any([signal, server.gone]));

			if (!(reason instanceof Interrupted)) throw reason;
		}

		return faults.length ? 1 : 0;
	} finally {
		await n8n?.stop();
		await account.close();
		progress.say('Everything that was started is stopped.');
	}
}

/**
 * @param {object} how
 * @param {N8nRest} how.rest
 * @param {Awaited<ReturnType<typeof setUpWorkflow>>} how.demo
 * @param {import('./flowiq-account.mjs').FlowIqAccount} how.account
 * @param {import('./install.mjs').Installation} how.installation
 * @param {import('./user-folder.mjs').UserFolder} how.user
 * @param {import('./progress.mjs').Progress} how.progress
 * @param {AbortSignal} how.signal
 * @param {import('./n8n-server.mjs').N8nServer} how.server
 * @returns {Promise<string[]>} what went wrong
 */
async function exportOnce({ rest, demo, account, installation, user, progress, signal, server }) {
	const faults = [];
	const lines = [];

	try {
		const {
			rows,
			bytes,
			requests,
			faults: csvFaults,
		} = await progress.step(
			`Running the workflow "${demo.workflow.name}"`,
			async (report) =>
				await runExport({
					...demo,
					rest,
					account,
					n8nFolder: installation.n8nFolder,
					report,
					signal,
				}),
		);

		faults.push(...csvFaults);
		lines.push(
			`  Rows exported   ${formatCount(rows)}${faults.length ? '' : ' (one line per contact, compared with the account)'}`,
			`  Requests made   ${requests === undefined ? 'not counted with the real API' : formatCount(requests)}`,
			`  CSV file        ${bytes ? `${demo.csvFile} (${formatBytes(bytes)})` : 'none, there is nothing to write'}`,
		);
	} catch (error) {
		signal.throwIfAborted();

		const { message, advice } = /** @type {import('./errors.mjs').StartError} */ (
			asStartError(error)
		);

		faults.push(advice ? `${message}\n  ${advice}` : message);
	}

	progress.say(
		[
			'',
			...lines,
			`  Editor          ${server.url}/workflow/${demo.workflow.id}`,
			`  Log-in          ${user.login.email}   password: ${user.login.password}`,
		].join('\n'),
	);

	return faults;
}

/**
 * @param {string[]} faults
 * @param {import('./progress.mjs').Progress} progress
 */
function sayFaults(faults, progress) {
	if (faults.length) progress.say(`\nThe export is not right:\n- ${faults.join('\n- ')}`);
}

/**
 * @param {string} log
 * @returns {Promise<string[]>}
 */
async function networkFaults(log) {
	const attempts = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean);
	const hosts = new Set(attempts.map((line) => JSON.parse(line).host));

	return hosts.size ? [`n8n tried to reach other machines: ${[...hosts].join(', ')}.`] : [];
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<unknown>} its reason
 */
async function aborted(signal) {
	if (!signal.aborted) {
		await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
	}

	return signal.reason;
}
