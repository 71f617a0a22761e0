// npm run test:mutation: plants faults into nodes/, one at a time, and sees whether a test goes red.
//
// The faults come in a random but repeatable order, so that a run may be ended at any time: what was tried until then is a
// random sample. For each fault only those tests are run that execute the faulty statement, the most specific first.
//
// Stryker does the same, but without samples, and starts every test file anew for each fault, n8n-core included.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faultsByHand } from './byHand.mjs';
import { filesBelow, hash, makeCopy, readSource, writeSource } from './copy.mjs';
import { Coverage } from './coverage.mjs';
import { mutantsOf } from './mutants.mjs';
import { Session } from './session.mjs';
import { Types } from './types.mjs';
import { withoutUnseen } from './unseen.mjs';

/** For one test; the endless wait that a fault may cause is noticed by then. A process of its own loads n8n-core first. */
const TEST_LIMIT_MS = 30_000;
const TEST_LIMIT_ALONE_MS = 120_000;
const RUN_LIMIT_MS = 240_000;

const { values } = parseArgs({
	options: {
		files: { type: 'string', default: 'nodes/shared,nodes/FlowIqTrigger,nodes/FlowIqPollTrigger' },
		sample: { type: 'string', default: '200' },
		seed: { type: 'string', default: '1' },
		most: { type: 'string', default: '150' },
		workers: { type: 'string', default: '1' },
		'by-hand': { type: 'boolean', default: false },
		measure: { type: 'boolean', default: false },
		report: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

if (values.help) {
	console.log(`npm run test:mutation -- [options]

  --files   folders or files below nodes/, with commas (${values.files}); a file may end with :<line>
  --sample  how many of their faults are tried (${values.sample}); 0 for all
  --seed    another number takes another sample (${values.seed})
  --most    how many tests are run for a fault until one notices it (${values.most}); 0 for all that execute it
  --workers processes at once (${values.workers})
  --by-hand tries the faults of byHand.mjs and no others
  --measure measures anew which tests execute what; else only for test files that changed
  --report  file to write the survivors to, as JSON`);
	process.exit(0);
}

const coverage = new Coverage();
await coverage.measure(Number(values.workers), values.measure);
const mutants = values['by-hand']
	? faultsByHand()
	: shuffled(withoutUnseen(values.files.split(',').flatMap(mutantsIn)), values.seed);
const size = Math.min(Number(values.sample) || Infinity, mutants.length);
console.log(`${size} of at most ${mutants.length} faults, one at a time`);

const types = new Types();
const tried = [];
let begun = 0;
await Promise.all(Array.from({ length: Number(values.workers) }, (_, index) => work(`${index}`)));
summarize();

/** @returns the next fault that can be built, until there are enough */
function nextFault() {
	while (begun < size && mutants.length > 0) {
		const mutant = mutants.shift();
		if (!types.accept(mutant.path, faultyCode(mutant))) continue;
		begun++;
		return mutant;
	}
	return undefined;
}

function faultyCode({ code, start, end, replacement }) {
	return code.slice(0, start) + replacement + code.slice(end);
}

async function work(name) {
	const copy = makeCopy(`worker-${name}`);
	const session = new Session(copy);
	for (let mutant = nextFault(); mutant !== undefined; mutant = nextFault()) {
		const noticedBy = await tryOut(mutant, session);
		tried.push({ ...mutant, noticedBy });
		const { path, line, fault } = mutant;
		const score = `${tried.filter(isNoticed).length}/${tried.length}`;
		console.log(`${score} ${noticedBy ? 'noticed ' : 'SURVIVED'} ${path}:${line} ${fault}`);
		if (noticedBy) console.log(`    ${noticedBy}`);
		report();
	}
	session.end();
}

function report() {
	if (!values.report) return;
	const survivors = tried.filter((mutant) => !isNoticed(mutant));
	const shown = survivors.map(({ path, line, fault, tests }) => ({ path, line, fault, tests }));
	writeFileSync(values.report, JSON.stringify({ ...scoreOf(tried), survivors: shown }, null, '\t'));
}

function summarize() {
	console.log('');
	for (const { path, line, fault, noticedBy } of tried) {
		if (!noticedBy) console.log(`  ${path}:${line} ${fault}`);
	}
	const folders = new Set(tried.map(folderOf));
	for (const folder of [...folders, '']) {
		const { noticed, faults, score } = scoreOf(tried.filter(({ path }) => path.startsWith(folder)));
		console.log(`${noticed} of ${faults} faults were noticed: ${score} % ${folder || 'in all'}`);
	}
}

function folderOf({ path }) {
	return path.split('/').slice(0, 2).join('/');
}

function scoreOf(some) {
	const noticed = some.filter(isNoticed).length;
	return { faults: some.length, noticed, score: ((100 * noticed) / some.length).toFixed(1) };
}

function isNoticed({ noticedBy }) {
	return noticedBy !== undefined;
}

function mutantsIn(place) {
	const [files, line] = place.split(':');
	return filesBelow(files, '.ts').flatMap((path) => {
		const code = readSource(path);
		return mutantsOf(path, code)
			.filter((mutant) => line === undefined || mutant.line === Number(line))
			.map((mutant) => ({ ...mutant, path, code }));
	});
}

/** The same seed gives the same order, as long as the sources are the same. */
function shuffled(all, seed) {
	const places = all.map((mutant) => {
		const { path, start, fault } = mutant;
		return { mutant, at: hash(`${seed} ${path} ${start} ${fault}`) };
	});
	return places.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ mutant }) => mutant);
}

