import { readInteger } from './number';

/** n8n's standard for how many results a list has when nothing is entered. */
export const DEFAULT_LIMIT = 50;

/**
 * Reads the Limit parameter.
 *
 * @param value a whole number from 1, or a text that is one
 * @returns number of records; n8n's default when not set
 * @throws InvalidInput for anything else
 */
export function readLimit(value: unknown): number {
	const advice = "Enter how many results you want, or turn on 'Return All'.";
	return readInteger(value, 'Limit', { min: 1, advice }) ?? DEFAULT_LIMIT;
}
