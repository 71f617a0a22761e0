/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Options, Started } from '../simulator.ts';
import { nextMessage } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('../simulator.ts', import.meta.url));

type Commands = Started['commands'];

/** A simulator process. */
export class Simulator {
	#child = fork(PROGRAM, {
		execArgv: ['--import', import.meta.resolve('tsx')],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	accounts!: Started['accounts'];

	static async start(options: Options): Promise<Simulator> {
		const simulator = new Simulator();
		simulator.accounts = await simulator.#ask('start', options);
		return simulator;
	}

	/** Has it carry out a command, one at a time. */
	async ask<Name extends keyof Commands>(
		command: Name,
		...[argument]: Parameters<Commands[Name]>
	): Promise<Awaited<ReturnType<Commands[Name]>>> {
		return await this.#ask(command, argument);
	}

	stop() {
		this.#child.kill();
	}

	async #ask(command: string, argument: unknown) {
		this.#child.send({ command, argument });
		return (await nextMessage(this.#child, 'The simulator')).answer;
	}
}
