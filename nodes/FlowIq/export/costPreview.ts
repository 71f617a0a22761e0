import { monotonicNow } from '../../shared/transport/clock';
import type { OperationCall } from '../operation';
import { describeTime } from './progressLog';

/** The pace of an account is known after this long, in ms: bursts are over, and connections stand. */
const SAMPLE_MS = 5_000;

/** Says how long an export of all conversations takes, as soon as that can be known. */
export class CostPreview {
	private readonly startedAt = monotonicNow();
	private isTold = false;

	constructor(private readonly call: Pick<OperationCall, 'context' | 'hint'>) {}

	/**
	 * @param done contacts whose conversations are read
	 * @param total contacts in all
	 */
	note(done: number, total: number | undefined): void {
		if (done === 1 && total !== undefined) {
			this.log(`messages of ${total} contacts, at least ${total} requests`);
		}
		const ms = monotonicNow() - this.startedAt;
		if (this.isTold || total === undefined || (ms < SAMPLE_MS && done < total)) return;
		this.isTold = true;
		const preview = `The messages of ${total} contacts take at least ${total} requests, about ${describeTime((ms / done) * total)} at your account's pace`;
		this.log(preview);
		this.call.hint(`${preview}.`);
	}

	private log(text: string): void {
		this.call.context.logger.info(`FlowIQ export: ${text}`);
	}
}
