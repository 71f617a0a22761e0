import { randomUUID } from 'crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { InvalidInput, RequestFailed } from '../shared/errors/flowIqError';
import { readBinaryPropertyName } from '../shared/fields/binaryPropertyName';
import { readMaxBytes } from '../shared/fields/maxFileSize';
import { isNotSet, refusal } from '../shared/input/whatCame';
import { textOf } from '../shared/records/text';
import { hash } from '../shared/records/hash';
import { connect, type Connection } from '../shared/transport/connection';
import { Execution } from '../shared/transport/execution';
import { isWebhookExisting, type Failure } from '../shared/transport/failure';
import { tryRequest } from '../shared/transport/request';
import { forgetEarlier } from './earlierState';
import { currentMemory, forgetTest } from './eventClaim';
import { REGISTRATIONS } from './fields';
import { readFilters } from './filters';
import {
	applyLatestRegistration,
	askedFor,
	nextTime,
	noteAsked,
	noteRegistered,
} from './latestRegistration';
import { readOptions } from './options';
import { refuseUnreachable } from './publicAddress';
import { publishingError } from './publishingError';
import { makeSecret, MIN_SECRET_LENGTH, readSecret } from './secret';
import { isTest, stateOf, triggerKey, type Subscription, type TriggerState } from './state';

/** Replaced webhooks remembered at the most; each was named in the log when it was replaced. */
const MAX_LEFTOVERS = 20;

/** Somebody waits for the publishing to end: longest time for one request, and for all waits together, in ms. */
const REQUEST_TIMEOUT_MS = 10_000;
const WAIT_BUDGET_MS = 10_000;

/** Publishing a change ends and begins within a second or two; what is not back after this long, in ms, was unpublished. */
const REPUBLISH_MS = 5_000;

/**
 * Triggers of this process whose webhook n8n has ended, until it begins anew, and which end it was. The state says it as
 * well, unless an execution that began before has saved an older one since.
 */
const ended = new Map<string, symbol>();

/**
 * @returns whether FlowIQ already knows this address for these events, so that nothing is registered twice
 * @throws NodeOperationError when the settings cannot work
 */
export async function isRegistered(hook: IHookFunctions): Promise<boolean> {
	try {
		const wasEnded = ended.delete(triggerKey(hook));
		applyLatestRegistration(hook);
		const state = stateOf(hook);
		const wasUnpublished = wasEnded || state.isUnpublished === true;
		delete state.isUnpublished;
		forgetEarlier(state, Date.now());
		if (isTest(hook)) forgetTest(hook);
		checkSettings(hook);
		if (isManual(hook)) {
			// The secret may be known to more than one account, so what came before says nothing.
			delete state.organization;
			return false;
		}
		const connection = await connectToPublish(hook);
		if (state.secret === undefined || state.subscription === undefined) return false;
		// Unpublished for good, its webhook may have been removed in the dashboard meanwhile, as the log advises.
		if (wasUnpublished && hook.getActivationMode() === 'activate') return false;
		const subscription = wanted(hook, state.secret, connection);
		// Of an earlier build, which did not say with which account: with the one that is there.
		state.subscription.account ??= subscription.account;
		return isSame(state.subscription, subscription);
	} catch (error) {
		throw publishingError(hook.getNode(), error);
	}
}

/**
 * Registers the trigger with FlowIQ (documentation page "create-webhook"); with manual registration, that is the
 * user's work. n8n asks `isRegistered` first, which has looked at the settings.
 *
 * @throws NodeApiError when FlowIQ refused; NodeOperationError when it cannot reach this n8n
 */
export async function register(hook: IHookFunctions): Promise<boolean> {
	try {
		if (!isManual(hook)) {
			await subscribe(hook);
			return true;
		}
		const state = stateOf(hook);
		replace(hook, state, undefined);
		// Automatic registration begins with a new one: the way to replace a secret that became known.
		delete state.secret;
		state.registeredAt = nextTime(state);
		noteRegistered(hook);
		return true;
	} catch (error) {
		throw publishingError(hook.getNode(), error);
	}
}

/**
 * Says in the log what stays behind, unless the webhook is back at once: FlowIQ documents no way to remove one. Never
 * fails a deactivation.
 */
export function noteUnpublished(hook: IHookFunctions): boolean {
	// A test keeps its registration for the next test.
	if (isTest(hook)) return true;
	const state = stateOf(hook);
	const { subscription, leftovers = [] } = state;
	const left = [...leftovers, ...(subscription ? [subscription] : [])].map(describe);
	// Also at the end of a test, for which n8n names no mode of its own.
	if (left.length === 0) return true;
	state.isUnpublished = true;
	const key = triggerKey(hook);
	const end = Symbol(key);
	ended.set(key, end);
	AbortSignal.timeout(REPUBLISH_MS).addEventListener('abort', () => {
		if (ended.get(key) !== end) return;
		for (const webhook of left) {
			hook.logger.warn(
				`FlowIQ still knows this webhook; remove it in the dashboard if you do not publish the workflow again: ${webhook}`,
			);
		}
	});
	return true;
}

