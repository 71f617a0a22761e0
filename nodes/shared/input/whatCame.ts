import { InvalidInput, neverCanceled } from '../errors/flowIqError';

/** Longest part of a value that a message repeats, in characters. */
const MAX_SHOWN = 80;

/** Characters that take no room on screen: they come along when something is copied from a page or an address book. */
export const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** @returns whether a parameter is not set, as everywhere in n8n */
export function isNotSet(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/**
 * @param value what was typed, or what an expression gave
 * @returns its kind in plain words and its beginning, for a message: `ten`, `true`, `a list ["vip"]`, `nothing`
 */
export function describeValue(value: unknown): string {
	if (isNotSet(value)) return 'nothing';
	if (typeof value === 'string') return shorten(value) || 'only blanks';
	if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
	if (typeof value === 'function') return 'an expression for the whole collection';
	if (typeof value !== 'object') return String(value);
	if (isDate(value) && Number.isNaN(value.valueOf())) return 'an invalid date';
	const kind = Array.isArray(value) ? 'a list' : isDate(value) ? 'a date' : 'an object';
	return `${kind} ${shorten(asJson(value))}`.trim();
}

/**
 * @param label label of the field
 * @param expected what the field takes, with its article: `a whole number from 1`
 * @param value what came
 * @param advice what to do next, as whole sentences
 * @returns the error that refuses the value by name
 */
export function refusal(
	label: string,
	expected: string,
	value: unknown,
	advice: string,
): InvalidInput {
	return new InvalidInput(`'${label}' is not ${expected}: ${describeValue(value)}`, advice);
}

/**
 * @param value what a reader gave; undefined means that nothing was entered
 * @param label label of the field
 * @param advice what to do next, as whole sentences
 * @throws InvalidInput when there is no value
 */
export function required<T>(value: T | undefined, label: string, advice: string): T {
	if (value === undefined) throw new InvalidInput(`'${label}' is empty`, advice);
	return value;
}

/** A Date, also one that an expression made in another context of the engine, or luxon's DateTime. */
export function isDate(value: unknown): value is Date {
	return (
		Object.prototype.toString.call(value) === '[object Date]' ||
		(typeof value === 'object' && value !== null && 'isLuxonDateTime' in value)
	);
}

/**
 * An object with values by names: no list and no date, nor any of the other objects of JavaScript, whose values have no names
 * (a Map, a Set) or which stand for one value (`new String()`).
 */
export function isObject(value: unknown): value is Record<string, unknown> {
	return Object.prototype.toString.call(value) === '[object Object]' && !isDate(value);
}

function shorten(text: string): string {
	const line = neverCanceled(text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim());
	return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

/** Empty for what JSON cannot show, such as an object that holds itself. */
function asJson(value: object): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}
