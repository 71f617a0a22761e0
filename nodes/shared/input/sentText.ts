import { InvalidInput } from '../errors/flowIqError';
import { readText } from './text';

const segmenter = new Intl.Segmenter();

/** Code units that are looked at in one piece: longer than nearly all that count as one character. */
const PIECE = 64;

/**
 * Counts piece by piece: JavaScript's segments hold a copy of the whole text each, which for a long one takes gigabytes.
 *
 * @returns the number of characters as a person counts them: an emoji is one, whatever it is made of
 */
export function countCharacters(text: string): number {
	// Most texts are short plain ones, for which the count is the length.
	if (/^[\x20-\x7e]*$/.test(text)) return text.length;
	let count = 0;
	let start = 0;
	let size = PIECE;
	for (;;) {
		const piece = withoutHalf(text, start, size);
		const starts = Array.from(segmenter.segment(piece), ({ index }) => index);
		const isRest = start + piece.length === text.length;
		if (isRest) return count + starts.length;
		// The last character of the piece may go on behind it.
		const last = starts[starts.length - 1];
		count += starts.length - 1;
		start += last;
		size = last === 0 ? size * 2 : PIECE;
	}
}

/** @returns a piece of a text that does not end within a character of two halves */
function withoutHalf(text: string, start: number, size: number): string {
	const piece = text.slice(start, start + size);
	return /[\ud800-\udbff]$/.test(piece) ? text.slice(start, start + size + 1) : piece;
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
	// No text has more characters than code units.
	const count = text.length > maxCharacters ? countCharacters(text) : 0;
	if (count > maxCharacters) {
		throw new InvalidInput(
			`'${label}' has ${count} characters, and WhatsApp shows ${maxCharacters} at most`,
			`Shorten it by ${count - maxCharacters}.`,
		);
	}
	return text;
}
