// @ts-check
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { asStartError, Interrupted, StartError } from './errors.mjs';
import { runExport, setUpTemplates, setUpWorkflow } from './export-run.mjs';
import { realAccount, simulatedAccount } from './flowiq-account.mjs';
import { startLife } from './live-account.mjs';
import { N8nRest } from './n8n-rest.mjs';
import { n8nSettings, startN8n } from './n8n-server.mjs';
import { DEFAULT_PORT } from './options.mjs';
import { freePort } from './ports.mjs';
import { formatBytes, formatCount } from './progress.mjs';
import { startStandIns } from './stand-ins/index.mjs';

/** The same at each start, if possible: the credential in n8n holds the address. */
const SIMULATOR_PORT = 5790;

/**
 * @typedef {object} Demonstration
 * @property {import('./options.mjs').Options} options
 * @property {import('./progress.mjs').Progress} progress
 * @property {AbortSignal} signal
 * @property {import('./install.mjs').Installation} installation
 * @property {import('./user-folder.mjs').UserFolder} user
 */

/**
 * Runs the export in n8n and shows what came out; ends at once with --once, otherwise when stopped.
 *
 * @param {Demonstration} demonstration
 * @returns {Promise<number>} the exit code: 0 when the exported file is exact
 */
export async function demonstrate(demonstration) {
	const { options, progress, signal, user } = demonstration;
	const account = options.realApi
		? realAccount(options.realApi)
		: await simulatedAccount({
				contacts: options.contacts,
				rateLimit: options.rateLimit,
				port: await freePort(SIMULATOR_PORT),
				webhooksFile: user.webhooksFile,
			});
	// Where somebody watches, and nothing real could be touched.
	const isLive = account.simulator && !options.once;
	const standIns = isLive ? await startStandIns(sayWithTime(progress)) : undefined;
	/** @type {import('./n8n-server.mjs').N8nServer | undefined} */
	let server;
	/** @type {Awaited<ReturnType<typeof startLife>> | undefined} */
	let life;

	try {
		server = await startServer(demonstration, standIns?.hosts);

		const { faults, rest, credential } = await exportOnce(demonstration, account, server);
		const live = await setUpTemplates({ rest, credential, standIns });

		if (options.once) {
			await server.stop();
			if (isGuarded(options)) faults.push(...(await networkFaults(user.networkLog, progress)));
			sayFaults(faults, progress);
		} else {
			sayFaults(faults, progress);
			if (isLive) {
				life = await startLife(account.simulator, {
					say: sayWithTime(progress),
					input: process.stdin.readable ? process.stdin : undefined,
				});
				progress.say(liveWords(live, server.url, life.url));
			}
			progress.say('\nn8n is running. Press Ctrl-C to stop it.');

			const end = AbortSignal.any([signal, server.gone]);

			if (!end.aborted) await once(end, 'abort');
			if (!(end.reason instanceof Interrupted)) throw end.reason;
		}

		return faults.length ? 1 : 0;
	} finally {
		await life?.close();
		await server?.stop();
		await standIns?.close();
		await account.close();
		progress.say('Everything that was started is stopped.');
	}
}

/**
 * A workflow of the person's own may need the network, so n8n is cut off from it only where nobody uses the editor.
 *
 * @param {import('./options.mjs').Options} options
 */
function isGuarded({ once, realApi }) {
	return once && !realApi;
}

/**
 * @param {Demonstration} demonstration
 * @param {Record<string, number>} [standIns] hosts that are played here
 */
async function startServer({ options, progress, signal, installation, user }, standIns) {
	const port = options.port ?? (await freePort(DEFAULT_PORT));

	if (port !== (options.port ?? DEFAULT_PORT)) {
		progress.say(`  Port ${DEFAULT_PORT} is in use; n8n gets port ${port}.`);
	}

	const settings = n8nSettings({
		userFolder: user.folder,
		exportFolder: user.exportFolder,
		port,
		brokerPort: await freePort(port + 1, [port]),
	});

	await rm(user.networkLog, { force: true });

	return await progress.step(
		'Starting n8n',
		async () =>
			await startN8n({
				node: installation.npm.node,
				folder: installation.n8nFolder,
				env: installation.npm.env,
				settings,
				logFile: user.n8nLog,
				standIns,
				netguardLog: isGuarded(options) ? user.networkLog : undefined,
				signal,
			}),
	);
}

