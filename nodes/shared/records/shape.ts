import type { IDataObject } from 'n8n-workflow';
import { textOf } from './text';

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
 * present; then whatever else the server sent, untouched. A second name of a field is left out, unless it holds another
 * value.
 *
 * @param fields the fields of the reference shape
 */
export function shaper(fields: Field[]): (record: IDataObject) => IDataObject {
	const names = new Set(fields.map(({ name }) => name));
	const fieldOfAlias = new Map(
		fields.flatMap((field) => (field.aliases ?? []).map((alias) => [alias, field] as const)),
	);
	return (record) => {
		const shaped: Record<string, unknown> = {};
		for (const { name, aliases, convert, missing } of fields) {
			let value: unknown = record[name];
			if (aliases !== undefined && (value === undefined || value === null)) {
				value = firstPresent(record, aliases);
			}
			if (value === undefined) value = missing?.() ?? null;
			shaped[name] = convert === undefined ? value : convert(value);
		}
		for (const name of Object.keys(record)) {
			if (names.has(name)) continue;
			const value: unknown = record[name];
			const field = fieldOfAlias.get(name);
			if (field !== undefined && addsNothing(field, value, shaped[field.name])) continue;
			shaped[name] = value;
		}
		return shaped as IDataObject;
	};
}

/**
 * @param value a number as JSON or text has it
 * @returns it, when it is a whole number from 0
 */
export function readCount(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
		? number
		: undefined;
}

/**
 * @returns whether a row of a list holds a record: an object with at least one value. Anything else would come out as an
 *   item of nulls.
 */
export function isRecord(row: unknown): row is IDataObject {
	if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
	for (const name in row) if (isPresent((row as IDataObject)[name])) return true;
	return false;
}

/**
 * @returns whether an id tells its record from all others: a text that is not blank, or a number. One beyond what JavaScript
 *   counts exactly was rounded as the answer was read, to that of its neighbour.
 */
export function isId(id: unknown): id is string | number {
	return typeof id === 'string' ? id.trim() !== '' : Number.isSafeInteger(id);
}

/**
 * Reads a boolean that a server wrote as text or as a number.
 *
 * @returns anything else as it is
 */
export function asBoolean(value: unknown): unknown {
	if (typeof value === 'boolean') return value;
	const text = textOf(value) ?? '';
	if (/^(true|1)$/i.test(text)) return true;
	return /^(false|0)$/i.test(text) ? false : value;
}

/** Whether a second name of a field adds nothing to what stands under the first. */
function addsNothing({ convert }: Field, value: unknown, known: unknown): boolean {
	return !isPresent(value) || (convert === undefined ? value : convert(value)) === known;
}

function firstPresent(record: IDataObject, names: string[]): unknown {
	for (const name of names) if (isPresent(record[name])) return record[name];
	return undefined;
}

function isPresent(value: unknown): boolean {
	return value !== undefined && value !== null;
}
