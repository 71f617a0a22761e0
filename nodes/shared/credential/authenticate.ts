import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { InvalidInput } from '../errors/flowIqError';
import { readBaseUrl } from '../transport/baseUrl';
import { readTenantId } from '../transport/tenantId';
import { readToken } from '../transport/token';

/** n8n's older request helper, which the HTTP Request node still uses, calls the URL `uri`. */
type OutgoingRequest = IHttpRequestOptions & {
	uri?: string;
	sendCredentialsOnCrossOriginRedirect?: boolean;
};

/**
 * Adds API key and tenant ID to a request: the FlowIQ nodes' own, and those of n8n's HTTP Request node, Custom API Call
 * and other nodes that use this credential. A function and not the usual expressions, which n8n would evaluate anew for
 * each page of a list.
 *
 * @param credentials the decrypted credential
 * @param request the request as the node made it
 * @returns the request with the Authorization header, and with the tenant ID unless the request has one already
 * @throws InvalidInput when the base URL cannot be used, or the request goes to another server: the key stays with FlowIQ
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): Promise<OutgoingRequest> {
	const { own, tenantId, token } = readOnce(credentials);
	const target = targetOf(request);
	if (target.origin !== own.origin) {
		throw new InvalidInput(
			`The FlowIQ credential is only sent to ${own.origin}, and this request goes to ${target.origin}`,
			`Use an address that starts with ${own.origin}, or correct 'Base URL' of the credential.`,
		);
	}
	const hasTenant = request.qs?.tenantId !== undefined || target.searchParams.has('tenantId');
	return {
		...request,
		headers: {
			...withoutAuthorization(request.headers),
			Authorization: `Bearer ${token}`,
		},
		...(tenantId !== undefined && !hasTenant && { qs: { ...request.qs, tenantId } }),
		// A redirect to another server is refused, or followed without the key where n8n is too old for that.
		allowedDomains: request.allowedDomains ?? own.hostname,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

interface Account {
	own: URL;
	tenantId: string | undefined;
	token: string;
}

/** The pages of a list come with one and the same credential; it is forgotten with it. */
const accounts = new WeakMap<ICredentialDataDecryptedObject, Account>();

function readOnce(credentials: ICredentialDataDecryptedObject): Account {
	let account = accounts.get(credentials);
	if (account === undefined) {
		account = {
			own: new URL(readBaseUrl(credentials.baseUrl)),
			tenantId: readTenantId(credentials.tenantId),
			token: readToken(credentials.accessToken),
		};
		accounts.set(credentials, account);
	}
	return account;
}

/** As n8n's HTTP client puts a URL together: an absolute one stands for itself. */
function targetOf({ uri, url, baseURL }: OutgoingRequest): URL {
	const written = String(uri ?? url ?? '');
	if (!URL.canParse(written, baseURL)) {
		throw new InvalidInput(
			`'${written}' is not a web address`,
			'Enter an address such as https://api.flowiq.live/conversations.',
		);
	}
	return new URL(written, baseURL);
}

function withoutAuthorization(headers: IDataObject = {}): IDataObject {
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
	);
}
