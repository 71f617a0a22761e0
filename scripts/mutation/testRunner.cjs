// Jest's own test runner, run again and again in one process. Loading n8n-core takes most of the time of a test file, so it
// is loaded once; our own modules are loaded anew for each run. What to run comes in as messages (see session.mjs).
const jestCircus = require('jest-circus/runner').default;

module.exports = async function runOnDemand(globalConfig, config, environment, runtime) {
	environment.global.__hits = [];
	for await (const { file, only, bail, timeoutMs } of messages()) {
		forgetOwnModules(config.rootDir, environment, runtime);
		const watch = new Watch(environment.global, { only, bail, timeoutMs });
		environment.handleTestEvent = (event, state) => watch.handle(event, state);
		let broken;
		try {
			const result = await jestCircus(globalConfig, config, environment, runtime, file);
			broken = result.testExecError?.message;
		} catch (error) {
			broken = String(error);
		}
		const { rss } = process.memoryUsage();
		process.send({ tests: watch.tests, ofFile: watch.hits(), broken, rss });
	}
	return process.exit(0);
};

async function* messages() {
	const waiting = [];
	let wake = () => {};
	process.on('message', (message) => {
		waiting.push(message);
		wake();
	});
	process.on('disconnect', () => process.exit(0));
	process.send({ isReady: true });
	for (;;) {
		if (waiting.length === 0) await new Promise((resolve) => (wake = resolve));
		else yield waiting.shift();
	}
}

function forgetOwnModules(rootDir, environment, runtime) {
	const { registries, fileCache, mockState, transformCache } = runtime;
	const maps = [
		...[registries.moduleRegistry, registries.mockRegistry, fileCache.strings, fileCache.buffers],
		transformCache.transforms,
	];
	for (const map of maps) {
		for (const key of map.keys()) if (key.startsWith(rootDir)) map.delete(key);
	}
	for (const value of Object.values(mockState)) if (value instanceof Map) value.clear();
	runtime.restoreAllMocks();
	runtime.testState.state = 'loading';
	// Jest's own state: tests, hooks, handlers.
	registries.internalModuleRegistry.clear();
	delete environment.global[Symbol.for('EVENT_HANDLERS')];
}

/** Picks the tests to run, ends the file after the first red one, and notes which probes each test passed. */
class Watch {
	tests = [];
	ofFile = new Set();

	constructor(global, { only, bail, timeoutMs }) {
		this.global = global;
		this.only = only && new Set(only);
		this.bail = bail;
		this.timeoutMs = timeoutMs;
		global.__hits = [];
	}

	handle(event, state) {
		if (event.name === 'run_start') {
			if (this.timeoutMs) state.testTimeout = this.timeoutMs;
			if (this.only) state.testNamePattern = { test: (name) => this.only.has(name) };
		}
		if (event.name === 'test_start') this.hits();
		if (event.name === 'test_done') {
			const { errors, duration } = event.test;
			const isRed = errors.length > 0;
			const hits = this.take();
			this.tests.push({ name: nameOf(event.test), isRed, ms: duration, hits });
			if (isRed && this.bail) state.testNamePattern = { test: () => false };
		}
	}

	take() {
		const hits = Object.keys(this.global.__hits).map(Number);
		this.global.__hits = [];
		return hits;
	}

	/** @returns what ran outside of any test, in hooks and while loading */
	hits() {
		for (const hit of this.take()) this.ofFile.add(hit);
		return [...this.ofFile];
	}
}

/** The name by which jest knows the test: those of the blocks around it, then its own. */
function nameOf(test) {
	const names = [];
	for (let at = test; at.parent; at = at.parent) names.unshift(at.name);
	return names.join(' ');
}
