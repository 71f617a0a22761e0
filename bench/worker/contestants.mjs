// @ts-check
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { loadN8n, startFiles } from './n8n.mjs';
import { runNode } from './engine.mjs';
import { bareNode } from './bare-node.mjs';
import { plainCredential, plainDeclarativeNode } from './declarative-node.mjs';
import { fetchAllContacts, writeAllContacts } from './fetch-loop.mjs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * @typedef {import('../simulator.ts').Account} Account
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 *
 * @typedef {{ kind: 'contacts' }} AllContacts
 * @typedef {{ kind: 'page' }} OnePage one page of contacts, a single request
 * @typedef {{ kind: 'lookUps', phones: string[] }} LookUps one contact for each input item
 * @typedef {{ kind: 'messages', phone: string, createdAfter: string }} Messages
 * @typedef {{ kind: 'csv' }} ToCsv all contacts into a CSV file on disk
 * @typedef {AllContacts | OnePage | LookUps | Messages | ToCsv} Task
 *
 * @typedef {object} Contestant
 * @property {(task: Task, account: Account) => Promise<unknown>} run does the task once
 * @property {(output: any) => IDataObject[]} records the records in what `run` gave
 *
 * @typedef {'flowIq' | 'httpRequest' | 'declarative' | 'bareNode' | 'fetchLoop'} ContestantName
 *
 * @typedef {object} Folders
 * @property {string} n8nFolder
 * @property {string} packageFolder
 */

const PAGE_SIZE = 100;

/**
 * @param {ContestantName} name
 * @param {Folders} folders
 * @returns {Promise<Contestant>}
 */
export async function createContestant(name, folders) {
	switch (name) {
		case 'flowIq':
			return await flowIq(folders);
		case 'httpRequest':
			return await httpRequest(folders);
		case 'declarative':
			return await declarative(folders);
		case 'bareNode':
			return await bare(folders);
		case 'fetchLoop':
			return fetchLoop(folders);
	}
}

/** @param {import('n8n-workflow').INodeExecutionData[]} items */
const jsonOf = (items) => items.map(({ json }) => json);

/**
 * This project's node.
 *
 * @param {Folders} folders
 * @returns {Promise<Contestant>}
 */
async function flowIq({ n8nFolder, packageFolder }) {
	const n8n = await loadN8n(n8nFolder, packageFolder);
	const type = n8n.workflow.NodeHelpers.getVersionedNodeType(n8n.ownPackage.getNode('flowIq').type);
	const credentialType = n8n.ownPackage.getCredential('flowIqApi').type;
	const files = await startFiles(n8n);

	/** @param {Task} task */
	const parametersFor = (task) => {
		switch (task.kind) {
			case 'contacts':
				return { resource: 'contact', operation: 'getAll', returnAll: true };
			case 'page':
				return { resource: 'contact', operation: 'getAll', returnAll: false, limit: PAGE_SIZE };
			case 'csv':
				return { resource: 'contact', operation: 'exportToFile', returnAll: true };
			case 'lookUps':
				return {
					resource: 'contact',
					operation: 'findByPhone',
					phoneNumber: '={{ $json.phone }}',
				};
			case 'messages':
				return {
					resource: 'message',
					operation: 'getAll',
					contact: { __rl: true, mode: 'phone', value: task.phone },
					returnAll: true,
					filters: { createdAfter: task.createdAfter },
				};
		}
	};

	return {
		run: async (task, account) =>
			await runNode(
				n8n,
				{ name: 'n8n-nodes-flowiq.flowIq', type, typeVersion: 1, parameters: parametersFor(task) },
				{ type: credentialType, data: { ...account } },
				task.kind === 'lookUps' ? task.phones.map((phone) => ({ json: { phone } })) : undefined,
			),
		records: (items) =>
			items[0]?.binary ? rowsIn(files.getPath(items[0].binary.data.id)) : jsonOf(items),
	};
}

/**
 * @param {string} file
 * @returns {IDataObject[]} the rows of a CSV file
 */
function rowsIn(file) {
	return parse(readFileSync(file), { columns: true });
}

/**
 * n8n's HTTP Request node in its newest version, with its own pagination. It puts out one item per page; the Split
 * Out node that a user needs behind it is left out, which is to its advantage.
 *
 * @param {Folders} folders
 * @returns {Promise<Contestant>}
 */
