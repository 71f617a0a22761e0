import { InvalidInput } from '../errors/flowIqError';
import { trim } from './trim';
import { describeValue, isNotSet, refusal } from './whatCame';

const ENTER_TEXT = 'Enter text, or remove the field.';

/** What an expression makes where it finds no text, or cuts one. */
const MADE_OF_NO_TEXT = [
	{
		sign: /\[object [A-Z]\w*\]/,
		what: 'an object in place of text',
		advice: 'Of an object, take one of its fields, such as {{ $json.customer.name }}.',
	},
	{
		sign: /\bInvalid DateTime\b|^\s*Invalid Date\s*$/,
		what: 'an invalid date',
		advice: 'The date that it reads is empty, or in another form than it expects.',
	},
	{
		// What adds up when fields are missing: `$json.first + " " + $json.last`. A lone "null" may be somebody's name.
		sign: /^\s*(undefined|NaN|(undefined|NaN|null)(\s+(undefined|NaN|null))+)\s*$/,
		what: 'no value',
		advice:
			'A field that it reads is missing. {{ [$json.first, $json.last].filter(Boolean).join(" ") }} leaves missing ones out.',
	},
	{
		sign: /\bfunction \w*\(\) \{ \[native code\] \}/,
		what: 'a function in place of text',
		advice: 'Add the brackets that call it, as in {{ $json.name.trim() }}.',
	},
	{
		// JavaScript counts most emojis as two.
		sign: /\p{Surrogate}/u,
		what: 'half a character',
		advice:
			"It cuts the text within an emoji. {{ Array.from($json.text).slice(0, 100).join('') }} cuts between two characters.",
	},
];

/**
 * Reads a text parameter.
 *
 * @param value what was typed or came out of an expression; a number counts as its digits
 * @param label label of the field
 * @returns the text without the blanks and invisible characters around it, undefined when not set
 * @throws InvalidInput for only blanks, a list, an object (also one within text), a boolean, and a number that is not exact
 */
export function readText(value: unknown, label: string): string | undefined {
	if (isNotSet(value)) return undefined;
	refuseObjects(value, label);
	const text = textOf(value);
	if (text === undefined) throw refusal(label, 'text', value, ENTER_TEXT);
	if (text === '') throw new InvalidInput(`'${label}' holds only blanks`, ENTER_TEXT);
	return text;
}

/**
 * Reads a parameter that takes several texts.
 *
 * @param value text with commas or line breaks between its parts, a list of texts, or such a list written as JSON
 * @param label label of the field
 * @returns its parts, without empty ones; undefined when not set, never an empty list
 * @throws InvalidInput for entries that are no text, those of a list with a comma inside, and when nothing is left
 */
export function readList(value: unknown, label: string): string[] | undefined {
	if (isNotSet(value)) return undefined;
	const entries = entriesOf(value);
	for (const entry of entries) refuseObjects(entry, label);
	const texts = entries.filter((entry) => !isNotSet(entry)).map(textOf);
	if (texts.includes(undefined)) {
		throw refusal(label, 'text or a list of texts', value, 'Separate the texts with commas.');
	}
	const isTyped = entries[0] === value;
	const withComma = isTyped ? undefined : texts.find((text) => text?.includes(','));
	if (withComma !== undefined) {
		throw new InvalidInput(
			`One of the texts in '${label}' has a comma: ${describeValue(withComma)}`,
			'A comma separates two texts. Leave it out, or make two of it.',
		);
	}
	// One below the other, as cells of a spreadsheet come, texts are separate too.
	const separator = isTyped ? /[,\r\n]/ : ',';
	const parts = texts.flatMap((text) => text?.split(separator) ?? []).map((part) => trim(part));
	const filled = parts.filter((part) => part !== '');
	if (filled.length === 0) {
		throw refusal(label, 'text or a list with at least one text', value, ENTER_TEXT);
	}
	return filled;
}

/**
 * @param value what came
 * @param label label of the field
 * @throws InvalidInput for text that an expression made of what is none: nobody means it, and a customer must not read it
 */
export function refuseObjects(value: unknown, label: string): void {
	if (typeof value !== 'string') return;
	for (const { sign, what, advice } of MADE_OF_NO_TEXT) {
		const [found] = sign.exec(value) ?? [];
		if (found === undefined) continue;
		throw new InvalidInput(
			`'${label}' holds ${what}: ${found.trim()}`,
			`Check the expression. ${advice}`,
		);
	}
}

/** @returns the entries of a list, also of one written as JSON; for all else that itself */
export function entriesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value as unknown[];
	if (typeof value === 'string' && /^\s*\[.*\]\s*$/s.test(value)) {
		try {
			return JSON.parse(value) as unknown[];
		} catch {
			// Brackets of its own are part of a text.
		}
	}
	return [value];
}

/** @returns undefined for what is no text; of a number, only digits that are all there */
function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return trim(value);
	if (typeof value === 'bigint') return String(value);
	// Inside of collections, n8n itself makes a text of a DateTime.
	if (isDateTime(value)) return value.toISO() ?? undefined;
	const isExact = typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
	return isExact && !/e/.test(String(value)) ? String(value) : undefined;
}

function isDateTime(value: unknown): value is { toISO: () => string | null } {
	return typeof value === 'object' && value !== null && 'isLuxonDateTime' in value;
}
