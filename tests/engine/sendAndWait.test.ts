import type { IDataObject, INodeType } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { loadPackage, node } from '../support/engine';
import { credentialFor, locator, useNode } from '../support/flowiq';
import { WaitingExecution } from '../support/waitingExecution';

const { simulator, run } = useNode({ contacts: 5, messagesPerContact: 2 });

const HOUR = 3_600_000;
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

function parametersWith(parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'sendAndWait',
		recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
		message: 'Refund order #1001?',
		...parameters,
	};
}

const approval = (values: IDataObject) => ({ approvalOptions: { values } });
const options = (values: IDataObject) => ({ options: values });
const limit = (values: IDataObject) => options({ limitWaitTime: { values } });

/** Bodies of the messages sent so far. */
const sent = () =>
	simulator()
		.requests.filter(({ method }) => method === 'POST')
		.map(({ body }) => body as IDataObject);

function linkIn(body: IDataObject): string {
	return /https?:\/\/\S+/.exec(body.text as string)![0];
}

async function waitUntil(parameters: IDataObject): Promise<Date> {
	const { stored } = await run(parametersWith(parameters));
	return new Date((JSON.parse(stored) as { data: { waitTill: string } }).data.waitTill);
}

let waiting: WaitingExecution | undefined;
afterEach(async () => {
	await waiting?.close();
	waiting = undefined;
});

/** What the waiting execution went on with. */
const resumed = () => waiting!.resumed.map((items) => items.map(({ json }) => json));

const onPage = async (response: Promise<Response>) => await (await response).text();

/** Runs the node until it waits, and gives the link of its message. */
async function ask(parameters: IDataObject = {}, name = 'FlowIQ'): Promise<string> {
	// The person has written, so that WhatsApp takes an answer.
	simulator().addMessage(simulator().contactAt(0).id, { sender_type: 'user-whatsapp' });
	const all = parametersWith(parameters);
	const { stored, status, error } = await run(all);
	expect([error, status]).toEqual([undefined, 'waiting']);
	const asking = { ...node(name, 'n8n-nodes-flowiq.flowIq', all) };
	waiting = await WaitingExecution.start(stored, asking, credentialFor(simulator()));
	return linkIn(sent().at(-1)!);
}

