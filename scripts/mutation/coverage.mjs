// Which tests execute which statement of nodes/. A test file is measured once, and again when it has changed; what is known
// of a statement goes on to hold when only others were changed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORK_FOLDER, filesBelow, hash, makeCopy, readSource, writeSource } from './copy.mjs';
import { withProbes } from './probes.mjs';
import { Session } from './session.mjs';

const TEST_FOLDERS = ['tests/unit', 'tests/engine', 'tests/triggers'];
const KEPT_IN = join(WORK_FOLDER, 'coverage');
/** For the tests of one file. */
const FILE_LIMIT_MS = 600_000;

export class Coverage {
	/** The sources by their paths: their code with probes in it, and its hash. */
	#sources = new Map();
	/** Every probe, with the path of its source and a key that outlasts changes of other statements. */
	#probes = [];
	/** What was measured of each test file. */
	#files = [];

	constructor() {
		for (const path of filesBelow('nodes', '.ts')) {
			const code = readSource(path);
			const marked = withProbes(code, this.#probes.length);
			this.#sources.set(path, { code: marked.code, hash: hash(code) });
			const lines = new Map();
			for (const probe of marked.probes) {
				const line = `${path} ${code.slice(probe.start, probe.end).split('\n', 1)}`;
				const count = (lines.get(line) ?? 0) + 1;
				lines.set(line, count);
				this.#probes.push({ ...probe, path, key: `${count} ${line}` });
			}
		}
	}

	/**
	 * @param {number} workers processes that run the tests at once
	 * @param {boolean} isAnew whether to forget what was measured before
	 */
	async measure(workers, isAnew) {
		if (isAnew) rmSync(KEPT_IN, { recursive: true, force: true });
		mkdirSync(KEPT_IN, { recursive: true });
		const queue = TEST_FOLDERS.flatMap((folder) => filesBelow(folder, '.test.ts'));
		const work = async (name) => {
			let session;
			for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
				const kept = join(KEPT_IN, `${hash(file + readSource(file))}.json`);
				if (!existsSync(kept)) {
					session ??= this.#startSession(name);
					const measured = await this.#measureFile(file, session);
					if (measured === undefined) continue;
					writeFileSync(kept, JSON.stringify(measured));
				}
				this.#files.push({ file, ...this.#read(kept) });
			}
			session?.end();
		};
		await Promise.all(Array.from({ length: workers }, (_, index) => work(`measured-${index}`)));
	}

	#startSession(name) {
		const copy = makeCopy(name);
		for (const [path, { code }] of this.#sources) writeSource(copy, path, code);
		return new Session(copy);
	}

	async #measureFile(file, session) {
		let result = await session.run({ file }, FILE_LIMIT_MS);
		// Some tests want what only a fresh process has, as a log level.
		const isAlone = result.broken !== undefined || result.tests.some(({ isRed }) => isRed);
		if (isAlone) result = await session.run({ file, isAlone }, FILE_LIMIT_MS);
		const { tests, ofFile, broken } = result;
		console.log(`${file}: ${broken ?? `${tests.length} tests`}`);
		for (const { name, isRed } of tests)
			if (isRed) console.log(`    red without any fault: ${name}`);
		if (broken) return undefined;
		const hashes = [...this.#sources].map(([path, source]) => [path, source.hash]);
		const green = tests.filter(({ isRed }) => !isRed);
		const hits = new Set([ofFile, ...green.map((test) => test.hits)].flat());
		const keys = Object.fromEntries([...hits].map((hit) => [hit, this.#probes[hit].key]));
		return { hashes: Object.fromEntries(hashes), isAlone, keys, tests: green, ofFile };
	}

	/** @returns what was measured, with the numbers that the probes have now */
	#read(kept) {
		const { hashes, isAlone, keys, tests, ofFile } = JSON.parse(readFileSync(kept, 'utf8'));
		const numbers = new Map(this.#probes.map(({ key }, number) => [key, number]));
		const now = (hits) => new Set(hits.map((hit) => numbers.get(keys[hit])));
		return {
			hashes,
			isAlone,
			ofFile: now(ofFile),
			tests: tests.map(({ hits, ...test }) => ({ ...test, hits: now(hits) })),
		};
	}

	/**
	 * @param {{ path: string, start: number, end: number }} place in a source
	 * @returns {{ file: string, isAlone: boolean, name: string, size: number }[]} the tests that execute it, the most specific first
	 */
	testsOf({ path, start, end }) {
		const sizeOf = (number) => this.#probes[number].end - this.#probes[number].start;
		const ofSource = [...this.#probes.keys()].filter(
			(number) => this.#probes[number].path === path,
		);
		const around = ofSource
			.filter((number) => this.#probes[number].start <= start && end <= this.#probes[number].end)
			.sort((a, b) => sizeOf(a) - sizeOf(b));
		const isChanged = this.#files.some(
			({ hashes }) => hashes[path] !== this.#sources.get(path).hash,
		);
		// Of a new statement nothing is known: then the tests count that execute what is around it.
		const steps = isChanged
			? [...around.map((number) => [number]), ofSource]
			: [around.slice(0, 1)];
		for (const numbers of steps) {
			const tests = this.#testsThrough(new Set(numbers.flatMap((number) => this.#usersOf(number))));
			if (tests.length > 0) return tests;
		}
		return [];
	}

	#testsThrough(probes) {
		const isHit = (hits) => [...probes].some((probe) => hits.has(probe));
		const found = this.#files.flatMap(({ file, isAlone, tests, ofFile }) =>
			(isHit(ofFile) ? tests : tests.filter(({ hits }) => isHit(hits))).map(({ name, hits }) => {
				// What concurrent tests execute counts for all of their file.
				return { file, isAlone, name, size: hits.size || ofFile.size };
			}),
		);
		return found.sort((a, b) => a.size - b.size);
	}

	/**
	 * What a module declares while it is loaded matters where it is used.
	 *
	 * @returns the probe, or those of the calls that use what it declares
	 */
	#usersOf(number) {
		if (!this.#probes[number].isOnLoad) return [number];
		const users = new Set();
		const seen = new Set();
		const follow = (name) => {
			if (seen.has(name)) return;
			seen.add(name);
			for (const [user, { uses, isOnLoad, names }] of this.#probes.entries()) {
				if (!uses.includes(name)) continue;
				if (isOnLoad) names.forEach(follow);
				else users.add(user);
			}
		};
		this.#probes[number].names.forEach(follow);
		return users.size > 0 ? [...users] : [number];
	}
}
