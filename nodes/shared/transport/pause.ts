import { sleep } from 'n8n-workflow';
import { monotonicNow } from './clock';

/** A stop is noticed within this time, in ms; n8n has no sleep that every supported version can interrupt. */
const SLICE_MS = 200;

/**
 * Waits.
 *
 * @param ms how long
 * @param signal ends the waiting when aborted
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	const end = monotonicNow() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - monotonicNow()) {
		await sleep(Math.min(left, SLICE_MS));
	}
}
