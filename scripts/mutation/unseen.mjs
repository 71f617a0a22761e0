// Faults that no user can notice, and why. They are not planted, so that the score counts only what a test could notice.
import { readSource } from './copy.mjs';

/**
 * `code` is the piece of the source that holds the fault; `fault` a part of its name, where others in that piece can be
 * noticed.
 *
 * @type {{ path: string, code: string, fault?: string, why: string }[]}
 */
const UNSEEN = [
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: `		let high = 0xdeadbeef;
		let low = 0x41c6ce57;`,
		why: 'any numbers serve as the start of a hash',
	},
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: `			high = Math.imul(high ^ code, 2654435761);
			low = Math.imul(low ^ code, 1597334677);`,
		fault: 'three times',
		why: 'so do most odd factors',
	},
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: `		high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
		low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);`,
		why: 'it mixes what is a good hash for all identities that were tried without it, two million of each kind',
	},
	{
		path: 'nodes/shared/events/deliveryMemory.ts',
		code: 'randomUUID().slice(0, 8)',
		why: 'the name of a process may be of any length',
	},
	{
		path: 'nodes/shared/paging/listRecords.ts',
		code: 'rows.length = 0;',
		why: 'it only frees memory earlier, which bench/ measures',
	},
	{
		path: 'nodes/FlowIqTrigger/registration.ts',
		code: `			await subscribe(hook);
			return true;`,
		fault: 'true is false',
		why: 'n8n does not look at what a registration returns',
	},
	{
		path: 'nodes/FlowIqTrigger/registration.ts',
		code: 'delete state.isUnpublished;',
		why: 'it is read when a workflow is published, and set each time before that',
	},
	{
		path: 'nodes/shared/transport/download.ts',
		code: 'body.destroy?.();',
		why: "n8n's present HTTP client closes the connection when the request is aborted; others need not",
	},
];

/**
 * @param {{ path: string, code: string, start: number, fault: string }[]} mutants
 * @returns those that a user could notice
 * @throws Error when an entry of the list is not to be found, or more than once
 */
export function withoutUnseen(mutants) {
	const unseen = UNSEEN.map(({ path, code, fault = '' }) => {
		const [before, ...behind] = readSource(path).split(code);
		if (behind.length !== 1) throw new Error(`unseen.mjs: not once in ${path}: ${code}`);
		return { path, start: before.length, end: before.length + code.length, fault };
	});
	return mutants.filter(
		({ path, start, fault }) =>
			!unseen.some(
				(one) =>
					one.path === path && one.start <= start && start < one.end && fault.includes(one.fault),
			),
	);
}
