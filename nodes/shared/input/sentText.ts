import { InvalidInput } from '../errors/flowIqError';
import { readText } from './text';

const segmenter = new Intl.Segmenter();

/**
 * @returns the number of characters as a person counts them: an emoji is one, whatever it is made of
 */
export function countCharacters(text: string): number {
	// Most texts are short plain ones, for which the count is the length.
	if (/^[\x20-\x7e]*$/.test(text)) return text.length;
	return [...segmenter.segment(text)].length;
}

/**
 * Reads text that a person will read. It stays as it was typed, with its blanks and line breaks, and with the invisible
 * characters that emojis and right-to-left scripts are made of.
 *
 * @param value what was typed or came out of an expression; a number counts as its digits
 * @param label label of the field
 * @param maxCharacters most characters, as a person counts them
 * @returns undefined when not set
 * @throws InvalidInput for only blanks, more characters, a list, an object, a boolean
 */
export function readSentText(
	value: unknown,
	label: string,
	maxCharacters = Infinity,
): string | undefined {
	const read = readText(value, label);
	if (read === undefined) return undefined;
	const text = typeof value === 'string' ? value : read;
	const count = countCharacters(text);
	if (count > maxCharacters) {
		throw new InvalidInput(
			`'${label}' has ${count} characters, and WhatsApp shows ${maxCharacters} at most`,
			`Shorten it by ${count - maxCharacters}.`,
		);
	}
	return text;
}
