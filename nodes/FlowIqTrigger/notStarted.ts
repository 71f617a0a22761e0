import type { IWebhookFunctions } from 'n8n-workflow';
import { currentMemory } from './eventClaim';
import { isTest, markChanged, stateOf, triggerKey, type NotStarted } from './state';

/** Reasons that are kept. */
const MAX_REASONS = 10;

/** Longest reason that is kept, in characters. */
const MAX_LENGTH = 300;

/** A reason alone is written to n8n's database at the most this often, in ms: strangers must not be able to keep it busy. */
const SAVE_INTERVAL_MS = 60_000;

/** The reasons of each trigger of this process, and when they were written last. */
const kept = new Map<string, { reasons: NotStarted[]; savedAt: number }>();

/**
 * Keeps why a delivery started nothing, for whoever cannot read n8n's log: the last ten different reasons are in the
 * workflow's static data (docs/triggers.md, "Events that start nothing").
 */
export function noteNotStarted(webhook: IWebhookFunctions, reason: string): void {
	if (isTest(webhook)) return;
	const state = stateOf(webhook);
	const key = triggerKey(webhook);
	const known = kept.get(key) ?? { reasons: [...(state.notStarted ?? [])], savedAt: -Infinity };
	kept.set(key, known);
	const short = reason.slice(0, MAX_LENGTH);
	const before = known.reasons.find((entry) => entry.reason === short);
	const entry: NotStarted = {
		at: new Date().toISOString(),
		trigger: webhook.getNode().name,
		reason: short,
		times: (before?.times ?? 0) + 1,
	};
	known.reasons = [entry, ...known.reasons.filter((other) => other !== before)].slice(
		0,
		MAX_REASONS,
	);
	if (performance.now() - known.savedAt < SAVE_INTERVAL_MS) return;
	known.savedAt = performance.now();
	state.notStarted = known.reasons;
	state.seen = currentMemory(webhook);
	markChanged(webhook);
}

/** Puts the reasons beside what is saved with an execution. */
export function addReasons(webhook: IWebhookFunctions): void {
	const known = kept.get(triggerKey(webhook));
	if (known !== undefined && !isTest(webhook)) stateOf(webhook).notStarted = known.reasons;
}
