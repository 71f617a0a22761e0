import { InvalidInput } from '../errors/flowIqError';
import { INVISIBLE } from '../input/whatCame';

const LABEL = "'API Key' of the FlowIQ credential";

const COPY_AGAIN =
	'Copy the key from the FlowIQ dashboard, Settings → API Keys, and paste it again. It starts with fiq_.';

/** Longer than any key: servers take no more in a header, by the limits that are usual (Apache and nginx, 8 kB for all). */
const MAX_LENGTH = 4096;

/** What comes along when a key is copied out of an example, a header or a table. */
const WRAPPINGS = [
	/^["'`“”„‘’«»]+|["'`“”„‘’«»]+$/g,
	/^authorization\s*[:=]\s*/i,
	/^bearer(\s+|$)/i,
];

/**
 * Cleans the API key, once for everything that uses it: the request's header, the queue that a key's requests share, and
 * the places where it is blacked out.
 *
 * @param value what a user pasted into the credential
 * @returns the key alone: without blanks, quotes, `Bearer`, `Authorization:`, line breaks and invisible characters
 * @throws InvalidInput when nothing is left, or what no header can carry; the message never shows the key
 */
export function readToken(value: unknown): string {
	if (typeof value === 'object' && value !== null) {
		throw new InvalidInput(`${LABEL} is not text`, COPY_AGAIN);
	}
	const token = unwrap(String(value ?? '').replace(INVISIBLE, '')).replace(/\s*[\r\n]+\s*/g, '');
	if (token === '') throw new InvalidInput(`${LABEL} is empty`, COPY_AGAIN);
	if (token.length > MAX_LENGTH) {
		throw new InvalidInput(
			`${LABEL} is too long for a key: ${token.length} characters`,
			COPY_AGAIN,
		);
	}
	if (/\s/.test(token)) throw new InvalidInput(`${LABEL} holds a blank`, COPY_AGAIN);
	const strange = /[^\x21-\x7e]/u.exec(token)?.[0];
	if (strange !== undefined) {
		throw new InvalidInput(`${LABEL} holds a character that no key has: ${strange}`, COPY_AGAIN);
	}
	return token;
}

function unwrap(written: string): string {
	const bare = WRAPPINGS.reduce((text, part) => text.replace(part, ''), written.trim());
	return bare === written ? bare : unwrap(bare);
}
