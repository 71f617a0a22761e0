// @ts-check
/**
 * Runs the packed package in each version of n8n that it is tested with, and writes what came out into the README's table.
 * Usage: npm run test:versions [-- VERSION ...]. A version in which something failed keeps its old row.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { PROJECT_FOLDER, cacheFolder } from '../../start/lib/paths.mjs';
import { Progress } from '../../start/lib/progress.ts';
import { RELEASES } from './releases.mjs';
import { withRows } from './table.mjs';

const README = path.join(PROJECT_FOLDER, 'README.md');
const TESTS = fileURLToPath(new URL('release.test.mjs', import.meta.url));

/** @param {import('./releases.mjs').Release} release */
async function tryOut({ version }) {
	let passed = 0;
	let failed = 0;
	/** @type {string[]} */
	const lacking = [];

	// The tests run in a process of their own, which inherits this.
	process.env.FLOWIQ_N8N_VERSION = version;

	const events = run({ files: [TESTS], concurrency: 1 });

	events.on('test:pass', ({ skip, details }) => {
		if (details.type === 'suite') return;
		if (skip === undefined) passed++;
		else lacking.push(String(skip));
	});
	events.on('test:fail', () => failed++);
	events.compose(new spec()).pipe(process.stdout, { end: false });
	await new Promise((resolve, reject) => {
		events.on('end', resolve);
		events.on('error', reject);
	});

	return { passed, failed, lacking };
}

/**
 * @param {import('./releases.mjs').Release} release
 * @returns {Promise<string>} the version of the Node that runs it
 */
async function nodeOf({ install }) {
	const { npm } = await install({
		cache: cacheFolder(process.env),
		env: process.env,
		progress: new Progress(process.stderr),
		signal: new AbortController().signal,
	});

	return execFileSync(npm.node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

const asked = process.argv.slice(2);
const order = RELEASES.map(({ version }) => version);
const unknown = asked.filter((version) => !order.includes(version));

if (unknown.length > 0) {
	throw new Error(`Not among ${order.join(', ')}: ${unknown.join(', ')}`);
}

for (const release of RELEASES) {
	if (asked.length > 0 && !asked.includes(release.version)) continue;

	const node = await nodeOf(release);
	const { passed, failed, lacking } = await tryOut(release);

	if (failed > 0) {
		process.exitCode = 1;
		continue;
	}

	const row = {
		version: release.version,
		what: release.what,
		node,
		passed,
		total: passed + lacking.length,
		lacking: [...new Set(lacking)],
		date: new Date().toISOString().slice(0, 10),
	};

	await writeFile(README, withRows(await readFile(README, 'utf8'), [row], order));
}
