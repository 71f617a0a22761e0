/** Tells Excel that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Cells that a spreadsheet runs as a formula (OWASP, "CSV Injection"), the full-width forms included. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * What a spreadsheet may read as a number, a percentage, an amount, a date or a time, depending on its language: digits
 * with nothing but signs between them, an exponent, or a half of the day (`9 am`).
 */
const NUMBER_LIKE =
	/^[\s(\p{Sc}]*[.,]?\d[\d\s.,:/\-'’%)\p{Sc}]*(e[+-]?\d+\s*|(?<=\s|:\d\d)[ap]m?\s*)?$/iu;

/** `5 May`, `Mar-05`, `1 jan 2026`: a date to an English spreadsheet. */
const DATE_IN_WORDS =
	/^\s*(\d{1,4}[\s.\-/]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s.,\-/]*(\d{1,4}[\s.,\-/]*){0,2}$/i;

/** Numbers that are shown as they are written: few digits, and no zero in front. */
const SHORT_NUMBER = /^(0|[1-9]\d{0,5})$/;

const HAS_DIGIT = /\d/;

/** Excel shows a number of more digits with an exponent. */
const MAX_SHOWN_DIGITS = 11;

/** An apostrophe in front makes a cell text (OWASP). */
const TEXT_MARK = "'";

/**
 * @param text what a cell holds
 * @param isNumber whether FlowIQ sent it as a number
 * @returns the same, marked as text where Excel would run it or show something else
 */
export function guardedForExcel(text: string, isNumber: boolean): string {
	const isChanged = isNumber
		? text.length > MAX_SHOWN_DIGITS
		: FORMULA.test(text) ||
			(HAS_DIGIT.test(text) &&
				!SHORT_NUMBER.test(text) &&
				(NUMBER_LIKE.test(text) || DATE_IN_WORDS.test(text)));
	return isChanged ? TEXT_MARK + text : text;
}

/**
 * Time zones of regions where the comma is the decimal sign, so that Excel expects semicolons between cells. Excel goes
 * by the settings of the computer that opens the file; of that, n8n knows no more than the workflow's time zone.
 */
const SEMICOLON_ZONES = [
	/^Europe\/(?!London$|Dublin$|Belfast$|Jersey$|Guernsey$|Isle_of_Man$|Malta$|Gibraltar$)/,
	/^Atlantic\/(Azores|Madeira|Canary|Faroe|Reykjavik|Cape_Verde)$/,
	/^Africa\/(Johannesburg|Maputo|Luanda|Casablanca|Algiers|Tunis|Dakar|Abidjan|Kinshasa|Douala)$/,
	/^America\/(Sao_Paulo|Araguaina|Bahia|Belem|Boa_Vista|Campo_Grande|Cuiaba|Fortaleza|Maceio|Manaus|Noronha|Porto_Velho|Recife|Rio_Branco|Santarem)$/,
	/^America\/(Argentina\/.*|Buenos_Aires|Santiago|Bogota|Montevideo|Asuncion|Caracas|Guayaquil|La_Paz|Costa_Rica)$/,
	/^Asia\/(Jakarta|Makassar|Jayapura|Pontianak|Ho_Chi_Minh|Saigon|Istanbul|Almaty|Tashkent|Baku|Tbilisi|Yerevan)$/,
	/^Asia\/(Yekaterinburg|Omsk|Novosibirsk|Krasnoyarsk|Irkutsk|Yakutsk|Vladivostok|Magadan|Kamchatka)$/,
];

/**
 * @param timeZone IANA name of the workflow's time zone
 * @returns the character that Excel most likely expects between two cells
 */
export function excelDelimiter(timeZone: string): ';' | ',' {
	return SEMICOLON_ZONES.some((zones) => zones.test(timeZone)) ? ';' : ',';
}
