import { randomUUID } from 'crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { InvalidInput, RequestFailed, toNodeError } from '../shared/errors/flowIqError';
import { readText } from '../shared/input/text';
import { connect } from '../shared/transport/connection';
import { tryRequest } from '../shared/transport/request';
import { makeSecret, MIN_SECRET_LENGTH } from './secret';

/** One webhook that was registered with FlowIQ. */
export interface Subscription {
	url: string;
	type: string;
	/** FlowIQ's id of it, as far as it sent one. */
	id?: string;
}

/** What a published trigger remembers of its registration, in n8n's static data. */
export interface RegistrationState {
	secret?: string;
	subscription?: Subscription;
	/** Subscriptions that were replaced and are still known to FlowIQ. */
	leftovers?: Subscription[];
}

/**
 * Registrations of "Listen for test event", in this process: n8n forgets a test when it ends, and FlowIQ cannot remove
 * a webhook, so that without this memory every single test would leave another one behind.
 */
const tests = new Map<string, RegistrationState>();

/** Tests remembered at the most; each is one trigger node on somebody's canvas. */
const MAX_TESTS = 1_000;

/**
 * @returns where this trigger's registration is remembered: a test never touches the production's
 */
export function stateOf(
	context: Pick<IHookFunctions, 'getMode' | 'getWorkflow' | 'getNode' | 'getWorkflowStaticData'>,
): RegistrationState {
	if (context.getMode() !== 'manual') return context.getWorkflowStaticData('node');
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	let state = tests.get(key);
	if (state === undefined) {
		if (tests.size >= MAX_TESTS) tests.clear();
		state = { secret: makeSecret() };
		tests.set(key, state);
	}
	return state;
}

/** @returns whether FlowIQ already knows this address for these events, so that nothing is registered twice */
export function isRegistered(hook: IHookFunctions): boolean {
	if (isManual(hook)) return false;
	const state = stateOf(hook);
	if (state.secret === undefined || state.subscription === undefined) return false;
	const { url, type } = wanted(hook, state.secret);
	return state.subscription.url === url && state.subscription.type === type;
}

/**
 * Registers the trigger with FlowIQ (documentation page "create-webhook"), or, with manual registration, checks that
 * there is a secret to refuse strangers by.
 *
 * @throws NodeApiError when FlowIQ refused; NodeOperationError when the secret is too short
 */
export async function register(hook: IHookFunctions): Promise<boolean> {
	try {
		if (isManual(hook)) checkManualSecret(hook);
		else await subscribe(hook);
		return true;
	} catch (error) {
		throw toNodeError(hook.getNode(), error, {});
	}
}

/** Says in the log what stays behind: FlowIQ documents no way to remove a webhook. Never fails a deactivation. */
export function noteUnpublished(hook: IHookFunctions): boolean {
	// A test keeps its registration for the next test.
	if (hook.getMode() === 'manual' || isManual(hook)) return true;
	const { subscription, leftovers = [] } = stateOf(hook);
	for (const left of [...leftovers, ...(subscription ? [subscription] : [])]) {
		hook.logger.warn(
			`FlowIQ still knows this webhook; remove it in the dashboard if you do not publish the workflow again: ${describe(left)}`,
		);
	}
	return true;
}

async function subscribe(hook: IHookFunctions): Promise<void> {
	const state = stateOf(hook);
	// Kept also when the request fails: should it have been carried out, the next try registers the same address.
	state.secret ??= makeSecret();
	const subscription = wanted(hook, state.secret);
	const outcome = await tryRequest(await connect(hook), {
		method: 'POST',
		path: '/set-webhooks',
		query: {},
		body: { ...subscription, platform: 'whatsapp' },
		isUsable: () => true,
	});
	if (!outcome.ok) throw new RequestFailed(outcome.failure);

	const replaced = state.subscription;
	state.subscription = { ...subscription, id: idOf(outcome.body) };
	if (replaced !== undefined) {
		state.leftovers = [...(state.leftovers ?? []), replaced];
		hook.logger.warn(
			`FlowIQ has a new webhook for this trigger. Remove the old one in the dashboard: ${describe(replaced)}`,
		);
	}
}

/** One event subscribes to that event, several to all of them, and the trigger picks out those that were chosen. */
function wanted(hook: IHookFunctions, secret: string): Subscription {
	const events = hook.getNodeParameter('events') as string[];
	if (events.length === 0) {
		throw new InvalidInput("'Trigger On' is empty", 'Choose at least one event.');
	}
	return {
		url: `${hook.getNodeWebhookUrl('default')}?secret=${secret}`,
		type: events.length === 1 ? events[0] : 'all',
	};
}

function isManual(hook: IHookFunctions): boolean {
	return hook.getNodeParameter('registration') === 'manual';
}

function checkManualSecret(hook: IHookFunctions): void {
	const secret = readText(hook.getNodeParameter('secret', '')) ?? '';
	if (secret.length >= MIN_SECRET_LENGTH && /^[\w-]+$/.test(secret)) return;
	throw new InvalidInput(
		`'Secret' must be at least ${MIN_SECRET_LENGTH} letters and digits`,
		`Enter a random one, for example ${randomUUID()}`,
	);
}

/** The secret stays out of the log. */
function describe({ id, url, type }: Subscription): string {
	return `${type} → ${url.split('?')[0]}${id === undefined ? '' : ` (ID ${id})`}`;
}

function idOf(body: Record<string, unknown>): string | undefined {
	return readText((body.webhook as IDataObject | undefined)?.id);
}
