import { plainText } from './plainText';
import { isNotSet, refusal } from './whatCame';

/** What a number may be, the bounds `min` and `max` included. */
export interface NumberRange {
	min?: number;
	/** A bound that the number itself may not be. */
	above?: number;
	max?: number;
	/** What to do instead of a number that cannot be read, as whole sentences. */
	advice?: string;
}

/**
 * Reads a number parameter.
 *
 * @param value a number, or a text that is one, in decimal digits of any script
 * @param label label of the field, with its unit
 * @param range its bounds
 * @returns undefined when not set
 * @throws InvalidInput outside of the bounds, and for anything else
 */
export function readNumber(
	value: unknown,
	label: string,
	range: NumberRange = {},
): number | undefined {
	if (isNotSet(value)) return undefined;
	const number = numberOf(value);
	if (number === undefined || !isWithin(number, range)) {
		throw wrong('a number', value, label, range);
	}
	return number;
}

/** As `readNumber`, for whole numbers; `10.0` is one, `2.5` is refused. */
export function readInteger(
	value: unknown,
	label: string,
	range: NumberRange = {},
): number | undefined {
	if (isNotSet(value)) return undefined;
	const number = numberOf(value);
	if (!Number.isSafeInteger(number) || !isWithin(number as number, range)) {
		throw wrong('a whole number', value, label, range);
	}
	return number;
}

/** @returns undefined for what is no finite number */
function numberOf(value: unknown): number | undefined {
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
	if (typeof value !== 'string') return undefined;
	const written = plainText(value);
	return /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) : undefined;
}

function isWithin(
	number: number,
	{ min = -Infinity, above = -Infinity, max = Infinity }: NumberRange,
): boolean {
	return number >= min && number > above && number <= max;
}

function wrong(kind: string, value: unknown, label: string, range: NumberRange) {
	const { min, above, max, advice = 'Enter another number, or remove the field.' } = range;
	const to = max === undefined ? '' : ` ${min === undefined ? 'up to' : 'to'} ${max}`;
	const from = min === undefined ? '' : ` from ${min}`;
	const bounds = above === undefined ? from + to : ` above ${above}${to}`;
	return refusal(label, kind + bounds, value, advice);
}
