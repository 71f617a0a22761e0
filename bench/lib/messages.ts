/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import type { ChildProcess } from 'node:child_process';

/**
 * Waits for what a process of the benchmark sends next.
 *
 * @throws what failed in it, also when it ends
 */
export async function nextMessage(child: ChildProcess, name: string): Promise<any> {
	return await new Promise((resolve, reject) => {
		const onExit = (code: unknown) => reject(new Error(`${name} ended unexpectedly (${code})`));
		child.once('exit', onExit);
		child.once('message', (message: any) => {
			child.off('exit', onExit);
			if (message.failure) reject(new Error(message.failure));
			else resolve(message);
		});
	});
}
