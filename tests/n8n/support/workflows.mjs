// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withCredentials } from '../../../start/lib/demo-workflow.ts';
import { BROWSER_ID } from '../../../start/lib/n8n-rest.ts';
import { PROJECT_FOLDER } from '../../../start/lib/paths.mjs';
import { until } from './world.mjs';

/** Seconds of the minute at which a fast trigger polls; n8n refuses one schedule that runs more than once a minute. */
const POLL_SECONDS = Array.from({ length: 12 }, (_, index) => index * 5);

/** A page of n8n's list of executions. */
const EXECUTIONS = 100;

/** The version of n8n from which publishing answers at once, and has a status to ask for. */
const PUBLISHES_IN_BACKGROUND = '2.41.0';

/** n8n marks runs as crashed that had begun when it was killed; people can run them again from the list. */
export const ENDED = new Set(['success', 'error', 'crashed']);

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('../../../start/lib/n8n-rest.ts').Workflow} Workflow */

/** A poll every five seconds. */
export const FAST_POLLS = {
	item: POLL_SECONDS.map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

/**
 * @param {string} file in workflows/
 * @returns {Promise<any>} the template as people import it
 */
export async function readTemplate(file) {
	return JSON.parse(await readFile(path.join(PROJECT_FOLDER, 'workflows', file), 'utf8'));
}

/**
 * A node of this package.
 *
 * @param {{ credentials: { flowIqApi: { id: string, name: string } } }} world
 * @param {string} type
 * @param {Record<string, unknown>} parameters
 * @param {Record<string, unknown>} [settings] of the node
 */
export function flowIqNode({ credentials }, type, parameters, settings = {}) {
	return {
		id: `id of ${type}`,
		name: type,
		type: `n8n-nodes-flowiq.${type}`,
		typeVersion: 1,
		position: [200, 0],
		parameters,
		credentials: { flowIqApi: credentials.flowIqApi },
		...settings,
	};
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} [fields] of its one item
 */
export function startNode(name, fields) {
	return {
		node: {
			id: name,
			name,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		pinData: fields ? { [name]: [{ json: fields }] } : {},
	};
}

/**
 * A workflow in which each node leads to the next.
 *
 * @param {string} name
 * @param {any[]} nodes
 * @param {Record<string, unknown>} [more]
 */
export function chain(name, nodes, more = {}) {
	return {
		name,
		nodes,
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [
					nodes[index].name,
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
		...more,
	};
}

/**
 * @param {import('./real-n8n.mjs').RealN8n} n8n
 * @param {'credentials' | 'nodes'} what
 * @returns {Promise<any[]>} what the editor reads when it is opened
 */
export async function readTypes(n8n, what) {
	// It takes seconds to read; n8n would close a kept connection meanwhile, just when the next request goes out.
	const headers = {
		cookie: String(n8n.rest.cookie),
		'browser-id': BROWSER_ID,
		connection: 'close',
	};

	return /** @type {any[]} */ (
		await (await fetch(`${n8n.url}/types/${what}.json`, { headers })).json()
	);
}

/**
 * Saves a workflow, after doing what an import leaves to people: choosing the credentials.
 *
 * @param {World} world
 * @param {any} content
 * @returns {Promise<Workflow>}
 */
export async function importWorkflow({ n8n, credentials }, content) {
	return await n8n.rest.saveWorkflow(withCredentials(content, credentials));
}

/**
 * @param {Pick<World, 'n8n'>} world
 * @param {Pick<Workflow, 'id'>} workflow
 */
export async function publish({ n8n }, { id }) {
	const workflow = await n8n.rest.request('GET', `/rest/workflows/${id}`);

	await n8n.rest.publish(workflow);
}

/**
 * Publishes a workflow and waits for what becomes of it, as the editor does: n8n starts the triggers in the background,
 * older versions while the editor waits.
 *
 * @param {World} world
 * @param {Workflow} workflow
 * @returns {Promise<{ status: string, triggers: Array<{ errorMessage: string | null }> }>}
 */
export async function publishToTheEnd(world, workflow) {
	if (!world.n8n.isAtLeast(PUBLISHES_IN_BACKGROUND)) {
		try {
			await publish(world, workflow);
			return { status: 'published', triggers: [] };
		} catch (error) {
			return { status: 'failed', triggers: [{ errorMessage: String(error) }] };
		}
	}
	await publish(world, workflow);
	return await until('the end of publishing', async () => {
		const publication = await world.n8n.rest.request(
			'GET',
			`/rest/workflows/${workflow.id}/publication-status`,
		);

		return publication.status === 'in_progress' ? undefined : publication;
	});
}

/**
 * @param {World} world
 * @param {Workflow} workflow
 */
export async function unpublish({ n8n }, workflow) {
	await n8n.rest.unpublish(workflow);
}

/**
 * All executions of a workflow, oldest first.
 *
 * @param {Pick<World, 'n8n'>} world
 * @param {Pick<Workflow, 'id'>} workflow
 * @returns {Promise<Array<{ id: string, status: string, mode: string }>>}
 */
export async function executionsOf(world, workflow) {
	return await until(`the whole list of executions of ${workflow.id}`, async () => {
		const { all, count } = await listedExecutions(world, workflow);

		// One that waits for a worker has no start yet, and is on no page but the first.
		return all.size < count ? undefined : [...all.values()].sort((a, b) => a.id - b.id);
	});
}

/**
 * Goes back by the time of the start, which n8n sorts each page by. Its own cursor goes by the ID instead: where
 * executions did not start in the order of their IDs, it leaves out those between two pages.
 *
 * @param {Pick<World, 'n8n'>} world
 * @param {Pick<Workflow, 'id'>} workflow
 * @returns {Promise<{ all: Map<string, any>, count: number }>} count: as many as there were at the first page
 */
async function listedExecutions({ n8n }, { id: workflowId }) {
	const all = new Map();
	let count = 0;

	for (let startedBefore; ; ) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, startedBefore }));
		const page = await n8n.rest.request(
			'GET',
			`/rest/executions?limit=${EXECUTIONS}&filter=${filter}`,
		);
		const known = all.size;

		count ||= page.count;
		for (const execution of page.results) all.set(execution.id, execution);
		if (page.results.length < EXECUTIONS || all.size === known) return { all, count };

		startedBefore = page.results
			.map((/** @type {any} */ { startedAt, createdAt }) => startedAt ?? createdAt)
			.sort()[0];
	}
}

