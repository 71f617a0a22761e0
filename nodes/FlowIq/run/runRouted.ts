import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { PACKAGE_VERSION } from '../../shared/packageVersion';
import type { Operation, Resource } from '../operation';
import { Batches } from './batches';
import { runItem } from './runItem';
import { isToolType } from './toolAnswer';

type Pagination = (
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
) => Promise<INodeExecutionData[]>;

/**
 * The way through n8n's routing engine: for an AI agent that uses the node as a tool, and for operations that this
 * version does not know. `requestOperations.pagination` is the one hook the engine has around a whole request, so
 * everything it is asked for goes through here, and it sends nothing itself.
 *
 * @param resources every resource with its operations
 */
export function runRoutedFor(resources: Resource[]): Pagination {
	return async function () {
		return await runItem({
			context: this,
			operation: () =>
				findOperation(
					resources,
					this.getNodeParameter('resource', ''),
					this.getNodeParameter('operation', ''),
				),
			itemIndex: this.getItemIndex(),
			isTool: isToolType(this.getNode().type),
			parameter: (name, fallback) => this.getNodeParameter(name, fallback),
			batches: new Batches(),
			hint: () => {},
		});
	};
}

/**
 * @throws InvalidInput for a resource or operation that this version does not have: the workflow was made with a newer
 *   one, or an agent invented it
 */
function findOperation(resources: Resource[], resource: unknown, operation: unknown): Operation {
	const known = resources.find(({ value }) => value === resource);
	if (known === undefined) throw unknownChoice('Resource', resource, resources);
	const found = known.operations.find(({ value }) => value === operation);
	if (found === undefined) throw unknownChoice('Operation', operation, known.operations);
	return found;
}

function unknownChoice(
	label: string,
	value: unknown,
	known: Array<{ name: string; value: string }>,
): InvalidInput {
	const choices = known.map(({ name, value: one }) => `${name} (${one})`).join(', ');
	if (typeof value === 'string' && value.includes('{{')) {
		return new InvalidInput(
			`'${label}' can't be an expression`,
			`Choose one of: ${choices}. To choose between several, put a Switch node before a FlowIQ node for each.`,
		);
	}
	const chosen =
		typeof value === 'string' ? `"${value.slice(0, 100)}"` : 'something else than text';
	return new InvalidInput(
		`'${label}' is ${chosen}, which version ${PACKAGE_VERSION} of n8n-nodes-flowiq doesn't have`,
		`If the workflow was made with a newer version, update n8n-nodes-flowiq to a version above ${PACKAGE_VERSION} (Settings → Community nodes). Otherwise choose one of: ${choices}.`,
	);
}
