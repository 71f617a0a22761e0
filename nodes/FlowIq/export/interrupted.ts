import { IncompleteList, RequestFailed } from '../../shared/errors/flowIqError';
import type { OutputItem } from '../operation';
import { PartlyDone } from '../run/partlyDone';

/**
 * @param reason why an export ended before it was complete
 * @param finished an item for each file that is complete
 * @param what what a person calls the records
 * @param resumeFrom where another export can go on; undefined for the beginning
 * @returns what to throw: the reason, with what was written and how to go on
 */
export function interrupted(
	reason: unknown,
	finished: OutputItem[],
	what: string,
	resumeFrom: string | undefined,
): unknown {
	if (finished.length === 0 && resumeFrom === undefined) return reason;
	const note = [describeFinished(finished, what), ...goOn(resumeFrom)].join(' ');
	const files = finished.map(({ json }) => json.fileName as string);
	return new PartlyDone(withoutDiscarded(reason), finished, note, { resumeFrom, files });
}

/** What was read and not written is read again by the export that goes on: to speak of discarded records would alarm. */
function withoutDiscarded(reason: unknown): unknown {
	if (reason instanceof IncompleteList) return new IncompleteList(reason.message, reason.next);
	if (!(reason instanceof RequestFailed)) return reason;
	return new RequestFailed({ ...reason.failure, recordsRead: undefined });
}

function describeFinished(finished: OutputItem[], what: string): string {
	if (finished.length === 0) return `No ${what} were written.`;
	const records = finished.reduce((sum, { json }) => sum + Number(json.records), 0);
	const files = finished.length === 1 ? '1 file' : `${finished.length} files`;
	return `${records} ${what} were written into ${files} before; to get them, set On Error in the node's settings to continue.`;
}

function goOn(resumeFrom: string | undefined): string[] {
	return resumeFrom === undefined
		? []
		: [`To go on from there, run the export again with 'Resume From' set to: ${resumeFrom}`];
}
