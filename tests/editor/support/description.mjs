// @ts-check
import { BROWSER_ID } from '../../../start/lib/n8n-rest.ts';

/**
 * @typedef {{ resource: string, resourceName: string, operation: string, name: string, action: string }} Operation
 */

/**
 * Every operation of the FlowIQ node, as n8n tells its editor.
 *
 * @param {import('../../n8n/support/real-n8n.mjs').RealN8n} n8n
 * @returns {Promise<Operation[]>}
 */
export async function readOperations(n8n) {
	const headers = { cookie: String(n8n.rest.cookie), 'browser-id': BROWSER_ID };
	/** @type {any[]} */
	const types = await (await fetch(`${n8n.url}/types/nodes.json`, { headers })).json();
	/** @type {any[]} */
	const properties = types.find(({ name }) => name === 'n8n-nodes-flowiq.flowIq').properties;
	/** @param {any[]} options */
	const own = (options) => options.filter(({ name }) => name !== 'Custom API Call');
	const resources = own(properties.find(({ name }) => name === 'resource').options);

	return resources.flatMap(({ name: resourceName, value: resource }) => {
		const { options } = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions.show.resource.includes(resource),
		);

		return own(options).map(({ name, value: operation, action }) => ({
			resource,
			resourceName,
			operation,
			name,
			action,
		}));
	});
}
