import { InvalidInput } from '../errors/flowIqError';
import { readText } from './text';
import { describeValue } from './whatCame';

const ADVICE =
	'Enter the public https address of the file, such as https://example.com/image.png. FlowIQ downloads it from there.';

/** Behind a `?`, an address with a comma in front may be part of another. */
const SEVERAL = /\shttps?:\/\/|^[^?#]*[,;|]https?:\/\//i;

/**
 * Reads the address of a file that FlowIQ is to download.
 *
 * @param value what was typed or came out of an expression
 * @param label label of the field
 * @returns the address, its special characters encoded; undefined when not set
 * @throws InvalidInput for what is no https address
 */
export function readHttpsUrl(value: unknown, label: string): string | undefined {
	const typed = readText(value, label);
	if (typed === undefined) return undefined;
	refuseSeveral(typed, label);
	if (!/^https:\/\/[^/?#]/i.test(typed) || !URL.canParse(typed)) {
		throw new InvalidInput(`'${label}' is not an https address: ${describeValue(typed)}`, ADVICE);
	}
	// A signed address must stay as it is, so it is rewritten only where it could not be sent.
	return /^[\x21-\x7e]+$/.test(typed) ? typed : new URL(typed).href;
}

/**
 * @param typed what was typed or came out of an expression
 * @param label label of the field
 * @throws InvalidInput for several addresses, of which encoding would make a single one that nobody meant
 */
export function refuseSeveral(typed: string, label: string): void {
	if (!SEVERAL.test(typed)) return;
	throw new InvalidInput(
		`'${label}' holds several addresses: ${describeValue(typed)}`,
		'Enter one. For several files, use an input item for each of them.',
	);
}
