// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installNodeForN8n, installRuntime } from '../../start/lib/install.ts';
import { installN8n, n8nFolder } from '../../start/lib/install-n8n.ts';
import { thisMachine } from '../../start/lib/install-node.ts';
import { npmWith } from '../../start/lib/npm.ts';
import { formatBytes } from '../../start/lib/progress.ts';

/** n8n's nodes ask for a tarball of this package that no npm registry has. */
const OVERRIDES = { xlsx: '0.18.5' };

/** A module for expressions that these versions do without, and that does not compile on every Node they run on. */
const NATIVE_MODULES = ['sqlite3'];

/** Measured on Linux. */
const BYTES = 2.3e9;

/** n8n 1.123 to 2.8 declare Node 20.19 to 24. */
const RUNS_ON = { from: [20, 19], to: 24 };

/**
 * @typedef {object} Release
 * @property {string} version
 * @property {string} what
 * @property {Record<string, string>} [settings] environment variables that it needs here
 * @property {typeof installRuntime} install
 */

/**
 * The versions of n8n that the package is tried in: the oldest that people still run, those in between that differ in what
 * matters to this package, and the newest.
 *
 * @type {Release[]}
 */
export const RELEASES = [
	{
		version: '1.123.81',
		what: 'last of 1.x',
		settings: { N8N_DISABLED_MODULES: '', N8N_EXPRESSION_ENGINE: 'legacy' },
		install: older('1.123.81'),
	},
	{
		version: '2.0.0',
		what: 'first of 2.x',
		settings: { N8N_DISABLED_MODULES: '' },
		install: older('2.0.0'),
	},
	{
		version: '2.8.4',
		what: 'answers a webhook once the execution is saved',
		settings: { N8N_DISABLED_MODULES: '' },
		install: older('2.8.4'),
	},
	{ version: '2.41.1', what: 'newest', install: installRuntime },
];

/**
 * @param {string} version
 * @returns {typeof installRuntime} that installs this n8n into the cache, beside the others
 */
function older(version) {
	return async ({ cache, env, progress, signal }) => {
		const machine = thisMachine();
		const npm = runsOn(process.versions.node)
			? npmWith(process.execPath, env)
			: await installNodeForN8n({ cache, env, progress, signal });
		const manifestFolder = await mkdtemp(path.join(tmpdir(), 'flowiq-manifest-'));

		try {
			await mkdir(cache, { recursive: true });
			await writeFile(
				path.join(manifestFolder, 'package.json'),
				JSON.stringify({ private: true, dependencies: { n8n: version }, overrides: OVERRIDES }),
			);

			const nodeMajor = npm.node === process.execPath ? machine.nodeMajor : RUNS_ON.to;
			const folder = n8nFolder(cache, manifestFolder, { ...machine, nodeMajor });

			await progress.step(
				`Looking for n8n ${version} in the cache (else ${formatBytes(BYTES)} to install)`,
				async (report) =>
					await installN8n(folder, manifestFolder, npm, report, signal, NATIVE_MODULES),
			);

			return { n8nFolder: folder, npm };
		} finally {
			await rm(manifestFolder, { recursive: true, force: true });
		}
	};
}

/** @param {string} nodeVersion */
function runsOn(nodeVersion) {
	const [major, minor] = nodeVersion.split('.').map(Number);
	const [fromMajor, fromMinor] = RUNS_ON.from;

	return major <= RUNS_ON.to && (major > fromMajor || (major === fromMajor && minor >= fromMinor));
}
