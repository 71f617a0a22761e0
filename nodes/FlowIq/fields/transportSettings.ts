import type { IHttpRequestOptions } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import type { TransportSettings } from '../../shared/transport/connection';

/**
 * Reads what n8n adds to every declarative node's settings ("Request Options"), as its routing engine does.
 *
 * @param value value of `requestOptions`
 * @throws InvalidInput when the proxy is no URL
 */
export function readTransportSettings(value: unknown): TransportSettings {
	const { proxy, timeout, allowUnauthorizedCerts } = value as {
		proxy?: string;
		timeout?: number;
		allowUnauthorizedCerts?: boolean;
	};
	return {
		proxy: readProxy(proxy),
		timeout,
		skipSslCertificateValidation: allowUnauthorizedCerts === true,
	};
}

function readProxy(value: string | undefined): IHttpRequestOptions['proxy'] {
	if (!value) return undefined;
	if (!URL.canParse(value)) {
		throw new InvalidInput(
			"'Proxy' is not a web address",
			"Enter one such as http://myproxy:3128 in the node's settings, or remove it.",
		);
	}
	const { hostname, port, protocol, username, password } = new URL(value);
	return {
		host: hostname,
		port: Number(port) || (protocol === 'https:' ? 443 : 80),
		protocol: protocol.replace(/:$/, ''),
		...(username !== '' && {
			auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
		}),
	};
}
