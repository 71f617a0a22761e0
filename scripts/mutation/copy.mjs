// A copy of the package, in which faults are planted: nothing in the checkout is changed.
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where copies and what was measured are kept between runs. */
export const WORK_FOLDER = join(tmpdir(), `flowiq-mutation-${hash(ROOT).slice(0, 8)}`);

const FOLDERS = [
	'api',
	'credentials',
	'dist',
	'docs',
	'icons',
	'nodes',
	'scripts',
	'simulator',
	'tests',
	'workflows',
];
const FILES = [
	'.prettierrc.js',
	'README.md',
	'CHANGELOG.md',
	'index.js',
	'jest.config.js',
	'package.json',
	'tsconfig.json',
	'tsconfig.dev.json',
];

const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
const { options: compilerOptions } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

/** @returns {string} the folder of the copy with that name */
export function makeCopy(name) {
	const folder = join(WORK_FOLDER, `${name}-${process.pid}`);
	mkdirSync(folder, { recursive: true });
	process.on('exit', () => remove(folder));
	for (const entry of [...FOLDERS, ...FILES]) {
		cpSync(join(ROOT, entry), join(folder, entry), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

function remove(folder) {
	try {
		rmSync(folder, { recursive: true, force: true, maxRetries: 9 });
	} catch {
		// A test process that was ended a moment ago may still write there; no later run uses this folder.
	}
}

/** Writes a source of the copy, and what it is built to. */
export function writeSource(copy, path, code) {
	writeFileSync(join(copy, path), code);
	const built = ts.transpileModule(code, { compilerOptions }).outputText;
	writeFileSync(join(copy, 'dist', path.replace(/\.ts$/, '.js')), built);
}

/** @returns {string[]} paths of the files with that ending below a folder of the package, or the file itself */
export function filesBelow(place, ending) {
	if (place.endsWith(ending)) return [place];
	return readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(place, file))
		.sort();
}

export function readSource(path) {
	return readFileSync(join(ROOT, path), 'utf8');
}

export function hash(text) {
	return createHash('sha256').update(text).digest('hex');
}

// An interrupted run cleans up as well.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
