import { monotonicNow } from '../../shared/transport/clock';
import type { OperationCall } from '../operation';

/** How often the log says how far an export is, in ms. */
const LOG_EVERY_MS = 30_000;

/** What an export has done so far. */
export interface Progress {
	/** What a person calls the records. */
	what: string;
	/** Records written. */
	records: number;
	/** Requests answered. */
	pages: number;
	/** Share of the export that is done, from 0 to 1, as far as it can be known. */
	share?: number;
}

/** Says in n8n's log how far a long export is. */
export class ProgressLog {
	private readonly startedAt: number;
	private saidAt: number;

	/**
	 * @param logger n8n's log
	 * @param clock monotonic time, in ms
	 */
	constructor(
		private readonly logger: OperationCall['context']['logger'],
		private readonly clock: () => number = monotonicNow,
	) {
		this.startedAt = clock();
		this.saidAt = this.startedAt;
	}

	/** @param progress asked for only when it is time to say something */
	note(progress: () => Progress): void {
		const now = this.clock();
		if (now - this.saidAt < LOG_EVERY_MS) return;
		this.saidAt = now;
		this.logger.info(`FlowIQ export: ${describeProgress(progress(), now - this.startedAt)}`);
	}
}

/**
 * @param ms since the beginning
 * @returns `120000 contacts written from 1200 pages, 40 pages a second, about 3 minutes left`
 */
function describeProgress({ what, records, pages, share }: Progress, ms: number): string {
	const done = `${records} ${what} written from ${pages} pages`;
	const pace = `${(pages / (ms / 1000)).toFixed(1)} pages a second`;
	const left =
		share !== undefined && share > 0 && share < 1
			? [`about ${describeTime(ms * (1 / share - 1))} left`]
			: [];
	return [done, pace, ...left].join(', ');
}

/** @returns `40 seconds`, `3 minutes`, `2.5 hours` */
export function describeTime(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	if (seconds < 90) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
	if (seconds < 90 * 60) return `${Math.ceil(seconds / 60)} minutes`;
	return `${(seconds / 3600).toFixed(1)} hours`;
}
