import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INode,
} from 'n8n-workflow';
import { readBaseUrl } from './baseUrl';

export const CREDENTIAL_NAME = 'flowIqApi';

/** Settings of n8n's own "Options" (proxy, certificate check, timeout) and of the credential (allowed domains). */
export type TransportSettings = Pick<
	IHttpRequestOptions,
	'proxy' | 'skipSslCertificateValidation' | 'timeout' | 'allowedDomains'
>;

/** Everything one execution needs to talk to one FlowIQ account. */
export interface Connection {
	node: INode;
	baseUrl: string;
	tenantId?: string;
	/** Kept only to black it out wherever FlowIQ's own words might repeat it. */
	token: string;
	settings: TransportSettings;
	/** Sends one request with the credential's Authorization header. */
	send: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;
	/** Whether the execution was stopped. */
	isStopped: () => boolean;
}

/**
 * Reads the credential once, so that the pages of a list do not decrypt it again and again.
 *
 * @param context n8n's context of a node, a trigger or the editor
 * @param settings transport settings for every request of this connection
 * @param itemIndex input item the credential belongs to, where n8n distinguishes
 * @throws InvalidInput when the base URL cannot be used
 */
export async function connect(
	context: IAllExecuteFunctions,
	settings: TransportSettings = {},
	itemIndex = 0,
): Promise<Connection> {
	const data: ICredentialDataDecryptedObject = await context.getCredentials(
		CREDENTIAL_NAME,
		itemIndex,
	);
	const baseUrl = readBaseUrl(data.baseUrl);
	const tenantId = String(data.tenantId ?? '').trim();
	const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL_NAME, data };
	return {
		node: context.getNode(),
		baseUrl,
		...(tenantId !== '' && { tenantId }),
		token: readToken(data.accessToken),
		settings,
		send: async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL_NAME, options, {
				credentialsDecrypted,
			}),
		isStopped: () =>
			'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true,
	};
}

/** The same trimming as the credential's Authorization header does. */
function readToken(value: unknown): string {
	return String(value ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '');
}
