/* eslint-disable @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import { exportAgainstConvert, exportMillion } from './exports.ts';
import { inTurn, interleaved, median, mediansOf } from './rounds.ts';
import { Simulator } from './simulator.ts';
import { webhookOnce, webhookRate } from './webhooks.ts';
import { Worker, type Environment } from './worker.ts';
import type { ContestantName, Task } from '../worker/contestants.mjs';
import type { Measurement } from '../worker/main.mjs';
import type { Options as SimulatorOptions } from '../simulator.ts';

/** What is measured, and the limits it is held against. */

type Result = Measurement & { requests: number; limited: number };

/** One line of the table. */
export interface Figure {
	name: string;
	value: number;
	/** The value must not be above it. */
	limit: number;
	unit?: string;
}

export interface Outcome {
	figures: Figure[];
	/** Of each contestant. */
	medians: Record<string, Record<string, number>>;
	/** Wall times as multiples of this node's, for the chart. */
	comparison?: Bar[];
}

export type Bar = { label: string; value: number };

export interface Run {
	environment: Environment;
	rounds: number;
	report: (detail: string) => void;
	signal: AbortSignal;
}

export interface Scenario {
	title: string;
	run: (run: Run) => Promise<Outcome>;
}

const CONTESTANTS: Record<ContestantName, string> = {
	flowIq: 'FlowIQ node',
	httpRequest: 'HTTP Request node',
	declarative: 'plain declarative node',
	bareNode: 'bare node',
	fetchLoop: 'bare fetch loop',
};

export const SCENARIOS: Record<string, Scenario> = {
	'latency-40': {
		title: '10,000 contacts, 40 ms latency',
		run: async (run) => await latency(run, 40),
	},
	'latency-150': {
		title: '10,000 contacts, 150 ms latency',
		run: async (run) => await latency(run, 150),
	},
	bulk: { title: '100,000 contacts, no latency: CPU and memory', run: bulk },
	growth: { title: 'time per record, 500,000 against 50,000 contacts', run: growth },
	'rate-limit': { title: 'under a limit of 20 requests a second, burst 30', run: rateLimit },
	day: { title: "one day's messages out of a history of 50,000", run: day },
	'single-page': { title: 'a single page: requests and CPU', run: singlePage },
	export: { title: '100,000 contacts to CSV, against a bare loop', run: exportAgainstLoop },
	'export-million': { title: '1,000,000 contacts to CSV in real n8n', run: exportMillion },
	'export-convert': {
		title: '200,000 contacts to CSV in real n8n, against Convert to File',
		run: exportAgainstConvert,
	},
	'webhook-rate': { title: 'Webhook deliveries in real n8n', run: webhookRate },
	'webhook-once': { title: '5,000 webhook deliveries, 30 % of them repeated', run: webhookOnce },
};

async function latency(run: Run, latencyMs: number): Promise<Outcome> {
	const middle = await compare(run, { contacts: 10_000, latencyMs }, ALL_CONTACTS, [
		'flowIq',
		'bareNode',
		'fetchLoop',
		'declarative',
		'httpRequest',
	]);
	const what = `10,000 contacts at ${latencyMs} ms: time`;
	const ratio = (other: ContestantName) => middle.flowIq.wallMs / middle[other].wallMs;

	return {
		medians: middle,
		figures: [
			{ name: `${what} / HTTP Request node`, value: ratio('httpRequest'), limit: 0.2 },
			{ name: `${what} / plain declarative node`, value: ratio('declarative'), limit: 0.2 },
			{ name: `${what} / bare fetch loop`, value: ratio('fetchLoop'), limit: 1.25 },
		],
		comparison: Object.entries(CONTESTANTS).map(([name, label]) => ({
			label,
			value: 1 / ratio(name as ContestantName),
		})),
	};
}

async function bulk(run: Run): Promise<Outcome> {
	const contestants = ['flowIq', 'declarative', 'bareNode'] as const;
	const { flowIq, declarative, bareNode } = await compare(
		run,
		{ contacts: 100_000 },
		ALL_CONTACTS,
		contestants,
	);

	return {
		medians: { flowIq, declarative, bareNode },
		figures: [
			{
				name: '100,000 contacts: CPU per record / plain declarative node',
				value: flowIq.cpuMs / declarative.cpuMs,
				limit: 0.6,
			},
			{
				name: "100,000 contacts: CPU per record / n8n's HTTP client alone",
				value: flowIq.cpuMs / bareNode.cpuMs,
				limit: 1.4,
			},
			{
				name: '100,000 contacts: peak memory / plain declarative node',
				value: flowIq.maxRssBytes / declarative.maxRssBytes,
				limit: 1,
			},
		],
	};
}

