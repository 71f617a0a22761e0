import { plainText } from './plainText';
import { isNotSet, refusal } from './whatCame';

/**
 * Reads a boolean parameter. An expression often gives it as text or as a number.
 *
 * @param value true, false, 1, 0, or a text that is one of these, in any case
 * @param label label of the field
 * @returns undefined when not set
 * @throws InvalidInput for anything else
 */
export function readBoolean(value: unknown, label: string): boolean | undefined {
	if (isNotSet(value)) return undefined;
	const written = ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
		? plainText(String(value)).toLowerCase()
		: '';
	if (written === 'true' || written === '1') return true;
	if (written === 'false' || written === '0') return false;
	throw refusal(label, 'true or false', value, 'Use true or false, or remove the field.');
}
