// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { runCommand, withPreload } from '../../start/lib/processes.ts';
import { testFolder } from './folder.mjs';

/**
 * @param {import('node:test').TestContext} context
 * @param {string} script
 */
async function runGuarded(context, script) {
	const cwd = await testFolder(context);
	const log = path.join(cwd, 'network.log');
	const printed = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
		cwd,
		env: {
			...process.env,
			NODE_OPTIONS: withPreload(undefined, 'netguard.cjs'),
			FLOWIQ_NETGUARD_LOG: log,
		},
	});
	const lines = existsSync(log) ? (await readFile(log, 'utf8')).trim().split('\n') : [];

	return { printed: printed.trim(), attempts: lines.map((line) => JSON.parse(line)) };
}

for (const [how, script] of Object.entries({
	fetch: `await fetch('http://example.invalid/').catch(() => console.log('refused'))`,
	'fetch by address': `await fetch('http://192.0.2.1/').catch(() => console.log('refused'))`,
	http: `(await import('node:http')).get('http://192.0.2.1/').on('error', () => console.log('refused'))`,
	tls: `(await import('node:tls')).connect(443, '192.0.2.1').on('error', () => console.log('refused'))`,
	dns: `(await import('node:dns')).resolve4('example.invalid', () => console.log('refused'))`,
	udp: `(await import('node:dgram')).createSocket('udp4').send('x', 53, '192.0.2.1', () => { console.log('refused'); process.exit(); })`,
})) {
	test(`refuses ${how} to other machines, and writes it down`, async (context) => {
		const { printed, attempts } = await runGuarded(context, script);

		assert.equal(printed, 'refused');
		assert.ok(attempts.length > 0);
		assert.match(attempts[0].host, /^(example\.invalid|192\.0\.2\.1)$/);
	});
}

for (const host of ['127.0.0.1', 'localhost']) {
	test(`lets ${host} through`, async (context) => {
		const { printed, attempts } = await runGuarded(
			context,
			`const server = (await import('node:http')).createServer((_, response) => response.end('here'));
			await new Promise((resolve) => server.listen(0, '${host}', resolve));
			console.log(await (await fetch('http://${host}:' + server.address().port)).text());
			server.close();`,
		);

		assert.equal(printed, 'here');
		assert.deepEqual(attempts, []);
	});
}
