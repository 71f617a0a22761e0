import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { trim } from '../../shared/input/trim';
import { findQuestion, type Asked } from './asked';
import { FIELD, MAX_ANSWER_LENGTH, noticePage, PAGE_HEADERS, questionPage } from './page';

/** n8n opens these for an execution that waits, under its signed link; both lead to the node's `webhook`. */
export const responseWebhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map(
	(httpMethod) => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		// Otherwise n8n answers with a word of its own instead of the page.
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	}),
);

/**
 * Shows the page of a question, and takes the response from its form. Whoever only opens the link changes nothing: chats
 * and mail programs open links by themselves to show a preview.
 */
export async function respond(webhook: IWebhookFunctions): Promise<IWebhookResponseData> {
	const asked = findQuestion(webhook);
	if (asked === undefined) {
		return show(
			webhook,
			noticePage(
				'No response needed',
				'This question was already answered, or nobody waits for the response any more. You can close this page.',
			),
		);
	}
	if (Date.now() >= asked.until) {
		return show(
			webhook,
			noticePage(
				'The time to respond is over',
				'The workflow continued without your response. You can close this page.',
			),
		);
	}
	if (webhook.getRequestObject().method !== 'POST') return show(webhook, questionPage(asked));

	const response = readResponse(asked, webhook.getBodyData());
	if ('problem' in response) return show(webhook, questionPage(asked, response.problem));
	const data = { ...response.data, respondedAt: new Date().toISOString() };
	return {
		// n8n sends it when the response is saved.
		webhookResponse: inPage(
			webhook,
			noticePage('Thank you', `Your response was recorded: ${response.shown}`),
		),
		workflowData: [[{ json: { data }, pairedItem: { item: 0 } }]],
	};
}

function readResponse(
	{ form }: Asked,
	body: IDataObject,
): { data: IDataObject; shown: string } | { problem: string } {
	if (form.type === 'freeText') {
		const text = body[FIELD.text];
		if (typeof text !== 'string' || trim(text) === '') {
			return { problem: 'Please write a response first.' };
		}
		// Browsers send line breaks as CR LF, and count them as one character.
		const written = text.replace(/\r\n/g, '\n').trim();
		if (written.length > MAX_ANSWER_LENGTH) {
			return { problem: `Please write no more than ${MAX_ANSWER_LENGTH} characters.` };
		}
		return { data: { text: written }, shown: written };
	}
	const { approveLabel, disapproveLabel } = form;
	const approved = body[FIELD.approved];
	if (approved === 'true') return { data: { approved: true }, shown: approveLabel };
	if (approved === 'false' && disapproveLabel !== undefined) {
		return { data: { approved: false }, shown: disapproveLabel };
	}
	return { problem: 'Please use a button below.' };
}

function show(webhook: IWebhookFunctions, page: string): IWebhookResponseData {
	return { webhookResponse: inPage(webhook, page) };
}

/** Sets the headers of the answer. */
function inPage(webhook: IWebhookFunctions, page: string): string {
	const response = webhook.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	return page;
}