describe('Send and Wait for Response', () => {
	it('sends the question with one signed link, and waits without an end', async () => {
		const link = await ask();
		expect(sent()).toEqual([
			{
				phone_number: simulator().contactAt(0).whatsapp_id,
				message_type: 'text',
				text: `Refund order #1001?\n\nApprove: ${link}`,
			},
		]);
		expect(new URL(link).searchParams.get('signature')).toMatch(/\w{20,}/);
		expect((await waitUntil({})).getFullYear()).toBe(3000);
	});

	it('says so when the link works on this computer only, and what to set', async () => {
		const { hints } = await run(parametersWith());
		expect(hints.join()).toMatch(/points to 127\.0\.0\.1, .*Set WEBHOOK_URL/);
	});

	it("shows a reviewer what an agent wants to do, also with n8n's own text", async () => {
		const items = [{ json: { tool: 'Send', toolParameters: { To: '27821234567', Count: 2 } } }];
		const message = '=Run {{ $json.tool }}?\n\nInput:\n{{ $json.toolParameters }}';
		const result = await run(parametersWith({ message }), { items });
		expect(result.status).toBe('waiting');
		expect(sent()[0].text).toContain('Run Send?\n\nInput:\nTo: 27821234567\nCount: 2\n\n');
	});

	it('shows the question with its buttons, and takes the response from the button only', async () => {
		const link = await ask(
			approval({ approvalType: 'double', approveLabel: 'Yes <b>', disapproveLabel: 'No' }),
		);
		const response = await waiting!.open(link);
		const page = await response.text();
		expect(response.headers.get('content-type')).toContain('text/html');
		expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(page).toContain('Refund order #1001?');
		expect(page).toContain('Yes &lt;b&gt;');
		expect(page).toContain('>No<');
		expect(resumed()).toEqual([]);

		const thanks = await onPage(waiting!.submit(link, { approved: 'false' }));
		expect(thanks).toContain('Your response was recorded: No');
		const respondedAt: unknown = expect.stringMatching(/^20\d\d-.*Z$/);
		expect(waiting!.resumed).toEqual([
			[{ json: { data: { approved: false, respondedAt } }, pairedItem: { item: 0 } }],
		]);
	});

	it.each([
		['a preview of WhatsApp', 'GET', '', 'WhatsApp/2.24.1'],
		['somebody who adds the answer to the link', 'GET', '&approved=true', 'Mozilla/5.0'],
		['a check that reads no body', 'HEAD', '', 'facebookexternalhit/1.1'],
	])('is not answered by %s', async (_, method, more, agent) => {
		const link = await ask(approval({ approvalType: 'double' }));
		const headers = { 'user-agent': agent };
		const response = await waiting!.open(link + more, { method, headers });
		expect(response.status).toBe(200);
		expect(resumed()).toEqual([]);
	});

	it.each<[string, IDataObject, Record<string, string>]>([
		['a button that there is not', {}, { approved: 'false' }],
		['no button', approval({ approvalType: 'double' }), {}],
		['an invented value', approval({ approvalType: 'double' }), { approved: 'TRUE' }],
		['an empty text', { responseType: 'freeText' }, { text: ' \r\n ' }],
		['a text of which nothing can be seen', { responseType: 'freeText' }, { text: '\u200b\u2060' }],
		['a text that is far too long', { responseType: 'freeText' }, { text: 'x'.repeat(10_001) }],
	])('asks again after %s', async (_, parameters, fields) => {
		const link = await ask(parameters);
		const page = await onPage(waiting!.submit(link, fields));
		expect(page).toContain('role="alert"');
		expect(page).toContain('<form method="post">');
		expect(resumed()).toEqual([]);
	});

	it('takes a written response, with its line breaks', async () => {
		const link = await ask({
			responseType: 'freeText',
			options: { messageButtonLabel: 'Reply here', responseFormTitle: 'Colour?' },
		});
		expect(sent()[0].text).toBe(`Refund order #1001?\n\nReply here: ${link}`);
		expect(await onPage(waiting!.open(link))).toContain('<h1 dir="auto">Colour?</h1>');
		await waiting!.submit(link, { text: ' Green,\r\nplease <3 ' });
		const respondedAt: unknown = expect.any(String);
		expect(resumed()).toEqual([[{ data: { text: 'Green,\nplease <3', respondedAt } }]]);
	});

	it('takes a written response that is as long as the page lets it be, line breaks included', async () => {
		const link = await ask({ responseType: 'freeText' });
		const text = `${'x'.repeat(98)}.\n`.repeat(100).trim();
		await waiting!.submit(link, { text: text.replaceAll('\n', '\r\n') });
		expect(waiting!.resumed[0]?.[0].json.data).toMatchObject({ text });
	});

	it('shows what was asked, not what an expression would give later', async () => {
		const message = "={{ 'Number ' + Math.random() }}";
		const link = await ask({ message });
		const [, asked] = /^(Number [\d.e-]+)/.exec(sent()[0].text as string)!;
		expect(await onPage(waiting!.open(link))).toContain(asked);
	});

	it('says so when the link belongs to an earlier question of the same execution', async () => {
		const earlier = await ask();
		await waiting!.close();
		await ask();
		for (const method of ['GET', 'POST']) {
			const body = method === 'POST' ? new URLSearchParams({ approved: 'true' }) : undefined;
			const page = await onPage(waiting!.open(earlier, { method, body }));
			expect(page).toContain('already answered');
			expect(page).not.toContain('<form');
		}
		expect(resumed()).toEqual([]);
	});

	it('says so when the time to respond is over', async () => {
		const link = await ask(limit({ resumeAmount: 1, resumeUnit: 'hours' }));
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * HOUR);
		try {
			const page = await onPage(waiting!.submit(link, { approved: 'true' }));
			expect(page).toContain('The time to respond is over');
			expect(resumed()).toEqual([]);
		} finally {
			clock.mockRestore();
		}
	});
});

