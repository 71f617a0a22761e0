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
