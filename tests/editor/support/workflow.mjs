// @ts-check

const TYPES = {
	flowIq: 1,
	flowIqTool: 1,
	flowIqTrigger: 1.1,
	flowIqPollTrigger: 1,
};

/** @typedef {{ id: string, name: string }} Credential */

/**
 * A node of this package.
 *
 * @param {string} name
 * @param {Credential} credential
 * @param {Record<string, unknown>} parameters
 * @param {{ type?: keyof typeof TYPES, position?: [number, number], webhookId?: string }} [settings]
 */
export function flowIq(
	name,
	credential,
	parameters,
	{ type = 'flowIq', position = [260, 0], ...settings } = {},
) {
	return {
		id: name,
		name,
		type: `n8n-nodes-flowiq.${type}`,
		typeVersion: TYPES[type],
		position,
		parameters,
		credentials: { flowIqApi: credential },
		...settings,
	};
}

/** @param {string} name */
export function manualTrigger(name) {
	return {
		id: name,
		name,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/**
 * @param {string} source
 * @param {string[]} targets
 */
export function from(source, ...targets) {
	return { [source]: { main: [targets.map((node) => ({ node, type: 'main', index: 0 }))] } };
}

/**
 * @param {import('../../n8n/support/real-n8n.mjs').RealN8n} n8n
 * @param {any} content
 */
export async function saveWorkflowIn(n8n, content) {
	return await n8n.rest.saveWorkflow({ settings: { executionOrder: 'v1' }, ...content });
}
