import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { textOf } from '../shared/records/text';
import { findContactIfAny } from '../shared/records/findContact';
import { RequestFailed } from '../shared/errors/flowIqError';
import { connect } from '../shared/transport/connection';
import { Execution } from '../shared/transport/execution';
import { triggerKey } from './state';

/** FlowIQ waits for the answer to its delivery meanwhile; in ms. */
const MAX_LOOK_UP_MS = 5_000;

/** A contact may be deleted and created anew, with another ID; in ms. */
const ID_VALID_MS = 10 * 60 * 1000;

/** A person becomes a contact with the first message, so that nobody is missing for long; in ms. */
const MISS_VALID_MS = 30 * 1000;

/** An agent may take over, or hand back to the bot, at any moment; in ms. */
const BOT_STATUS_VALID_MS = 3 * 1000;

/** Looked-up contacts remembered at the most. */
const MAX_REMEMBERED = 1_000;

interface LookUp {
	contact: Promise<IDataObject | undefined>;
	at: number;
	/** Whether FlowIQ knows nobody with the number; unset until it has said so. */
	isMiss?: boolean;
}

/** Shared by the deliveries of a burst: the first asks, the others wait for its answer. */
const lookUps = new Map<string, LookUp>();

/**
 * @param number digits
 * @returns the ID that FlowIQ knows a number by; undefined when there is no such contact
 * @throws RequestFailed when FlowIQ could not say
 */
export async function contactIdOf(
	webhook: IWebhookFunctions,
	number: string,
): Promise<string | undefined> {
	return textOf((await lookUp(webhook, number, ID_VALID_MS))?.id);
}

/**
 * @param number digits
 * @returns `active`, `paused` or null (no bot) as FlowIQ has it now; undefined when there is no such contact
 * @throws RequestFailed when FlowIQ could not say
 */
export async function botStatusOf(webhook: IWebhookFunctions, number: string): Promise<unknown> {
	return (await lookUp(webhook, number, BOT_STATUS_VALID_MS))?.bot_status;
}

async function lookUp(
	webhook: IWebhookFunctions,
	number: string,
	validMs: number,
): Promise<IDataObject | undefined> {
	const key = `${triggerKey(webhook)} ${JSON.stringify(webhook.getNode().credentials)} ${number}`;
	const now = performance.now();
	const known = lookUps.get(key);
	if (known !== undefined) {
		const ageMs = now - known.at;
		if (ageMs < (known.isMiss ? Math.min(validMs, MISS_VALID_MS) : validMs)) {
			return await known.contact;
		}
	}
	if (lookUps.size >= MAX_REMEMBERED) lookUps.clear();
	const asked: LookUp = { contact: ask(webhook, number), at: now };
	lookUps.set(key, asked);
	asked.contact.then(
		(contact) => {
			asked.isMiss = contact === undefined;
		},
		// Not remembered: the next delivery asks again.
		() => {
			if (lookUps.get(key) === asked) lookUps.delete(key);
		},
	);
	return await asked.contact;
}

async function ask(webhook: IWebhookFunctions, number: string): Promise<IDataObject | undefined> {
	// A delivery waits for the answer, so that it goes ahead of exports.
	const limits = { waitBudgetMs: MAX_LOOK_UP_MS, execution: new Execution('interactive') };
	const connection = await connect(webhook, { timeout: MAX_LOOK_UP_MS }, limits);
	// Also where it waits behind requests that are not answered.
	const signal = AbortSignal.timeout(MAX_LOOK_UP_MS);
	return await findContactIfAny({ ...connection, signal }, number).catch(
		async (error: unknown) =>
			await Promise.reject(
				signal.aborted ? new RequestFailed({ kind: 'timedOut' }) : (error as Error),
			),
	);
}
