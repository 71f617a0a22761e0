// @ts-check
import { tsImport } from 'tsx/esm/api';

/**
 * Starts the project's FlowIQ simulator in this process.
 *
 * @param {Record<string, unknown>} options of the simulator's `startSimulator`
 * @returns {Promise<any>} the simulator
 */
export async function startSimulator(options) {
	const simulator = await tsImport('../../../simulator/index.ts', import.meta.url);

	return await simulator.startSimulator(options);
}

/**
 * @param {{ url: string, token: string, tenantId: string }} simulator
 * @returns {Record<string, string>} data of the FlowIQ credential
 */
export function credentialData({ url, token, tenantId }) {
	return { accessToken: token, tenantId, baseUrl: url };
}

/**
 * Saves the credential of a simulated account in n8n.
 *
 * @param {import('../../../start/lib/n8n-rest.ts').N8nRest} rest
 * @param {{ url: string, token: string, tenantId: string }} simulator
 * @param {string} [name] one that is there already is changed
 * @param {Record<string, string>} [changes] of the credential's data
 */
export async function saveAccount(rest, simulator, name = 'FlowIQ account', changes = {}) {
	const data = { ...credentialData(simulator), ...changes };
	const { id } = await rest.saveCredential({ name, type: 'flowIqApi', data });

	return { id, name };
}
