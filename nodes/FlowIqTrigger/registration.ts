import { randomUUID } from 'crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { InvalidInput, RequestFailed, toNodeError } from '../shared/errors/flowIqError';
import { textOf } from '../shared/records/text';
import { connect } from '../shared/transport/connection';
import type { Failure } from '../shared/transport/failure';
import { tryRequest } from '../shared/transport/request';
import { readFilters } from './filters';
import { forgetTest } from './once';
import { makeSecret, MIN_SECRET_LENGTH } from './secret';
import { isTest, stateOf, type Subscription, type TriggerState } from './state';

/** Replaced webhooks remembered at the most; each was named in the log when it was replaced. */
const MAX_LEFTOVERS = 20;

/**
 * @returns whether FlowIQ already knows this address for these events, so that nothing is registered twice
 * @throws NodeOperationError when the settings cannot work
 */
export function isRegistered(hook: IHookFunctions): boolean {
	try {
		const state = stateOf(hook);
		if (isTest(hook)) forgetTest(hook);
		checkSettings(hook);
		if (isManual(hook) || state.secret === undefined || state.subscription === undefined) {
			return false;
		}
		const { url, type } = wanted(hook, state.secret);
		return state.subscription.url === url && state.subscription.type === type;
	} catch (error) {
		throw toNodeError(hook.getNode(), error, {});
	}
}

/**
 * Registers the trigger with FlowIQ (documentation page "create-webhook"); with manual registration, that is the
 * user's work.
 *
 * @throws NodeApiError when FlowIQ refused; NodeOperationError when the settings cannot work
 */
export async function register(hook: IHookFunctions): Promise<boolean> {
	try {
		checkSettings(hook);
		if (isManual(hook)) replace(hook, stateOf(hook), undefined);
		else await subscribe(hook);
		return true;
	} catch (error) {
		throw toNodeError(hook.getNode(), error, {});
	}
}

/** Says in the log what stays behind: FlowIQ documents no way to remove a webhook. Never fails a deactivation. */
export function noteUnpublished(hook: IHookFunctions): boolean {
	// A test keeps its registration for the next test.
	if (isTest(hook)) return true;
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
	const secret = (state.secret ??= makeSecret());
	const subscription = wanted(hook, secret);
	const outcome = await tryRequest(await connect(hook), {
		method: 'POST',
		path: '/set-webhooks',
		query: {},
		body: { ...subscription, platform: 'whatsapp' },
		isUsable: () => true,
	});
	if (!outcome.ok) throw new RequestFailed(withoutSecret(outcome.failure, secret));
	replace(hook, state, { ...subscription, id: idOf(outcome.body) });
}

function replace(hook: IHookFunctions, state: TriggerState, by: Subscription | undefined): void {
	const replaced = state.subscription;
	if (by === undefined) delete state.subscription;
	else state.subscription = by;
	if (replaced === undefined) return;
	state.leftovers = [...(state.leftovers ?? []), replaced].slice(-MAX_LEFTOVERS);
	hook.logger.warn(
		`This trigger no longer uses an earlier webhook. Remove it in the FlowIQ dashboard: ${describe(replaced)}`,
	);
}

/** One event subscribes to that event, several to all of them, and the trigger picks out those that were chosen. */
function wanted(hook: IHookFunctions, secret: string): Subscription {
	const events = [...readFilters(hook).events];
	return {
		url: `${hook.getNodeWebhookUrl('default')}?secret=${secret}`,
		type: events.length === 1 ? events[0] : 'all',
	};
}

function isManual(hook: IHookFunctions): boolean {
	return hook.getNodeParameter('registration') === 'manual';
}

/** What cannot work is said when the workflow is published, and not with the first event. */
function checkSettings(hook: IHookFunctions): void {
	if (readFilters(hook).events.size === 0) {
		throw new InvalidInput("'Trigger On' is empty", 'Choose at least one event.');
	}
	if (isManual(hook)) checkManualSecret(hook);
}

function checkManualSecret(hook: IHookFunctions): void {
	const secret = textOf(hook.getNodeParameter('secret', '')) ?? '';
	if (secret.length >= MIN_SECRET_LENGTH && /^[\w-]+$/.test(secret)) return;
	throw new InvalidInput(
		`'Secret' must be at least ${MIN_SECRET_LENGTH} letters and digits`,
		`Enter a random one, for example ${randomUUID()}`,
	);
}

/** Should FlowIQ repeat the address in its own words, the secret is blacked out before anybody sees them. */
function withoutSecret(failure: Failure, secret: string): Failure {
	return JSON.parse(JSON.stringify(failure).split(secret).join('•••')) as Failure;
}

/** The secret stays out of the log. */
function describe({ id, url, type }: Subscription): string {
	return `${type} → ${url.split('?')[0]}${id === undefined ? '' : ` (ID ${id})`}`;
}

function idOf(body: Record<string, unknown>): string | undefined {
	return textOf((body.webhook as IDataObject | undefined)?.id);
}