describe('the time to wait', () => {
	it.each([
		['minutes', { resumeAmount: 45, resumeUnit: 'minutes' }, 0.75 * HOUR],
		['a fraction of hours', { resumeAmount: '1.5', resumeUnit: 'hours' }, 1.5 * HOUR],
		['days', { limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'days' }, 48 * HOUR],
	])('may be given in %s', async (_, values, ms) => {
		const before = Date.now();
		const until = (await waitUntil(limit(values))).getTime();
		expect(until - ms).toBeGreaterThanOrEqual(before);
		expect(until - ms).toBeLessThanOrEqual(Date.now());
	});

	it('may be a moment, in the time zone of the workflow', async () => {
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: '2999-01-01T09:00:00' };
		const { stored } = await run(parametersWith(limit(values)), {
			timezone: 'Africa/Johannesburg',
		});
		expect(stored).toContain('"waitTill":"2999-01-01T07:00:00.000Z"');
	});
});

describe('what cannot be asked', () => {
	it.each<[string, IDataObject, RegExp]>([
		['an expression that gives no message', { message: '={{ "" }}' }, /'Message' is empty/],
		['no number', { recipient: locator('phone', 'Nathan') }, /'Recipient' is not a phone number/],
		[
			'two buttons with one label',
			approval({ approvalType: 'double', approveLabel: 'OK', disapproveLabel: ' OK' }),
			/'Approve Button Label' and 'Disapprove Button Label' are the same: OK/,
		],
		['no amount of time', limit({ resumeAmount: 0 }), /'Amount' .* leaves no time/],
		['a time beyond all bounds', limit({ resumeAmount: 1e9, resumeUnit: 'days' }), /later than/],
		[
			'a moment that is over',
			limit({ limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' }),
			/'Max Date and Time' .* leaves no time/,
		],
		[
			'no moment',
			limit({ limitType: 'atSpecifiedTime', maxDateAndTime: '' }),
			/'Max Date and Time' is empty/,
		],
	])('%s is refused by name, and nothing is sent', async (_, parameters, message) => {
		const result = await run(parametersWith(parameters));
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['several questions', { message: '=Call {{ $json.name }}?' }],
		// Or others would be left out unasked.
		['the same question to several people', { recipient: locator('phone', '={{ $json.phone }}') }],
	])('%s in one execution are refused before the first is sent', async (_, parameters) => {
		const items = ['Ada', 'Bob'].map((name, position) => ({
			json: { name, phone: simulator().contactAt(position).whatsapp_id },
		}));
		const result = await run(parametersWith(parameters), { items });
		expect(result.error?.message).toContain('2 input items ask different questions');
		expect(result.error?.description).toContain('Loop Over Items');
		expect(sent()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['other buttons', approval({ approvalType: 'double', approveLabel: '={{ $json.name }}' })],
		['another kind of response', { responseType: "={{ $json.first ? 'approval' : 'freeText' }}" }],
		['another title', options({ responseFormTitle: '={{ $json.name }}' })],
		['another time to respond', limit({ resumeAmount: '={{ $json.first ? 1 : 48 }}' })],
	])('a later item with %s asks another question', async (_, parameters) => {
		const items = ['Ada', 'Bob'].map((name, row) => ({ json: { name, first: row === 0 } }));
		const { error } = await run(parametersWith(parameters), { items });
		expect(error?.message).toContain('2 input items ask different questions');
		expect(sent()).toEqual([]);
	});

	it('items whose time to respond is reckoned from now ask one question', async () => {
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: "={{ $now.plus(2, 'hours') }}" };
		const items = [1, 2, 3].map((row) => ({ json: { row } }));
		const { status } = await run(parametersWith(limit(values)), { items });
		expect(status).toBe('waiting');
		expect(sent()).toHaveLength(1);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'a response type',
			{ responseType: "={{ $json.value === 5 ? 'approval' : 'soon' }}" },
			/'Response Type' is not/,
		],
		['a time to wait', limit({ resumeAmount: '={{ $json.value }}' }), /'Amount' is not a number/],
		['an option', { options: { maxWait: '={{ $json.value }}' } }, /'Max Wait \(Seconds\)' is not/],
		['a request option', { requestOptions: { timeout: '={{ $json.value }}' } }, /'Timeout' is not/],
		[
			'an expression that fails',
			{ options: { maxWait: '={{ $json.value === 5 ? 5 : $("Nobody").first() }}' } },
			/Referenced node/,
		],
	])('%s of a later item is refused before anything is sent', async (_, parameters, message) => {
		const items = [5, 'soon'].map((value) => ({ json: { value } }));
		const { error } = await run(parametersWith(parameters), { items });
		expect(error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	it('a question that could not be asked fails for every item, with Continue as well', async () => {
		const items = [1, 2, 3].map((row) => ({ json: { row } }));
		const body = { error: 'Contact not found', message: 'No contact exists' };
		simulator().faults.add({ kind: 'status', status: 404, body, match: { method: 'POST' } });
		const result = await run(parametersWith(), { items, onError: 'continueRegularOutput' });
		expect(result.status).toBe('success');
		expect(result.items.map(({ json }) => json.error)).toEqual(
			items.map(() => expect.stringContaining('Contact not found')),
		);
		expect(sent()).toHaveLength(1);
	});

	it('the same question for several items is asked once, and all items go on when the time is over', async () => {
		const items = [1, 2, 3].map((row) => ({ json: { row } }));
		const result = await run(parametersWith(), { items });
		expect(result.status).toBe('waiting');
		expect(sent()).toHaveLength(1);
		expect(result.items.map(({ json }) => json.row)).toEqual([1, 2, 3]);
	});

	it('a message that FlowIQ refuses does not wait', async () => {
		const result = await run(parametersWith({ recipient: locator('phone', '9995550100200') }));
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('Contact not found');
		expect(result.stored).not.toContain('waitTill":"');
	});

	it('with Retry On Fail, a question that may have been sent is not asked again', async () => {
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		const result = await run(parametersWith(), { settings: RETRY });
		expect(result.error?.message).toMatch(/not known whether/);
		expect(sent()).toHaveLength(1);
	});

	it('with Retry On Fail, a question that was certainly not sent is asked again, and waits', async () => {
		const body = { error: 'Failed to send message', message: '(#131000) Something went wrong' };
		simulator().faults.add({ kind: 'status', status: 500, body });
		const message = 'Another question?';
		const result = await run(parametersWith({ message }), { settings: RETRY });
		expect([result.error, result.status]).toEqual([undefined, 'waiting']);
		expect(result.stored).toContain('Retry On Fail is on for this node');
		expect(sent()).toHaveLength(2);
	});

	it('an agent that uses it as a tool is told what to use instead', async () => {
		const { answer } = await callAsTool(credentialFor(simulator()), parametersWith(), {});
		expect(answer).toContain("can't be used as a tool");
		expect(answer).toContain('human review');
		expect(sent()).toEqual([]);
	});
});

describe('what n8n looks for to offer human review with the node', () => {
	it('webhooks for an execution that waits, on a node that is still declarative', async () => {
		const type = (await loadPackage()).getNode('flowIq').type as INodeType;
		expect(type.description.webhooks).toEqual(
			['GET', 'POST'].map((httpMethod) =>
				expect.objectContaining({ httpMethod, path: '={{ $nodeId }}', restartWebhook: true }),
			),
		);
		expect(type.description.requestDefaults).toBeDefined();
		expect(type).not.toHaveProperty('execute');
		expect(type.webhook).toBeInstanceOf(Function);
	});
});
