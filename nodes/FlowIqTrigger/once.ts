import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { DeliveryMemory } from '../shared/events/deliveryMemory';
import { eventIdentity } from '../shared/events/event';
import { isTest, stateOf, triggerKey } from './state';

/**
 * What each published trigger of this process has seen. n8n reads the static data anew for every delivery and writes
 * it after the answer, so that deliveries at the same moment do not see each other there.
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

function memoryOf(webhook: IWebhookFunctions): DeliveryMemory {
	const stored = stateOf(webhook).seen ?? {};
	// A test has its state in this process, and forgets it when the next one begins.
	if (isTest(webhook)) return new DeliveryMemory().learn(stored);
	const key = triggerKey(webhook);
	let memory = memories.get(key);
	if (memory === undefined) {
		memory = new DeliveryMemory();
		memories.set(key, memory);
	}
	return memory.learn(stored);
}
