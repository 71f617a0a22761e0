import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../shared/errors/flowIqError';
import { readRecipient } from '../../../shared/fields/contactLocator';
import { readCollection } from '../../../shared/input/collection';
import { readRequestOptions } from '../../../shared/input/requestOptions';
import { readText } from '../../../shared/input/text';
import { required } from '../../../shared/input/whatCame';
import { SEND_MESSAGE, sentMessage, trySendMessage } from '../../../shared/message/sendMessage';
import { readWaitUntil } from '../../fields/limitWaitTime';
import { recipientField } from '../../fields/recipient';
import { readRequestLimits } from '../../fields/requestLimits';
import { readResponseForm, responseFields, responseOptions } from '../../fields/response';
import type { Operation, OperationCall, OutputItem } from '../../operation';
import { keepQuestion } from '../../responsePage/asked';
import { sendOnce } from '../../sending/sendOnce';

const fields: INodeProperties[] = [
	recipientField('The FlowIQ contact to send the message to'),
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		required: true,
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Refund order #1001?',
		description: 'The message to send. A link to the response page is added below it.',
		builderHint: {
			propertyHint:
				'The response is in `data.approved` (or `data.text` with `responseType` set to freeText). When `options.limitWaitTime` ends, the input item goes on without `data`: check that it exists. To let a customer tap a button in the chat itself, use `send` with buttons and FlowIQ Trigger instead.',
		},
	},
	...responseFields,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const context = waitingContext(call);
	const items = context.getInputData();
	const now = Date.now();
	const [first, ...others] = items.map(({ json }, index) => readQuestion(call, index, json, now));
	if (others.some((other) => isAnother(other, first))) {
		throw new InvalidInput(
			`The ${items.length} input items ask different questions, but an execution waits for one response only`,
			"Put 'Loop Over Items' before this node to ask one after the other, or call a sub-workflow for each item.",
		);
	}
	call.labels.contact = `'Recipient' ${first.recipient}`;
	// All items ask the same question of the same person, who is asked once: an item that went on without having been
	// asked would look like one whose time to respond is over.
	const question = questions.get(context) ?? ask(call, context, first);
	questions.set(context, question);
	await question;
	return [{ json: items[call.itemIndex].json }];
}

/** The question that an execution of the node asks, for all its input items. */
const questions = new WeakMap<IExecuteFunctions, Promise<void>>();

/** Sends the question as the first input item has it, and lets the execution wait. */
async function ask(
	call: OperationCall,
	context: IExecuteFunctions,
	{ recipient, text, response, until }: ReturnType<typeof readQuestion>,
): Promise<void> {
	const { title, linkLabel, form } = response;
	const link = keepQuestion(context, { id: randomUUID(), title, text, form, until });
	warnOfLocalLink(call, link);
	const question = { phone_number: recipient, message_type: 'text', text };
	// Whichever item came first: with Retry On Fail, the question is known again by the first item.
	await sendOnce(
		{ ...call, itemIndex: 0 },
		{
			// With Retry On Fail each try has a link of its own: it is the question that is the same.
			body: question,
			recipient,
			preventDuplicates: false,
			send: async () =>
				await trySendMessage(call.connection, {
					...question,
					text: `${text}\n\n${linkLabel}: ${link}`,
				}),
			idOf: (answer) => sentMessage(answer, question).message_id,
		},
	);
	await context.putExecutionToWait(new Date(until));
}

/** An agent's tool has no execution of its own that could wait. */
function waitingContext({ context, isTool }: OperationCall): IExecuteFunctions {
	const isPlainTool = /(?<!Hitl)Tool$/.test(context.getNode().type);
	if (isTool || isPlainTool || !('putExecutionToWait' in context)) {
		throw new InvalidInput(
			"'Send and Wait for Response' can't be used as a tool, because a tool can't wait",
			'Use Message: Send as the tool. To have a person approve what an agent does, add FlowIQ as human review between the agent and the tool.',
		);
	}
	if (typeof context.getSignedResumeUrl !== 'function') {
		throw new InvalidInput(
			"This version of n8n can't make signed links, which 'Send and Wait for Response' needs",
			'Update n8n.',
		);
	}
	return context;
}

/**
 * Reads all that an input item says of the question: it is sent for all items at once, so what is wrong with one of them
 * must be known before.
 *
 * @param now ms since 1970
 */
function readQuestion(call: OperationCall, index: number, item: IDataObject, now: number) {
	const parameter = (name: string, fallback?: unknown) => call.parameter(name, fallback, index);
	const chosen = readCollection(parameter('options', {}), responseOptions);
	readRequestLimits(chosen);
	readRequestOptions(parameter('requestOptions', {}));
	const message = readText(withToolInput(parameter('message', ''), item), 'Message');
	return {
		recipient: readRecipient(parameter('recipient'), 'Recipient'),
		text: required(message, 'Message', 'Enter the question.'),
		response: readResponseForm(parameter),
		until: readWaitUntil(chosen.limitWaitTime, call.timeZone, now).getTime(),
	};
}

/** An expression with `$now` gives each item a moment of its own. n8n looks for what has waited long enough once a minute. */
const SAME_MOMENT_MS = 60_000;

/** @returns whether the recipient of two questions would see two, or have another time to respond */
function isAnother(
	{ until, ...question }: ReturnType<typeof readQuestion>,
	{ until: firstUntil, ...first }: ReturnType<typeof readQuestion>,
): boolean {
	const isSameMoment = Math.abs(until - firstUntil) < SAME_MOMENT_MS;
	return !isSameMoment || JSON.stringify(question) !== JSON.stringify(first);
}

/**
 * The question that n8n proposes for a human review would show what the agent wants to do as "[object Object]": reviewers
 * must see what they approve.
 *
 * @param item the tool call, as n8n hands it to a human review
 */
function withToolInput(written: unknown, { toolParameters }: IDataObject): unknown {
	if (typeof toolParameters !== 'object' || toolParameters === null) return written;
	if (typeof written !== 'string') return written;
	const lines = Object.entries(toolParameters).map(
		([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
	);
	return written.replaceAll('[object Object]', () => lines.join('\n'));
}

function warnOfLocalLink({ hint }: OperationCall, link: string): void {
	const { hostname } = new URL(link);
	if (!/^(localhost|127\..*|\[::1\])$/.test(hostname)) return;
	hint(
		`The link in the message points to ${hostname}, which works on this computer only. Set WEBHOOK_URL to the public https address of this n8n.`,
	);
}

export const sendAndWait: Operation = {
	name: 'Send and Wait for Response',
	value: 'sendAndWait',
	action: 'Send message and wait for response',
	description: "Send a message and wait for the recipient's response",
	route: SEND_MESSAGE,
	fields,
	run,
};