async function httpRequest({ n8nFolder, packageFolder }) {
	const n8n = await loadN8n(n8nFolder, packageFolder);
	const { HttpRequest } = n8n.require('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
	const { HttpBearerAuth } = n8n.require(
		'n8n-nodes-base/dist/credentials/HttpBearerAuth.credentials.js',
	);
	const credentialType = new HttpBearerAuth();
	const versions = new HttpRequest();
	const typeVersion = versions.currentVersion;
	const type = n8n.workflow.NodeHelpers.getVersionedNodeType(versions, typeVersion);

	/** @param {Account} account */
	const parametersFor = ({ baseUrl, tenantId }) => ({
		method: 'GET',
		url: `${baseUrl}/conversations`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpBearerAuth',
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: 'action', value: 'contacts' },
				{ name: 'tenantId', value: tenantId },
				{ name: 'limit', value: String(PAGE_SIZE) },
			],
		},
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
					},
					paginationCompleteWhen: 'other',
					completeExpression: '={{ !$response.body.pagination.hasNextPage }}',
				},
			},
		},
	});

	return {
		run: async (task, account) => {
			if (task.kind !== 'contacts') throw new Error(`The HTTP Request node has no ${task.kind}`);
			const parameters = parametersFor(account);
			return await runNode(
				n8n,
				{ name: 'n8n-nodes-base.httpRequest', type, typeVersion, parameters },
				{ type: credentialType, data: { token: account.accessToken } },
			);
		},
		records: (pages) =>
			jsonOf(pages).flatMap(({ contacts }) => /** @type {IDataObject[]} */ (contacts)),
	};
}

/**
 * A declarative node as the documentation of n8n teaches to write one.
 *
 * @param {Folders} folders
 * @returns {Promise<Contestant>}
 */
async function declarative({ n8nFolder, packageFolder }) {
	const n8n = await loadN8n(n8nFolder, packageFolder);
	const type = plainDeclarativeNode(PAGE_SIZE);

	n8n.core.DirectoryLoader.applyDeclarativeNodeOptionParameters(type);

	return {
		run: async (task, account) => {
			if (task.kind !== 'contacts' && task.kind !== 'page') {
				throw new Error(`The plain declarative node has no ${task.kind}`);
			}
			const parameters = { operation: task.kind === 'contacts' ? 'getAll' : 'getPage' };
			return await runNode(
				n8n,
				{ name: 'plainDeclarative', type, typeVersion: 1, parameters },
				{ type: plainCredential, data: { ...account } },
			);
		},
		records: jsonOf,
	};
}

/**
 * The floor inside of n8n: its HTTP client, and nothing that a node is for.
 *
 * @param {Folders} folders
 * @returns {Promise<Contestant>}
 */
async function bare(folders) {
	const n8n = await loadN8n(folders.n8nFolder, folders.packageFolder);
	const type = bareNode({ pageSize: PAGE_SIZE, concurrency: maxConcurrency(folders) });

	return {
		run: async (task, account) => {
			if (task.kind !== 'contacts') throw new Error(`The bare node has no ${task.kind}`);
			return await runNode(
				n8n,
				{ name: type.description.name, type, typeVersion: 1, parameters: {} },
				{ type: plainCredential, data: { ...account } },
			);
		},
		records: jsonOf,
	};
}

/**
 * @param {Folders} folders
 * @returns {number} requests that the FlowIQ node has under way at once
 */
function maxConcurrency({ packageFolder }) {
	const require = createRequire(path.join(packageFolder, 'package.json'));
	return require('./dist/nodes/shared/transport/gate.js').MAX_CONCURRENCY;
}

/**
 * The floor: no n8n at all.
 *
 * @param {Folders} folders
 * @returns {Contestant}
 */
function fetchLoop(folders) {
	return {
		run: async (task, account) => {
			const options = { pageSize: PAGE_SIZE, concurrency: maxConcurrency(folders) };
			if (task.kind === 'csv') return await writeAllContacts(account, options);
			if (task.kind !== 'contacts') throw new Error(`The fetch loop has no ${task.kind}`);
			return await fetchAllContacts(account, options);
		},
		records: (output) => (typeof output === 'string' ? rowsIn(output) : output),
	};
}
