import { InvalidInput } from '../errors/flowIqError';
import { readText } from './text';

/** A country code and a subscriber number have seven digits at the least (Saint Helena: +290 and four or five). */
const MIN_DIGITS = 7;

/** ITU-T E.164: fifteen digits at the most, country code included. */
const MAX_DIGITS = 15;

/** What people and address books put between digits. */
const SEPARATORS = /[\s()[\].\-\u00a0\u2000-\u200f\u2010-\u2015\u202a-\u202f\u2060-\u2069\ufeff/]/g;

/**
 * Brings a phone number into the form that every version of the FlowIQ documentation accepts: digits only, country code
 * first. Accepted are a leading `+` or `00`, spaces, dots, dashes and brackets, as text or as a number.
 *
 * @param value what was typed or came out of an expression
 * @param label label of the parameter, for the message
 * @throws InvalidInput when it is empty, holds anything else, or has fewer than 7 or more than 15 digits
 */
export function normalizePhoneNumber(value: unknown, label: string): string {
	const typed = readText(value) ?? '';
	const example = 'Enter the number with its country code, for example +27 12 345 6789.';
	if (typed === '') throw new InvalidInput(`'${label}' is empty`, example);

	// As a number, a minus or a decimal point is no separator.
	const isFraction = typeof value === 'number' && !(Number.isSafeInteger(value) && value > 0);
	const compact = withoutTrunkZero(typed.normalize('NFKC'))
		.replace(SEPARATORS, '')
		.replace(/^(\+|00)/, '');
	if (isFraction || !/^\d+$/.test(compact)) {
		throw new InvalidInput(`'${label}' is not a phone number: ${typed}`, example);
	}
	if (compact.length < MIN_DIGITS) {
		throw new InvalidInput(`'${label}' is too short for a phone number: ${typed}`, example);
	}
	if (compact.length > MAX_DIGITS) {
		throw new InvalidInput(`'${label}' is too long for a phone number: ${typed}`, example);
	}
	return compact;
}

/** `+44 (0)20 7946 0018`: the bracketed zero is dialled only without the country code. */
function withoutTrunkZero(typed: string): string {
	return /^[\s(]*(\+|00)/.test(typed) ? typed.replace(/\(\s*0\s*\)/, '') : typed;
}
