import { draw } from './data/random';
import type { FlowIqEvent, Subscription } from './types';

/** One attempt to hand an event to a subscriber. */
export interface Delivery {
	event: FlowIqEvent;
	subscription: Subscription;
	/** Counts from 1; more than 1 is a retry. */
	attempt: number;
	/** Status of the answer; missing when there was none. */
	status?: number;
	/** The answer: JSON, or the text itself. */
	answer?: unknown;
	/** Why there was no answer. */
	error?: string;
}

/** What may happen to deliveries, none of which FlowIQ documents. */
export interface DeliveryOptions {
	/** How often each event is sent to each subscriber; default 1. */
	times?: number;
	/** Default `given`. Repetitions are put in order like events of their own. */
	order?: 'given' | 'reversed' | 'shuffled';
	/** How many are under way at once; default 1, one after the other. */
	atOnce?: number;
	/** How often one that was not answered with success is sent again; default 0. */
	retries?: number;
	/** Default JSON; null sends none. */
	contentType?: string | null;
}

/**
 * Delivers events to those who subscribed.
 *
 * @param subscriptions read again for every event
 */
export function createWebhooks(seed: number, subscriptions: () => Subscription[]) {
	const deliveries: Delivery[] = [];
	const closing = new AbortController();
	let fired = Promise.resolve();

	async function attempt(delivery: Delivery, contentType: string | null): Promise<Delivery> {
		const done = { ...delivery };
		try {
			const response = await fetch(delivery.subscription.url, {
				method: 'POST',
				redirect: 'manual',
				// Bytes carry no content type of their own; text would.
				body: new TextEncoder().encode(JSON.stringify(delivery.event)),
				headers: contentType === null ? {} : { 'content-type': contentType },
				signal: closing.signal,
			});
			done.status = response.status;
			done.answer = parsedJson(await response.text());
		} catch (error) {
			done.error = error instanceof Error ? error.message : String(error);
		}
		deliveries.push(done);
		return done;
	}

	/** Sends events to their subscribers, and resolves when all attempts have ended. */
	async function deliver(
		events: FlowIqEvent | FlowIqEvent[],
		options: DeliveryOptions = {},
	): Promise<Delivery[]> {
		const { times = 1, order = 'given', atOnce = 1, retries = 0 } = options;
		const { contentType = 'application/json' } = options;
		const planned = [events].flat().flatMap((event) =>
			subscriptions()
				.filter(({ type }) => type === 'all' || type === event.event_type)
				.flatMap((subscription) =>
					Array.from({ length: times }, () => ({ event, subscription, attempt: 1 })),
				),
		);
		const waiting = inOrder(planned, order, seed);
		const done: Delivery[] = [];
		const work = async () => {
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				let last = await attempt(next, contentType);
				done.push(last);
				while (!isTaken(last) && last.attempt <= retries) {
					last = await attempt({ ...next, attempt: last.attempt + 1 }, contentType);
					done.push(last);
				}
			}
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		return done;
	}

	return {
		/** Every attempt so far, in the order in which they ended. */
		deliveries,
		deliver,
		/** Delivers in the background, after what was fired before. */
		fire(events: FlowIqEvent[]): void {
			fired = fired.then(async () => void (await deliver(events)));
		},
		/** Resolves when all that was fired so far is delivered. */
		settled: async () => await fired,
		reset(): void {
			deliveries.length = 0;
		},
		close: () => closing.abort(),
	};
}

function isTaken({ status }: Delivery): boolean {
	return status !== undefined && status >= 200 && status < 300;
}

function inOrder<T>(list: T[], order: DeliveryOptions['order'], seed: number): T[] {
	if (order === 'reversed') return list.reverse();
	if (order !== 'shuffled') return list;
	const drawn = list.map((entry, index) => ({ entry, place: draw(seed, index, 70) }));
	return drawn.sort((a, b) => a.place - b.place).map(({ entry }) => entry);
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
