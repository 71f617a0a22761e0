import { InvalidInput } from '../errors/flowIqError';
import { describeValue, INVISIBLE } from '../input/whatCame';

const EXAMPLE =
	"Enter an address such as https://api.flowiq.live in 'Base URL' of the FlowIQ credential.";

/**
 * Checks the base URL of the credential and brings it into the form that paths are appended to.
 *
 * @param value what the credential holds
 * @returns the URL without trailing slashes
 * @throws InvalidInput when it is no http(s) URL, holds a user name or query, or would send the token unencrypted to
 *   another machine
 */
export function readBaseUrl(value: unknown): string {
	const written = typeof value === 'string' ? value.replace(INVISIBLE, '').trim() : '';
	if (!/^https?:\/\/[^/]/i.test(written) || !hasHost(written)) {
		// What stands before an @ may be a password.
		const came = written.includes('@') ? '' : `: ${describeValue(value)}`;
		throw new InvalidInput(
			`'Base URL' of the FlowIQ credential is not a web address${came}`,
			EXAMPLE,
		);
	}
	const url = new URL(written);
	if (url.username || url.password || url.search || url.hash) {
		throw new InvalidInput(
			"'Base URL' of the FlowIQ credential holds more than an address (a user name, '?' or '#')",
			EXAMPLE,
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new InvalidInput(
			"'Base URL' of the FlowIQ credential starts with http://, which would send the API key unencrypted",
			'Use https://. Plain http:// is accepted only for a server on this machine (localhost).',
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Addresses may have more characters than names of servers; n8n takes a comma, for one, for the end of the name. */
function hasHost(address: string): boolean {
	return URL.canParse(address) && /^([\w.-]+|\[[\da-f:.]+\])$/i.test(new URL(address).hostname);
}

/** RFC 6761 (localhost and names below it), RFC 1122 (127.0.0.0/8), RFC 4291 (::1). */
export function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		/^127(\.\d{1,3}){3}$/.test(hostname) ||
		hostname === '[::1]'
	);
}
