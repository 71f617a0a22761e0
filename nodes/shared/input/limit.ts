import { InvalidInput } from '../errors/flowIqError';

/**
 * Reads the Limit parameter.
 *
 * @param value a whole number from 1, or a text that is one
 * @returns number of records
 * @throws InvalidInput for anything else
 */
export function readLimit(value: unknown): number {
	const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 1) {
		throw new InvalidInput(
			`'Limit' is not a whole number from 1: ${String(value)}`,
			"Enter how many results you want, or turn on 'Return All'.",
		);
	}
	return limit;
}
