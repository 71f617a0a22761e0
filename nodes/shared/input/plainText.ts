import { trimEnd } from './trim';
import { INVISIBLE } from './whatCame';

/** Code points of the zeros of other scripts' digits; the nine others follow each of them. */
const ZEROS = [
	0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
].concat([0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810]);

/**
 * @param text a number, a date, a choice: what is read for its meaning and not kept as it was typed
 * @returns it in plain characters: digits of any script and width as 0 to 9, dashes and the minus as hyphens, blanks of any
 *   kind as such, none around it, and nothing that takes no room on screen
 */
export function plainText(text: string): string {
	return text
		.normalize('NFKC')
		.replace(INVISIBLE, '')
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/\p{Nd}/gu, (digit) => {
			const code = digit.codePointAt(0) ?? 0;
			const zero = ZEROS.find((first) => code >= first && code <= first + 9);
			return zero === undefined ? digit : String(code - zero);
		})
		.trim();
}

const TEXT_MARK = /["'\u2018\u2019\u201c\u201d]/;

const TEXT_MARKS_BEFORE = new RegExp(`^=?${TEXT_MARK.source}+`);

/**
 * @param text a number or an ID
 * @returns it without the marks that keep it a text in spreadsheets and in JSON: `'27…`, `="27…"`, `"27…"`
 */
export function withoutTextMarks(text: string): string {
	return trimEnd(text.replace(TEXT_MARKS_BEFORE, ''), TEXT_MARK).trim();
}
