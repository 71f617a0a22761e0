/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import { readFile } from 'node:fs/promises';
import { RealN8n } from '../../tests/n8n/support/real-n8n.mjs';
import { chain, flowIqNode, itemsOf, startNode } from '../../tests/n8n/support/workflows.mjs';
import { pause } from '../../start/lib/pause.mjs';
import { Simulator } from './simulator.ts';
import type { Run, Outcome } from './scenarios.ts';

/** Exports in a whole n8n server with default settings: what they cost the process, and whoever else uses it. */

const MILLION = 1_000_000;
const FEW = 50_000;
const SOME = 200_000;

/** How often n8n's memory is looked at, and its REST API is asked, in ms. */
const LOOK_EVERY_MS = 100;

/** Linux counts CPU time in hundredths of a second. */
const MS_PER_TICK = 10;

/** An execution is given up after this long, in ms. */
const PATIENCE_MS = 600_000;

const MB = 1024 * 1024;

export async function exportMillion(run: Run): Promise<Outcome> {
	return await inN8n(run, async (measure) => {
		await measure(FEW, EXPORT);
		const few = await measure(FEW, EXPORT);
		const million = await measure(MILLION, EXPORT);

		return {
			medians: { few, million },
			figures: [
				{
					name: '1,000,000 contacts to CSV in n8n: peak memory above idle',
					value: million.memoryMb,
					limit: 200,
					unit: 'MB',
				},
				{
					name: '1,000,000 contacts to CSV in n8n: longest silence of the REST API',
					value: million.silenceMs / 1000,
					limit: 1,
					unit: 's',
				},
				{
					name: '1,000,000 contacts to CSV in n8n: record of the execution',
					value: million.recordKb,
					limit: 100,
					unit: 'kB',
				},
				{
					name: 'to CSV in n8n: time per record, 1,000,000 / 50,000 contacts',
					value: million.wallMs / MILLION / (few.wallMs / FEW),
					limit: 1.2,
				},
			],
		};
	});
}

export async function exportAgainstConvert(run: Run): Promise<Outcome> {
	return await inN8n(run, async (measure) => {
		await measure(FEW, EXPORT);
		const exported = await measure(SOME, EXPORT);
		const converted = await measure(SOME, CONVERT);
		const name = '200,000 contacts to CSV in n8n:';

		return {
			medians: { exported, converted },
			figures: [
				{
					name: `${name} time / Get Many and Convert to File`,
					value: exported.wallMs / converted.wallMs,
					limit: 0.5,
				},
				{
					name: `${name} CPU / Get Many and Convert to File`,
					value: exported.cpuMs / converted.cpuMs,
					limit: 0.5,
				},
			],
		};
	});
}

const EXPORT = [
	{ parameters: { resource: 'contact', operation: 'exportToFile', returnAll: true } },
];

/** What was done before there was Export to File. */
const CONVERT = [
	{ parameters: { resource: 'contact', operation: 'getAll', returnAll: true } },
	{
		id: 'convert',
		name: 'Convert to File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		position: [400, 0],
		parameters: { operation: 'csv', options: {} },
	},
];

async function inN8n(
	{ report, signal }: Run,
	work: (
		measure: (contacts: number, nodes: any[]) => ReturnType<typeof costOf>,
	) => Promise<Outcome>,
): Promise<Outcome> {
	report('starting n8n');
	const n8n = await RealN8n.install({ signal });

	try {
		return await work(async (contacts, nodes) => {
			report(`${contacts} contacts`);
			// As fresh as each other: what an execution leaves in memory is not the next one's.
			await n8n.stop();
			await n8n.start({ N8N_RUNNERS_ENABLED: 'true' });
			const simulator = await Simulator.start({ contacts, keepRequests: 1 });
			try {
				return await costOf(n8n, simulator, contacts, nodes);
			} finally {
				simulator.stop();
			}
		});
	} finally {
		await n8n.remove();
	}
}

/** @param nodes the first is the FlowIQ node */
async function costOf(
	n8n: RealN8n,
	simulator: Simulator,
	contacts: number,
	[{ parameters }, ...others]: any[],
) {
	const { rest } = n8n;
	const flowIqApi = await rest.saveCredential({
		name: 'FlowIQ account',
		type: 'flowIqApi',
		data: { ...simulator.accounts.measured },
	});
	const nodes = [
		startNode('Start').node,
		flowIqNode({ credentials: { flowIqApi } }, 'flowIq', parameters),
		...others,
	];
	const workflow = await rest.saveWorkflow(chain(`Export ${contacts} ${nodes.length}`, nodes));
	const pid = await processOf(n8n);
	await pause(5_000);
	const idle = await rssOf(pid);
	const cpu = await cpuOf(pid);
	const watch = watchProcess(n8n, pid);
	const executionId = await rest.run(workflow, 'Start');
	const { status, startedAt, stoppedAt } = await rest.executionEnd(
		workflow.id,
		executionId,
		PATIENCE_MS,
	);
	const { most, silenceMs } = await watch();
	const cpuMs = (await cpuOf(pid)) - cpu;

	if (status !== 'success') throw new Error(`The execution ended with ${status}`);

	const wallMs = Date.parse(String(stoppedAt)) - Date.parse(startedAt);
	const { data } = await rest.execution(executionId);
	// 200,000 items are checked by their number alone: reading them back would take longer than making them.
	if (others.length === 0) {
		const [{ json }] = itemsOf(n8n.parseExecution(data).resultData, 'flowIq');
		if (json.records !== contacts) throw new Error(`${json.records} records of ${contacts}`);
	}

	return {
		wallMs,
		cpuMs,
		/** At the most, above what n8n took before. */
		memoryMb: (most - idle) / MB,
		/** Longest time in which n8n's REST API did not answer. */
		silenceMs,
		/** What n8n keeps of the execution. */
		recordKb: data.length / 1024,
	};
}

/** Looks at memory and at the REST API until it is told to stop. */
function watchProcess(n8n: RealN8n, pid: number) {
	let most = 0;
	let silenceMs = 0;
	let isOver = false;
	const memory = (async () => {
		while (!isOver) {
			most = Math.max(most, await rssOf(pid));
			await pause(LOOK_EVERY_MS);
		}
	})();
	const api = (async () => {
		while (!isOver) {
			const askedAt = performance.now();
			await n8n.rest.request('GET', '/rest/workflows?limit=1', undefined, {
				timeoutMs: PATIENCE_MS,
			});
			silenceMs = Math.max(silenceMs, performance.now() - askedAt);
			await pause(LOOK_EVERY_MS);
		}
	})();

	return async () => {
		isOver = true;
		await Promise.all([memory, api]);
		return { most, silenceMs };
	};
}

/** @returns the process that runs n8n itself, which is not always the one that was started */
async function processOf({ server }: RealN8n): Promise<number> {
	if (!server) throw new Error('n8n is not running');
	const { pid } = server;
	const children = async (parent: number) =>
		(await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8'))
			.trim()
			.split(' ')
			.filter(Boolean)
			.map(Number);
	const all = [pid, ...(await children(pid))];
	const sizes = await Promise.all(all.map(rssOf));

	return all[sizes.indexOf(Math.max(...sizes))];
}

/** @returns bytes */
async function rssOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');

	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

/** @returns ms of all its threads */
async function cpuOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');

	return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
