/**
 * Whoever restores a database, or writes static data by hand, may leave something else in a trigger's state. What cannot
 * be read is not used: it starts anew, and stops nothing. Pure.
 */

/** What each field of a state must be, where it is set. */
export type Readable<T> = { [field in keyof T]-?: (value: unknown) => boolean };

/** Latest moment of a JavaScript date, in ms since 1970. */
const MAX_MOMENT = 8.64e15;

/** @returns whether all fields of it can be read */
export function isReadable<T>(state: unknown, readable: Readable<T>): state is T {
	return isObject(state) && unreadable(state, readable).length === 0;
}

/** Takes out of a state what cannot be read of it. */
export function dropUnreadable<T extends object>(state: T, readable: Readable<T>): void {
	for (const field of unreadable(state, readable)) delete (state as Record<string, unknown>)[field];
}

export function isText(value: unknown): value is string {
	return typeof value === 'string';
}

export function isFlag(value: unknown): value is boolean {
	return typeof value === 'boolean';
}

/** A number of things, or a moment in ms since 1970. */
export function isAmount(value: unknown): value is number {
	return typeof value === 'number' && Math.abs(value) <= MAX_MOMENT;
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isListOf(isOne: (value: unknown) => boolean): (value: unknown) => boolean {
	return (value) => Array.isArray(value) && value.every(isOne);
}

/** An object with the same kind of value under each name. */
export function isMapOf(isOne: (value: unknown) => boolean): (value: unknown) => boolean {
	return (value) => isObject(value) && Object.values(value).every(isOne);
}

function unreadable(state: object, readable: Readable<unknown>): string[] {
	const checks = Object.entries(readable as Record<string, (value: unknown) => boolean>);
	return checks
		.filter(([field, isGood]) => {
			const value = (state as Record<string, unknown>)[field];
			return value !== undefined && !isGood(value);
		})
		.map(([field]) => field);
}
