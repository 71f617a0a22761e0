import { createArrivals, type Arrivals } from './arrivals';
import { eventsOf, makeEvent, type EventParts } from './events';
import { createFaultQueue } from './faults';
import { createRateLimiter, DOCUMENTED_RATE_LIMIT, type RateLimit } from './rateLimiter';
import { createRequestLog, type RequestListener } from './requestLog';
import { listen, type ServerState } from './server';
import type { Contact, EventType, Message } from './types';
import { referenceVariants, type Variants } from './variants';
import { createWebhooks } from './webhooks';
import { createWorld } from './world';

export type { Arrivals } from './arrivals';
export type { EventParts } from './events';
export type { Fault, FaultMatch } from './faults';
export { DOCUMENTED_RATE_LIMIT, type RateLimit } from './rateLimiter';
export type * from './types';
export type { Variants } from './variants';
export type { Delivery, DeliveryOptions } from './webhooks';

export interface SimulatorOptions {
	/** Default 0: a free one. */
	port?: number;
	/** Same seed, same data; default 1. */
	seed?: number;
	/** How many contacts; default 250. */
	contacts?: number;
	/** Default: from none to some hundreds, few for most. */
	messagesPerContact?: number | ((contactIndex: number) => number);
	/** Default `fiq_simulator_token`. */
	token?: string;
	/** Default `demo`. */
	tenantId?: string;
	variants?: Partial<Variants>;
	/** Default false. `{}` is the documented limit: 100 per minute, bursts of 150. */
	rateLimit?: false | Partial<RateLimit>;
	/** Every answer takes this long; default 0. */
	latencyMs?: number;
	arrivals?: Arrivals;
	/** ISO time at which the generated data ends; default 2026-03-01T00:00:00Z. */
	dataUntil?: string;
	/** Unix ms; default the system's clock. Used for the rate limit and for records that come in. */
	clock?: () => number;
	/** How many of the latest requests are kept in `requests`; default all. */
	keepRequests?: number;
	/** Whether messages that come in or are sent are told to the subscribers; default false. */
	firesEvents?: boolean;
}

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

const DEFAULT_DATA_END = '2026-03-01T00:00:00Z';

/**
 * Starts a FlowIQ server on the loopback interface.
 *
 * @throws the operating system's error when the port cannot be had (code EADDRINUSE when taken)
 */
