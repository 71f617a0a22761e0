import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS, MAX_AGE_MS, type StoredMemory } from '../shared/events/deliveryMemory';
import { hash } from '../shared/records/hash';
import type { TriggerState } from './state';

/**
 * What builds before 1.0.0 remembered, under the node's name instead of its ID. Published triggers go on with it after
 * an update: FlowIQ delivers to the address that was registered then.
 */

/** Characters of a hash at that time, which are the first ones of today's. */
const HASH_LENGTH = 8;

/** @returns what today's trigger takes over of it, undefined where there is none */
export function earlierState(own: IDataObject): Omit<TriggerState, 'workflow'> | undefined {
	if (typeof own.secret !== 'string' && typeof own.seen !== 'object') return undefined;
	const { secret, subscription, leftovers, seen } = JSON.parse(JSON.stringify(own)) as TriggerState;
	return {
		secret,
		subscription,
		leftovers,
		seenEarlier: (seen as Partial<StoredMemory> | null | undefined)?.hours,
	};
}

/**
 * @param seenEarlier the hashes of events in a row, by the hour
 * @param event in the shape of `toEvent`
 * @returns whether the event started an execution before the update
 */
export function wasSeenEarlier(
	seenEarlier: Record<string, string> | undefined,
	event: IDataObject,
): boolean {
	if (seenEarlier === undefined) return false;
	const hashed = hash(identityOf(event)).slice(0, HASH_LENGTH);
	return Object.values(seenEarlier).some((hashes) => {
		for (let start = 0; start < hashes.length; start += HASH_LENGTH) {
			if (hashes.startsWith(hashed, start)) return true;
		}
		return false;
	});
}

/** Repetitions come within two days; what is older need not be saved with every event. */
export function forgetEarlier(state: TriggerState, now: number): void {
	const hours = Object.keys(state.seenEarlier ?? {}).map(Number);
	if (now - Math.max(...hours) * HOUR_MS > MAX_AGE_MS) delete state.seenEarlier;
}

/** What told one event from another then. */
function identityOf({ event_type, whatsapp_message_id, id, status, entry }: IDataObject): string {
	const detail = event_type === 'message_failed' ? status : null;
	const record =
		event_type === 'sent_message' ? (id ?? whatsapp_message_id) : (whatsapp_message_id ?? id);
	return JSON.stringify(record ? [event_type, record, detail] : (entry ?? null));
}