async function growth(run: Run): Promise<Outcome> {
	const few = 50_000;
	const many = 500_000;
	const results = await withSimulator({ contacts: few }, async (small) =>
		withSimulator({ contacts: many }, async (large) =>
			interleaved(run, {
				few: async () => await measure(run, small, 'flowIq', [{ kind: 'contacts' }]),
				many: async () => await measure(run, large, 'flowIq', [{ kind: 'contacts' }]),
			}),
		),
	);
	requireRecords({ few: results.few }, few);
	requireRecords({ many: results.many }, many);

	const middle = mediansOf(results);

	return {
		medians: middle,
		figures: [
			{
				name: 'time per record, 500,000 / 50,000 contacts',
				value: middle.many.wallMs / many / (middle.few.wallMs / few),
				limit: 1.3,
			},
		],
	};
}

async function exportAgainstLoop(run: Run): Promise<Outcome> {
	const task: Task[] = [{ kind: 'csv' }];
	const { flowIq, fetchLoop } = await compare(run, { contacts: 100_000 }, task, [
		'flowIq',
		'fetchLoop',
	]);

	const pages = 300;
	const slow = {
		contacts: pages * 100 - 50,
		rateLimit: { requestsPerSecond: RATE, burst: BURST, headers: true, retryAfter: 'seconds' },
	};
	const limited = await withSimulator(
		slow as any,
		async (simulator) => await measure(run, simulator, 'flowIq', task),
	);
	requireRecords({ limited: [limited] }, slow.contacts);

	const ideal = ((pages - BURST) / RATE) * 1000;

	return {
		medians: { flowIq, fetchLoop, limited: limited as any },
		figures: [
			{
				name: '100,000 contacts to CSV: CPU per record / bare loop that writes CSV',
				value: flowIq.cpuMs / fetchLoop.cpuMs,
				limit: 2,
			},
			{
				name: `${pages} pages to CSV under a limit of ${RATE} a second: time / ideal`,
				value: limited.wallMs / ideal,
				limit: 1.05,
			},
		],
	};
}

const RATE = 20;
const BURST = 30;
const REQUESTS = 300;

/** Pages as many as look-ups, the last one not full: n8n's own nodes could do no better than this. */
const CONTACTS_OF_300_PAGES = 29_950;

async function rateLimit(run: Run): Promise<Outcome> {
	const cases: Array<{ what: string; tasks: Array<'contacts' | 'lookUps'>; headers: boolean }> = [
		true,
		false,
	].flatMap((headers) => [
		{ what: '300 pages', tasks: ['contacts'], headers },
		{ what: '300 look-ups', tasks: ['lookUps'], headers },
		{ what: '300 pages and 300 look-ups at once', tasks: ['contacts', 'lookUps'], headers },
	]);
	const results: Record<string, Result[]> = {};

	for (let round = 1; round <= run.rounds; round++) {
		run.report(`round ${round} of ${run.rounds}`);
		const started: Array<{ stop: () => void }> = [];
		try {
			// Side by side: they mostly wait. All are loaded and warm before the first one starts.
			const ready = await inTurn(cases, async ({ what, tasks, headers }) => {
				const simulator = await Simulator.start({
					contacts: CONTACTS_OF_300_PAGES,
					rateLimit: { requestsPerSecond: RATE, burst: BURST, headers, retryAfter: 'seconds' },
				});
				started.push(simulator);
				const phones = await simulator.ask('phones', REQUESTS);
				const worker = await prepare(
					run,
					simulator,
					'flowIq',
					tasks.map((kind) => (kind === 'contacts' ? { kind } : { kind, phones })),
				);
				started.push(worker);
				return { name: `${what}, ${nameOf(headers)}`, simulator, worker };
			});
			await Promise.all(
				ready.map(async ({ name, simulator, worker }) => {
					(results[name] ??= []).push(await finish(simulator, worker));
				}),
			);
		} finally {
			for (const child of started) child.stop();
		}
	}

	const figures = cases.flatMap(({ what, tasks, headers }) => {
		const name = `${what}, ${nameOf(headers)}`;
		const ideal = ((tasks.length * REQUESTS - BURST) / RATE) * 1000;
		const records =
			(tasks.includes('contacts') ? CONTACTS_OF_300_PAGES : 0) +
			(tasks.includes('lookUps') ? REQUESTS : 0);
		for (const result of results[name]) {
			requireCount(name, result.records, records);
			// Who is looked up is among the contacts of the pages.
			requireCount(
				name,
				result.distinct,
				tasks.includes('contacts') ? CONTACTS_OF_300_PAGES : REQUESTS,
			);
		}
		return [
			{
				name: `${name}: time / ideal`,
				value: median(results[name].map(({ wallMs }) => wallMs / ideal)),
				limit: headers ? 1.15 : 1.3,
			},
			{
				name: `${name}: share of 429`,
				value: median(results[name].map(({ limited, requests }) => (100 * limited) / requests)),
				limit: headers ? 3 : 6,
				unit: '%',
			},
		];
	});

	return { medians: mediansOf(results), figures };
}

