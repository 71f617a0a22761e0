// npm run test:mutation: plants faults into nodes/, one at a time, and sees whether a test goes red.
//
// A random but repeatable sample of the faults is taken, and for each only the tests that could notice it are run: the unit
// tests that import the file, then the engine or trigger tests of its part of the package. Nothing in the checkout is
// changed: the faults go into a copy of it.
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { mutantsOf } from './mutants.mjs';
import { testsFor } from './tests.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
	options: {
		files: { type: 'string', default: 'nodes/shared,nodes/FlowIqTrigger,nodes/FlowIqPollTrigger' },
		sample: { type: 'string', default: '200' },
		seed: { type: 'string', default: '1' },
		report: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

if (values.help) {
	console.log(`npm run test:mutation -- [options]

  --files  folders or files below nodes/, with commas (${values.files})
  --sample how many of their faults are tried (${values.sample}); 0 for all
  --seed   another number takes another sample (${values.seed})
  --report file to write the survivors to, as JSON`);
	process.exit(0);
}

const copy = makeCopy();
try {
	const mutants = sample(
		allMutants(values.files.split(',')),
		Number(values.sample),
		Number(values.seed),
	);
	console.log(`${mutants.length} faults, one at a time`);
	const survivors = [];
	for (const [index, mutant] of mutants.entries()) {
		const found = isNoticed(mutant);
		if (!found) survivors.push(mutant);
		const sign = found ? 'noticed ' : 'SURVIVED';
		console.log(
			`${index + 1}/${mutants.length} ${sign} ${mutant.path}:${mutant.line} ${mutant.fault}`,
		);
	}
	const noticed = mutants.length - survivors.length;
	const score = ((100 * noticed) / mutants.length).toFixed(1);
	console.log(`\n${noticed} of ${mutants.length} faults were noticed: ${score} %`);
	for (const { path, line, fault } of survivors) console.log(`  ${path}:${line} ${fault}`);
	if (values.report) writeFileSync(values.report, JSON.stringify({ score, survivors }, null, '\t'));
} finally {
	rmSync(copy, { recursive: true, force: true });
}

function makeCopy() {
	const folder = mkdtempSync(join(tmpdir(), 'flowiq-mutation-'));
	const parts = [
		'api',
		'credentials',
		'icons',
		'nodes',
		'simulator',
		'tests',
		'scripts',
		'workflows',
		'dist',
	];
	const files = [
		'package.json',
		'jest.config.js',
		'tsconfig.json',
		'tsconfig.dev.json',
		'index.js',
		'README.md',
	];
	for (const part of [...parts, ...files])
		cpSync(join(root, part), join(folder, part), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

function allMutants(places) {
	return places
		.flatMap((place) => sourceFiles(join(root, place)))
		.flatMap((file) => {
			const code = readFileSync(file, 'utf8');
			const path = relative(root, file);
			return mutantsOf(path, code).map((mutant) => ({ ...mutant, path, code }));
		});
}

function sourceFiles(place) {
	if (place.endsWith('.ts')) return [place];
	return readdirSync(place, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(place, file));
}

/** The same seed takes the same faults, as long as the sources are the same. */
function sample(all, size, seed) {
	if (size === 0 || size >= all.length) return all;
	let state = seed;
	const random = () => {
		// The "minimal standard" generator of Park and Miller.
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
	const marked = all.map((mutant) => ({ mutant, at: random() }));
	const chosen = new Set(
		marked
			.sort((a, b) => a.at - b.at)
			.slice(0, size)
			.map(({ mutant }) => mutant),
	);
	return all.filter((mutant) => chosen.has(mutant));
}

function isNoticed({ path, code, start, end, replacement }) {
	const source = join(copy, path);
	const built = join(copy, 'dist', path.replace(/\.ts$/, '.js'));
	const original = readFileSync(built, 'utf8');
	const faulty = code.slice(0, start) + replacement + code.slice(end);
	writeFileSync(source, faulty);
	writeFileSync(built, compile(faulty));
	try {
		return testsFor(path).some((tests) => !pass(tests, source));
	} finally {
		writeFileSync(source, code);
		writeFileSync(built, original);
	}
}

function compile(code) {
	const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	return ts.transpileModule(code, { compilerOptions: { ...options, sourceMap: false } }).outputText;
}

/** @param tests `related` for the unit tests that import the source, or folders and files of tests */
function pass(tests, source) {
	const jest = join(root, 'node_modules/jest/bin/jest.js');
	const args = ['--bail', '--silent', '--maxWorkers=1', '--passWithNoTests', '--forceExit'];
	const which = tests === 'related' ? ['--findRelatedTests', source] : tests;
	// A fault may also make an endless loop, which is noticed as well.
	const run = spawnSync(process.execPath, [jest, '--rootDir', copy, ...args, ...which], {
		cwd: copy,
		stdio: 'ignore',
		timeout: 240_000,
		killSignal: 'SIGKILL',
	});
	return run.status === 0;
}
