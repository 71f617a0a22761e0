import { isSecret } from './secret';
import { isTest, stateOf, triggerKey, type TriggerContext, type TriggerState } from './state';

type Registration = Required<Pick<TriggerState, 'secret' | 'subscription'>>;

/**
 * Registrations of this process that n8n may not have saved yet: it saves them once all triggers of the workflow are
 * registered, and FlowIQ may deliver as soon as it knows the address.
 */
const unsaved = new Map<string, Registration>();

/** To be called before FlowIQ is asked, so that no event comes before it, and again with the ID that FlowIQ gave. */
export function noteRegistration(context: TriggerContext, registration: Registration): void {
	// A test's state is in this process alone.
	if (!isTest(context)) unsaved.set(triggerKey(context), registration);
}

/** Its address counts no more. */
export function forgetRegistration(context: TriggerContext): void {
	unsaved.delete(triggerKey(context));
}

/**
 * Brings what n8n has saved of a registration up to date for a delivery that knows its secret: so it is taken, and n8n does
 * not write a state without the registration over the one that it is about to save.
 *
 * @param given the secret of the delivery
 */
export function completeRegistration(context: TriggerContext, given: unknown): void {
	const registration = unsaved.get(triggerKey(context));
	if (registration === undefined) return;
	const state = stateOf(context);
	const { secret, subscription } = state;
	const isSaved = JSON.stringify({ secret, subscription }) === JSON.stringify(registration);
	if (isSaved) forgetRegistration(context);
	else if (isSecret(given, registration.secret)) Object.assign(state, registration);
}
