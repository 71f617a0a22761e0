/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { inWords } from './errors.mjs';
import { runExport, setUpTemplates, setUpWorkflow } from './export-run.ts';
import { simulatedAccount, type FlowIqAccount } from './flowiq-account.ts';
import type { Installation } from './install.ts';
import { startLife } from './live-account.ts';
import { N8nRest, type Workflow } from './n8n-rest.ts';
import { n8nSettings, startN8n, type N8nServer, type N8nStart } from './n8n-server.ts';
import { DEFAULT_PORT, type Options } from './options.mjs';
import { freePort } from './ports.ts';
import { formatBytes, formatCount, type Progress } from './progress.ts';
import { startStandIns } from './stand-ins/index.ts';
import type { UserFolder } from './user-folder.ts';

/** The same at each start, if possible: the credential in n8n holds the address. */
const SIMULATOR_PORT = 5790;

interface Demonstration {
	options: Options;
	progress: Progress;
	signal: AbortSignal;
	installation: Installation;
	user: UserFolder;
}

/**
 * Runs the export in n8n and shows what came out; ends at once with --once, otherwise when stopped.
 *
 * @returns the exit code: 0 when the exported file is exact
 */
export async function demonstrate(demonstration: Demonstration) {
	const { options, progress, signal, user } = demonstration;
	const account: FlowIqAccount = options.realApi
		? { credential: options.realApi }
		: await simulatedAccount(options, await freePort(SIMULATOR_PORT), user.webhooksFile);
	const say = (line: string) => progress.say(`${new Date().toTimeString().slice(0, 8)}  ${line}`);
	// Things happen where somebody watches, and nothing real could be touched.
	const liveSimulator = options.once ? undefined : account.simulator;
	const standIns = liveSimulator ? await startStandIns(say) : undefined;
	// A workflow of the person's own may need the network, so n8n is cut off from it only where nobody uses the editor.
	const netguardLog = options.once && !options.realApi ? user.networkLog : undefined;
	let server: N8nServer | undefined;
	let endLife: (() => void) | undefined;

	try {
		server = await startServer(demonstration, { standIns: standIns?.hosts, netguardLog });

		const { faults, rest, credential } = await exportOnce(demonstration, account, server);
		const live = await setUpTemplates(rest, credential, standIns);

		if (options.once) {
			await server.stop();
			if (netguardLog) faults.push(...(await networkFaults(netguardLog, progress)));
		}
		if (faults.length) progress.say(`\nThe export is not right:\n- ${faults.join('\n- ')}`);
		if (options.once) return faults.length ? 1 : 0;

		if (liveSimulator) {
			endLife = startLife(liveSimulator, say, process.stdin);
			progress.say(liveWords(live, server.url));
		}
		progress.say('\nn8n is running. Press Ctrl-C to stop it.');

		const end = AbortSignal.any([signal, server.gone]);

		if (!end.aborted) await once(end, 'abort');
		if (!signal.aborted) throw end.reason;

		return faults.length ? 1 : 0;
	} finally {
		endLife?.();
		await server?.stop();
		await standIns?.close();
		await account.close?.();
		progress.say('Everything that was started is stopped.');
	}
}

async function startServer(
	{ options, progress, signal, installation, user }: Demonstration,
	network: Pick<N8nStart, 'standIns' | 'netguardLog'>,
) {
	const port = options.port ?? (await freePort(DEFAULT_PORT));
	const settings = n8nSettings({
		userFolder: user.folder,
		exportFolder: user.exportFolder,
		port,
		brokerPort: await freePort(port + 1),
	});

	await rm(user.networkLog, { force: true });

	return await progress.step(
		'Starting n8n',
		async () =>
			await startN8n({
				installation,
				settings,
				logFile: user.n8nLog,
				signal,
				...network,
			}),
	);
}

/**
 * Sets up the workflow, runs it and prints what came out.
 *
 * @returns `faults`: what went wrong
 */
async function exportOnce(
	{ progress, signal, installation, user }: Demonstration,
	account: FlowIqAccount,
	server: N8nServer,
) {
	const untilEnd = AbortSignal.any([signal, server.gone]);
	const rest = new N8nRest(server.url, { signal: untilEnd });
	const demo = await progress.step(
		'Setting up log-in, credential and workflow',
		async () => await setUpWorkflow(rest, user, account),
	);
	const faults: string[] = [];
	const lines = [''];

	try {
		const { rows, bytes, requests, ...result } = await progress.step(
			`Running the workflow "${demo.workflow.name}"`,
			async (report) => await runExport(rest, demo, account, installation.n8nFolder, report),
		);

		faults.push(...result.faults);
		lines.push(
			`  Rows exported   ${formatCount(rows)}${account.simulator && !faults.length ? ' (one line per contact, compared with the account)' : ''}`,
			`  Requests made   ${requests === undefined ? 'not counted with the real API' : formatCount(requests)}`,
			`  CSV file        ${bytes ? `${demo.csvFile} (${formatBytes(bytes)})` : 'none, there is nothing to write'}`,
		);
	} catch (error) {
		untilEnd.throwIfAborted();
		faults.push(inWords(error).replaceAll('\n', '\n  '));
	}

	lines.push(
		`  Editor          ${server.url}/workflow/${demo.workflow.id}`,
		`  Log-in          ${user.login.email}   password: ${user.login.password}`,
	);
	progress.say(lines.join('\n'));

	return { faults, rest, credential: demo.credential };
}

function liveWords(workflows: Workflow[], editor: string) {
	const list = workflows.map(({ id, name }) => `  ${name}\n    ${editor}/workflow/${id}`);

	return (
		`\nThese workflows are live. Slack, HubSpot and Google Sheets are played on this\n` +
		`machine, and what they receive is printed here. Those that bring contacts into\n` +
		`HubSpot or Google Sheets run at night, and when you press Execute workflow:\n${list.join('\n')}\n\n` +
		`Customers write now and then by themselves. To make it happen at once:\n` +
		`  press Enter, or type a text and press Enter   a customer writes\n` +
		`  type + and press Enter                        a new contact (within a minute)`
	);
}

async function networkFaults(log: string, progress: Progress) {
	const attempts = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean);
	const hosts = new Set(attempts.map((line) => JSON.parse(line).host));

	if (hosts.size) return [`n8n tried to reach other machines: ${[...hosts].join(', ')}.`];

	progress.say('  Outbound calls  none: n8n tried to reach no other machine');

	return [];
}
