import { sleep, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { DeliveryMemory } from '../shared/events/deliveryMemory';
import { eventIdentity } from '../shared/events/event';
import { isTest, stateOf, triggerKey } from './state';

/**
 * What each published trigger of this process has seen. n8n reads the static data anew for every delivery and writes
 * it with the answer, so that deliveries at the same moment do not see each other there.
 */
const memories = new Map<string, DeliveryMemory>();

/** @returns whether the event started a run before */
export function isKnown(webhook: IWebhookFunctions, event: IDataObject): boolean {
	return memoryOf(webhook).knows(eventIdentity(event), Date.now());
}

/**
 * Remembers the event as one that starts a run. Looking and remembering is one step, in which nothing is waited for, so
 * that no second delivery comes in between.
 *
 * @returns whether it did not start one before
 */
export function isNew(webhook: IWebhookFunctions, event: IDataObject): boolean {
	const memory = memoryOf(webhook);
	const now = Date.now();
	if (!memory.isNew(eventIdentity(event), now)) return false;
	stateOf(webhook).seen = memory.store(now);
	return true;
}

/**
 * To be called last before a run: sees to it that n8n saves what the trigger remembers, and that an event whose run n8n
 * could not start (it then answers with status 500) is not taken for done when FlowIQ repeats it.
 */
export function keepInStep(webhook: IWebhookFunctions, event: IDataObject): void {
	const memory = memoryOf(webhook);
	const state = stateOf(webhook);
	const response = webhook.getResponseObject();
	// Optional: where no HTTP server is involved, a bare object stands in for the response.
	response.once?.('finish', () => {
		if (response.statusCode >= 500) memory.forget(eventIdentity(event));
	});
	// n8n saves the static data with the answer if it has changed, and forgets that it has when the run begins (2.41). So
	// it changes once more in between: n8n waits for its database there, and this only for the next turn of the loop.
	void sleep(0).then(() => {
		state.seen = memory.store(Date.now());
	});
}

function memoryOf(webhook: IWebhookFunctions): DeliveryMemory {
	const { seen } = stateOf(webhook);
	// A test has its state in this process, and forgets it when the next one begins.
	if (isTest(webhook)) return new DeliveryMemory().learn(seen);
	const key = triggerKey(webhook);
	let memory = memories.get(key);
	if (memory === undefined) {
		memory = new DeliveryMemory();
		memories.set(key, memory);
	}
	return memory.learn(seen);
}
