type Tester = (one: unknown, other: unknown) => boolean | undefined;

/** What jest has and its types leave out. */
const { addEqualityTesters } = expect as unknown as {
	addEqualityTesters: (testers: Tester[]) => void;
};

/**
 * Run before each test file. A list with one more entry is another list, also where that entry is undefined: for jest's
 * `toEqual` it is the same one, so that a record too many would go unnoticed where the test looks at a field that it has not.
 */
addEqualityTesters([
	(one, other) =>
		Array.isArray(one) && Array.isArray(other) && one.length !== other.length ? false : undefined,
]);
