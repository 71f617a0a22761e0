// Faults that no user can notice, and why. They are not planted, so that the score counts only what tests could notice.
import { readSource } from './copy.mjs';

/**
 * `code` is a piece of the line in which the fault is; `fault` a piece of what is done to it, where others there can be
 * noticed.
 *
 * @type {{ path: string, code: string, fault?: string, why: string }[]}
 */
const UNSEEN = [];

/**
 * @param {{ path: string, line: number, fault: string, code: string }[]} mutants
 * @returns those that a user could notice
 * @throws Error when an entry of the list fits nothing any more
 */
export function withoutUnseen(mutants) {
	for (const { path, code } of UNSEEN) {
		if (!readSource(path).includes(code)) throw new Error(`unseen.mjs: ${path} has no "${code}"`);
	}
	return mutants.filter(
		({ path, line, fault, code }) =>
			!UNSEEN.some(
				(unseen) =>
					unseen.path === path &&
					code.split('\n')[line - 1].includes(unseen.code) &&
					fault.includes(unseen.fault ?? ''),
			),
	);
}
