import type { IHookFunctions } from 'n8n-workflow';
import type { StoredMemory } from '../shared/events/deliveryMemory';
import { makeSecret } from './secret';

/** One webhook that was registered with FlowIQ. */
export interface Subscription {
	url: string;
	type: string;
	/** FlowIQ's id of it, as far as it sent one. */
	id?: string;
}

/** What a published trigger remembers, in n8n's static data. */
export interface TriggerState {
	secret?: string;
	subscription?: Subscription;
	/** Subscriptions that were replaced and may still be known to FlowIQ. */
	leftovers?: Subscription[];
	/** Events that started a run; what becomes a stored memory until n8n has saved it. */
	seen?: StoredMemory | { toJSON(): StoredMemory };
}

type Context = Pick<
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
export function isTest(context: Pick<Context, 'getMode'>): boolean {
	return context.getMode() === 'manual';
}

/** @returns what tells this trigger from all others of this process */
export function triggerKey(context: Pick<Context, 'getWorkflow' | 'getNode'>): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** @returns what this trigger remembers; a test never touches what production does */
export function stateOf(context: Context): TriggerState {
	if (!isTest(context)) return context.getWorkflowStaticData('node');
	const key = triggerKey(context);
	let state = tests.get(key);
	if (state === undefined) {
		if (tests.size >= MAX_TESTS) tests.clear();
		state = { secret: makeSecret() };
		tests.set(key, state);
	}
	return state;
}
