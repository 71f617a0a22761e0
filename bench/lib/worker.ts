/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nextMessage } from './messages.ts';
import type { Job, Measurement } from '../worker/main.mjs';

const NAME = 'A measurement';
const PROGRAM = fileURLToPath(new URL('../worker/main.mjs', import.meta.url));

export interface Environment {
	/** The Node that runs n8n. */
	node: string;
	n8nFolder: string;
	packageFolder: string;
	/** Folder for CPU profiles. */
	profiles?: string;
}

/** A measurement in its own process, loaded, warmed up and waiting for its start. */
export class Worker {
	constructor(private readonly child: ChildProcess) {}

	static async prepare(
		{ node, n8nFolder, packageFolder, profiles }: Environment,
		job: Omit<Job, 'folders'>,
	): Promise<Worker> {
		const modules = path.join(n8nFolder, 'node_modules');
		const child = fork(PROGRAM, {
			execPath: node,
			// Without what loads this TypeScript, which would be measured as well.
			execArgv: [],
			// As n8n does it, so that a community package finds n8n's own copy of n8n-workflow.
			env: { ...withoutN8nSettings(process.env), NODE_PATH: modules },
			// n8n's own log is no part of the figures.
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		const worker = new Worker(child);

		child.send({
			...job,
			folders: { n8nFolder, packageFolder },
			profile: profiles && path.join(profiles, `${job.contestant}-${child.pid}.cpuprofile`),
		});
		await nextMessage(child, NAME);

		return worker;
	}

	async measure(): Promise<Measurement> {
		this.child.send('go');
		return (await nextMessage(this.child, NAME)).measurement;
	}

	stop() {
		this.child.kill();
	}
}

/** Settings of somebody's own n8n, of Node or of npm would change what is measured. */
function withoutN8nSettings(env: NodeJS.ProcessEnv) {
	return Object.fromEntries(
		Object.entries(env).filter(([name]) => !/^(N8N|NODE|EXPRESSION|npm)_/.test(name)),
	);
}
