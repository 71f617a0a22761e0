// @ts-check
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { csvFaults, NO_CSV, readContactCsv } from './csv-check.mjs';
import { demoWorkflow, otherTemplates } from './demo-workflow.mjs';
import { StartError } from './errors.mjs';
import { googleCredential } from './stand-ins/google-sheets.mjs';
import { N8nRequestFailed, executionError } from './n8n-rest.mjs';

const CREDENTIAL_NAME = 'FlowIQ account';
const CSV_NAME = 'flowiq-contacts.csv';

/** At FlowIQ's 100 requests a minute, an hour is 600,000 contacts. */
const EXPORT_WITHIN_MS = 3_600_000;

/**
 * Logs in and puts credential and workflow into n8n, or brings those of an earlier start up to date.
 *
 * @param {object} how
 * @param {import('./n8n-rest.mjs').N8nRest} how.rest
 * @param {import('./user-folder.mjs').UserFolder} how.user
 * @param {import('./flowiq-account.mjs').FlowIqAccount} how.account
 * @throws {StartError} when FlowIQ does not accept the credential
 */
export async function setUpWorkflow({ rest, user, account }) {
	await logIn(rest, user);

	const credential = await rest.saveCredential({
		name: CREDENTIAL_NAME,
		type: 'flowIqApi',
		data: account.credential,
	});
	const verdict = await rest.testCredential(credential, account.credential);

	if (verdict.status !== 'OK') {
		throw new StartError(
			`The credential does not work with ${account.description}: ${verdict.message}`,
			'Check FLOWIQ_TOKEN, FLOWIQ_TENANT_ID and FLOWIQ_BASE_URL.',
		);
	}

	const csvFile = path.join(user.exportFolder, CSV_NAME);
	const { content, startNode } = await demoWorkflow({ credential, csvFile });
	const saved = await rest.saveWorkflow(content);
	const workflow = await rest.publish(saved);

	return { workflow, startNode, csvFile, credential };
}

/**
 * Puts all other templates into n8n, and publishes those that run with the stand-ins.
 *
 * @param {object} how
 * @param {import('./n8n-rest.mjs').N8nRest} how.rest logged in
 * @param {{ id: string, name: string }} how.credential of FlowIQ
 * @param {import('./stand-ins/index.mjs').StandIns} [how.standIns] left out where nothing is to run by itself
 * @returns {Promise<import('./n8n-rest.mjs').Workflow[]>} those that are live
 */
export async function setUpTemplates({ rest, credential, standIns }) {
	const live = [];
	const credentials = {
		flowIqApi: credential,
		...(standIns && {
			slackApi: await rest.saveCredential({
				name: 'Slack (stand-in)',
				type: 'slackApi',
				data: { accessToken: standIns.slackToken },
			}),
			hubspotAppToken: await rest.saveCredential({
				name: 'HubSpot (stand-in)',
				type: 'hubspotAppToken',
				data: { appToken: standIns.hubSpotToken },
			}),
			googleSheetsOAuth2Api: await rest.saveCredential({
				name: 'Google Sheets (stand-in)',
				type: 'googleSheetsOAuth2Api',
				data: googleCredential(standIns.googleToken),
			}),
		}),
	};

	for (const { content, isLive } of await otherTemplates(credentials, standIns?.spreadsheetId)) {
		const workflow = await rest.saveWorkflow(content);

		if (isLive && standIns) live.push(await rest.publish(workflow));
		// An earlier start may have left it published, for an account that is another one now.
		else if (workflow.active) await rest.unpublish(workflow);
	}

	return live;
}

/**
 * @param {import('./n8n-rest.mjs').N8nRest} rest
 * @param {import('./user-folder.mjs').UserFolder} user
 */
async function logIn(rest, user) {
	try {
		await rest.logIn(user.login);
	} catch (error) {
		if (!(error instanceof N8nRequestFailed && error.status === 401)) throw error;

		throw new StartError(
			'n8n does not accept the log-in of this demo any more; its password was probably changed.',
			'"npm start -- --fresh" starts with an empty n8n.',
			{ cause: error },
		);
	}
}

/**
 * Runs the workflow once through n8n, and compares the file with the account.
 *
 * @param {object} how
 * @param {import('./n8n-rest.mjs').N8nRest} how.rest
 * @param {import('./n8n-rest.mjs').Workflow} how.workflow
 * @param {string} how.startNode
 * @param {string} how.csvFile
 * @param {import('./flowiq-account.mjs').FlowIqAccount} how.account
 * @param {string} how.n8nFolder where n8n is installed
 * @param {(detail: () => string) => void} how.report
 * @param {AbortSignal} how.signal
 * @throws {StartError} when the run fails, with the reason that n8n shows
 */
export async function runExport({
	rest,
	workflow,
	startNode,
	csvFile,
	account,
	n8nFolder,
	report,
	signal,
}) {
	const before = await account.contacts(signal);
	const requestsBefore = account.requestCount() ?? 0;
	const requests = () => {
		const count = account.requestCount();

		return count === undefined ? undefined : count - requestsBefore;
	};

	report(() => (requests() === undefined ? '' : `${requests()} requests`));

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

	const requestsMade = requests();
	// Without contacts there are no items, and n8n runs no node that would write a file.
	const hasFile = existsSync(csvFile);
	const csv = hasFile ? await readContactCsv(csvFile) : NO_CSV;
	const after = await account.contacts(signal);
	const faults =
		before.total === undefined || after.total === undefined
			? ['FlowIQ does not say how many contacts there are, so the file could not be checked.']
			: csvFaults(csv, { totals: [before.total, after.total], ids: after.ids });

	return {
		rows: csv.rows,
		bytes: hasFile ? (await stat(csvFile)).size : 0,
		requests: requestsMade,
		/** What is wrong with the file; none when it is exact. */
		faults,
	};
}
