import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { EVENT_TYPES, toEvent } from '../shared/events/event';
import { readText } from '../shared/input/text';
import { contactIdOf } from './contactIds';
import { isOfContact, passes, readFilters } from './filters';
import { attachMedia } from './media';
import { isKnown, isNew, keepInStep } from './once';
import { isSecret } from './secret';
import { stateOf } from './state';

/** Largest body that is read, in bytes. FlowIQ's events are a few hundred; media comes as an address. */
const MAX_BODY_BYTES = 1_000_000;

/** Nothing is started; FlowIQ learns that the delivery arrived and need not be repeated. */
const IGNORED: IWebhookResponseData = { webhookResponse: { received: true, started: false } };

const STARTED = { received: true, started: true };

/**
 * Answers one delivery of FlowIQ: refuses strangers, ignores what cannot be used or was not asked for, recognises
 * repetitions, and starts a run for everything else.
 */
export async function receive(webhook: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!hasSecret(webhook)) {
		return refuse(webhook, 401, 'A delivery without the right secret was refused');
	}
	const size = bodySize(webhook);
	if (size > MAX_BODY_BYTES) {
		const why = `A delivery of ${size} bytes was refused: no event of FlowIQ is that large`;
		return refuse(webhook, 413, why);
	}
	const payload = await readPayload(webhook);
	if (payload === undefined) {
		return refuse(webhook, 400, 'A delivery that is no JSON object was refused');
	}
	const type = payload.event_type;
	if (typeof type !== 'string' || !EVENT_TYPES.has(type)) {
		const named = JSON.stringify(type)?.slice(0, 100) ?? 'none';
		warn(webhook, `A delivery of an unknown event type was ignored: ${named}`);
		return IGNORED;
	}
	return await start(webhook, toEvent(payload), payload);
}

async function start(
	webhook: IWebhookFunctions,
	event: IDataObject,
	payload: IDataObject,
): Promise<IWebhookResponseData> {
	const filters = readFilters(webhook);
	if (!passes(event, filters)) return IGNORED;
	if (filters.contact !== undefined) {
		// FlowIQ is not asked about a repetition.
		if (isKnown(webhook, event)) return IGNORED;
		try {
			const idOf = async (number: string) => await contactIdOf(webhook, number);
			if (!(await isOfContact(event, filters.contact, idOf))) return IGNORED;
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			const why = `A delivery was refused, because FlowIQ could not say whose event it is: ${reason}`;
			return refuse(webhook, 503, why);
		}
	}
	if (!isNew(webhook, event)) return IGNORED;
	const options = webhook.getNodeParameter('options', {}) as IDataObject;
	const item = await toItem(webhook, event, payload, options);
	keepInStep(webhook, event);
	if (options.answer !== 'atOnce') return { webhookResponse: STARTED, workflowData: [[item]] };
	webhook.getResponseObject().status(200).json(STARTED);
	return { noWebhookResponse: true, workflowData: [[item]] };
}

function hasSecret(webhook: IWebhookFunctions): boolean {
	if (webhook.getNodeParameter('registration') === 'manual') {
		// The address of a manual registration ends with the secret.
		const given = webhook.getRequestObject().path?.split('/').filter(Boolean).at(-1);
		return isSecret(given, readText(webhook.getNodeParameter('secret', '')));
	}
	return isSecret((webhook.getQueryData() as IDataObject).secret, stateOf(webhook).secret);
}

function refuse(webhook: IWebhookFunctions, status: number, why: string): IWebhookResponseData {
	warn(webhook, why);
	webhook.getResponseObject().status(status).json({ received: false });
	return { noWebhookResponse: true };
}

function warn(webhook: IWebhookFunctions, what: string): void {
	webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${what}`);
}

function bodySize(webhook: IWebhookFunctions): number {
	const { rawBody, headers } = webhook.getRequestObject();
	return rawBody?.length ?? Number(headers['content-length'] ?? 0);
}

/**
 * FlowIQ documents no content type. n8n reads JSON only where one says so, and from version 1.1 of this node on, it does
 * not even read the bytes of a type that it does not know.
 */
async function readPayload(webhook: IWebhookFunctions): Promise<IDataObject | undefined> {
	const body: unknown = webhook.getBodyData();
	const isRead = typeof body === 'object' && body !== null && Object.keys(body).length > 0;
	const payload = isRead ? body : await parsedBody(webhook);
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
	return Object.keys(payload).length > 0 ? (payload as IDataObject) : undefined;
}

async function parsedBody(webhook: IWebhookFunctions): Promise<unknown> {
	const request = webhook.getRequestObject();
	try {
		// Missing when the sender breaks off, or sends more than n8n takes.
		if (request.rawBody === undefined) await request.readRawBody();
		return JSON.parse(String(request.rawBody));
	} catch {
		return undefined;
	}
}

async function toItem(
	webhook: IWebhookFunctions,
	event: IDataObject,
	payload: IDataObject,
	options: IDataObject,
): Promise<INodeExecutionData> {
	const item: INodeExecutionData = {
		json: { ...event, ...(options.includeRaw === true && { raw: payload }) },
	};
	const mediaUrl = readText(event.media_url);
	if (options.downloadMedia === true && mediaUrl !== undefined) {
		await attachMedia(webhook, item, mediaUrl, readText(options.binaryPropertyName) ?? 'data');
	}
	return item;
}
