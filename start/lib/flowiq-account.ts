/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { readFile, writeFile } from 'node:fs/promises';
import { startSimulator, type Simulator } from '../../simulator/index.ts';

/** A registration is carried out long before this, in ms. */
const KEEP_AFTER_MS = 1_000;

/** The FlowIQ account that the demo exports from. */
export interface FlowIqAccount {
	credential: { accessToken: string; tenantId: string; baseUrl: string };
	/** Where the account is simulated: so it is known what has to come out. */
	simulator?: Simulator;
	/** Requests so far, where somebody counts them. */
	requestCount?: () => number;
	close?: () => Promise<void>;
}

/**
 * Starts the project's FlowIQ simulator in this process.
 *
 * @param webhooksFile keeps the webhooks that were registered, as FlowIQ would, until the next start
 */
export async function simulatedAccount(
	{ contacts, rateLimit }: { contacts: number; rateLimit: boolean },
	port: number,
	webhooksFile: string,
): Promise<FlowIqAccount> {
	const simulator = await startSimulator({
		port,
		contacts,
		keepRequests: 1,
		rateLimit: rateLimit ? {} : false,
		dataUntil: new Date().toISOString(),
		firesEvents: true,
	});
	const keepWebhooks = async () =>
		await writeFile(webhooksFile, JSON.stringify(simulator.subscriptions));
	const kept = await readFile(webhooksFile, 'utf8').then(JSON.parse, () => []);
	let requests = 0;

	simulator.subscriptions.push(...kept);
	simulator.onRequest(({ path }) => {
		requests++;
		// Once it is carried out; a kill after that does not lose it.
		if (path === '/set-webhooks') setTimeout(keepWebhooks, KEEP_AFTER_MS);
	});

	return {
		credential: {
			accessToken: simulator.token,
			tenantId: simulator.tenantId,
			baseUrl: simulator.url,
		},
		simulator,
		requestCount: () => requests,
		async close() {
			await simulator.close();
			await keepWebhooks();
		},
	};
}
