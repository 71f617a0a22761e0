import type { IDataObject } from 'n8n-workflow';
import type { OutputItem } from '../operation';

/** What an operation throws when it failed after it had results that are worth keeping. */
export class PartlyDone extends Error {
	/**
	 * @param reason what went wrong
	 * @param done the items that it has; they are output where On Error is set to continue
	 * @param note what was done and how to go on, in whole sentences; it follows the description of the error
	 * @param context what the error tells a workflow for errors besides
	 */
	constructor(
		readonly reason: unknown,
		readonly done: OutputItem[],
		readonly note: string,
		readonly context: IDataObject,
	) {
		super(note);
	}
}
