import { phoneDigits } from './phoneNumber';

/** Groups of digits may be part of a name as well as of a number. */
const MAY_BE_A_NAME = /^[1-9][\d\s./-]*$/;

/** But this is how a spreadsheet writes a number. */
const WITH_DECIMALS = /^\d+\.0+$/;

/** A number as it is dialled within its country: FlowIQ keeps it with the country code in place of the zero. A date is shorter. */
const LOCAL_NUMBER = /^\(?0[1-9](?:[\s()./-]*\d){7,}[\s()./-]*$/;

/**
 * @param text what to look for among the names and numbers of contacts
 * @returns the same; of a phone number its digits, which is how FlowIQ keeps numbers, without a zero in front
 */
export function toSearchText(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	if (LOCAL_NUMBER.test(text)) return text.replace(/\D/g, '').slice(1);
	if (MAY_BE_A_NAME.test(text) && !WITH_DECIMALS.test(text)) return text;
	return phoneDigits(text) ?? text;
}
