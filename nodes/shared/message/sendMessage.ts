import type { IDataObject } from 'n8n-workflow';
import { isRecord, shaper } from '../records/shape';
import type { Connection } from '../transport/connection';
import { isNoSuccess, tellsOfError } from '../transport/errorWords';
import type { Outcome } from '../transport/failure';
import { tryRequest } from '../transport/request';
import { settleRefusal } from './refusal';

/** Sending a message (reference page "send-whatsapp"). */
export const SEND_MESSAGE = { method: 'POST' as const, path: '/send-whatsapp', query: {} };

/** Failures with status 500 that the page documents: the message did not go out. */
const NOT_SENT = /failed to send message|meta upload failed|storage upload failed/i;

const toSentMessage = shaper([
	{ name: 'message_id' },
	{ name: 'recipient' },
	{ name: 'message_type' },
]);

/**
 * Sends a message, once.
 *
 * @param body as `POST /send-whatsapp` takes it
 * @returns FlowIQ's answer, or why there is none
 */
export async function trySendMessage(connection: Connection, body: IDataObject): Promise<Outcome> {
	const outcome = await tryRequest(connection, {
		...SEND_MESSAGE,
		body,
		isUsable: saysSent,
	});
	return settleRefusal(outcome, NOT_SENT);
}

/**
 * A plain success without details is one too: taken for a failure, the message would be sent again. Beside an error, only
 * the message's ID tells that it was sent.
 */
function saysSent(body: Record<string, unknown>): boolean {
	const { success, data } = body;
	if (success !== true && !isRecord(data)) return false;
	const parts = isRecord(data) ? [body, data] : [body];
	const isDoubtful = parts.some((part) => isNoSuccess(part.success) || tellsOfError(part));
	return !isDoubtful || sentMessage(body, {}).message_id !== null;
}

/**
 * @param body FlowIQ's answer
 * @param request what was sent
 * @returns what was sent, in the shape of the reference page, whichever documented variant the server speaks
 */
export function sentMessage(body: Record<string, unknown>, request: IDataObject): IDataObject {
	const sent = toSentMessage(isRecord(body.data) ? body.data : {});
	sent.message_id ??= idOfMeta(sent.meta_response);
	sent.recipient ??= request.phone_number;
	sent.message_type ??= request.message_type;
	return sent;
}

/** The older page repeats Meta's own answer. */
function idOfMeta(response: unknown): string | null {
	const messages: unknown = isRecord(response) ? response.messages : undefined;
	const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
	return isRecord(first) && typeof first.id === 'string' ? first.id : null;
}
