import type { IDataObject } from 'n8n-workflow';

/** How the records of an export become the text of a file. Pure. */
export interface LineWriter {
	/** What stands before the first record. */
	head: string;
	/** @returns the line of a record, with its line break */
	line: (record: IDataObject) => string;
}
