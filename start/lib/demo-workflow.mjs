// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
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

/** @typedef {import('./n8n-rest.mjs').WorkflowContent} WorkflowContent */
/** @typedef {Record<string, { id: string, name: string } | undefined>} Credentials by credential type */

/**
 * Chooses the credentials that an import leaves to people.
 *
 * @param {WorkflowContent} content is changed
 * @param {Credentials} credentials
 */
export function withCredentials(content, credentials) {
	for (const node of content.nodes) {
		const credentialType = credentialTypeOf(node);
		const credential = credentialType && credentials[credentialType];

		if (credential) {
			node.credentials = { [credentialType]: { id: credential.id, name: credential.name } };
		}
	}

	return content;
}

/**
 * @param {{ type: string, parameters: Record<string, unknown> }} node
 * @returns {string | undefined} the type of the credential that the node takes
 */
function credentialTypeOf({ type, parameters }) {
	// An HTTP Request says so itself.
	if (parameters.nodeCredentialType) return String(parameters.nodeCredentialType);

	return CREDENTIAL_TYPES.find(([beginning]) => type.startsWith(beginning))?.[1];
}

/**
 * The export workflow as people import it, with what an import leaves to them filled in: the credential, and where the
 * file goes.
 *
 * @param {{ credential: { id: string, name: string }, csvFile: string }} values
 * @returns {Promise<{ content: WorkflowContent, startNode: string }>} `startNode`: the name of the trigger for a run by
 *   hand
 */
export async function demoWorkflow({ credential, csvFile }) {
	const content = withCredentials(await readTemplate(EXPORT_TEMPLATE), { flowIqApi: credential });

	const save = nodeOf(content, 'n8n-nodes-base.noOp');

	save.type = 'n8n-nodes-base.readWriteFile';
	save.parameters = {
		operation: 'write',
		fileName: csvFile,
		dataPropertyName: 'data',
		options: {},
	};

	return { content, startNode: nodeOf(content, MANUAL_TRIGGER).name };
}

/**
 * All other templates, with the credentials that there are.
 *
 * @param {Credentials} credentials
 * @param {string} [spreadsheetId] for Google Sheets
 * @returns {Promise<Array<{ content: WorkflowContent, isLive: boolean }>>} `isLive`: it can be published as it is
 */
export async function otherTemplates(credentials, spreadsheetId) {
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

/** @param {string} file in workflows/ */
async function readTemplate(file) {
	/** @type {WorkflowContent} */
	const content = JSON.parse(await readFile(path.join(TEMPLATES, file), 'utf8'));

	for (const node of content.nodes) {
		// n8n would make up a new one at each start, and with it another webhook address.
		if (node.type === 'n8n-nodes-flowiq.flowIqTrigger') node.webhookId = node.id;
	}

	return content;
}

/**
 * @param {WorkflowContent} content
 * @param {string} type
 */
function nodeOf(content, type) {
	const node = content.nodes.find((candidate) => candidate.type === type);

	if (!node) throw new Error(`${content.name} has no node of the type ${type}`);

	return node;
}