export async function startSimulator(options: SimulatorOptions = {}) {
	const now = options.clock ?? Date.now;
	const token = options.token ?? 'fiq_simulator_token';
	const tenantId = options.tenantId ?? 'demo';
	const world = createWorld({
		seed: options.seed ?? 1,
		contacts: options.contacts ?? 250,
		messagesPerContact: options.messagesPerContact,
		until: Date.parse(options.dataUntil ?? DEFAULT_DATA_END),
		now,
	});
	const faults = createFaultQueue();
	const log = createRequestLog(now, options.keepRequests ?? Infinity);
	const listeners = new Set<RequestListener>();
	const state: ServerState = { variants: referenceVariants(), latencyMs: 0, limiter: null };
	const arrivals = createArrivals(world);
	const webhooks = createWebhooks(options.seed ?? 1, () => world.subscriptions);
	let firesEvents = false;
	world.onMessage = (contact, message, facts) => {
		if (!firesEvents) return;
		webhooks.fire(eventsOf(world, state.variants, { contact, message, facts }));
	};
	world.onReport = (contact, whatsappMessageId, receipt) => {
		if (!firesEvents) return;
		const type = `message_${receipt}` as const;
		const facts = { whatsappMessageId };
		webhooks.fire([makeEvent(world, state.variants, type, { contact, facts })]);
	};

	function setRateLimit(limit: false | Partial<RateLimit>): void {
		const full = limit && { ...DOCUMENTED_RATE_LIMIT, ...limit };
		state.limiter = full ? { limit: full, limiter: createRateLimiter(full, now) } : null;
	}

	function reset(): void {
		Object.assign(state.variants, referenceVariants(), options.variants);
		state.latencyMs = options.latencyMs ?? 0;
		setRateLimit(options.rateLimit ?? false);
		arrivals.plan(options.arrivals);
		faults.clear();
		log.requests.length = 0;
		firesEvents = options.firesEvents ?? false;
		webhooks.reset();
		world.reset();
	}

	function numberOf(idOrNumber: string): number {
		const number = world.find(idOrNumber);
		if (number === null) throw new Error(`The simulator has no contact ${idOrNumber}`);
		return number;
	}

	reset();
	const server = await listen(
		{
			world,
			access: { token, tenantId },
			state,
			faults,
			log,
			async announce(request) {
				arrivals.note(request);
				for (const listener of listeners) await listener(request);
			},
		},
		options.port ?? 0,
	);

	return {
		url: world.origin,
		token,
		tenantId,
		faults,
		/** Every request so far, in order of arrival. */
		requests: log.requests,
		get variants(): Variants {
			return state.variants;
		},
		/** Assign to its fields, or assign a partial set, at any time. */
		set variants(change: Partial<Variants>) {
			Object.assign(state.variants, change);
		},
		get rateLimit(): false | RateLimit {
			return state.limiter?.limit ?? false;
		},
		/** Assign to its fields at any time; assigning a new one starts with a full burst. */
		set rateLimit(limit: false | Partial<RateLimit>) {
			setRateLimit(limit);
		},
		get latencyMs(): number {
			return state.latencyMs;
		},
		set latencyMs(latencyMs: number) {
			state.latencyMs = latencyMs;
		},
		get arrivals(): Arrivals | undefined {
			return arrivals.planned();
		},
		set arrivals(plan: Arrivals | undefined) {
			arrivals.plan(plan);
		},
		get contactCount(): number {
			return world.contacts.size;
		},
		/** All contacts in the API's order. Makes every one: with many contacts prefer `contactAt`. */
		get contacts(): Contact[] {
			return Array.from({ length: world.contacts.size }, (_, position) => contactAt(position));
		},
		contactAt,
		/** The contact with this id or WhatsApp number. */
		findContact(idOrNumber: string): Contact | undefined {
			const number = world.find(idOrNumber);
			return number === null ? undefined : world.contacts.get(number);
		},
		/** A contact's messages, oldest first. */
		messagesOf(idOrNumber: string): Message[] {
			const conversation = world.conversations.of(numberOf(idOrNumber));
			return Array.from(
				{ length: conversation.size },
				(_, place) => conversation.at(place).message,
			);
		},
		messageCountOf: (idOrNumber: string) => world.conversations.of(numberOf(idOrNumber)).size,
		/** A message comes in: now, at the end of the conversation, unless `created_at` says otherwise. */
		addMessage: world.addMessage,
		/** WhatsApp tells how far a message got; the conversation shows it, and subscribers are told. */
		report: world.report,
		/** A contact is created: now, unless `created_at` says otherwise. */
		addContact: world.addContact,
		updateContact(idOrNumber: string, change: Partial<Contact>): Contact {
			const number = numberOf(idOrNumber);
			world.contacts.update(number, change);
			return world.contacts.get(number);
		},
		removeContact: (idOrNumber: string) => world.contacts.remove(numberOf(idOrNumber)),
		/** Webhooks that were registered; add to it, or empty it, at any time. */
		subscriptions: world.subscriptions,
		get firesEvents(): boolean {
			return firesEvents;
		},
		/** Whether messages that come in or are sent are told to the subscribers. */
		set firesEvents(fires: boolean) {
			firesEvents = fires;
		},
		/** Every attempt to deliver an event so far. */
		deliveries: webhooks.deliveries,
		/** The payload of an event as FlowIQ would send it now. */
		makeEvent: (type: EventType, parts?: EventParts) =>
			makeEvent(world, state.variants, type, parts),
		deliver: webhooks.deliver,
		settled: webhooks.settled,
		/** Calls back at every request, before it is answered. Returns how to stop that. */
		onRequest(listener: RequestListener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		/** Back to the state after the start: data, variants, limits, latency; no faults, no requests. */
		reset,
		async close(): Promise<void> {
			webhooks.close();
			await server.close();
		},
	};

	/** Contact by its position in the API's order. */
	function contactAt(position: number): Contact {
		return world.contacts.get(world.contacts.numberAt(position, state.variants.contactsOrder));
	}
}
