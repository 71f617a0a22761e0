import type { IDataObject } from 'n8n-workflow';
import { OTHER_FIELDS, otherFields, type Columns } from './columns';
import type { LineWriter } from './lines';

/** @returns what writes records as JSON Lines: whole, unless columns were chosen */
export function jsonLines(columns: Columns): LineWriter {
	const chosen = (record: IDataObject): IDataObject => {
		const kept: IDataObject = {};
		for (const name of columns.names) {
			if (name === OTHER_FIELDS) Object.assign(kept, otherFields(record, columns));
			else kept[name] = record[name] ?? null;
		}
		return kept;
	};
	return {
		head: '',
		line: (record) => `${JSON.stringify(columns.isChosen ? chosen(record) : record)}\n`,
	};
}