function nameOf(headers: boolean) {
	return headers ? 'X-RateLimit headers' : 'only 429 and Retry-After';
}

async function day(run: Run): Promise<Outcome> {
	return await withSimulator({ contacts: 200, history: 50_000 }, async (simulator) => {
		const { phone, createdAfter, messages } = await simulator.ask('day');
		const results = await interleaved(run, {
			flowIq: async () =>
				await measure(run, simulator, 'flowIq', [{ kind: 'messages', phone, createdAfter }]),
		});
		const pages = Math.ceil(messages / 100);
		for (const { records } of results.flowIq) requireCount('the day', records, messages);

		const middle = mediansOf(results);

		return {
			medians: middle,
			figures: [
				{
					name: `a day's ${messages} messages of 50,000: requests beyond the day's ${pages} pages`,
					value: Math.max(...results.flowIq.map(({ requests }) => requests)) - pages,
					limit: 1,
				},
			],
		};
	});
}

const CALLS = 100;

async function singlePage(run: Run): Promise<Outcome> {
	const task: Task[] = [{ kind: 'page' }];
	const { flowIq, declarative } = await compare(
		run,
		{ contacts: 1_000 },
		task,
		['flowIq', 'declarative'],
		{ records: 100, repeats: CALLS },
	);

	return {
		medians: { flowIq, declarative },
		figures: [
			{ name: 'a single page: requests', value: flowIq.requests / CALLS, limit: 1 },
			{
				name: 'a single page: CPU above a plain declarative node',
				value: flowIq.cpuMs - declarative.cpuMs,
				limit: 5,
				unit: 'ms',
			},
		],
	};
}

const ALL_CONTACTS: Task[] = [{ kind: 'contacts' }];

/** @returns the medians of each */
async function compare<Name extends ContestantName>(
	run: Run,
	options: SimulatorOptions & { contacts: number },
	tasks: Task[],
	contestants: readonly Name[],
	{ records = options.contacts, repeats }: { records?: number; repeats?: number } = {},
): Promise<Record<Name, Result>> {
	const results = await withSimulator(options, async (simulator) =>
		interleaved(
			run,
			Object.fromEntries(
				contestants.map((name) => [
					name,
					async () => await measure(run, simulator, name, tasks, repeats),
				]),
			),
		),
	);
	requireRecords(results, records);

	return mediansOf(results) as Record<Name, Result>;
}

async function measure(
	run: Run,
	simulator: Simulator,
	contestant: ContestantName,
	tasks: Task[],
	repeats?: number,
): Promise<Result> {
	return await finish(simulator, await prepare(run, simulator, contestant, tasks, repeats));
}

async function prepare(
	{ environment }: Run,
	simulator: Simulator,
	contestant: ContestantName,
	tasks: Task[],
	repeats?: number,
) {
	await simulator.ask('reset');
	return await Worker.prepare(environment, {
		contestant,
		accounts: simulator.accounts,
		tasks,
		repeats,
	});
}

async function finish(simulator: Simulator, worker: Worker): Promise<Result> {
	const measurement = await worker.measure();
	return { ...measurement, ...(await simulator.ask('traffic')) };
}

async function withSimulator<T>(
	options: SimulatorOptions,
	work: (simulator: Simulator) => Promise<T>,
): Promise<T> {
	const simulator = await Simulator.start(options);
	try {
		return await work(simulator);
	} finally {
		simulator.stop();
	}
}

/** A fast wrong answer is no answer. */
function requireRecords(results: Record<string, Result[]>, expected: number) {
	for (const [name, rows] of Object.entries(results)) {
		for (const { records, distinct } of rows) {
			requireCount(name, records, expected);
			requireCount(name, distinct, expected);
		}
	}
}

function requireCount(name: string, count: number, expected: number) {
	if (count !== expected) throw new Error(`${name}: ${count} records instead of ${expected}`);
}
