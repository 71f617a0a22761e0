// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT_FOLDER } from './paths.mjs';

const TEMPLATE = path.join(PROJECT_FOLDER, 'workflows', 'scheduled-contact-export.json');

const FLOWIQ_NODE = 'n8n-nodes-flowiq.flowIq';
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const WRITE_NODE = 'n8n-nodes-base.readWriteFile';

/**
 * The export workflow as people import it, with what an import leaves to them filled in: credential and file.
 *
 * @param {{ credential: { id: string, name: string }, csvFile: string }} values
 * @returns {Promise<{ content: import('./n8n-rest.mjs').WorkflowContent, startNode: string }>} `startNode`: the
 *   name of the trigger for a run by hand
 */
export async function demoWorkflow({ credential, csvFile }) {
	/** @type {import('./n8n-rest.mjs').WorkflowContent} */
	const content = JSON.parse(await readFile(TEMPLATE, 'utf8'));

	nodeOf(content, FLOWIQ_NODE).credentials = {
		flowIqApi: { id: credential.id, name: credential.name },
	};
	nodeOf(content, WRITE_NODE).parameters.fileName = csvFile;

	return { content, startNode: nodeOf(content, MANUAL_TRIGGER).name };
}

/**
 * @param {import('./n8n-rest.mjs').WorkflowContent} content
 * @param {string} type
 */
function nodeOf(content, type) {
	const node = content.nodes.find((candidate) => candidate.type === type);

	if (!node) throw new Error(`${path.basename(TEMPLATE)} has no node of the type ${type}`);

	return node;
}
