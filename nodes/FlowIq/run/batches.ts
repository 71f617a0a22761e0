import type { Batch } from '../../shared/input/requestOptions';
import { monotonicNow } from '../../shared/transport/clock';
import type { Connection } from '../../shared/transport/connection';
import { pause } from '../../shared/transport/pause';

/** n8n's Batching, over all requests of one execution of the node: those of all its input items and all their pages. */
export class Batches {
	private startsAt = -Infinity;

	private begun = 0;

	/**
	 * @param send how a request is sent
	 * @param batch how many requests may begin in which time
	 * @returns the same, but each request waits for its batch
	 */
	spaced(send: Connection['send'], batch: Batch): Connection['send'] {
		return async (request) => {
			const now = monotonicNow();
			await pause(this.next(batch, now) - now, request.signal);
			return await send(request);
		};
	}

	/**
	 * @param now ms of the monotonic clock
	 * @returns when the next request may begin, in ms of the monotonic clock
	 */
	next({ size, intervalMs }: Batch, now: number): number {
		if (this.begun >= size || now >= this.startsAt + intervalMs) {
			this.startsAt = Math.max(now, this.startsAt + intervalMs);
			this.begun = 0;
		}
		this.begun++;
		return this.startsAt;
	}
}
