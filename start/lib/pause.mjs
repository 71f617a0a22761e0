// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {number} ms
 * @param {AbortSignal} [signal] ends the wait
 * @throws the signal's own reason, where the timer's would be a bare AbortError
 */
export async function pause(ms, signal) {
	try {
		await sleep(ms, undefined, { signal });
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	}
}
