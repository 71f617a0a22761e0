import type { Place } from './places';
import type { Value } from './values';

/** What no message may show: words of the program, and the request to report what a user typed. */
export const INTERNAL =
	/report this|undefined|\[object|NaN\b|Cannot read|is not a function|not iterable|\bnull\b|JSON\.|Unexpected token/i;

/** The parts of a field that its errors name. */
type Named = Pick<Place, 'outerLabels'> & { property: { displayName: string } };

/** Expects an error that names the field by its label, in words that a user understands, with what to do. */
export function expectRefused(
	{ property: { displayName }, outerLabels }: Named,
	value: Pick<Value, 'name'>,
	message: string,
	description: unknown,
): void {
	const told = `${displayName}, ${value.name}: ${message} | ${String(description)}`;
	const names = [displayName, ...outerLabels].map((label) => `'${label.replace(/s$/, '')}`);
	const isNamed =
		names.some((name) => message.includes(name)) || message.includes(`${displayName}'`);
	const own = message.replace(/: (NaN|a list .*|an object .*|(Hello )?\[object Object\])$/, '');
	expect([told, isNamed]).toEqual([told, true]);
	expect([told, INTERNAL.test(own)]).toEqual([told, false]);
	expect([told, /\S/.test(String(description ?? ''))]).toEqual([told, true]);
	expect([told, message.length < 300]).toEqual([told, true]);
}
