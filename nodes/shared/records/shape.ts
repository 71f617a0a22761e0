import type { IDataObject } from 'n8n-workflow';

/** One field of the reference shape, and the names that other pages of FlowIQ's documentation give it. */
export interface Field {
	name: string;
	/** Other documented names. */
	aliases?: string[];
	/** Converts a documented variant of the value. */
	convert?: (value: unknown) => unknown;
	/** Value when the server leaves the field out: null, unless the reference says otherwise. */
	missing?: () => unknown;
}

/**
 * Makes a function that brings records into the reference shape: the reference's field names, in its order, each field
 * present; then whatever else the server sent, untouched.
 *
 * @param fields the fields of the reference shape
 */
export function shaper(fields: Field[]): (record: IDataObject) => IDataObject {
	const names = new Set(fields.map(({ name }) => name));
	return (record) => {
		const shaped: Record<string, unknown> = {};
		let renamed: string[] | undefined;
		for (const { name, aliases, convert, missing } of fields) {
			let value: unknown = record[name];
			if (aliases !== undefined && (value === undefined || value === null)) {
				const alias = aliases.find((candidate) => (record[candidate] ?? null) !== null);
				if (alias !== undefined) {
					value = record[alias];
					(renamed ??= []).push(alias);
				}
			}
			if (value === undefined) value = missing?.() ?? null;
			shaped[name] = convert === undefined ? value : convert(value);
		}
		for (const name of Object.keys(record)) {
			if (!names.has(name) && !renamed?.includes(name)) shaped[name] = record[name];
		}
		return shaped as IDataObject;
	};
}
