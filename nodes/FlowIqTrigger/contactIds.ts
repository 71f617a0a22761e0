import type { IWebhookFunctions } from 'n8n-workflow';
import { findContactIfAny } from '../shared/records/findContact';
import { textOf } from '../shared/records/text';
import { connect } from '../shared/transport/connection';
import { triggerKey } from './state';

/** FlowIQ waits for the answer to its delivery meanwhile; in ms. */
const PATIENCE_MS = 5_000;

/** A contact may be deleted and created anew, with another id; in ms. */
const REMEMBERED_MS = 10 * 60 * 1000;

/** Looked-up contacts remembered at the most. */
const MAX_REMEMBERED = 1_000;

const remembered = new Map<string, { id: string; until: number }>();

/**
 * Looks up which id FlowIQ knows a number by. Remembered for a while: a busy account has more events per minute than
 * it may send requests.
 *
 * @returns undefined when there is no such contact
 * @throws RequestFailed when FlowIQ could not say
 */
export async function contactIdOf(
	webhook: IWebhookFunctions,
	number: string,
): Promise<string | undefined> {
	const key = `${triggerKey(webhook)} ${number}`;
	const known = remembered.get(key);
	if (known !== undefined && known.until > Date.now()) return known.id;
	const settings = { timeout: PATIENCE_MS };
	const contact = await findContactIfAny(
		await connect(webhook, settings, { waitBudgetMs: PATIENCE_MS }),
		number,
	);
	const id = textOf(contact?.id);
	if (id !== undefined) {
		if (remembered.size >= MAX_REMEMBERED) remembered.clear();
		remembered.set(key, { id, until: Date.now() + REMEMBERED_MS });
	}
	return id;
}
