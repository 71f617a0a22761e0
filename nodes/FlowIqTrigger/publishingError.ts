import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../shared/errors/flowIqError';

/**
 * n8n shows why a workflow could not be published in a message that is only as long as the error's own message: the next
 * step, which stands in the description elsewhere, has to be in it.
 *
 * @param node the trigger
 * @param thrown what was thrown
 */
export function publishingError(node: INode, thrown: unknown): NodeApiError | NodeOperationError {
	const error = toNodeError(node, thrown, { shownIn: "the FlowIQ dashboard's list of webhooks" });
	const { message, description } = error;
	if (description && !message.includes(description)) {
		error.message = `${message}${/[.!?]$/.test(message) ? '' : '.'} ${description}`;
	}
	return error;
}
