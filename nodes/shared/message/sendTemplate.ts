import type { IDataObject } from 'n8n-workflow';
import { asBoolean, isRecord, readCount } from '../records/shape';
import { textOf } from '../records/text';
import type { Connection } from '../transport/connection';
import type { Failure, Outcome } from '../transport/failure';
import { isNoSuccess, reasonOf, tellsOfError } from '../transport/errorWords';
import { tryRequest } from '../transport/request';
import { settleRefusal } from './refusal';

/** Sending an approved template (reference page "send-template"). */
export const SEND_TEMPLATE = { method: 'POST' as const, path: '/send-template', query: {} };

/** The page says that a failed send is told in the body. This one tells nothing of the send. */
const NOT_SENT = /^(?!.*internal server error)./is;

/**
 * Sends a template, once.
 *
 * @param body as `POST /send-template` takes it
 * @returns FlowIQ's answer, or why there is none: the recipient's own error where FlowIQ gives one, whatever the status
 */
export async function trySendTemplate(connection: Connection, body: IDataObject): Promise<Outcome> {
	const outcome = await tryRequest(connection, {
		...SEND_TEMPLATE,
		body,
		isUsable: saysSent,
	});
	const answer = outcome.ok ? outcome.body : outcome.failure.body;
	const reason = answer && recipientError(answer);
	if (reason !== undefined) return { ok: false, failure: refusedFor(outcome, answer!, reason) };
	return answer?.success === false ? settleRefusal(outcome, NOT_SENT) : outcome;
}

/**
 * @param body FlowIQ's answer
 * @returns the recipient's result with the broadcast's ID, in the names of the reference page
 */
export function sentTemplate(body: Record<string, unknown>): IDataObject {
	const { error, ...result } = firstResult(body) ?? {};
	return {
		contactId: null,
		contactName: null,
		success: true,
		messageId: null,
		...result,
		...((error ?? null) !== null && { error }),
		broadcastId: (body.broadcastId ?? null) as string | null,
	};
}

/** Beside an error, only the recipient's result tells that it was sent. */
function saysSent(body: Record<string, unknown>): boolean {
	const { success, messageId } = firstResult(body) ?? {};
	const isSent = asBoolean(success) === true || textOf(messageId) !== undefined;
	if (tellsOfError(body) && !isSent) return false;
	return body.success === true || Array.isArray(body.results);
}

/** @returns why the template did not reach its one recipient; undefined when nothing says that it failed */
function recipientError(body: Record<string, unknown>): string | undefined {
	const result = firstResult(body);
	const isFailed =
		result !== undefined && [result, body].some(({ success }) => isNoSuccess(success));
	const isSent = asBoolean(result?.success) === true;
	if (!isFailed && (isSent || !hasOnlyFailures(body.summary))) return undefined;
	return reasonOf(result?.error) ?? reasonOf(body.error) ?? 'FlowIQ did not send the template';
}

/** Told in numbers: `{ total: 1, successful: 0, failed: 1 }`. */
function hasOnlyFailures(summary: unknown): boolean {
	if (!isRecord(summary)) return false;
	const { successful, failed } = summary;
	return readCount(successful) === 0 && (readCount(failed) ?? 0) > 0;
}

function refusedFor(outcome: Outcome, body: Record<string, unknown>, reason: string): Failure {
	const { status } = outcome.ok ? { status: undefined } : outcome.failure;
	return { kind: 'refused', status, apiError: reason, body };
}

function firstResult(body: Record<string, unknown>): IDataObject | undefined {
	const first: unknown = Array.isArray(body.results) ? body.results[0] : undefined;
	return isRecord(first) ? first : undefined;
}
