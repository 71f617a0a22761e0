/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { runNode, type NodeRun } from './engine';
import { Expression } from 'n8n-workflow';

/**
 * A process of its own: reads node runs as JSON, runs them with expressions evaluated in an isolate (QuickJS), as n8n's
 * servers do, and writes the results as JSON.
 */
async function main(): Promise<void> {
	await Expression.initExpressionEngine({
		engine: 'quickjs',
		bridgeTimeout: 5_000,
		bridgeMemoryLimit: 128,
		poolSize: 1,
		maxCodeCacheSize: 1_024,
	});
	let input = '';
	for await (const chunk of process.stdin) input += String(chunk);
	const results = [];
	for (const run of JSON.parse(input) as NodeRun[]) results.push(await runNode(run));
	const { length } = results;
	process.stdout.write(JSON.stringify({ length, results }), () => process.exit(0));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () =>
		process.exit(1),
	);
});
