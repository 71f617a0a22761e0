import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { OutputItem } from '../operation';

/**
 * @param nodeType type of the node, as n8n runs it
 * @returns whether an agent uses the node as its tool; a human review in front of a tool is none itself
 */
export function isToolType(nodeType: string): boolean {
	return nodeType.endsWith('Tool') && !nodeType.endsWith('HitlTool');
}

/**
 * Makes an answer short for a model, which reads every character: fields without a value say nothing.
 *
 * @param output what the operation returns
 * @param notes what it has to say beside that; a tool has no other place for it
 */
export function toToolAnswer(output: OutputItem[], notes: string[]): OutputItem[] {
	return [
		...output.map(({ json, ...rest }) => ({ json: withoutEmpty(json), ...rest })),
		...notes.map((note) => ({ json: { note } })),
	];
}

function withoutEmpty(json: IDataObject): INodeExecutionData['json'] {
	return Object.fromEntries(
		Object.entries(json).filter(
			([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
		),
	);
}

/**
 * n8n's agents hand the model an error's message alone: so the message also says what to do.
 *
 * @param error n8n's error, which is changed
 */
export function tellModel(error: { message: string; description?: string | null }): void {
	const { message, description } = error;
	if (description) error.message = `${message.replace(/[.\s]+$/, '')}. ${description}`;
}
