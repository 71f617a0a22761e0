import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { isEventType } from '../shared/events/eventTypes';
import { toEvent } from '../shared/events/event';
import { textOf } from '../shared/records/text';
import { isBotPaused, isOfContact } from './contactFilter';
import { readDelivery } from './delivery';
import { EventClaim } from './eventClaim';
import { filterThatStops, readFilters, type EventFilters } from './filters';
import { applyLatestRegistration } from './latestRegistration';
import { attachMedia } from './media';
import { addReasons, noteNotStarted } from './notStarted';
import { readOptions, type EventOptions } from './options';
import { isSecret, readSecret } from './secret';
import { isTest, stateOf } from './state';

/** Nothing is started; FlowIQ learns that the delivery arrived and need not be repeated. */
const IGNORED: IWebhookResponseData = { webhookResponse: { received: true, started: false } };

const STARTED = { received: true, started: true };

/** One event of a delivery, as FlowIQ sent it and in the shape of the item. */
interface Received {
	payload: IDataObject;
	event: IDataObject;
}

/**
 * Answers one delivery of FlowIQ: refuses strangers, ignores what was not asked for, recognises repetitions, and starts
 * one execution for everything else.
 */
export async function receive(webhook: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!hasSecret(webhook)) {
		return refuse(webhook, 401, 'A delivery without the right secret was refused');
	}
	const delivery = await readDelivery(webhook);
	if (delivery.events === undefined) {
		return refuse(webhook, delivery.status, `A delivery was refused: ${delivery.why}`);
	}
	const received = delivery.events
		.filter((payload) => isKnownType(webhook, payload.event_type))
		.map((payload) => ({ payload, event: toEvent(payload) }));
	const stranger = received.find(({ event }) => isOfAnotherOrganization(webhook, event));
	if (stranger !== undefined) {
		return refuse(
			webhook,
			403,
			`An event of another organization (${describe(stranger.event.organization_id)}) was refused. If the FlowIQ account was switched, unpublish and publish the workflow`,
		);
	}
	const filters = filtersOf(webhook);
	if (filters === undefined) return IGNORED;
	return await start(
		webhook,
		received.filter(({ event }) => passes(webhook, event, filters)),
		filters,
	);
}

async function start(
	webhook: IWebhookFunctions,
	received: Received[],
	filters: EventFilters,
): Promise<IWebhookResponseData> {
	if (received.length === 0) return IGNORED;
	const claim = await EventClaim.take(
		webhook,
		received.map(({ event }) => event),
	);
	if (claim === undefined) {
		const why = 'A delivery was refused, because the one that it repeats is not done yet';
		return refuse(webhook, 503, why);
	}
	const wanted: Received[] = [];
	for (const each of received.filter(({ event }) => claim.holds(event))) {
		const isRepeated = wanted.some(({ event }) => event.event_key === each.event.event_key);
		if (!isRepeated) wanted.push(each);
	}
	const judged = await judge(webhook, wanted, filters);
	// Refused, they are under way no more.
	if (typeof judged === 'string') return refuse(webhook, 503, judged);
	const stopped = wanted.filter((each) => !judged.includes(each));
	claim.release(stopped.map(({ event }) => event));
	if (judged.length === 0) return IGNORED;
	return await answer(webhook, judged, claim);
}

/** @returns those of the contact that was chosen, and whose bot is not paused; a text when FlowIQ could not say */
async function judge(
	webhook: IWebhookFunctions,
	received: Received[],
	{ contact, skipPausedBot }: EventFilters,
): Promise<Received[] | string> {
	const wanted: Received[] = [];
	try {
		for (const each of received) {
			if (contact !== undefined && !(await isOfContact(webhook, each.event, contact))) {
				ignore(webhook, each.event, "'Contact' is another one");
			} else if (skipPausedBot && (await isBotPaused(webhook, each.event))) {
				ignore(webhook, each.event, "the contact's bot is paused");
			} else {
				wanted.push(each);
			}
		}
		return wanted;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return `A delivery was refused, because FlowIQ could not say whose event it is: ${reason}`;
	}
}

