import { textOf } from './text';

/** A number as people and address books write it, or an address of WhatsApp's own, which may name a device. */
const NUMBER = /^\+?([\d\s().-]+?)(?::\d+)?(?:@(?:s\.whatsapp\.net|c\.us))?$/;

/**
 * The number in a `whatsapp_id`: `27123456789`, `+27 12 345 6789`, `27123456789@s.whatsapp.net` and
 * `27123456789:12@s.whatsapp.net` (a linked device) are the same.
 *
 * @returns digits; undefined for what holds no number, such as a LID (`…@lid`, which hides it) or a group (`…@g.us`)
 */
export function numberIn(whatsappId: unknown): string | undefined {
	const digits = NUMBER.exec(textOf(whatsappId) ?? '')?.[1].replace(/\D/g, '');
	return digits === '' ? undefined : digits;
}

/**
 * Whether two numbers are one for WhatsApp, although they are written differently:
 * - Brazil (55): mobile numbers got a ninth digit, a 9 after the area code; older WhatsApp IDs do without it.
 * - Mexico (52) and Argentina (54): WhatsApp IDs of mobile numbers have a 1, or a 9, after the country code (WhatsApp's
 *   help page "About international phone number format").
 *
 * @param one digits, with country code
 * @param other digits, with country code
 */
export function isSameNumber(one: string, other: string): boolean {
	return shortForm(one) === shortForm(other);
}

function shortForm(number: string): string {
	return (
		number
			// Landline numbers have eight digits too, but begin with 2 to 5.
			.replace(/^(55\d\d)9([6-9]\d{7})$/, '$1$2')
			.replace(/^521(\d{10})$/, '52$1')
			.replace(/^549(\d{10})$/, '54$1')
	);
}
