import { isSecret } from './secret';
import { isTest, stateOf, triggerKey, type TriggerContext, type TriggerState } from './state';

type Registration = Required<Pick<TriggerState, 'secret' | 'subscription'>>;

interface Latest extends Registration {
	/** What FlowIQ said; it may deliver as soon as it was asked. */
	outcome: 'open' | 'done' | 'failed';
}

/**
 * The latest registration of each trigger in this process. What n8n has saved may be older: it saves a registration once
 * all triggers of the workflow are registered, and an execution that began before saves, when it ends, what it began with.
 */
const latest = new Map<string, Latest>();

/**
 * To be called before FlowIQ is asked, so that no event comes before it, and again with what came of it.
 *
 * @param registration its time tells it from an older one
 */
export function noteRegistration(
	context: TriggerContext,
	registration: Registration,
	outcome: Latest['outcome'],
): void {
	// A test's state is in this process alone.
	if (!isTest(context)) latest.set(triggerKey(context), { ...registration, outcome });
}

/** Its address counts no more. */
export function forgetRegistration(context: TriggerContext): void {
	latest.delete(triggerKey(context));
}

/**
 * @param account hash of the account
 * @returns the secret of a registration that failed, which n8n does not save: should FlowIQ have carried it out, the next
 * try registers the same address
 */
export function secretOfFailed(context: TriggerContext, account: string): string | undefined {
	const { outcome, secret, subscription } = latest.get(triggerKey(context)) ?? {};
	return outcome === 'failed' && subscription?.account === account ? secret : undefined;
}

/**
 * Brings what n8n has saved of a registration up to date. One that FlowIQ has not confirmed counts for whoever knows its
 * secret, so that the earlier one, should there be any, goes on working until then.
 *
 * @param given the secret of a delivery
 */
export function applyLatestRegistration(context: TriggerContext, given?: unknown): void {
	const known = latest.get(triggerKey(context));
	if (known === undefined) return;
	const state = stateOf(context);
	const { outcome, secret, subscription } = known;
	const saved = state.subscription;
	// Another process of n8n has registered since.
	if ((saved?.at ?? 0) > subscription.at!) return forgetRegistration(context);
	if (outcome !== 'done' && !(outcome === 'open' && isSecret(given, secret))) return;
	if (state.secret === secret && JSON.stringify(saved) === JSON.stringify(subscription)) return;
	// Known from the events of the account before.
	if (saved !== undefined && saved.account !== subscription.account) delete state.organization;
	Object.assign(state, { secret, subscription });
}
