import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { DeliveryMemory, type StoredMemory } from '../shared/events/deliveryMemory';
import { EVENT_TYPES, eventIdentity, toEvent } from '../shared/events/event';
import { readContact } from '../shared/fields/contactLocator';
import { readList, readText } from '../shared/input/text';
import { connect } from '../shared/transport/connection';
import { tryRequest } from '../shared/transport/request';
import { needsContactId, passes, type EventFilters } from './filters';
import { attachMedia } from './media';
import { stateOf } from './registration';
import { isSecret } from './secret';

/** Largest body that is read, in bytes. FlowIQ's events are a few hundred; media comes as an address. */
const MAX_BODY_BYTES = 1_000_000;

/** Nothing is started; FlowIQ learns that the delivery arrived and need not be repeated. */
const IGNORED: IWebhookResponseData = { webhookResponse: { received: true, started: false } };

/** What each trigger of this process has seen; its newest part is in n8n's static data as well. */
const memories = new Map<string, DeliveryMemory>();

/**
 * Answers one delivery of FlowIQ: refuses strangers, ignores what cannot be used or was not asked for, recognises
 * repetitions, and starts a run for everything else.
 */
export async function receive(webhook: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!hasSecret(webhook)) {
		return refuse(webhook, 401, 'A delivery without the right secret was refused');
	}
	const request = webhook.getRequestObject();
	const size = request.rawBody?.length ?? Number(request.headers['content-length'] ?? 0);
	if (size > MAX_BODY_BYTES) {
		return refuse(
			webhook,
			413,
			`A delivery of ${size} bytes was refused: no event of FlowIQ is that large`,
		);
	}
	const payload: unknown = webhook.getBodyData();
	if (!isObject(payload) || Object.keys(payload).length === 0) {
		return refuse(webhook, 400, 'A delivery that is no JSON object was refused');
	}
	if (!EVENT_TYPES.has(String(payload.event_type))) {
		webhook.logger.warn(
			`A delivery of an unknown event type was ignored: ${String(payload.event_type).slice(0, 100)}`,
		);
		return IGNORED;
	}
	const event = toEvent(payload);
	const filters = readFilters(webhook);
	if (filters.contact !== undefined && needsContactId(event, filters)) {
		filters.contactId = await contactIdOf(webhook, filters.contact);
	}
	if (!passes(event, filters) || !isNew(webhook, event)) return IGNORED;
	return { workflowData: [[await toItem(webhook, event, payload)]] };
}

function hasSecret(webhook: IWebhookFunctions): boolean {
	if (webhook.getNodeParameter('registration') === 'manual') {
		// The address of a manual registration ends with the secret.
		const given = webhook.getRequestObject().path?.split('/').at(-1);
		return isSecret(given, readText(webhook.getNodeParameter('secret', '')));
	}
	return isSecret((webhook.getQueryData() as IDataObject).secret, stateOf(webhook).secret);
}

function refuse(webhook: IWebhookFunctions, status: number, why: string): IWebhookResponseData {
	webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${why}`);
	webhook.getResponseObject().status(status).json({ received: false });
	return { noWebhookResponse: true };
}

function readFilters(webhook: IWebhookFunctions): EventFilters {
	const { contact, messageTypes, text } = webhook.getNodeParameter('filters', {}) as IDataObject;
	const isChosen = isObject(contact) && readText(contact.value) !== undefined;
	return {
		events: new Set(readList(webhook.getNodeParameter('events'))),
		...(isChosen && { contact: readContact(contact) }),
		messageTypes: new Set(readList(messageTypes)),
		text: readText(text),
	};
}

/** Looking and remembering happens before anything is waited for, so that no second delivery comes in between. */
function isNew(webhook: IWebhookFunctions, event: IDataObject): boolean {
	const key = `${webhook.getWorkflow().id} ${webhook.getNode().id} ${webhook.getMode()}`;
	let memory = memories.get(key);
	const stored = webhook.getWorkflowStaticData('node') as { seen?: StoredMemory };
	if (memory === undefined) {
		memory = new DeliveryMemory();
		memories.set(key, memory);
	}
	memory.learn(stored.seen ?? {});
	const now = Date.now();
	if (!memory.isNew(eventIdentity(event), now)) return false;
	stored.seen = memory.store(now);
	return true;
}

/** Some events name their contact by id alone; FlowIQ tells the id that belongs to a number. */
async function contactIdOf(
	webhook: IWebhookFunctions,
	contact: NonNullable<EventFilters['contact']>,
): Promise<string | undefined> {
	if ('contactId' in contact) return contact.contactId;
	const outcome = await tryRequest(
		await connect(webhook, {}, { waitBudgetMs: LOOK_UP_BUDGET_MS }),
		{
			method: 'GET',
			path: '/conversations',
			query: { action: 'find-by-phone', ...contact, phoneNumber: contact.whatsappNumber },
			isUsable: (body) => isObject(body.contact),
		},
	);
	return outcome.ok ? readText((outcome.body.contact as IDataObject).id) : undefined;
}

/** FlowIQ waits for the answer to its delivery meanwhile; in ms. */
const LOOK_UP_BUDGET_MS = 5_000;

async function toItem(
	webhook: IWebhookFunctions,
	event: IDataObject,
	payload: IDataObject,
): Promise<INodeExecutionData> {
	const options = webhook.getNodeParameter('options', {}) as IDataObject;
	const item: INodeExecutionData = {
		json: { ...event, ...(options.includeRaw === true && { raw: payload }) },
	};
	if (options.downloadMedia === true && typeof event.media_url === 'string') {
		await attachMedia(
			webhook,
			item,
			event.media_url,
			readText(options.binaryPropertyName) ?? 'data',
		);
	}
	return item;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
