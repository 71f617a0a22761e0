import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { describeValue } from '../../shared/input/whatCame';

/** What begins with n8n's own variables and functions. FlowIQ's placeholders, such as `{{first_name}}`, have no dollar. */
const EXPRESSION =
	/\{\{[^{}]{0,200}\$(\(|(json|node|input|items|binary|now|today|vars|env|secrets|workflow|execution|prevNode|runIndex|itemIndex|parameter|fromAI|if|ifEmpty|max|min|jmespath)\b)[^{}]{0,200}(\}\})?/;

/**
 * Refuses expressions that n8n would not evaluate, since their field is not marked as one: those of workflows that a
 * program or a model wrote, mostly. A customer would read them as they are, and a filter would find nothing.
 *
 * @param parameters the node's parameters as the workflow holds them: an expression begins with `=`
 * @param fields the fields of the operation
 * @throws InvalidInput for the first one, by the label of its field
 */
export function refuseExpressionsAsText(parameters: IDataObject, fields: INodeProperties[]): void {
	for (const { name, displayName } of fields) {
		const found = expressionIn(parameters[name]);
		if (found === undefined) continue;
		throw new InvalidInput(
			`'${displayName}' holds an expression that n8n takes for text: ${describeValue(found)}`,
			'Switch the field from Fixed to Expression. Where a program writes the workflow, begin the text with an equals sign.',
		);
	}
}

/** @returns the first expression in a value that is none as a whole */
function expressionIn(value: unknown): string | undefined {
	if (typeof value === 'string') {
		return value.startsWith('=') ? undefined : EXPRESSION.exec(value)?.[0];
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value)
		.map(expressionIn)
		.find((found) => found !== undefined);
}
