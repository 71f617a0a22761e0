/** Round by round, so that a slow minute of the machine hits all alike, and every round begins with another one. */
export async function interleaved<R>(
	{ rounds, report }: { rounds: number; report: (detail: string) => void },
	measurements: Record<string, () => Promise<R>>,
): Promise<Record<string, R[]>> {
	const names = Object.keys(measurements);
	const results: Record<string, R[]> = Object.fromEntries(names.map((name) => [name, []]));

	for (let round = 0; round < rounds; round++) {
		report(`round ${round + 1} of ${rounds}`);
		await inTurn(names, async (_, index) => {
			const name = names[(index + round) % names.length];
			results[name].push(await measurements[name]());
		});
	}

	return results;
}

export async function inTurn<T, R>(
	values: T[],
	work: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = [];
	for (const [index, value] of values.entries()) results.push(await work(value, index));
	return results;
}

/** The median of every property of each. */
export function mediansOf<R extends Record<string, number>>(
	results: Record<string, R[]>,
): Record<string, R> {
	return mapValues(results, ([first, ...others]) =>
		mapValues(first, (_, name) => median([first, ...others].map((row) => row[name]))),
	) as Record<string, R>;
}

function mapValues<T, U>(values: Record<string, T>, map: (value: T, name: string) => U) {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, map(value, name)]),
	);
}

/** @param values at least one */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;

	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