async function subscribe(hook: IHookFunctions): Promise<void> {
	const state = stateOf(hook);
	const connection = await connectToPublish(hook);
	const account = accountOf(connection);
	const { account: before = account } = state.subscription ?? {};
	// What the other account still delivers must not get in.
	if (before !== account) delete state.secret;
	const lastAsked = askedFor(hook, account);
	const secret = (state.secret ??= lastAsked?.secret ?? makeSecret());
	const subscription = wanted(hook, secret, connection);
	const isKnown = [state.subscription, lastAsked?.subscription].some((one) =>
		isSame(one, subscription),
	);
	const registration = { secret, subscription, registeredAt: nextTime(state) };
	noteAsked(hook, registration, false);
	const outcome = await tryRequest(connection, {
		method: 'POST',
		path: '/set-webhooks',
		query: {},
		body: { url: subscription.url, type: subscription.type, platform: 'whatsapp' },
		isUsable: () => true,
	});
	if (outcome.ok) {
		replace(hook, state, { ...subscription, id: idOf(outcome.body) });
	} else if (!isKnown || !isWebhookExisting(outcome.failure)) {
		noteAsked(hook, registration, true);
		throw new RequestFailed(withoutSecret(outcome.failure, secret));
	} else if (!isSame(state.subscription, subscription)) {
		// Carried out the last time, when its answer did not arrive.
		replace(hook, state, subscription);
	}
	state.registeredAt = registration.registeredAt;
	// The first event tells it anew.
	delete state.organization;
	noteRegistered(hook);
	// With the events that come before n8n saves this.
	state.seen = currentMemory(hook);
}

async function connectToPublish(hook: IHookFunctions): Promise<Connection> {
	const limits = { waitBudgetMs: WAIT_BUDGET_MS, execution: new Execution('interactive') };
	return await connect(hook, { timeout: REQUEST_TIMEOUT_MS }, limits);
}

function accountOf({ baseUrl, tenantId, token }: Connection): string {
	return hash(JSON.stringify([baseUrl, tenantId, token]));
}

function replace(hook: IHookFunctions, state: TriggerState, by: Subscription | undefined): void {
	const replaced = state.subscription;
	if (by === undefined) delete state.subscription;
	else state.subscription = by;
	if (replaced === undefined) return;
	const { url, type, id } = replaced;
	state.leftovers = [...(state.leftovers ?? []), { url, type, id }].slice(-MAX_LEFTOVERS);
	hook.logger.warn(
		`This trigger no longer uses an earlier webhook. If the FlowIQ dashboard still has it, remove it there: ${describe(replaced)}`,
	);
}

/** One event subscribes to that event, several to all of them, and the trigger picks out those that were chosen. */
function wanted(hook: IHookFunctions, secret: string, connection: Connection): Subscription {
	const events = [...readFilters(hook).events];
	const address = String(hook.getNodeWebhookUrl('default'));
	refuseUnreachable(address, connection.baseUrl);
	return {
		url: `${address}?secret=${secret}`,
		type: events.length === 1 ? events[0] : 'all',
		account: accountOf(connection),
	};
}

/** @returns whether both are for the same address, events and account */
function isSame(one: Subscription | undefined, { url, type, account }: Subscription): boolean {
	return one?.url === url && one.type === type && one.account === account;
}

function isManual(hook: IHookFunctions): boolean {
	return hook.getNodeParameter('registration') === 'manual';
}

/** What cannot work is said when the workflow is published, and not with the first event. */
function checkSettings(hook: IHookFunctions): void {
	checkRegistration(hook);
	readFilters(hook);
	const options = hook.getNodeParameter('options', {}) as IDataObject;
	readOptions(options);
	readMaxBytes(options.maxSize);
	readBinaryPropertyName(options.binaryPropertyName);
	if (isManual(hook)) checkManualSecret(hook);
}

/** Taken for automatic, an unknown one would leave a webhook with FlowIQ that nobody asked for. */
function checkRegistration(hook: IHookFunctions): void {
	const chosen = hook.getNodeParameter('registration');
	if (isNotSet(chosen) || REGISTRATIONS.some(({ value }) => value === chosen)) return;
	const values = REGISTRATIONS.map(({ value }) => value).join(', ');
	throw refusal('Registration', `one of ${values}`, chosen, 'Choose Automatic or Manual.');
}

function checkManualSecret(hook: IHookFunctions): void {
	const secret = readSecret(hook.getNodeParameter('secret', ''));
	if (secret.length >= MIN_SECRET_LENGTH && /^[\w-]+$/.test(secret)) return;
	throw new InvalidInput(
		`'Secret' must be at least ${MIN_SECRET_LENGTH} letters and digits`,
		`Enter a random one, for example ${randomUUID()}.`,
	);
}

/** Should FlowIQ repeat the address in its own words, the secret is blacked out before anybody sees them. */
function withoutSecret(failure: Failure, secret: string): Failure {
	return JSON.parse(JSON.stringify(failure).split(secret).join('•••')) as Failure;
}

/** The secret stays out of the log. */
function describe({ id, url, type }: Omit<Subscription, 'account'>): string {
	return `${type} → ${url.split('?')[0]}${id === undefined ? '' : ` (ID ${id})`}`;
}

function idOf(body: Record<string, unknown>): string | undefined {
	return textOf((body.webhook as IDataObject | undefined)?.id);
}
