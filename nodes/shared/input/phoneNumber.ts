import { InvalidInput } from '../errors/flowIqError';
import { plainText, withoutTextMarks } from './plainText';
import { describeValue, isNotSet } from './whatCame';

/** A country code and a subscriber number have seven digits at the least (Saint Helena: +290 and four or five). */
const MIN_DIGITS = 7;

/** ITU-T E.164: fifteen digits at the most, country code included. */
const MAX_DIGITS = 15;

export const PHONE_ADVICE = 'Enter the number with its country code, for example +27 12 345 6789.';

const NO_LEADING_ZERO =
	'Enter the number with its country code and without the leading 0, for example +27 12 345 6789.';

/** What people and address books put between digits. */
const SEPARATORS = /[\s()[\].\-/]/g;

/** Addresses that hold nothing but a phone number, as people paste them; the number is the first group. */
const PHONE_ADDRESSES = [
	/^(?:tel|whatsapp|callto|sms):([^?;@/]+)$/i,
	/^(?:https?:\/\/)?wa\.me\/(\+?\d+)\/?(?:\?.*)?$/i,
	/^(?:https?:\/\/(?:api|web)\.whatsapp\.com\/|whatsapp:\/\/)send\/?\?(?:.*&)?phone=((?:\+|%2B)?\d+)(?:&.*)?$/i,
	/^(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i,
];

const NOT_A_NUMBER = { problem: 'is not a phone number', advice: PHONE_ADVICE };

const DAY_OR_MONTH = '(?:0?[1-9]|[12]\\d|3[01])';

const YEAR = '(?:19|20)\\d{2}';

/** A date as countries write it: of another column, or a number that a spreadsheet took for one. */
const DATE = new RegExp(
	[
		'^\\d{4}-\\d{2}-\\d{2}$',
		`^${YEAR}([-/.])${DAY_OR_MONTH}\\1${DAY_OR_MONTH}$`,
		`^${DAY_OR_MONTH}([-/.])${DAY_OR_MONTH}\\2${YEAR}$`,
	].join('|'),
);

const SHORTENED = /^[+-]?\d+([.,]\d+)?e\+?\d+$/i;

const WAS_SHORTENED = {
	problem: 'was shortened by a spreadsheet',
	advice: `Format the column as text there, and enter the whole number. ${PHONE_ADVICE}`,
};

type Problem = { problem: string; advice: string };
type Reading = { digits: string } | Problem;

/**
 * Reads a phone number into the form that every version of the FlowIQ documentation accepts: digits only, country code
 * first. Accepted are a leading `+` or `00`, spaces, dots, dashes and brackets, digits of any script, the apostrophe of a
 * spreadsheet, and addresses such as `tel:` and `https://wa.me/`. A number without its country code (one leading zero) is
 * refused: only FlowIQ's page on templates knows what to make of it, and it equals no WhatsApp number.
 *
 * @param value what was typed or came out of an expression, as text or as a number
 * @param label label of the field
 * @returns 7 to 15 digits, undefined when not set
 * @throws InvalidInput for anything else
 */
export function readPhoneNumber(value: unknown, label: string): string | undefined {
	if (isNotSet(value)) return undefined;
	const reading = parse(value);
	if ('digits' in reading) return reading.digits;
	throw refused(label, value, reading);
}

/**
 * For a number that is shown as it is dialled: a short one, or one without its country code, is right there.
 *
 * @throws InvalidInput for text that nobody can dial
 */
export function refuseUndialable(text: string, label: string): void {
	const written = plainText(text);
	if (SHORTENED.test(written)) throw refused(label, text, WAS_SHORTENED);
	if (!/\d/.test(written)) throw refused(label, text, NOT_A_NUMBER);
}

function refused(label: string, value: unknown, { problem, advice }: Problem): InvalidInput {
	return new InvalidInput(`'${label}' ${problem}: ${describeValue(value)}`, advice);
}

/** @returns the digits of a phone number, undefined for what is none */
export function phoneDigits(value: unknown): string | undefined {
	const reading = parse(value);
	return 'digits' in reading ? reading.digits : undefined;
}

/**
 * @param text text that may be a phone number or an ID
 * @returns whether whoever wrote it meant a phone number, be it a right one or not
 */
export function isMeantAsPhoneNumber(text: string): boolean {
	const written = withoutTextMarks(plainText(text));
	const length = written.replace(/\D/g, '').length;
	return (
		phoneDigits(text) !== undefined ||
		SHORTENED.test(written) ||
		/^(tel|whatsapp|callto|sms):/i.test(written) ||
		numberIn(written) !== written ||
		(written.startsWith('+') && length > 0) ||
		(/^[\d,+]+$/.test(written.replace(SEPARATORS, '')) && isPhoneLength(length)) ||
		areSeveral(written)
	);
}

/** Several numbers in one field, as address books give them. */
function areSeveral(written: string): boolean {
	const parts = written.split(/[,;|/\n]/).filter((part) => part.trim() !== '');
	return parts.length > 1 && parts.every((part) => phoneDigits(part) !== undefined);
}

function parse(value: unknown): Reading {
	if (typeof value === 'bigint') return parse(String(value));
	// As a number, a minus or a decimal point is no separator.
	if (Number.isSafeInteger(value) && (value as number) > 0) return parse(String(value));
	if (typeof value !== 'string') return NOT_A_NUMBER;

	const written = numberIn(withoutTextMarks(plainText(value)));
	if (written === '') return { problem: 'is empty', advice: PHONE_ADVICE };
	if (SHORTENED.test(written)) return WAS_SHORTENED;
	const whole = withoutDecimals(written);
	if (DATE.test(written) || whole === undefined || whole.startsWith('-')) return NOT_A_NUMBER;
	const digits = withoutTrunkZero(whole)
		.replace(SEPARATORS, '')
		.replace(/^(\+|00)/, '');
	if (!/^\d+$/.test(digits)) return NOT_A_NUMBER;
	if (digits.length < MIN_DIGITS) {
		return { problem: 'is too short for a phone number', advice: PHONE_ADVICE };
	}
	if (digits.length > MAX_DIGITS) {
		return { problem: 'is too long for a phone number', advice: PHONE_ADVICE };
	}
	if (digits.startsWith('0')) {
		return { problem: 'is a phone number without country code', advice: NO_LEADING_ZERO };
	}
	return { digits };
}

function numberIn(written: string): string {
	const found = PHONE_ADDRESSES.map((address) => address.exec(written)?.[1]).find(Boolean);
	return found?.replace(/^%2B/i, '+').trim() ?? written;
}

/**
 * A spreadsheet writes a number as `27600000003.0` or `27600000003,00`: zeros behind the only mark of this kind are
 * decimals. Other digits there cannot be told from a grouping.
 *
 * @returns undefined when it may be a fraction
 */
function withoutDecimals(written: string): string | undefined {
	const [, head, mark, decimals] = /^(.*\d)([.,])(\d+)$/s.exec(written) ?? [];
	if (mark === undefined || head.includes(mark)) return written;
	const isNumberWithout = head.replace(/\D/g, '').length >= MIN_DIGITS;
	if (decimals.length > 2) return isNumberWithout && /^\+?\d+$/.test(head) ? undefined : written;
	return isNumberWithout && /^0+$/.test(decimals) ? head : undefined;
}

/** `+44 (0)20 7946 0018`: the bracketed zero is dialled only without the country code. */
function withoutTrunkZero(written: string): string {
	return written.replace(/(\d[\s)]*)\(\s*0\s*\)/, '$1');
}

function isPhoneLength(digits: number): boolean {
	return digits >= MIN_DIGITS && digits <= MAX_DIGITS;
}
