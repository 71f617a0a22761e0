import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { InvalidInput, RequestFailed, toNodeError } from '../shared/errors/flowIqError';
import type { FailureKind } from '../shared/transport/failure';
import { isGone } from './lists';
import type { Reading } from './readInTurn';
import type { Source } from './source';

/** A source that could not be read. */
export interface SourceFailure {
	source: Source;
	error: unknown;
}

type NodeError = NodeApiError | NodeOperationError;

/** Failures that go by themselves. */
const PASSING = new Set<FailureKind>([
	'rateLimited',
	'serverFault',
	'notConnected',
	'connectionLost',
	'timedOut',
	'unreadable',
	'stopped',
]);

/** @returns whether the next poll may work without anybody doing anything */
export function isPassing({ error }: SourceFailure): boolean {
	return error instanceof RequestFailed
		? PASSING.has(error.failure.kind)
		: !(error instanceof InvalidInput);
}

/** @returns whether FlowIQ refuses it, for another reason than that there is no such contact */
export function isRefusal(failure: SourceFailure): boolean {
	return !isPassing(failure) && !isGone(failure.error);
}

/** @returns whether it says nothing of the one conversation that was asked for: the token is refused */
export function isOfAccount({ error }: SourceFailure): boolean {
	return error instanceof RequestFailed && error.failure.status === 401;
}

/**
 * A poll that could read anything goes on, whatever else failed: that is in the log. A publication is refused for what
 * only a person can mend: after any other failure the first poll that works brings what came since.
 *
 * @returns n8n's error; undefined when the poll goes on
 */
export function errorToThrow(
	node: INode,
	{ found, failures }: Reading,
	isPublishing: boolean,
): NodeError | undefined {
	if (found.length > 0 || failures.length === 0) return undefined;
	const refusal = failures.find(isRefusal);
	if (refusal === undefined && isPublishing && failures.some(isPassing)) return undefined;
	const failure = refusal ?? failures[0];
	const error = errorOf(node, failure);
	const others = failures.length - 1;
	error.message = problemOf(node, failure) + (others > 0 ? ` (and ${others} more)` : '');
	return error;
}

/** n8n shows no more than an error's message when a workflow is published. */
export function withNextStep(error: NodeError): NodeError {
	const { message, description } = error;
	if (description) error.message = `${message.replace(/\.$/, '')}. ${description}`;
	return error;
}

/** @returns one sentence that names the contact */
export function problemOf(node: INode, failure: SourceFailure): string {
	const { message } = errorOf(node, failure);
	const { contact } = failure.source;
	return contact === undefined || isOfAccount(failure) || message.includes(contact)
		? message
		: `${contact}: ${message}`;
}

function errorOf(node: INode, { source, error }: SourceFailure): NodeError {
	const contact = isOfAccount({ source, error }) ? undefined : source.contact;
	// What the end of the poll's time cut short was not stopped by anybody.
	const isCutShort = error instanceof RequestFailed && error.failure.kind === 'stopped';
	const cause = isCutShort ? new RequestFailed({ kind: 'timedOut' }) : error;
	return toNodeError(node, cause, contact === undefined ? {} : { contact: `'Contact' ${contact}` });
}
