/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { NodeResult, NodeRun } from './engine';
import { PACKAGE_ROOT } from './packageRoot';

/**
 * Runs the node as `runNode` does, but with expressions evaluated in an isolate. That engine is loaded by a dynamic
 * import, which Jest allows only behind a flag of Node; a child process needs none.
 */
export async function runNodesWithQuickJs(runs: NodeRun[]): Promise<NodeResult[]> {
	const script = resolve(__dirname, 'quickjsChild.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', script], {
		cwd: PACKAGE_ROOT,
		env: { ...process.env, N8N_LOG_LEVEL: 'silent', NODE_OPTIONS: '' },
	});
	let [output, errors] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
	child.stdin.end(JSON.stringify(runs));
	const code = await new Promise<number | null>((done) => child.on('close', done));
	if (code !== 0) throw new Error(`The child process ended with ${code}: ${errors}`);
	return JSON.parse(output) as NodeResult[];
}
