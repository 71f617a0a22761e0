import { isOutOfTime, isOver } from './pollTime';

/**
 * Does the same for each of many, side by side, for as long as there is time. The first one is always begun, so that
 * every poll gets on.
 *
 * @param deadline when not to begin another one, in ms of the monotonic clock
 * @param work what to do; one that fails does not stop the others
 * @returns whether there was time for all, and the first failure that was no lack of time
 */
export async function eachInTime<T>(
	all: T[],
	concurrency: number,
	deadline: number,
	work: (one: T) => Promise<void>,
): Promise<{ isAll: boolean; failure?: unknown }> {
	const queue = all.values();
	let isBegun = false;
	let isAll = true;
	let failure: unknown;
	const worker = async () => {
		for (const one of queue) {
			if (isBegun && isOver(deadline)) {
				isAll = false;
				break;
			}
			isBegun = true;
			try {
				await work(one);
			} catch (error) {
				if (isOutOfTime(error)) isAll = false;
				else failure ??= error;
			}
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return { isAll, failure };
}
