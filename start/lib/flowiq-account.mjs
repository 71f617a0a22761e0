// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { tsImport } from 'tsx/esm/api';
import { StartError } from './errors.mjs';
import { PROJECT_FOLDER } from './paths.mjs';
import { pause } from './pause.mjs';

const REQUEST_TIMEOUT_MS = 30_000;

/** An export may have used up a minute's requests; after a minute and a bit there are new ones. */
const ATTEMPTS = 6;
const PAUSE_MS = 15_000;

/** A registration is carried out long before this, in ms. */
const KEEP_AFTER_MS = 1_000;

/**
 * The FlowIQ account that the demo exports from.
 *
 * @typedef {object} FlowIqAccount
 * @property {string} description
 * @property {{ accessToken: string, tenantId: string, baseUrl: string }} credential
 * @property {() => number | undefined} requestCount requests so far; undefined when nobody counts them
 * @property {(signal: AbortSignal) => Promise<{ total: number | undefined, ids?: string[] }>} contacts what there is to
 *   export now; `total` is undefined when the API does not say
 * @property {any} [simulator] where the account is simulated
 * @property {() => Promise<void>} close
 */

/**
 * Starts the project's FlowIQ simulator in this process.
 *
 * @param {{ contacts: number, rateLimit: boolean, port: number, webhooksFile: string }} options `webhooksFile`: keeps the
 *   webhooks that were registered, as FlowIQ would, until the next start
 * @returns {Promise<FlowIqAccount>}
 */
export async function simulatedAccount({ contacts, rateLimit, port, webhooksFile }) {
	const { startSimulator } = await tsImport('./simulator/index.ts', `file://${PROJECT_FOLDER}/`);
	const simulator = await startSimulator({
		port,
		contacts,
		keepRequests: 1,
		rateLimit: rateLimit ? {} : false,
		dataUntil: new Date().toISOString(),
		firesEvents: true,
	});
	let requests = 0;

	simulator.subscriptions.push(
		...(await readFile(webhooksFile, 'utf8').then(JSON.parse, () => [])),
	);
	const keepWebhooks = async () =>
		await writeFile(webhooksFile, JSON.stringify(simulator.subscriptions));

	simulator.onRequest((/** @type {{ path: string }} */ request) => {
		requests++;
		// Once it is carried out; a kill after that does not lose it.
		if (request.path === '/set-webhooks') setTimeout(keepWebhooks, KEEP_AFTER_MS);
	});

	return {
		description: `simulator at ${simulator.url}`,
		credential: {
			accessToken: simulator.token,
			tenantId: simulator.tenantId,
			baseUrl: simulator.url,
		},
		requestCount: () => requests,
		contacts: async () => {
			const ids = simulator.contacts.map((/** @type {{ id: string }} */ { id }) => id);

			return { total: ids.length, ids };
		},
		simulator,
		async close() {
			await simulator.close();
			await keepWebhooks();
		},
	};
}

/**
 * An account of the real API.
 *
 * @param {import('./options.mjs').RealApi} options
 * @returns {FlowIqAccount}
 */
export function realAccount({ token, tenantId, baseUrl }) {
	return {
		description: baseUrl,
		credential: { accessToken: token, tenantId, baseUrl },
		requestCount: () => undefined,
		contacts: async (signal) => ({
			total: await contactTotal({ token, tenantId, baseUrl }, signal),
		}),
		close: async () => {},
	};
}

/**
 * Asks the API itself how many contacts there are, to compare the export with.
 *
 * @param {import('./options.mjs').RealApi} api
 * @param {AbortSignal} signal
 * @returns {Promise<number | undefined>} undefined when its answer does not say
 */
async function contactTotal({ token, tenantId, baseUrl }, signal) {
	const url = new URL(`${baseUrl.replace(/\/+$/, '')}/conversations`);

	url.searchParams.set('action', 'contacts');
	url.searchParams.set('limit', '1');
	if (tenantId) url.searchParams.set('tenantId', tenantId);

	const { pagination } = await getPatiently(
		url,
		`Bearer ${token.replace(/^Bearer\s+/i, '')}`,
		signal,
	);

	// With one contact a page there are as many pages as contacts.
	const total = pagination?.totalContacts ?? pagination?.totalPages;

	return typeof total === 'number' ? total : undefined;
}

/**
 * @param {URL} url
 * @param {string} authorization
 * @param {AbortSignal} signal
 * @returns {Promise<any>} the answer
 * @throws {StartError}
 */
async function getPatiently(url, authorization, signal) {
	for (let attempt = 1; ; attempt++) {
		const response = await fetch(url, {
			headers: { authorization },
			// To another host the token would go along.
			redirect: 'error',
			signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
		});

		if (response.ok) return await response.json();

		if (attempt === ATTEMPTS || (response.status !== 429 && response.status < 500)) {
			throw new StartError(
				`FlowIQ answered ${response.status} when asked how many contacts there are.`,
				'So the file cannot be compared with the account. Try again later.',
			);
		}
		await pause(PAUSE_MS, signal);
	}
}
