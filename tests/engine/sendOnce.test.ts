import type { IDataObject } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { startBrokenTls } from '../support/brokenTls';
import { runNode } from '../support/engine';
import { credentialFor, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 10, messagesPerContact: 1 });

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** Message Send to the number in `phone` of each input item. */
function sending(parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'send',
		recipient: locator('phone', '={{ $json.phone }}'),
		messageType: 'text',
		text: '={{ $json.text }}',
		...parameters,
	};
}

/** One item for each of the first contacts; the text tells the items of one test from those of the others. */
function itemsOf(count: number, text: string) {
	return Array.from({ length: count }, (_, position) => ({
		json: { phone: simulator().contactAt(position % 10).whatsapp_id, text: `${text} ${position}` },
	}));
}

const textsSent = () => simulator().requests.map(({ body }) => (body as IDataObject).text);

const definite = { error: 'Failed to send message', message: '(#131000) Something went wrong' };

describe('a message', () => {
	it.each([
		['the connection breaks', { kind: 'reset', carriedOut: true }],
		['the answer is cut off', { kind: 'truncate' }],
		['the answer is a web page', { kind: 'html200', carriedOut: true }],
		['FlowIQ breaks down', { kind: 'status', status: 502, carriedOut: true }],
	] as const)('is not sent again when %s; the error says it may be there', async (_, fault) => {
		simulator().faults.add(fault);
		const result = await run(sending(), { items: itemsOf(1, 'open') });
		expect(result.error?.message).toMatch(/not known whether/);
		expect(result.error?.description).toMatch(/inbox/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('is not said to be unsent when TLS breaks after it has arrived', async () => {
		const server = await startBrokenTls();
		try {
			const { error } = await runNode({
				credential: { accessToken: 'fiq_broken_tls', baseUrl: server.url },
				parameters: sending({ requestOptions: { allowUnauthorizedCerts: true } }),
				items: itemsOf(1, 'broken'),
			});
			expect(server.received).toEqual(['POST /send-whatsapp']);
			expect(error?.message).toMatch(/^It is not known whether FlowIQ carried this out: The conn/);
			expect(error?.message).not.toMatch(/ssl/i);
		} finally {
			await server.close();
		}
	});

	it('is sent when FlowIQ refused it with 429 first', async () => {
		simulator().faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '0' } });
		const result = await run(sending(), { items: itemsOf(1, 'limited') });
		expect(result.error).toBeUndefined();
		expect(simulator().requests).toHaveLength(2);
	});

	it('is refused for good by 500 with FlowIQ’s own words, and 131047 points to Send Template', async () => {
		simulator().variants = { customerWindow: 'refused' };
		const result = await run(sending(), { items: itemsOf(1, 'late') });
		expect(result.error?.message).toContain('131047');
		expect(result.error?.message).not.toMatch(/not known whether/);
		expect(result.error?.description).toContain('Send Template');
	});

	it('to somebody who is no contact names Create', async () => {
		const items = [{ json: { phone: '27821234567', text: 'Hi' } }];
		const result = await run(sending(), { items });
		expect(result.error?.description).toContain('Contact → Create');
	});
});

