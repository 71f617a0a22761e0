import * as n8n from 'n8n-workflow';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { DeliveryMemory, type StoredMemory } from '../shared/events/deliveryMemory';
import { wasSeenEarlier } from './earlierState';
import { markChanged, stateOf, triggerKey, type TriggerContext } from './state';

/** How long a repetition waits for what becomes of the delivery that it repeats, in ms. */
const MAX_WAIT_MS = 10_000;

/** Repetitions that wait at the same time in this process, at the most: n8n holds some 10 MB for each of them. */
const MAX_WAITING = 20;

/** How often the answer to a caller who has gone is looked at, in ms: Node.js tells of it no more. */
const LOOK_INTERVAL_MS = 250;

/**
 * From n8n 2.8.0 on (as this function), n8n saves the execution first, then the static data, and then answers. Before,
 * it began with the static data: an event in it whose answer never came had no execution.
 */
const IS_EXECUTION_SAVED_FIRST = 'validateNodeCredentials' in n8n;

/**
 * What each trigger of this process has seen. n8n reads the static data anew for every delivery and writes it with the
 * answer, so that deliveries at the same moment do not see each other there.
 */
const memories = new Map<string, DeliveryMemory>();

let waiting = 0;

/**
 * The right of one delivery to start an execution for its events. A repetition that comes while the first delivery is
 * under way waits: should that one fail, this one takes its place.
 */
export class EventClaim {
	private constructor(
		private readonly webhook: IWebhookFunctions,
		private readonly memory: DeliveryMemory,
		/** `event_key` of each event that is to start an execution. */
		private readonly keys: string[],
	) {}

	/**
	 * @param events in the shape of `toEvent`
	 * @returns undefined when one of them is still under way elsewhere
	 */
	static async take(
		webhook: IWebhookFunctions,
		events: IDataObject[],
	): Promise<EventClaim | undefined> {
		const memory = memoryOf(webhook);
		const response = webhook.getResponseObject();
		const { seenEarlier } = stateOf(webhook);
		const keys = events
			.filter((event) => !wasSeenEarlier(seenEarlier, event))
			.map(({ event_key }) => String(event_key));
		const deadline = performance.now() + MAX_WAIT_MS;
		for (;;) {
			const claim = memory.claim(keys, response, Date.now());
			if (claim.fresh !== undefined) {
				if (claim.fresh.length > 0) response.once('close', () => void settle(memory, response));
				return new EventClaim(webhook, memory, claim.fresh);
			}
			const leftMs = deadline - performance.now();
			if (leftMs <= 0 || waiting >= MAX_WAITING) return undefined;
			waiting++;
			await Promise.race([claim.underWay, timeout(leftMs)]);
			waiting--;
		}
	}

	/** @returns whether this event, or one of these, is to start an execution */
	holds({ event_key }: IDataObject): boolean {
		return this.keys.includes(String(event_key));
	}

	/** These events start none after all. */
	release(events: IDataObject[]): void {
		for (const { event_key } of events) {
			const at = this.keys.indexOf(String(event_key));
			if (at >= 0) this.memory.release(this.keys.splice(at, 1)[0]);
		}
	}

	/** To be called last before an execution: sees to it that n8n saves what the trigger remembers, with these events. */
	save(): void {
		const { webhook, memory, keys } = this;
		const state = stateOf(webhook);
		// Made when n8n saves it, which it does when the execution is saved and these events are done: events that are under
		// way beside them must not be saved with them, or n8n would take them for done after a crash.
		state.seen = {
			toJSON() {
				if (IS_EXECUTION_SAVED_FIRST) keys.forEach((key) => memory.confirm(key));
				return memory.store(Date.now());
			},
		};
		markChanged(webhook);
		// n8n saves the static data with the answer if it has changed, and forgets that it has when the execution begins
		// (2.41). So it changes once more in between: n8n waits for its database there, and this only for the next turn of the
		// loop.
		void n8n.sleep(0).then(() => markChanged(webhook));
	}
}

/** Somebody who listens for a test event again wants to see the same event again, too. */
export function forgetTest(context: TriggerContext): void {
	memories.delete(triggerKey(context));
}

/** To be saved with the state whenever it is, so that n8n does not write an older memory over a newer one. */
export function currentMemory(context: TriggerContext): { toJSON(): StoredMemory } {
	const memory = memoryOf(context);
	return { toJSON: () => memory.store(Date.now()) };
}

function memoryOf(context: TriggerContext): DeliveryMemory {
	const key = triggerKey(context);
	let memory = memories.get(key);
	if (memory === undefined) {
		memory = new DeliveryMemory();
		memories.set(key, memory);
	}
	// Read anew for this delivery, it is in its stored form.
	return memory.learn(stateOf(context).seen as StoredMemory | undefined);
}

/** Tells those who wait what became of the events, also where the caller has gone before n8n answers. */
async function settle(memory: DeliveryMemory, response: { writableEnded: boolean }): Promise<void> {
	const deadline = performance.now() + MAX_WAIT_MS;
	while (!response.writableEnded && performance.now() < deadline) await n8n.sleep(LOOK_INTERVAL_MS);
	memory.settle(Date.now());
}

async function timeout(ms: number): Promise<void> {
	await new Promise<void>((resolve) => {
		AbortSignal.timeout(Math.ceil(ms)).addEventListener('abort', () => resolve());
	});
}
