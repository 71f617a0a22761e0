import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput, RequestFailed } from '../../shared/errors/flowIqError';
import {
	createSendMemory,
	type Remembered,
	type SendMemory,
} from '../../shared/message/sendMemory';
import { hash } from '../../shared/records/hash';
import { monotonicNow } from '../../shared/transport/clock';
import type { Outcome } from '../../shared/transport/failure';
import type { OperationCall } from '../operation';

/** Two equal messages of one execution within this time, in ms, are one too many: a minute, as the option says. */
const DUPLICATE_WINDOW_MS = 60_000;

/** More than one execution sends in a minute at FlowIQ's documented limit, many times over. */
const MAX_DUPLICATES = 10_000;

/** Retry On Fail runs a node five times at the most, and an execution with more messages than fit below takes hours. */
const RETRY_MEMORY_MS = 24 * 60 * 60 * 1000;

/** A remembered answer takes less than a kilobyte; at FlowIQ's documented limit, so many take more than three hours. */
const MAX_RETRIED = 20_000;

const duplicates = createSendMemory<Outcome>(DUPLICATE_WINDOW_MS, MAX_DUPLICATES);
const retried = createSendMemory<Outcome>(RETRY_MEMORY_MS, MAX_RETRIED);

const RETRY_ON_FAIL_HINT =
	'Retry On Fail is on for this node. A retry sends no message again that FlowIQ accepted, or may have accepted, in this execution. Retrying the whole execution sends all of them again.';

export interface SendOnceOptions {
	/** What FlowIQ is sent; equal bodies are equal messages. */
	body: IDataObject;
	recipient: string;
	/** Value of Prevent Duplicate Sends; undefined when the user did not choose. */
	preventDuplicates: boolean | undefined;
	send: () => Promise<Outcome>;
	/** Reads the message's ID from a successful answer. */
	idOf: (body: Record<string, unknown>) => unknown;
}

/**
 * Sends a message so that it goes out once, whatever n8n or an agent makes of a failure: n8n's Retry On Fail runs the
 * whole node again, and models like to repeat a call that they are not sure of.
 *
 * @returns FlowIQ's answer
 * @throws RequestFailed when it failed; InvalidInput when it was not sent because an equal one was
 */
export async function sendOnce(
	call: OperationCall,
	{ body, recipient, preventDuplicates, send, idOf }: SendOnceOptions,
): Promise<Record<string, unknown>> {
	const message = messageKey(call, body);
	const attempt = retryKey(call, message);
	const now = monotonicNow();

	const earlier = attempt === undefined ? undefined : retried.recall(attempt, now);
	if (earlier?.result !== undefined) return bodyOf(earlier.result);

	const first = duplicates.recall(message, now);
	if (first !== undefined && isOneTooMany(call, first, preventDuplicates)) {
		throw duplicateRefusal(first, recipient, now, idOf);
	}

	const memories: Array<[SendMemory<Outcome>, string]> = [[duplicates, message]];
	if (attempt !== undefined) memories.push([retried, attempt]);
	for (const [memory, key] of memories) memory.begin(key, now);
	const outcome = await send();
	for (const [memory, key] of memories) memory.end(key, stateOf(outcome), outcome);
	return bodyOf(outcome);
}

/** @returns FlowIQ's answer; throws RequestFailed when there is none */
function bodyOf(outcome: Outcome): Record<string, unknown> {
	if (outcome.ok) return outcome.body;
	throw new RequestFailed(outcome.failure);
}

function stateOf(outcome: Outcome): 'sent' | 'uncertain' | undefined {
	if (outcome.ok) return 'sent';
	return outcome.failure.maybeCarriedOut ? 'uncertain' : undefined;
}

/** Equal messages of one execution, to one account. Only a hash is kept: texts are the customer's. */
function messageKey({ context, connection }: OperationCall, body: IDataObject): string {
	const { baseUrl, tenantId = '', token } = connection;
	return hash(JSON.stringify([context.getExecutionId(), baseUrl, tenantId, token, body]));
}

/** With Retry On Fail, n8n itself calls a tool again; that is no choice of the agent's, whatever the option says. */
function isOneTooMany(
	{ context, isTool }: OperationCall,
	first: Remembered<Outcome>,
	preventDuplicates: boolean | undefined,
): boolean {
	if (preventDuplicates ?? isTool) return true;
	return isTool && context.getNode().retryOnFail === true && first.state === 'uncertain';
}

/** One input item of one run of the node; undefined when n8n will not run it again. */
function retryKey(call: OperationCall, message: string): string | undefined {
	const { context, isTool, itemIndex } = call;
	const node = context.getNode();
	if (node.retryOnFail !== true || isTool) return undefined;
	call.hint(RETRY_ON_FAIL_HINT);
	const runIndex = (context as IExecuteFunctions).getWorkflowDataProxy(itemIndex).$runIndex;
	return hash(JSON.stringify([message, node.id, runIndex, itemIndex]));
}

function duplicateRefusal(
	{ state, result, at }: Remembered<Outcome>,
	recipient: string,
	now: number,
	idOf: SendOnceOptions['idOf'],
): InvalidInput {
	const seconds = Math.max(1, Math.round((now - at) / 1000));
	const id = result?.ok ? idOf(result.body) : undefined;
	const happened =
		state === 'sent'
			? `was sent to ${recipient} ${seconds} s ago${typeof id === 'string' ? ` (message ID ${id})` : ''}`
			: `was begun for ${recipient} ${seconds} s ago and may have been sent`;
	return new InvalidInput(
		`The same message ${happened}, so it wasn't sent again`,
		"Change the message if it's meant to be another one. To send equal messages within a minute, turn off the option 'Prevent Duplicate Sends'.",
	);
}
