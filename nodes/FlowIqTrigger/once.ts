import { sleep, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { DeliveryMemory, type Sight, type StoredMemory } from '../shared/events/deliveryMemory';
import { eventIdentity } from '../shared/events/event';
import { isTest, stateOf, triggerKey } from './state';

/** How long a repetition waits for what becomes of the delivery that it repeats, and how often it looks, in ms. */
const PATIENCE_MS = 10_000;
const LOOK_INTERVAL_MS = 50;

/**
 * What each trigger of this process has seen. n8n reads the static data anew for every delivery and writes it with the
 * answer, so that deliveries at the same moment do not see each other there.
 */
const memories = new Map<string, DeliveryMemory>();

/**
 * Claims an event for this delivery. A repetition that comes while the first delivery is under way waits: should that
 * one fail, this one takes its place.
 *
 * @returns what the event is; after `new`, this delivery has to start its run, or to release it
 */
export async function claim(webhook: IWebhookFunctions, event: IDataObject): Promise<Sight> {
	const memory = memoryOf(webhook);
	const identity = eventIdentity(event);
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const sight = memory.claim(identity, webhook.getResponseObject(), Date.now());
		if (sight !== 'underWay' || Date.now() > deadline) return sight;
		await sleep(LOOK_INTERVAL_MS);
	}
}

/** The event was claimed, and starts no run. */
export function release(webhook: IWebhookFunctions, event: IDataObject): void {
	memoryOf(webhook).release(eventIdentity(event));
}

/** To be called last before a run: sees to it that n8n saves what the trigger remembers, this event included. */
export function keepInStep(webhook: IWebhookFunctions, event: IDataObject): void {
	if (isTest(webhook)) return;
	const memory = memoryOf(webhook);
	const state = stateOf(webhook);
	// Made when n8n saves it, which it does when the run is saved and this event is done: events that are under way
	// beside this one must not be saved with it, or n8n would take them for done after a crash.
	const seen = {
		toJSON() {
			memory.confirm(eventIdentity(event));
			return memory.store(Date.now());
		},
	};
	state.seen = seen;
	// n8n saves the static data with the answer if it has changed, and forgets that it has when the run begins (2.41). So
	// it changes once more in between: n8n waits for its database there, and this only for the next turn of the loop.
	void sleep(0).then(() => {
		state.seen = seen;
	});
}

/** Somebody who listens for a test event again wants to see the same event again, too. */
export function forgetTest(context: Parameters<typeof memoryKey>[0]): void {
	memories.delete(memoryKey(context));
}

function memoryOf(webhook: IWebhookFunctions): DeliveryMemory {
	const key = memoryKey(webhook);
	let memory = memories.get(key);
	if (memory === undefined) {
		memory = new DeliveryMemory();
		memories.set(key, memory);
	}
	// Read anew for this delivery, it is in its stored form.
	return memory.learn(stateOf(webhook).seen as StoredMemory | undefined);
}

function memoryKey(context: Parameters<typeof triggerKey>[0] & Parameters<typeof isTest>[0]) {
	return `${triggerKey(context)}${isTest(context) ? ' test' : ''}`;
}