/**
 * All executions of a workflow, once there are as many as expected, or more, and each has ended.
 *
 * @param {World} world
 * @param {Workflow} workflow
 * @param {number} count
 */
export async function executionsWhen(world, workflow, count) {
	return await until(`${count} executions of ${workflow.name}`, async () => {
		const executions = await executionsOf(world, workflow);
		const isOver = executions.every(({ status }) => ENDED.has(status));

		return isOver && executions.length >= count ? executions : undefined;
	});
}

/**
 * @param {Pick<World, 'n8n'>} world
 * @param {string} executionId
 * @returns {Promise<any>} what n8n keeps of the execution's results
 */
export async function resultOf({ n8n }, executionId) {
	const { data } = await n8n.rest.execution(executionId);

	return n8n.parseExecution(data).resultData;
}

/**
 * @param {any} result from resultOf
 * @param {string} nodeName
 * @param {number} [output]
 * @returns {any[]} the items that the node put out
 */
export function itemsOf(result, nodeName, output = 0) {
	return (result.runData[nodeName] ?? []).flatMap(
		(/** @type {any} */ run) => run.data?.main[output] ?? [],
	);
}

/**
 * Runs a workflow by hand, to its end.
 *
 * @param {World} world
 * @param {any} content
 * @param {string} startFrom name of the trigger
 */
export async function runByHand(world, content, startFrom) {
	const workflow = await importWorkflow(world, content);
	const executionId = await world.n8n.rest.run(workflow, startFrom);
	const { status } = await world.n8n.rest.executionEnd(workflow.id, executionId, 60_000);

	return { status, result: await resultOf(world, executionId) };
}
