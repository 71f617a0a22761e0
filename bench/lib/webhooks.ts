/* eslint-disable @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import { randomUUID } from 'node:crypto';
import { RealN8n } from '../../tests/n8n/support/real-n8n.mjs';
import {
	chain,
	executionsOf,
	flowIqNode,
	itemsOf,
	publish,
	resultOf,
} from '../../tests/n8n/support/workflows.mjs';
import { until } from '../../tests/n8n/support/world.mjs';
import { inTurn, interleaved, mediansOf } from './rounds.ts';
import { Simulator } from './simulator.ts';
import type { Run, Outcome } from './scenarios.ts';

/** The webhook trigger against n8n's own Webhook node, both published in one real n8n. */

/** A published workflow with nothing but its trigger. */
export interface Receiver {
	id: string;
	url: string;
}

export interface Stage {
	n8n: RealN8n;
	/** Delivers, from a process of its own. */
	simulator: Simulator;
	addTrigger: (name: string, options?: Record<string, unknown>) => Promise<Receiver>;
	addWebhookNode: (name: string) => Promise<Receiver>;
}

/** Deliveries under way at once. */
const AT_ONCE = 10;
const DELIVERIES = 300;
const WARM_UP = 150;

/**
 * n8n acquires a V8 isolate for the expressions of a webhook, of every trigger but its own Webhook node. Without this
 * shortcut, the Webhook node takes the way that all others have to take.
 */
const NO_SHORTCUT = { N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'false' };

/** "0.8 of the Webhook node's rate" as time per delivery. */
const LONGEST = 1 / 0.8;

export async function webhookRate(run: Run): Promise<Outcome> {
	return await onStage(run, async ({ n8n, simulator, addTrigger, addWebhookNode }) => {
		const trigger = await addTrigger('FlowIQ Trigger');
		const atOnce = await addTrigger('FlowIQ Trigger, answering at once', { answer: 'atOnce' });
		const webhook = await addWebhookNode('Webhook');

		const compare = async (receivers: Record<string, Receiver>) => {
			const all = Object.entries(receivers);

			await inTurn(all, async ([, receiver]) => deliver(n8n, simulator, receiver, WARM_UP));

			const results = await interleaved(
				run,
				Object.fromEntries(
					all.map(([name, receiver]) => [
						name,
						async () => await deliver(n8n, simulator, receiver, DELIVERIES),
					]),
				),
			);

			return mediansOf(results);
		};

		const usual = await compare({ trigger, atOnce, webhook });
		await n8n.stop();
		await n8n.start(NO_SHORTCUT);
		await live(webhook);
		await live(trigger);
		const alike = await compare({ trigger, webhook });

		return {
			medians: {
				...usual,
				'trigger, no shortcut': alike.trigger,
				'webhook, no shortcut': alike.webhook,
			},
			figures: [
				{
					name: 'webhook, answering at once: time until the answer / Webhook node',
					value: usual.atOnce.answeredMs / usual.webhook.answeredMs,
					limit: LONGEST,
				},
				{
					name: 'webhook: time until the answer / Webhook node on the way of all triggers',
					value: alike.trigger.answeredMs / alike.webhook.answeredMs,
					limit: LONGEST,
				},
			],
			comparison: [
				{ label: 'FlowIQ Trigger', value: 1 },
				{
					label: 'FlowIQ Trigger, answering at once',
					value: usual.atOnce.answeredMs / usual.trigger.answeredMs,
				},
				{
					label: 'Webhook node',
					value: usual.webhook.answeredMs / usual.trigger.answeredMs,
				},
				{
					label: 'Webhook node on the way of all triggers',
					value: alike.webhook.answeredMs / alike.trigger.answeredMs,
				},
			],
		};
	});
}

const ALL = 5_000;
const REPEATED = ALL * 0.3;
const DISTINCT = ALL - REPEATED;

