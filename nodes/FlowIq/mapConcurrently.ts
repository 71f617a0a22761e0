/**
 * Works on several values at once and keeps their order.
 *
 * After the first failure nothing new is begun; what was begun before is waited for, so that the failure reported is
 * the one that comes first in the list and not the one that happened to be fastest.
 *
 * @param values what to work on
 * @param concurrency how many at once, at the most
 * @param work what to do with one of them
 * @throws what `work` threw for the first value that failed
 */
export async function mapConcurrently<T, R>(
	values: T[],
	concurrency: number,
	work: (value: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = new Array(values.length);
	let next = 0;
	const failures: Array<{ index: number; reason: unknown }> = [];

	const worker = async () => {
		while (next < values.length && failures.length === 0) {
			const index = next++;
			try {
				results[index] = await work(values[index]);
			} catch (reason) {
				failures.push({ index, reason });
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, values.length) }, worker));
	const [first] = failures.sort((a, b) => a.index - b.index);
	if (first !== undefined) throw first.reason;
	return results;
}
