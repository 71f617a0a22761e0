import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { EVENT_TYPES, toEvent } from '../shared/events/event';
import { textOf } from '../shared/records/text';
import { contactIdOf } from './contactIds';
import { isOfContact, passes, readFilters } from './filters';
import { attachMedia } from './media';
import { claim, keepInStep, release } from './once';
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
	const size = await bodySize(webhook);
	if (size > MAX_BODY_BYTES) {
		const why = `A delivery of ${size} bytes was refused: no event of FlowIQ is that large`;
		return refuse(webhook, 413, why);
	}
	const payload = readPayload(webhook);
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
	const sight = await claim(webhook, event);
	if (sight === 'done') return IGNORED;
	if (sight === 'underWay') {
		const why = 'A delivery was refused, because the one that it repeats is not done yet';
		return refuse(webhook, 503, why);
	}
	if (filters.contact !== undefined) {
		try {
			const idOf = async (number: string) => await contactIdOf(webhook, number);
			if (!(await isOfContact(event, filters.contact, idOf))) {
				release(webhook, event);
				return IGNORED;
			}
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			const why = `A delivery was refused, because FlowIQ could not say whose event it is: ${reason}`;
			return refuse(webhook, 503, why);
		}
	}
	const options = webhook.getNodeParameter('options', {}) as IDataObject;
	const isAtOnce = options.answer === 'atOnce';
	if (isAtOnce) webhook.getResponseObject().status(200).json(STARTED);
	const item = await toItem(webhook, event, payload, options);
	keepInStep(webhook, event);
	const workflowData = [[item]];
	if (isAtOnce) return { noWebhookResponse: true, workflowData };
	return { webhookResponse: STARTED, workflowData };
}

function hasSecret(webhook: IWebhookFunctions): boolean {
	if (webhook.getNodeParameter('registration') === 'manual') {
		// The address of a manual registration ends with the secret.
		const given = webhook.getRequestObject().path?.split('/').filter(Boolean).at(-1);
		return isSecret(given, textOf(webhook.getNodeParameter('secret', '')));
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

/**
 * FlowIQ documents no content type. Of a type that n8n does not know, it reads nothing from version 1.1 of this node on.
 *
 * @returns bytes of the body, as far as it can be read
 */
async function bodySize(webhook: IWebhookFunctions): Promise<number> {
	const request = webhook.getRequestObject();
	const announced = Number(request.headers['content-length'] ?? 0);
	if (request.rawBody === undefined && announced <= MAX_BODY_BYTES) {
		// A sender who breaks off, or sends more than n8n takes, leaves a body that is no JSON.
		await request.readRawBody?.().catch(() => undefined);
	}
	return request.rawBody?.length ?? announced;
}

function readPayload(webhook: IWebhookFunctions): IDataObject | undefined {
	const body: unknown = webhook.getBodyData();
	const isRead = typeof body === 'object' && body !== null && Object.keys(body).length > 0;
	// n8n reads JSON only where a content type says so.
	const payload = isRead ? body : parsed(webhook.getRequestObject().rawBody);
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
	return Object.keys(payload).length > 0 ? (payload as IDataObject) : undefined;
}

function parsed(rawBody: Buffer | undefined): unknown {
	try {
		return JSON.parse(String(rawBody));
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
	if (options.downloadMedia === true) {
		await attachMedia(webhook, item, options, options.answer === 'atOnce');
	}
	return item;
}
