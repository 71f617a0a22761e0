import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import type { Failure } from '../transport/failure';
import { describeFailure, type ErrorText, type Labels } from './errorText';
import { causeOf, type FailureCause } from './failureCause';

/** A request that failed for good; carries the failure until the operation's labels are known. */
export class RequestFailed extends Error {
	constructor(readonly failure: Failure) {
		super(describeFailure(failure).message);
	}
}

/**
 * @param text text that may repeat what a user entered
 * @returns the same to the eye: n8n shows an execution as canceled when it finds that word in the message of an error
 */
export function neverCanceled(text: string): string {
	return text.replace(/cancel(?=ed)/gi, '$&\u200b');
}

/** Input that cannot be right; thrown before any request is sent. */
export class InvalidInput extends Error {
	/** What to do next; what a model is told has it in the message. */
	readonly description: string;

	/**
	 * @param message what is wrong, with the parameter's label
	 * @param description what to do next
	 */
	constructor(message: string, description: string) {
		super(neverCanceled(message));
		this.description = neverCanceled(description);
	}
}

/** A list that ended before all its records were read. */
export class IncompleteList extends Error {
	/**
	 * @param next what to do
	 * @param discarded how much was read for nothing; an export that goes on there leaves it out
	 */
	constructor(
		message: string,
		readonly next: string,
		private readonly discarded = '',
	) {
		super(message);
	}

	get description(): string {
		return `${this.discarded} ${this.next}`.trim();
	}
}

/** A file that n8n does not take. */
export class FileNotWritten extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** A file that cannot be had. */
export class FileUnavailable extends Error {
	/**
	 * @param message why, so that it can follow "The file could not be downloaded: "
	 * @param description what to do next
	 * @param mayPass whether asking once more may help
	 * @param retryAfterMs after how long the server wants to be asked again, if it says so
	 */
	constructor(
		message: string,
		readonly description: string,
		readonly mayPass = false,
		readonly retryAfterMs?: number,
	) {
		super(message);
	}
}

/**
 * Turns whatever an operation threw into n8n's own error classes, so that the editor shows message and description.
 *
 * @param node the node on the canvas
 * @param thrown what was thrown
 * @param labels labels and values of the operation's parameters
 * @param itemIndex index of the input item, shown by the editor
 */
export function toNodeError(
	node: INode,
	thrown: unknown,
	labels: Labels,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
	if (thrown instanceof RequestFailed) return apiError(node, thrown.failure, labels, itemIndex);
	const text: ErrorText =
		thrown instanceof InvalidInput ||
		thrown instanceof IncompleteList ||
		thrown instanceof FileNotWritten ||
		thrown instanceof FileUnavailable
			? thrown
			: {
					message: thrown instanceof Error ? thrown.message : String(thrown),
					description: isOfN8n(thrown)
						? (thrown.description ?? '')
						: 'Please report this with the steps that lead to it.',
				};
	const failure = causeOfThrown(thrown);
	return withText(new NodeOperationError(node, text.message, { itemIndex, failure }), text);
}

function causeOfThrown(thrown: unknown): FailureCause | undefined {
	if (thrown instanceof InvalidInput) return { cause: 'configuration-invalid' };
	const mayPass = thrown instanceof FileUnavailable && thrown.mayPass;
	return thrown instanceof IncompleteList || mayPass
		? { cause: 'temporarily-unavailable' }
		: undefined;
}

/** Errors of n8n's own classes have a level: a credential that was deleted, an expression that can't be evaluated. */
function isOfN8n(thrown: unknown): thrown is Error & { description?: string | null } {
	return thrown instanceof Error && 'level' in thrown;
}

function apiError(node: INode, failure: Failure, labels: Labels, itemIndex?: number): NodeApiError {
	const text = describeFailure(failure, labels);
	// Only plain words go in: the HTTP client's own error object holds the request with its Authorization header.
	const error = new NodeApiError(
		node,
		{ message: text.message },
		{
			...text,
			itemIndex,
			failure: causeOf(failure, Date.now()),
			...(failure.status !== undefined && { httpCode: String(failure.status) }),
		},
	);
	return withText(error, text);
}

/** n8n rewrites messages in which it recognises certain words; set afterwards, the text stays as written. */
function withText<E extends NodeApiError | NodeOperationError>(error: E, text: ErrorText): E {
	error.message = text.message;
	error.description = text.description;
	return error;
}