/** @returns the test that noticed the fault, if any did */
async function tryOut(mutant, session) {
	const { path, code } = mutant;
	const tests = coverage
		.testsOf(mutant)
		.filter(({ file }) => mutant.test === undefined || file === mutant.test);
	const chosen = Number(values.most) === 0 ? tests : mostPromising(tests, Number(values.most));
	mutant.tests = `${chosen.length} of ${tests.length}`;
	const faulty = faultyCode(mutant);
	const isGreen = async (run, withCode) => {
		writeSource(session.copy, path, withCode);
		return (await redAmong(session, run)) === undefined;
	};
	try {
		for (const run of byFile(chosen)) {
			writeSource(session.copy, path, faulty);
			const redTest = await redAmong(session, run);
			if (redTest === undefined) continue;
			// A test is believed only if it is green without the fault: what other faults left behind may disturb it as well.
			const one = redTest === '' ? run : { ...run, only: [redTest] };
			if (await isGreen(one, code)) return `${run.file} ${redTest}`;
			session.end();
			if ((await isGreen(one, code)) && !(await isGreen(one, faulty))) {
				return `${run.file} ${redTest}`;
			}
		}
		return undefined;
	} finally {
		writeSource(session.copy, path, code);
	}
}

/** Half of them the most specific ones, and then some of each file: what is close to the fault need not look at its result. */
function mostPromising(tests, most) {
	const chosen = new Set(tests.slice(0, Math.ceil(most / 2)));
	const files = byFile(tests.filter((test) => !chosen.has(test))).map(({ file }) =>
		tests.filter((test) => test.file === file && !chosen.has(test)),
	);
	for (let turn = 0; chosen.size < Math.min(most, tests.length); turn++) {
		for (const ofFile of files) if (turn < ofFile.length) chosen.add(ofFile[turn]);
	}
	return [...chosen];
}

function byFile(tests) {
	const runs = new Map();
	for (const { file, isAlone, name } of tests) {
		const timeoutMs = isAlone ? TEST_LIMIT_ALONE_MS : TEST_LIMIT_MS;
		const run = runs.get(file) ?? { file, isAlone, only: [], bail: true, timeoutMs };
		run.only.push(name);
		runs.set(file, run);
	}
	// A process for one file takes longer than many files in one.
	return [...runs.values()].sort((a, b) => Number(a.isAlone) - Number(b.isAlone));
}

/** @returns the name of the first red test, '' when the file cannot be run, undefined when all are green */
async function redAmong(session, run) {
	const { tests, broken } = await session.run(run, RUN_LIMIT_MS);
	return broken ? '' : tests.find(({ isRed }) => isRed)?.name;
}