/**
 * Sets up the workflow, runs it and prints what came out.
 *
 * @param {Demonstration} demonstration
 * @param {import('./flowiq-account.mjs').FlowIqAccount} account
 * @param {import('./n8n-server.mjs').N8nServer} server
 * @returns {Promise<{ faults: string[], rest: N8nRest, credential: { id: string, name: string } }>} `faults`: what went
 *   wrong
 */
async function exportOnce({ progress, signal, installation, user }, account, server) {
	const untilEnd = AbortSignal.any([signal, server.gone]);
	const rest = new N8nRest(server.url, { signal: untilEnd });
	const demo = await progress.step(
		'Setting up log-in, credential and workflow',
		async () => await setUpWorkflow({ rest, user, account }),
	);
	const faults = [];
	const lines = [''];

	try {
		const { rows, bytes, requests, ...result } = await progress.step(
			`Running the workflow "${demo.workflow.name}"`,
			async (report) =>
				await runExport({
					...demo,
					rest,
					account,
					n8nFolder: installation.n8nFolder,
					report,
					signal: untilEnd,
				}),
		);

		faults.push(...result.faults);
		lines.push(
			`  Rows exported   ${formatCount(rows)}${faults.length ? '' : ' (one line per contact, compared with the account)'}`,
			`  Requests made   ${requests === undefined ? 'not counted with the real API' : formatCount(requests)}`,
			`  CSV file        ${bytes ? `${demo.csvFile} (${formatBytes(bytes)})` : 'none, there is nothing to write'}`,
		);
	} catch (error) {
		untilEnd.throwIfAborted();
		faults.push(inWords(error));
	}

	lines.push(
		`  Editor          ${server.url}/workflow/${demo.workflow.id}`,
		`  Log-in          ${user.login.email}   password: ${user.login.password}`,
	);
	progress.say(lines.join('\n'));

	return { faults, rest, credential: demo.credential };
}

/**
 * @param {import('./progress.mjs').Progress} progress
 * @returns {(line: string) => void}
 */
function sayWithTime(progress) {
	return (line) => progress.say(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
}

/**
 * @param {import('./n8n-rest.mjs').Workflow[]} workflows
 * @param {string} editor
 * @param {string} page where things can be made to happen
 */
function liveWords(workflows, editor, page) {
	const list = workflows.map(({ id, name }) => `  ${name}\n    ${editor}/workflow/${id}`);

	return (
		`\nThese workflows are live. Slack, HubSpot and Google Sheets are played on this\n` +
		`machine, and what they receive is printed here. Those that bring contacts into\n` +
		`HubSpot or Google Sheets run at night, and when you press Execute workflow:\n${list.join('\n')}\n\n` +
		`Customers write now and then by themselves. To make it happen at once:\n` +
		`  press Enter, or type a text and press Enter   a customer writes\n` +
		`  type + and press Enter                        a new contact (within a minute)\n` +
		`  or use the page                               ${page}`
	);
}

/** @param {unknown} error */
function inWords(error) {
	const known = asStartError(error);

	return known instanceof StartError && known.advice
		? `${known.message}\n  ${known.advice}`
		: known.message;
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
 * @param {import('./progress.mjs').Progress} progress
 */
async function networkFaults(log, progress) {
	const attempts = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean);
	const hosts = new Set(attempts.map((line) => JSON.parse(line).host));

	if (hosts.size) return [`n8n tried to reach other machines: ${[...hosts].join(', ')}.`];

	progress.say('  Outbound calls  none: n8n tried to reach no other machine');

	return [];
}
