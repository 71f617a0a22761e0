// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withSpace } from './disk.mjs';
import { packageProgress, requireRegistry, runNpm } from './npm.mjs';

/** Measured on Linux. */
export const PROJECT_BYTES = 1.2e9;
const PROJECT_INSTALL_BYTES = 1.6e9;

/**
 * npm writes this file last: without it an installation was cut short.
 *
 * @param {string} project
 */
function installRecord(project) {
	return path.join(project, 'node_modules', '.package-lock.json');
}

/**
 * @param {string} project
 * @returns {boolean} whether node_modules is missing, unfinished, or older than the lock file
 */
export function needsDependencies(project) {
	const record = installRecord(project);

	return !existsSync(record) || statSync(record).mtimeMs < statSync(lockFileOf(project)).mtimeMs;
}

/** @param {string} project */
function lockFileOf(project) {
	return path.join(project, 'package-lock.json');
}

/**
 * Installs the project's own development dependencies: TypeScript, gulp, and what the simulator is built on.
 *
 * @param {object} how
 * @param {string} how.project
 * @param {import('./npm.mjs').Npm} how.npm
 * @param {(detail: string | (() => string)) => void} how.report
 * @param {AbortSignal} how.signal
 */
export async function installDependencies({ project, npm, report, signal }) {
	const modules = path.join(project, 'node_modules');

	// Before the old dependencies are removed: without a network they are better than none.
	await requireRegistry(npm, { cwd: project, signal });
	await rm(modules, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

	report(packageProgress(lockFileOf(project), project));

	try {
		await withSpace(
			{
				folder: project,
				bytes: PROJECT_INSTALL_BYTES,
				purpose: "installing the project's development tools",
				advice: 'Free some space on the disk that this project is on.',
				signal,
			},
			async (untilFull) =>
				await runNpm(npm, ['ci', '--include=dev'], { cwd: project, signal: untilFull }),
		);
	} catch (error) {
		await rm(modules, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
		throw error;
	}
}

/** What the package is made from. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
	'index.js',
	'README.md',
	'CHANGELOG.md',
	'LICENSE',
];

/** Beside the tarball: what it was made from. */
const PACKED = 'packed.json';

/**
 * @param {string} project
 * @returns {Promise<string>} changes with every source of the package
 */
async function digestOfSources(project) {
	const hash = createHash('sha256');

	for (const source of SOURCES) {
		const start = path.join(project, source);

		if (!existsSync(start)) continue;

		const files = statSync(start).isDirectory()
			? (await readdir(start, { recursive: true })).sort().map((name) => path.join(start, name))
			: [start];

		for (const file of files) {
			if (statSync(file).isFile()) hash.update(`${file}\0`).update(await readFile(file));
		}
	}

	return hash.digest('hex');
}

/**
 * Builds the package and packs it as it would be published, unless the tarball of an earlier start was made from the
 * same sources.
 *
 * @param {object} how
 * @param {string} how.project
 * @param {string} how.destination an existing folder; earlier tarballs in it are removed
 * @param {import('./npm.mjs').Npm} how.npm
 * @param {AbortSignal} how.signal
 * @returns {Promise<string>} the path of the tarball
 */
export async function buildAndPack({ project, destination, npm, signal }) {
	const record = path.join(destination, PACKED);
	const digest = await digestOfSources(project);
	const earlier = await readFile(record, 'utf8').then(JSON.parse, () => ({}));

	if (earlier.digest === digest && existsSync(earlier.tarball)) return earlier.tarball;

	await rm(record, { force: true });
	for (const name of await readdir(destination)) {
		if (name.endsWith('.tgz')) await rm(path.join(destination, name));
	}

	await runNpm(npm, ['run', 'build'], { cwd: project, signal });

	const answer = await runNpm(npm, ['pack', '--json', '--pack-destination', destination], {
		cwd: project,
		signal,
	});

	const tarball = path.join(destination, JSON.parse(answer)[0].filename);

	await writeFile(record, JSON.stringify({ digest, tarball }));

	return tarball;
}
