import { INVISIBLE } from './whatCame';

/** One blank of any kind, or one character that takes no room on screen. */
export const BLANK = new RegExp(`[\\s${INVISIBLE.source.slice(1)}`);

/**
 * Character by character: a pattern for what stands at the end begins anew at each character, which for a long run of them
 * in the middle holds n8n up for minutes, and anybody can write a message with one.
 *
 * @param text any text, however long
 * @param ends what to leave out, as a pattern for one character
 * @returns the text without what stands at its ends
 */
export function trim(text: string, ends = BLANK): string {
	let start = 0;
	while (start < text.length && ends.test(text[start])) start++;
	return trimEnd(text.slice(start), ends);
}

/** As `trim`, at the end only. */
export function trimEnd(text: string, ends = BLANK): string {
	let { length } = text;
	while (length > 0 && ends.test(text[length - 1])) length--;
	return text.slice(0, length);
}
