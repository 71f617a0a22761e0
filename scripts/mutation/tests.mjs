// Which tests could notice a fault, the quick ones first. The engine and trigger tests run the built package, so that no
// import says what they cover.
const PLACES = [
	{ below: 'nodes/FlowIqTrigger/', tests: ['tests/triggers'] },
	{ below: 'nodes/shared/events/', tests: ['tests/triggers'] },
	{ below: 'nodes/FlowIqPollTrigger/', tests: ['tests/triggers'] },
	{ below: 'nodes/shared/', tests: ['tests/engine', 'tests/triggers'] },
	{ below: 'nodes/', tests: ['tests/engine'] },
];

/** @returns groups of tests to run one after the other, until one fails */
export function testsFor(path) {
	const { tests } = PLACES.find(({ below }) => path.startsWith(below));
	return ['related', ...tests.map((folder) => [folder])];
}
