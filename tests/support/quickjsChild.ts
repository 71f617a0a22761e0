/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { Expression } from 'n8n-workflow';
import { runNode, type NodeResult, type NodeRun } from './engine';

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
	const active = Expression.getActiveImplementation();
	if (active !== 'quickjs') throw new Error(`Expressions are evaluated by ${active}`);
	let input = '';
	for await (const chunk of process.stdin) input += String(chunk);
	const results: NodeResult[] = [];
	for (const run of JSON.parse(input) as NodeRun[]) results.push(await runNode(run));
	process.stdout.write(JSON.stringify(results), () => process.exit(0));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () =>
		process.exit(1),
	);
});
