// @ts-check
import { medians } from './statistics.mjs';

/**
 * Round by round, so that a slow minute of the machine hits all alike, and every round begins with another one.
 *
 * @template R
 * @param {{ rounds: number, report: (detail: string) => void }} run
 * @param {Record<string, () => Promise<R>>} measurements
 * @returns {Promise<Record<string, R[]>>}
 */
export async function interleaved({ rounds, report }, measurements) {
	const names = Object.keys(measurements);
	/** @type {Record<string, R[]>} */
	const results = Object.fromEntries(names.map((name) => [name, []]));

	for (let round = 0; round < rounds; round++) {
		report(`round ${round + 1} of ${rounds}`);
		await inTurn(names, async (_, index) => {
			const name = names[(index + round) % names.length];
			results[name].push(await measurements[name]());
		});
	}

	return results;
}

/**
 * @template T, R
 * @param {T[]} values
 * @param {(value: T, index: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function inTurn(values, work) {
	const results = [];
	for (const [index, value] of values.entries()) results.push(await work(value, index));
	return results;
}

/**
 * @template {Record<string, number>} R
 * @param {Record<string, R[]>} results
 * @returns {Record<string, R>}
 */
export function mediansOf(results) {
	return Object.fromEntries(Object.entries(results).map(([name, rows]) => [name, medians(rows)]));
}
