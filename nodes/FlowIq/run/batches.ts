import { sleep } from 'n8n-workflow';
import type { Batch } from '../../shared/input/requestOptions';
import { monotonicNow } from '../../shared/transport/clock';
import type { Connection } from '../../shared/transport/connection';

/** A stop is noticed within this time, in ms; n8n has no sleep that every supported version can interrupt. */
const SLEEP_SLICE_MS = 200;

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
			const startsAt = this.next(batch, monotonicNow());
			for (let left = 1; left > 0 && request.signal?.aborted !== true; ) {
				left = startsAt - monotonicNow();
				if (left > 0) await sleep(Math.min(left, SLEEP_SLICE_MS));
			}
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
