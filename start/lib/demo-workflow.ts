/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WorkflowContent, WorkflowNode } from './n8n-rest.ts';
import { PROJECT_FOLDER } from './paths.mjs';

const TEMPLATES = path.join(PROJECT_FOLDER, 'workflows');
const EXPORT_TEMPLATE = 'scheduled-contact-export.json';

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const POLLING_TRIGGER = 'n8n-nodes-flowiq.flowIqPollTrigger';
const GOOGLE_SHEETS = 'n8n-nodes-base.googleSheets';

/** Which credential a node of a template takes: beginning of the node's type, credential type. */
const CREDENTIAL_TYPES = [
	['n8n-nodes-flowiq.', 'flowIqApi'],
	['n8n-nodes-base.slack', 'slackApi'],
	['n8n-nodes-base.hubspot', 'hubspotAppToken'],
	[GOOGLE_SHEETS, 'googleSheetsOAuth2Api'],
	['@n8n/n8n-nodes-langchain.lmChatOpenAi', 'openAiApi'],
];

/** Templates that run with the demo's stand-ins, and so can be live from the start. */
const LIVE_TEMPLATES = [
	'contacts-to-google-sheets.json',
	'contacts-to-hubspot.json',
	'new-contact-to-crm.json',
	'whatsapp-message-to-slack.json',
];

/** By credential type. */
type Credentials = Record<string, { id: string; name: string } | undefined>;

/**
 * Chooses the credentials that an import leaves to people.
 *
 * @param content is changed
 */
export function withCredentials(content: WorkflowContent, credentials: Credentials) {
	for (const node of content.nodes) {
		const type = credentialTypeOf(node);
		const credential = credentials[type];

		if (credential) node.credentials = { [type]: { id: credential.id, name: credential.name } };
	}

	return content;
}

/** @returns the type of the credential that the node takes, or '' */
function credentialTypeOf({ type, parameters }: WorkflowNode) {
	// An HTTP Request says so itself.
	if (parameters.nodeCredentialType) return String(parameters.nodeCredentialType);

	return CREDENTIAL_TYPES.find(([beginning]) => type.startsWith(beginning))?.[1] ?? '';
}

/**
 * The export workflow as people import it, with what an import leaves to them filled in: the credential, and where the
 * file goes.
 *
 * @returns `startNode`: the name of the trigger for a run by hand
 */
export async function demoWorkflow(credential: { id: string; name: string }, csvFile: string) {
	const content = withCredentials(await readTemplate(EXPORT_TEMPLATE), { flowIqApi: credential });

	Object.assign(nodeOf(content, 'n8n-nodes-base.noOp'), {
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { operation: 'write', fileName: csvFile, dataPropertyName: 'data', options: {} },
	});

	return { content, startNode: nodeOf(content, MANUAL_TRIGGER).name };
}

/**
 * All other templates, with the credentials that there are.
 *
 * @param spreadsheetId for Google Sheets
 * @returns `isLive`: it can be published as it is
 */
export async function otherTemplates(credentials: Credentials, spreadsheetId?: string) {
	const files = (await readdir(TEMPLATES)).filter(
		(file) => file.endsWith('.json') && file !== EXPORT_TEMPLATE,
	);

	return await Promise.all(
		files.sort().map(async (file) => {
			const content = withCredentials(await readTemplate(file), credentials);

			for (const node of content.nodes) {
				// Somebody is watching: as often as n8n allows.
				if (node.type === POLLING_TRIGGER) {
					node.parameters.pollTimes = { item: [{ mode: 'everyMinute' }] };
				}
				if (spreadsheetId && node.type === GOOGLE_SHEETS) {
					node.parameters.documentId = { __rl: true, mode: 'id', value: spreadsheetId };
				}
			}

			return { content, isLive: LIVE_TEMPLATES.includes(file) };
		}),
	);
}

/** @param file in workflows/ */
async function readTemplate(file: string) {
	const content: WorkflowContent = JSON.parse(await readFile(path.join(TEMPLATES, file), 'utf8'));

	for (const node of content.nodes) {
		// n8n would make up a new one at each start, and with it another webhook address.
		if (node.type === 'n8n-nodes-flowiq.flowIqTrigger') node.webhookId = node.id;
	}

	return content;
}

function nodeOf(content: WorkflowContent, type: string) {
	const node = content.nodes.find((candidate) => candidate.type === type);

	if (!node) throw new Error(`${content.name} has no node of the type ${type}`);

	return node;
}
