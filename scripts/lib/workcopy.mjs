// @ts-check
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	realpathSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

class CommandFailed extends Error {}

/**
 * Runs a command to its end and returns what it wrote to standard output. What it wrote at all is shown only when it
 * fails: a check that passes should be one line, not a build log.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
export function run(command, args, cwd) {
	const { status, error, stdout, stderr } = spawnSync(command, args, {
		cwd,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		// On Windows npm is a .cmd file, which only a shell can start.
		shell: process.platform === 'win32',
	});
	if (error) throw error;
	if (status !== 0) {
		throw new CommandFailed(
			`\`${[command, ...args].join(' ')}\` ended with ${status}:\n${stdout}${stderr}`,
		);
	}
	return stdout;
}

/**
 * Gives `work` a new folder, removes it afterwards whatever happens, and ends the process with 0 only if `work` said
 * that all is well.
 *
 * @param {(folder: string) => Promise<boolean>} work
 */
export async function check(work) {
	// The real path: macOS keeps its temporary folder behind a link, and tools print the path behind it.
	const folder = mkdtempSync(join(realpathSync(tmpdir()), 'flowiq-'));
	try {
		process.exitCode = (await work(folder)) ? 0 : 1;
	} catch (error) {
		// A command's own words say what is wrong; the way through this script to it does not.
		console.error(error instanceof CommandFailed ? error.message : error);
		process.exitCode = 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Copies what a commit of this checkout would hold, plus files not committed yet, so that building there neither sees
 * leftovers nor disturbs a dist/ that somebody is using. node_modules is linked, not copied.
 *
 * @param {string} into
 * @returns {string[]} the copied files, as paths relative to the checkout
 */
export function copyCheckout(into) {
	const files = run(
		'git',
		['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
		root,
	)
		.split('\0')
		// git still lists a file that was deleted but not yet committed as such.
		.filter((file) => file !== '' && existsSync(join(root, file)));
	for (const file of files) {
		mkdirSync(dirname(join(into, file)), { recursive: true });
		cpSync(join(root, file), join(into, file));
	}
	symlinkSync(join(root, 'node_modules'), join(into, 'node_modules'), 'junction');
	return files;
}

/**
 * @typedef {object} Packed
 * @property {string} filename
 * @property {string} integrity hash of the tarball; npm writes equal contents as equal bytes
 * @property {Array<{ path: string }>} files
 */

/**
 * @param {string} project a built checkout
 * @param {string} [into] folder that receives the tarball; without it npm only says what it would pack
 * @returns {Packed}
 */
export function pack(project, into) {
	const target = into === undefined ? ['--dry-run'] : ['--pack-destination', into];
	return JSON.parse(run('npm', ['pack', '--json', '--loglevel=error', ...target], project))[0];
}

/**
 * Makes the package as a release does and unpacks it as n8n does when it installs it.
 *
 * @param {string} project a copy of the checkout
 * @param {string} into
 * @returns {string[]} the paths of what was packed
 */
export function buildAndUnpack(project, into) {
	run('npm', ['run', 'build'], project);
	const { filename, files } = pack(project, into);
	run('tar', ['-xzf', filename, '--strip-components=1'], into);
	rmSync(join(into, filename));
	return files.map(({ path }) => path);
}
