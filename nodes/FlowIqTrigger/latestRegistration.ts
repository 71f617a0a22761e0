import { isSecret } from './secret';
import {
	isTest,
	stateOf,
	triggerKey,
	type Registration,
	type TriggerContext,
	type TriggerState,
} from './state';

/**
 * The latest registration of each trigger that this process knows of. What n8n has saved may be older: it saves a
 * registration once all triggers of the workflow are registered, and an execution that began before saves, when it ends,
 * what it began with.
 */
const latest = new Map<string, Registration>();

/** What FlowIQ was asked for last, without an answer so far or without success: it may have carried it out all the same. */
const asked = new Map<string, Registration & { hasFailed: boolean }>();

/** To be called before FlowIQ is asked, so that no event comes before it, and again when it did not confirm. */
export function noteAsked(
	context: TriggerContext,
	registration: Registration,
	hasFailed: boolean,
): void {
	// A test's state is in this process alone.
	if (!isTest(context)) asked.set(triggerKey(context), { ...registration, hasFailed });
}

/** To be called when the registration in the state counts from now on, also where it is none. */
export function noteRegistered(context: TriggerContext): void {
	asked.delete(triggerKey(context));
	if (!isTest(context)) latest.set(triggerKey(context), registrationIn(stateOf(context)));
}

/**
 * @param account hash of the account
 * @returns what FlowIQ was asked for with this account, which n8n does not save without success: should FlowIQ have carried
 * it out, the next try registers the same address
 */
export function askedFor(context: TriggerContext, account: string): Registration | undefined {
	const registration = asked.get(triggerKey(context));
	return registration?.subscription?.account === account ? registration : undefined;
}

/**
 * Brings what n8n has saved of a registration up to date. One that FlowIQ has not confirmed counts for whoever knows its
 * secret, so that the earlier one, should there be any, goes on working until then.
 *
 * @param given the secret of a delivery
 */
export function applyLatestRegistration(context: TriggerContext, given?: unknown): void {
	if (isTest(context)) return;
	const key = triggerKey(context);
	const state = stateOf(context);
	const saved = registrationIn(state);
	const known = latest.get(key);
	// Another process of n8n has registered since.
	if (timeOf(saved) > timeOf(known)) latest.set(key, saved);
	else if (known !== undefined && !isSame(saved, known)) adopt(state, known);
	const open = asked.get(key);
	// Where the secret stays the same, it says nothing of what FlowIQ has carried out.
	if (open === undefined || open.hasFailed || open.secret === state.secret) return;
	if (isSecret(given, open.secret)) adopt(state, open);
}

/** @returns later than the registration before, whatever the clock says */
export function nextTime(state: TriggerState): number {
	return Math.max(Date.now(), timeOf(state) + 1);
}

function timeOf(registration: Registration | undefined): number {
	return registration?.registeredAt ?? 0;
}

/** @returns a copy, free of what n8n attaches to static data */
function registrationIn({ secret, subscription, registeredAt }: TriggerState): Registration {
	return JSON.parse(JSON.stringify({ secret, subscription, registeredAt })) as Registration;
}

function isSame(one: Registration, other: Registration): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function adopt(state: TriggerState, { secret, subscription, registeredAt }: Registration): void {
	Object.assign(state, { secret, subscription, registeredAt });
	// The first event tells it anew.
	delete state.organization;
}