export async function webhookOnce(run: Run): Promise<Outcome> {
	return await onStage(run, async ({ n8n, simulator, addTrigger }) => {
		const trigger = await addTrigger('FlowIQ Trigger');

		run.report(`${ALL} deliveries`);

		const { ids, refused, started } = await simulator.ask('deliver', {
			url: trigger.url,
			distinct: DISTINCT,
			repeated: REPEATED,
			atOnce: 2 * AT_ONCE,
		});

		if (refused > 0) throw new Error(`${refused} deliveries were not answered with 200`);
		if (started !== DISTINCT) throw new Error(`FlowIQ was told of ${started} runs`);
		await runsEnd(n8n, trigger, DISTINCT);
		run.report('reading the runs');

		const runs: string[] = [];

		for (const { id } of await executionsOf({ n8n }, trigger)) {
			const [{ json }] = itemsOf(await resultOf({ n8n }, id), TRIGGER);

			runs.push(String(json.whatsapp_message_id));
		}

		const ran = new Set(runs);
		const expected = ids.filter((id) => ran.has(id)).length;

		return {
			medians: { trigger: { deliveries: ALL, distinct: DISTINCT, runs: runs.length } },
			figures: [
				{
					name: '5,000 deliveries, 30 % repeated: events without a run',
					value: DISTINCT - expected,
					limit: 0,
				},
				{
					name: '5,000 deliveries, 30 % repeated: runs too many',
					value: runs.length - expected,
					limit: 0,
				},
			],
		};
	});
}

const TRIGGER = 'flowIqTrigger';

async function onStage(
	{ report, signal }: Run,
	work: (stage: Stage) => Promise<Outcome>,
): Promise<Outcome> {
	report('starting n8n');

	const simulator = await Simulator.start({ contacts: 100 });
	let n8n: RealN8n | undefined;

	try {
		n8n = await RealN8n.install({ signal });

		const installed = n8n;
		const rest = await n8n.start();
		const flowIqApi = await rest.saveCredential({
			name: 'FlowIQ account',
			type: 'flowIqApi',
			data: { ...simulator.accounts.measured },
		});
		const add = async (name: string, node: any, address: () => string | Promise<string>) => {
			const webhookId = randomUUID();
			const { id } = await rest.saveWorkflow(chain(name, [{ ...node, webhookId }]));

			await publish({ n8n: installed }, { id });

			const receiver = { id, url: await address() };

			await live(receiver);

			return receiver;
		};

		return await work({
			n8n,
			simulator,
			addTrigger: async (name, options = {}) =>
				await add(
					name,
					flowIqNode(
						{ credentials: { flowIqApi } },
						TRIGGER,
						{ events: ['message_received'], registration: 'automatic', filters: {}, options },
						{ typeVersion: 1.1 },
					),
					async () => await registered(simulator),
				),
			addWebhookNode: async (name) =>
				await add(
					name,
					{
						id: 'webhook',
						name: 'Webhook',
						type: 'n8n-nodes-base.webhook',
						typeVersion: 2.1,
						position: [0, 0],
						parameters: {
							httpMethod: 'POST',
							path: 'plain',
							responseMode: 'onReceived',
							options: {},
						},
					},
					() => `${installed.url}/webhook/plain`,
				),
		});
	} finally {
		await n8n?.remove();
		simulator.stop();
	}
}

/** @returns ms per delivery, until the answer and until the run's end */
async function deliver(
	n8n: RealN8n,
	simulator: Simulator,
	receiver: Receiver,
	count: number,
): Promise<{ answeredMs: number; doneMs: number }> {
	const before = await runsOf(n8n, receiver);
	const startedAt = performance.now();
	const { wallMs, refused } = await simulator.ask('deliver', {
		url: receiver.url,
		distinct: count,
		repeated: 0,
		atOnce: AT_ONCE,
	});

	if (refused > 0) throw new Error(`${refused} deliveries were not answered with 200`);
	await runsEnd(n8n, receiver, before + count);

	return { answeredMs: wallMs / count, doneMs: (performance.now() - startedAt) / count };
}

/** @returns how many runs have ended well */
async function runsOf({ rest }: RealN8n, { id }: Receiver): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id, status: ['success'] }));

	return (await rest.request('GET', `/rest/executions?limit=1&filter=${filter}`)).count;
}

async function runsEnd(n8n: RealN8n, receiver: Receiver, count: number) {
	await until(`${count} runs`, async () => (await runsOf(n8n, receiver)) >= count);
}

/** N8n takes a moment to bring a webhook to life; until then it answers 404. */
async function live({ url }: Receiver) {
	const [address] = url.split('?');

	// The trigger turns a call without the secret away, the Webhook node starts one run more.
	await until('a webhook', async () => (await fetch(address, { method: 'POST' })).status !== 404);
}

/** @returns the address that the trigger has registered */
async function registered(simulator: Simulator): Promise<string> {
	return await until('a registration', async () => (await simulator.ask('takeWebhooks'))[0]);
}
