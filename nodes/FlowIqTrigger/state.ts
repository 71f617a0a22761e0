import type { IHookFunctions } from 'n8n-workflow';
import type { StoredMemory } from '../shared/events/deliveryMemory';
import {
	dropUnreadable,
	isAmount,
	isFlag,
	isListOf,
	isMapOf,
	isObject,
	isReadable,
	isText,
	type Readable,
} from '../shared/records/readable';
import { earlierState } from './earlierState';
import { makeSecret } from './secret';

/** One webhook that was registered with FlowIQ. */
export interface Subscription {
	url: string;
	type: string;
	/** Hash of the account that it was registered with; unset by builds before 1.0.0. */
	account?: string;
	/** FlowIQ's id of it, as far as it sent one. */
	id?: string;
}

/** A delivery, or several of one kind, that started nothing. */
export interface NotStarted {
	/** When it happened last, as ISO 8601. */
	at: string;
	/** Name of the trigger, for whoever reads the static data. */
	trigger: string;
	reason: string;
	times: number;
}

/** The registration that counts; with manual registration, no more than that there is none. */
export interface Registration {
	secret?: string;
	subscription?: Subscription;
	/** Since when, in ms since 1970, later than the one before; unset by builds before 1.0.0. */
	registeredAt?: number;
}

/** What a trigger remembers, in n8n's static data. */
export interface TriggerState extends Registration {
	/** The workflow that it belongs to: a copy of the workflow must not use the same secret. */
	workflow?: string;
	/** Set when n8n took the webhook out of service. */
	isUnpublished?: boolean;
	/** Subscriptions that were replaced and may still be known to FlowIQ. */
	leftovers?: Array<Omit<Subscription, 'account'>>;
	/** The organization whose events come, known from the first of them. */
	organization?: string;
	/** Events that started an execution; what becomes a stored memory until n8n has saved it. */
	seen?: StoredMemory | { toJSON(): StoredMemory };
	/** Events that started an execution before the update to 1.0.0; see `earlierState.ts`. */
	seenEarlier?: Record<string, string>;
	notStarted?: NotStarted[];
}

const SUBSCRIPTION: Readable<Subscription> = {
	url: isText,
	type: isText,
	account: isText,
	id: isText,
};

const isSubscription = (value: unknown) =>
	isReadable(value, SUBSCRIPTION) && isText(value.url) && isText(value.type);

const STATE: Readable<TriggerState> = {
	workflow: isText,
	secret: isText,
	subscription: isSubscription,
	registeredAt: isAmount,
	isUnpublished: isFlag,
	leftovers: isListOf(isSubscription),
	organization: isText,
	// Not yet in its stored form where n8n handed out the same state in another object.
	seen: (value) => isObject(value) && ('toJSON' in value || isMapOf(isText)(value.hours)),
	seenEarlier: isMapOf(isText),
	notStarted: isListOf((value) => isObject(value) && isText(value.reason)),
};

/** States that were looked at since n8n read them from its database. */
const checked = new WeakSet<object>();

export type TriggerContext = Pick<
	IHookFunctions,
	'getMode' | 'getWorkflow' | 'getNode' | 'getWorkflowStaticData'
>;

/**
 * What each "Listen for test event" of this process remembers: n8n forgets a test when it ends, and FlowIQ cannot
 * remove a webhook, so that without this every single test would leave another one behind.
 */
const tests = new Map<string, TriggerState>();

/** Tests remembered at the most; each is one trigger node on somebody's canvas. */
const MAX_TESTS = 1_000;

/** @returns whether somebody listens for a test event in the editor */
export function isTest(context: Pick<TriggerContext, 'getMode'>): boolean {
	return context.getMode() === 'manual';
}

/** @returns what tells this trigger from all others of this process; a test is another one than production */
export function triggerKey(context: Omit<TriggerContext, 'getWorkflowStaticData'>): string {
	const suffix = isTest(context) ? ' test' : '';
	return `${context.getWorkflow().id} ${context.getNode().id}${suffix}`;
}

/** @returns what this trigger remembers; a test never touches what production does */
export function stateOf(context: TriggerContext): TriggerState {
	if (isTest(context)) return testState(triggerKey(context));
	// n8n keeps the static data of a node by its name. By its ID, it outlives renaming.
	const all = context.getWorkflowStaticData('global');
	const key = storageKey(context);
	const workflow = String(context.getWorkflow().id);
	const stored = all[key] as TriggerState | undefined;
	if (stored === undefined) {
		all[key] = { workflow, ...earlierState(context.getWorkflowStaticData('node')) };
	} else if (stored?.workflow !== workflow) all[key] = { workflow };
	const state = all[key] as TriggerState;
	if (!checked.has(state)) {
		checked.add(state);
		dropUnreadable(state, STATE);
	}
	return state;
}

/** Tells n8n that the state has changed, so that it saves it: n8n notices no change of a part that is new itself. */
export function markChanged(context: TriggerContext): void {
	if (isTest(context)) return;
	const all = context.getWorkflowStaticData('global');
	const key = storageKey(context);
	all[key] = all[key] as object;
}

function storageKey(context: Pick<TriggerContext, 'getNode'>): string {
	return `flowIqTrigger:${context.getNode().id}`;
}

function testState(key: string): TriggerState {
	let state = tests.get(key);
	if (state === undefined) {
		if (tests.size >= MAX_TESTS) tests.clear();
		state = { secret: makeSecret() };
		tests.set(key, state);
	}
	return state;
}
