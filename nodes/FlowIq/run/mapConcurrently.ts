/**
 * Works on several values at once and keeps their order.
 *
 * The failure reported is the one that comes first in the list, not the one that happened to be fastest. As soon as a
 * value fails, nothing after it is begun and what is under way after it is given up; only the values before it, which
 * may still fail themselves, are waited for.
 *
 * @param values what to work on
 * @param concurrency how many at once, at the most
 * @param work what to do with one of them; the signal is aborted when its result is no longer wanted
 * @param finishesBegun whether what is under way after a failure is not given up, but waited for
 * @throws what `work` threw for the first value that failed
 */
export async function mapConcurrently<T, R>(
	values: T[],
	concurrency: number,
	work: (value: T, signal: AbortSignal) => Promise<R>,
	finishesBegun = false,
): Promise<R[]> {
	const results: R[] = new Array(values.length);
	const underWay = new Map<number, AbortController>();
	let next = 0;
	let end = values.length;
	let failure: unknown;

	return await new Promise((resolve, reject) => {
		const settle = () => {
			if (![...underWay.keys()].every((index) => index > end && !finishesBegun)) return;
			if (end < values.length) reject(failure as Error);
			else if (underWay.size === 0) resolve(results);
		};
		const fail = (index: number, reason: unknown) => {
			if (index > end) return;
			end = index;
			failure = reason;
			if (finishesBegun) return;
			for (const [later, controller] of underWay) if (later > index) controller.abort();
		};
		const begin = () => {
			while (next < end && underWay.size < concurrency) {
				const index = next++;
				const controller = new AbortController();
				underWay.set(index, controller);
				void work(values[index], controller.signal)
					.then(
						(result) => {
							results[index] = result;
						},
						(reason: unknown) => fail(index, reason),
					)
					.then(() => {
						underWay.delete(index);
						begin();
					});
			}
			settle();
		};
		begin();
	});
}
