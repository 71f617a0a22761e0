import { sleep } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import type { NodeRun } from '../support/engine';
import {
	findByPhone,
	getContacts,
	getMessages,
	locator,
	runAgainst,
	withSimulator,
} from '../support/flowiq';

/** Each test has a server of its own: what one of them was told to wait must not hold up the next. */
const DATA = { contacts: 1234, messagesPerContact: 1234 };

/** Presses Stop as soon as the server sees a certain request. */
function stopAtRequest(server: Simulator, request: number): Partial<NodeRun> {
	let stop: () => void = () => undefined;
	server.onRequest(() => {
		if (server.requests.length === request) stop();
	});
	return { onStarted: (press) => (stop = press) };
}

const sending = {
	resource: 'message',
	operation: 'send',
	recipient: locator('phone', '27123456789'),
	messageType: 'text',
	text: 'Hello',
};

const tooMany = (retryAfter?: string) =>
	({
		kind: 'status',
		status: 429,
		body: { error: 'Too many requests' },
		...(retryAfter && { headers: { 'retry-after': retryAfter } }),
		times: 99,
	}) as const;

// Each of these would take minutes if Stop were not heeded: the limit of the test is its assertion.
const SOON = 20_000;

/** A test with a server of its own, beside the others. */
const itStops = (title: string, test: (simulator: Simulator) => Promise<void>) =>
	it.concurrent(title, async () => await withSimulator(DATA, test), SOON);

describe('Stop', () => {
	it.concurrent.each([undefined, 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'ends the wait for a Retry-After (On Error: %s), and nothing further is asked',
		async (onError) =>
			await withSimulator(DATA, async (simulator) => {
				simulator.faults.add(tooMany('120'));
				const more = { ...stopAtRequest(simulator, 1), onError };
				const result = await runAgainst(simulator, getContacts({ returnAll: true }), more);
				expect(result.status).toBe('canceled');
				expect(result.items.filter(({ json }) => 'id' in json)).toEqual([]);
				expect(simulator.requests).toHaveLength(1);
			}),
		SOON,
	);

	itStops('ends the wait after a fault, and nothing further is asked', async (simulator) => {
		simulator.faults.add({ kind: 'status', status: 503, headers: { 'retry-after': '90' } });
		const result = await runAgainst(simulator, getContacts(), stopAtRequest(simulator, 1));
		expect(result.status).toBe('canceled');
		expect(simulator.requests).toHaveLength(1);
	});

	it.concurrent.each([1, 2, 4])(
		'ends the paging at request %i: what is under way ends, and nothing further is asked',
		async (request) =>
			await withSimulator({ ...DATA, latencyMs: 100 }, async (simulator) => {
				const { whatsapp_id } = simulator.contactAt(0);
				const parameters = getMessages(whatsapp_id, { returnAll: true });
				const result = await runAgainst(simulator, parameters, stopAtRequest(simulator, request));
				expect(result.status).toBe('canceled');
				expect(result.items).toEqual([]);
				// Pages that were asked for side by side may have been on their way; never the whole list.
				expect(simulator.requests.length).toBeLessThan(13);
			}),
		SOON,
	);

	itStops('ends a request that the server does not answer', async (simulator) => {
		simulator.faults.add({ kind: 'never' });
		const result = await runAgainst(simulator, getContacts(), stopAtRequest(simulator, 1));
		expect(result.status).toBe('canceled');
		expect(simulator.requests).toHaveLength(1);
	});

	it.concurrent.each<[string, (simulator: Simulator) => void]>([
		['is not answered', ({ faults }) => faults.add({ kind: 'never', carriedOut: true })],
		['is answered too late', ({ faults }) => faults.add({ kind: 'slow', ms: 3_000 })],
	])(
		'while a message is under way that %s: says that it may be there, and where to look',
		async (_, prepare) =>
			await withSimulator(DATA, async (simulator) => {
				prepare(simulator);
				const result = await runAgainst(simulator, sending, stopAtRequest(simulator, 1));
				expect(result.status).toBe('canceled');
				expect(result.error?.message).toMatch(/canceled .* which FlowIQ may have carried out/);
				expect(result.error?.description).toMatch(/^Look in the FlowIQ inbox whether it is there/);
				expect(result.error?.failure).toBeUndefined();
				expect(simulator.requests).toHaveLength(1);
			}),
		SOON,
	);

	itStops(
		'is said of a message that may be there with On Error: Continue as well',
		async (simulator) => {
			simulator.faults.add({ kind: 'never', carriedOut: true });
			const more = { ...stopAtRequest(simulator, 1), onError: 'continueRegularOutput' as const };
			const result = await runAgainst(simulator, sending, more);
			expect(result.status).toBe('canceled');
			expect(result.error?.message).toMatch(/canceled .* which FlowIQ may have carried out/);
			expect(result.items.filter(({ json }) => 'error' in json)).toEqual([]);
		},
	);

	itStops(
		'while a message waits for its turn leaves no doubt: it was not sent',
		async (simulator) => {
			simulator.faults.add(tooMany('120'));
			const result = await runAgainst(simulator, sending, {
				onStarted: async (stop) => {
					while (simulator.requests.length === 0) await sleep(10);
					// By then the refusal has arrived, and the message waits for its next turn.
					await sleep(500);
					stop();
				},
			});
			expect(result.status).toBe('canceled');
			expect(result.error?.message).toBe('The execution was canceled');
			expect(simulator.requests).toHaveLength(1);
		},
	);

	itStops('ends the waiting of all input items', async (simulator) => {
		simulator.faults.add(tooMany('120'));
		const items = Array.from({ length: 100 }, () => ({ json: {} }));
		const more = { ...stopAtRequest(simulator, 2), items };
		const result = await runAgainst(simulator, findByPhone('27123456789'), more);
		expect(result.status).toBe('canceled');
		expect(result.items).toEqual([]);
		expect(simulator.requests.length).toBeLessThanOrEqual(100);
	});

	itStops('of one execution leaves another with the same credential alone', async (simulator) => {
		const { whatsapp_id } = simulator.contactAt(0);
		let stop: () => void = () => undefined;
		simulator.onRequest(({ query }) => {
			if (query.action === 'conversation-messages' && query.page === '3') stop();
		});
		const parameters = getMessages(whatsapp_id, { returnAll: true });
		const stopped = runAgainst(simulator, parameters, { onStarted: (press) => (stop = press) });
		const other = runAgainst(simulator, getContacts({ returnAll: true }));
		expect((await stopped).status).toBe('canceled');
		expect((await other).status).toBe('success');
		expect((await other).items).toHaveLength(1234);
	});
});
