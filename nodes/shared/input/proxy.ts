import type { IHttpRequestOptions } from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { trim } from './trim';
import { isNotSet, refusal } from './whatCame';

const ADVICE =
	"Enter one such as http://myproxy:3128 in the node's settings, under 'Request Options', or remove it there.";

/**
 * Reads the address of a proxy. n8n sends a request straight out when it cannot use a proxy, so what it could not use is
 * refused here.
 *
 * @param value `http://user:password@host:port`; the scheme and all but the host may be left out
 * @param label label of the field
 * @returns undefined when not set
 * @throws InvalidInput for anything else; the message never repeats the address, which may hold a password
 */
export function readProxy(value: unknown, label: string): IHttpRequestOptions['proxy'] {
	if (isNotSet(value)) return undefined;
	if (typeof value !== 'string') throw refusal(label, 'the address of a proxy', value, ADVICE);
	const written = trim(value);
	const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(written)?.[1].toLowerCase();
	if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
		throw new InvalidInput(`'${label}' starts with ${scheme}://, which n8n can't use`, ADVICE);
	}
	const address = scheme === undefined ? `http://${written}` : written;
	if (!URL.canParse(address)) {
		throw new InvalidInput(`'${label}' is not the address of a proxy`, ADVICE);
	}
	const url = new URL(address);
	const { hostname, port, username, password } = url;
	if (url.pathname.length > 1 || url.search !== '' || url.hash !== '') {
		throw new InvalidInput(
			`'${label}' holds more than the address of a proxy (a path, '?' or '#')`,
			`In a password, write / as %2F, ? as %3F and # as %23. ${ADVICE}`,
		);
	}
	if (port === '0' || (username === '' && password !== '')) {
		throw new InvalidInput(
			port === '0' ? `'${label}' has port 0` : `'${label}' has a password but no user name`,
			ADVICE,
		);
	}
	const protocol = url.protocol.replace(/:$/, '');
	return {
		host: hostname,
		port: Number(port) || (protocol === 'https' ? 443 : 80),
		protocol,
		...(username !== '' && { auth: { username: decoded(username), password: decoded(password) } }),
	};
}

/**
 * n8n puts user name and password into a URL again and decodes them from there, but does not encode a `%` of their own.
 */
function decoded(part: string): string {
	let text = part;
	try {
		text = decodeURIComponent(part);
	} catch {
		// A lone % is one of the password's own characters.
	}
	return text.replace(/%/g, '%25');
}
