import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readList } from '../../shared/input/text';

const LABEL = 'Columns';

/** Column for the fields that FlowIQ sends beyond those of its reference, as JSON. */
export const OTHER_FIELDS = 'other_fields';

/** Which fields of a record are written, and in which order. */
export interface Columns {
	names: string[];
	/** Whether the user chose them; otherwise JSON Lines keep records whole. */
	isChosen: boolean;
	/** Fields that have a column of their own, or could have one. */
	known: ReadonlySet<string>;
}

/**
 * @param value value of the option Columns
 * @param fields fields that can be columns, in their usual order
 * @returns the columns; all of them when not set
 * @throws InvalidInput for a name that is no field, or that comes twice
 */
export function readColumns(value: unknown, fields: string[]): Columns {
	const known = new Set(fields);
	const all = [...fields, OTHER_FIELDS];
	const chosen = readList(value, LABEL);
	if (chosen === undefined) return { names: all, isChosen: false, known };
	const names = chosen.map((name) => name.toLowerCase());
	names.forEach((name, index) => {
		if (!all.includes(name)) {
			throw new InvalidInput(
				`'${LABEL}' has no column named ${chosen[index].slice(0, 80)}`,
				`These are possible: ${all.join(', ')}.`,
			);
		}
		if (names.indexOf(name) !== index) {
			throw new InvalidInput(`'${LABEL}' names ${name} twice`, 'Name each column once.');
		}
	});
	return { names, isChosen: true, known };
}

/** @returns the fields of a record that have no column, undefined when there are none */
export function otherFields(record: IDataObject, { known }: Columns): IDataObject | undefined {
	let others: IDataObject | undefined;
	for (const name in record) {
		if (!known.has(name)) (others ??= {})[name] = record[name];
	}
	return others;
}
