import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Question } from './page';

/** A question that an execution waits for the response to. */
export interface Asked extends Question {
	/**
	 * Random, and part of the link: a node in a loop asks again and again in one execution, and the link of an earlier
	 * question must not answer a later one.
	 */
	id: string;
	/** When the time to respond is over, in ms since 1970. */
	until: number;
}

/** Key in n8n's memory of the node, which is kept with the execution. */
const KEY = 'asked';

/** Query parameter of the link that says which question it belongs to. */
const LINK_PARAMETER = 'question';

/**
 * Keeps a question with the execution, so that the page shows what was asked then, and not what the node's expressions
 * would give later.
 *
 * @returns the link to its page, signed by n8n
 */
export function keepQuestion(context: IExecuteFunctions, asked: Asked): string {
	context.getContext('node')[KEY] = asked as unknown as IDataObject;
	return context.getSignedResumeUrl({ [LINK_PARAMETER]: asked.id });
}

/**
 * @returns the question that the opened link belongs to, or undefined when the execution does not wait for its response
 */
export function findQuestion(webhook: IWebhookFunctions): Asked | undefined {
	// n8n hands the node's memory to a webhook through expressions only. Braces in the node's name would end this one.
	const name = JSON.stringify(webhook.getNode().name).replace(
		/[{}]/g,
		(brace) => `\\u00${brace.charCodeAt(0).toString(16)}`,
	);
	const context = webhook.evaluateExpression(`{{ $node[${name}].context }}`) as IDataObject | null;
	const asked = context?.[KEY] as unknown as Asked | undefined;
	const opened = (webhook.getQueryData() as IDataObject)[LINK_PARAMETER];
	return asked !== undefined && asked.id === opened ? asked : undefined;
}