async function answer(
	webhook: IWebhookFunctions,
	received: Received[],
	claim: EventClaim,
): Promise<IWebhookResponseData> {
	const options = webhook.getNodeParameter('options', {}) as IDataObject;
	const { downloadMedia, includeRaw, isAnsweredAtOnce } = optionsOf(webhook, options);
	if (isAnsweredAtOnce) webhook.getResponseObject().status(200).json(STARTED);
	const items: INodeExecutionData[] = [];
	for (const { event, payload } of received) {
		const item: INodeExecutionData = {
			json: { ...event, ...(includeRaw && { raw: payload }) },
		};
		if (downloadMedia) await attachMedia(webhook, item, options, isAnsweredAtOnce);
		items.push(item);
	}
	rememberOrganization(webhook, received[0].event);
	addReasons(webhook);
	claim.save();
	const workflowData = [items];
	if (isAnsweredAtOnce) return { noWebhookResponse: true, workflowData };
	return { webhookResponse: STARTED, workflowData };
}

function hasSecret(webhook: IWebhookFunctions): boolean {
	if (webhook.getNodeParameter('registration') === 'manual') {
		// The address of a manual registration ends with the secret.
		const given = webhook.getRequestObject().path?.split('/').filter(Boolean).at(-1);
		return isSecret(given, readSecret(webhook.getNodeParameter('secret', '')));
	}
	const { secret } = webhook.getQueryData() as IDataObject;
	applyLatestRegistration(webhook, secret);
	return isSecret(secret, stateOf(webhook).secret);
}

function isKnownType(webhook: IWebhookFunctions, type: unknown): boolean {
	if (isEventType(type)) return true;
	report(webhook, `A delivery of an unknown event type was ignored: ${describe(type)}`);
	return false;
}

function isOfAnotherOrganization(webhook: IWebhookFunctions, event: IDataObject): boolean {
	const { organization } = stateOf(webhook);
	const came = textOf(event.organization_id);
	return organization !== undefined && came !== undefined && came !== organization;
}

/** The secret is known to one account only, so the first event that comes with it is of that account. */
function rememberOrganization(webhook: IWebhookFunctions, event: IDataObject): void {
	stateOf(webhook).organization ??= textOf(event.organization_id);
}

/** @returns undefined when they cannot be read: then no event passes */
function filtersOf(webhook: IWebhookFunctions): EventFilters | undefined {
	try {
		return readFilters(webhook);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		report(webhook, `Events start nothing, because a filter can't be read: ${reason}`);
		return undefined;
	}
}

/** What cannot be read is refused when the workflow is published. Should it change later, no event is lost for that. */
function optionsOf(webhook: IWebhookFunctions, values: IDataObject): EventOptions {
	return readOptions(values, (error) => {
		const reason = error instanceof Error ? error.message : String(error);
		warn(webhook, `An option that can't be read has its default: ${reason}`);
	});
}

function passes(webhook: IWebhookFunctions, event: IDataObject, filters: EventFilters): boolean {
	const label = filterThatStops(event, filters);
	if (label === undefined) return true;
	ignore(webhook, event, `it does not pass '${label}'`);
	return false;
}

/** What a filter holds back is as it should be, so the log says nothing of it. */
function ignore(webhook: IWebhookFunctions, { event_type }: IDataObject, why: string): void {
	noteNotStarted(webhook, `${String(event_type)}: ${why}`);
}

function refuse(webhook: IWebhookFunctions, status: number, why: string): IWebhookResponseData {
	report(webhook, why);
	webhook.getResponseObject().status(status).json({ received: false });
	return { noWebhookResponse: true };
}

function report(webhook: IWebhookFunctions, what: string): void {
	if (!isTest(webhook)) noteNotStarted(webhook, what);
	warn(webhook, what);
}

function warn(webhook: IWebhookFunctions, what: string): void {
	webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${what}`);
}

function describe(value: unknown): string {
	return JSON.stringify(value).slice(0, 100);
}