describe('with Retry On Fail', () => {
	it('no message that FlowIQ accepted is sent again, and the results are complete', async () => {
		simulator().faults.add({ kind: 'status', status: 500, body: definite, after: 2 });
		const items = itemsOf(4, 'retry');
		const result = await run(sending(), { items, settings: RETRY });
		expect(result.error).toBeUndefined();
		expect(textsSent()).toEqual(['retry 0', 'retry 1', 'retry 2', 'retry 2', 'retry 3']);
		expect(new Set(result.items.map(({ json }) => json.message_id)).size).toBe(4);
	});

	it('no message that FlowIQ may have accepted is sent again', async () => {
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		const result = await run(sending(), { items: itemsOf(1, 'maybe'), settings: RETRY });
		expect(result.error?.message).toMatch(/not known whether/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('a hint says what a retry does', async () => {
		const result = await run(sending(), { items: itemsOf(1, 'hint'), settings: RETRY });
		expect(result.stored).toContain('Retry On Fail is on for this node');
	});
});

describe('many items', () => {
	it('are sent one after the other, in their order', async () => {
		const result = await run(sending(), { items: itemsOf(20, 'order') });
		expect(result.error).toBeUndefined();
		expect(textsSent()).toEqual(itemsOf(20, 'order').map(({ json }) => json.text));
		expect(Math.max(...simulator().requests.map(({ inFlight }) => inFlight))).toBe(1);
	});

	it('end with the first one that failed, and the error says which were sent', async () => {
		simulator().faults.add({ kind: 'status', status: 500, body: definite, after: 3 });
		const result = await run(sending(), { items: itemsOf(6, 'stop') });
		expect(result.error?.context?.itemIndex).toBe(3);
		expect(result.error?.description).toContain('3 of 6 items were sent before');
		expect(result.error?.description).toContain('item index 0–2');
		expect(simulator().requests).toHaveLength(4);
	});

	it('that are under way when one fails are sent all the same, and the error names them', async () => {
		const items = itemsOf(6, 'beside');
		const isFirst = ({ body }: { body: unknown }) =>
			(body as IDataObject).text === items[0].json.text;
		simulator().faults.add({ kind: 'status', status: 500, body: definite, match: isFirst });
		simulator().faults.add({ kind: 'slow', ms: 300, times: 2 });
		const options = { maxConcurrency: 3 };
		const result = await run(sending({ options }), { items });
		expect(result.error?.description).toContain('2 of 6 items were sent before');
		expect(result.error?.description).toContain('item index 1–2');
		expect(simulator().requests.map(({ aborted }) => aborted ?? false)).toEqual([
			...[false, false, false],
		]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'go on after a bad number with On Error: %s',
		async (onError) => {
			const items = itemsOf(3, onError);
			items.splice(1, 0, { json: { phone: 'no number', text: 'x' } });
			const result = await run(sending(), { items, onError });
			const all = [...result.items, ...result.errorItems];
			expect(all.filter(({ json }) => 'message_id' in json)).toHaveLength(3);
			const [failed] = all.filter(({ json }) => 'error' in json);
			expect(failed.json.error).toContain("'Recipient' is not a phone number: no number");
			expect(failed.pairedItem).toEqual({ item: 1 });
			expect(simulator().requests).toHaveLength(3);
		},
	);

	it('500 of them keep to the rate limit, and one bad number stops nobody else', async () => {
		simulator().rateLimit = { requestsPerSecond: 200, burst: 20 };
		const items = itemsOf(500, 'many');
		items[250].json.phone = '27821234567';
		const result = await run(sending(), { items, onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(499);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 250 });
		expect(result.errorItems[0].json.error).toContain('27821234567');
		const accepted = simulator()
			.requests.filter(({ status }) => status === 200)
			.map(({ body }) => (body as IDataObject).text);
		expect(accepted).toEqual(
			items.filter((_, index) => index !== 250).map(({ json }) => json.text),
		);
	}, 60_000);

	it('that are stopped are not sent any more, and the execution says which were', async () => {
		let stop: () => void = () => undefined;
		simulator().onRequest(() => {
			if (simulator().requests.length === 3) stop();
		});
		const more = { items: itemsOf(10, 'cancel'), onStarted: (press: () => void) => (stop = press) };
		const result = await run(sending(), more);
		expect(result.status).toBe('canceled');
		expect(simulator().requests.length).toBeLessThanOrEqual(3);
		expect(result.error?.description).toContain('2 of 10 items were sent before');
		expect(result.error?.description).toContain('may have been sent too');
	});
});

describe('Prevent Duplicate Sends', () => {
	const twice = (options: IDataObject) => ({
		parameters: sending({ options }),
		items: [...itemsOf(1, JSON.stringify(options)), ...itemsOf(1, JSON.stringify(options))],
	});

	it('refuses the second equal message with the ID of the first', async () => {
		const { parameters, items } = twice({ preventDuplicateSends: true });
		const more = { items, onError: 'continueRegularOutput' as const };
		const [first, second] = (await run(parameters, more)).items;
		expect(second.json.error).toContain('The same message was sent');
		expect(second.json.error).toContain(String(first.json.message_id));
		expect(simulator().requests).toHaveLength(1);
	});

	it('is off on the canvas unless chosen', async () => {
		const { parameters, items } = twice({});
		expect((await run(parameters, { items })).error).toBeUndefined();
		expect(simulator().requests).toHaveLength(2);
	});

	it('is on for the tool of an agent, unless turned off', async () => {
		const phone = simulator().contactAt(0).whatsapp_id;
		const asTool = async (options: IDataObject) =>
			await callAsTool(
				credentialFor(simulator()),
				sending({
					recipient: locator('phone', `={{ $fromAI('recipient', 'Phone number', 'string') }}`),
					text: `={{ $fromAI('text', 'Text to send', 'string') }}`,
					options,
				}),
				{ recipient: phone, text: 'Only once' },
			);
		expect((await asTool({})).answer).toContain('wamid.');
		const [{ answer }] = [await asTool({})];
		expect(answer).toContain('The same message was sent');
		expect(answer).toContain('wamid.');
		expect(simulator().requests).toHaveLength(1);
		await asTool({ preventDuplicateSends: false });
		expect(simulator().requests).toHaveLength(2);
	});
});
