#!/usr/bin/env node
// @ts-check

// Nothing is imported statically: an older Node has to get as far as the sentence that says so,
// and would stop at the first import it cannot resolve.

const OLDEST_NODE = [20, 15];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	console.error(
		`Node ${OLDEST_NODE.join('.')} or newer is needed, and this is Node ${process.versions.node}.\n` +
			'Install the current LTS release of Node, which brings npm along, and type npm start again.',
	);
	process.exitCode = 1;
} else {
	const { main } = await import('./lib/main.mjs');

	process.exitCode = await main(process.argv.slice(2), process.env);
}
