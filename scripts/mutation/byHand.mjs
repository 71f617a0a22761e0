// Faults that no rule makes: what somebody could change in good faith, and an account or a workflow would suffer from. Each
// has a test file that must notice it.
import { readSource } from './copy.mjs';

const TRANSPORT = 'nodes/shared/transport';

const FAULTS = [
	{
		fault: '50 requests at once',
		test: 'tests/engine/requestSettings.test.ts',
		path: `${TRANSPORT}/gate.ts`,
		find: 'MAX_CONCURRENCY = 8',
		replacement: 'MAX_CONCURRENCY = 50',
	},
	{
		fault: 'proxy and certificate check are not sent',
		test: 'tests/engine/requestSettings.test.ts',
		path: `${TRANSPORT}/connection.ts`,
		find: '{ ...settings, allowedDomains: allowedDomains(data, hostname), ...options }',
		replacement: '{ allowedDomains: allowedDomains(data, hostname), ...options }',
	},
	{
		fault: 'the allowed domains are not sent',
		test: 'tests/engine/requestSettings.test.ts',
		path: `${TRANSPORT}/connection.ts`,
		find: '{ ...settings, allowedDomains: allowedDomains(data, hostname), ...options }',
		replacement: '{ ...settings, ...options }',
	},
	{
		fault: 'no total timeout',
		test: 'tests/engine/requestSettings.test.ts',
		path: `${TRANSPORT}/egress.ts`,
		find: 'AbortSignal.timeout(totalTimeoutMs)',
		replacement: 'new AbortController().signal',
	},
	{
		fault: 'a refused request waits behind all others',
		test: 'tests/unit/gate.test.ts',
		path: `${TRANSPORT}/gate.ts`,
		find: 'this.queue.add(waiting, isRepeated)',
		replacement: 'this.queue.add(waiting, false)',
	},
	{
		fault: 'a learned rate never grows',
		test: 'tests/unit/rateModel.test.ts',
		path: `${TRANSPORT}/pace.ts`,
		find: 'if (t <= 0) return from;',
		replacement: 'return from;',
	},
	{
		fault: 'the wait for a turn is not counted',
		test: 'tests/engine/rateLimit.test.ts',
		path: `${TRANSPORT}/request.ts`,
		find: 'waitedMs += monotonicNow() - askedAt;\n\t\t\t\treturn',
		replacement: 'return',
	},
	{
		fault: 'the wait before another try is not counted',
		test: 'tests/engine/rateLimit.test.ts',
		path: `${TRANSPORT}/request.ts`,
		find: 'waitedMs += decision.waitMs;',
		replacement: '',
	},
	{
		fault: 'a download may take for ever',
		test: 'tests/triggers/download.test.ts',
		path: `${TRANSPORT}/download.ts`,
		find: 'AbortSignal.timeout(limits.totalMs)',
		replacement: 'new AbortController().signal',
	},
	{
		fault: 'an event is remembered for ever',
		test: 'tests/triggers/deliveryMemory.test.ts',
		path: 'nodes/shared/events/deliveryMemory.ts',
		find: ' || now - at > MAX_AGE_MS',
		replacement: '',
	},
	{
		fault: 'records may be late by 50 minutes',
		test: 'tests/unit/cursor.test.ts',
		path: 'nodes/FlowIqPollTrigger/cursor.ts',
		find: '= 60 * 60 * 1000',
		replacement: '= 50 * 60 * 1000',
	},
	{
		fault: 'two dates prove an order',
		test: 'tests/triggers/newContacts.test.ts',
		path: 'nodes/FlowIqPollTrigger/newContacts.ts',
		find: 'PROOF_OF_ORDER = 10',
		replacement: 'PROOF_OF_ORDER = 2',
	},
];

/** @returns faults in the form of `mutantsOf`, with `path`, `code` and `test` */
export function faultsByHand() {
	return FAULTS.map(({ path, fault, test, find, replacement }) => {
		const code = readSource(path);
		const [before, ...rest] = code.split(find);
		if (rest.length !== 1) throw new Error(`${path} holds this ${rest.length} times: ${find}`);
		const start = before.length;
		const line = before.split('\n').length;
		return { path, code, test, line, fault, start, end: start + find.length, replacement };
	});
}
