/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { csvFaults, readContactCsv } from './csv-check.ts';
import { demoWorkflow, otherTemplates } from './demo-workflow.ts';
import { StartError } from './errors.mjs';
import type { FlowIqAccount } from './flowiq-account.ts';
import {
	executionError,
	N8nRequestFailed,
	type N8nRest,
	type SavedCredential,
} from './n8n-rest.ts';
import type { Report } from './progress.ts';
import { googleCredential } from './stand-ins/google-sheets.ts';
import type { StandIns } from './stand-ins/index.ts';
import type { UserFolder } from './user-folder.ts';

/** At FlowIQ's 100 requests a minute, an hour is 600,000 contacts. */
const EXPORT_WITHIN_MS = 3_600_000;

type Demo = Awaited<ReturnType<typeof setUpWorkflow>>;

/**
 * Logs in and puts credential and workflow into n8n, or brings those of an earlier start up to date.
 *
 * @throws {StartError} when n8n does not accept the log-in
 */
export async function setUpWorkflow(rest: N8nRest, user: UserFolder, account: FlowIqAccount) {
	await logIn(rest, user);

	const credential = await rest.saveCredential({
		name: 'FlowIQ account',
		type: 'flowIqApi',
		data: account.credential,
	});
	const csvFile = path.join(user.exportFolder, 'flowiq-contacts.csv');
	const { content, startNode } = await demoWorkflow(credential, csvFile);
	const workflow = await rest.publish(await rest.saveWorkflow(content));

	return { workflow, startNode, csvFile, credential };
}

async function logIn(rest: N8nRest, user: UserFolder) {
	try {
		await rest.logIn(user.login);
	} catch (error) {
		if (!(error instanceof N8nRequestFailed && error.status === 401)) throw error;

		throw new StartError(
			'n8n does not accept the log-in of this demo any more; its password was probably changed.',
			'"npm start -- --fresh" starts with an empty n8n.',
		);
	}
}

/**
 * Puts all other templates into n8n, and publishes those that run with the stand-ins.
 *
 * @param rest logged in
 * @param flowIqApi the credential
 * @param standIns left out where nothing is to run by itself
 * @returns those that are live
 */
export async function setUpTemplates(
	rest: N8nRest,
	flowIqApi: SavedCredential,
	standIns?: StandIns,
) {
	const live = [];
	const credentials: Record<string, SavedCredential> = { flowIqApi };
	const save = async (type: string, service: string, data: Record<string, unknown>) => {
		credentials[type] = await rest.saveCredential({ name: `${service} (stand-in)`, type, data });
	};

	if (standIns) {
		await save('slackApi', 'Slack', { accessToken: standIns.slackToken });
		await save('hubspotAppToken', 'HubSpot', { appToken: standIns.hubSpotToken });
		await save('googleSheetsOAuth2Api', 'Google Sheets', googleCredential(standIns.googleToken));
	}

	for (const { content, isLive } of await otherTemplates(credentials, standIns?.spreadsheetId)) {
		const workflow = await rest.saveWorkflow(content);

		if (isLive && standIns) live.push(await rest.publish(workflow));
		// An earlier start may have left it published, for an account that is another one now.
		else if (workflow.active) await rest.unpublish(workflow);
	}

	return live;
}

/**
 * Runs the workflow once through n8n, and compares the file with the account where it is simulated.
 *
 * @param n8nFolder where n8n is installed
 * @returns `faults`: what is wrong with the file, none when it is exact
 * @throws {StartError} when the run fails, with the reason that n8n shows
 */
export async function runExport(
	rest: N8nRest,
	{ workflow, startNode, csvFile }: Demo,
	{ simulator, requestCount }: FlowIqAccount,
	n8nFolder: string,
	report: Report,
) {
	const requestsBefore = requestCount?.() ?? 0;
	const requests = () => (requestCount ? requestCount() - requestsBefore : undefined);

	report(() => (requestCount ? `${requests()} requests` : ''));

	// What is there afterwards is this run's.
	await rm(csvFile, { force: true });

	const executionId = await rest.run(workflow, startNode);
	const { status } = await rest.executionEnd(workflow.id, executionId, EXPORT_WITHIN_MS);

	if (status !== 'success') {
		// Kept by n8n in the format of this package, which it brings along.
		const { parse } = createRequire(path.join(n8nFolder, 'package.json'))('flatted');
		const { node, message, description } = executionError(await rest.execution(executionId), parse);

		throw new StartError(
			`The export ended with "${status}"${node && ` in the node "${node}"`}: ${message}`,
			description,
		);
	}

	// Without contacts there are no items, and n8n runs no node that would write a file.
	const hasFile = existsSync(csvFile);
	const csv = hasFile ? await readContactCsv(csvFile) : { columns: [], ids: [] };
	const expected = simulator?.contacts.map(({ id }) => id);

	return {
		rows: csv.ids.length,
		bytes: hasFile ? (await stat(csvFile)).size : 0,
		requests: requests(),
		faults: expected ? csvFaults(csv, expected) : [],
	};
}
