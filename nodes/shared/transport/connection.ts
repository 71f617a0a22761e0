import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';
import { readBaseUrl } from './baseUrl';
import { CREDENTIAL_NAME, sendOnce, type OutgoingRequest, type Sent } from './egress';
import { Execution } from './execution';
import { gateFor, MAX_CONCURRENCY, type Gate } from './gate';
import { redactorFor, type Redactor } from './redactor';
import { WAIT_BUDGET_MS } from './retryDecision';
import { readTenantId } from './tenantId';
import { readToken } from './token';

/** Settings of n8n's own "Options" (proxy, certificate check, timeout). */
export type TransportSettings = Pick<
	IHttpRequestOptions,
	'proxy' | 'skipSslCertificateValidation' | 'timeout'
>;

/** Bounds other than the defaults: a user may be gentler or more patient, and n8n may be narrower. */
export interface RequestLimits {
	/** Requests of the execution under way at once, at the most, over all its input items. */
	concurrency: number;
	/** Total time that one request may spend waiting, in ms. */
	waitBudgetMs: number;
	/** What the connections of all input items of one execution have in common; without it, this one stands alone. */
	execution: Execution;
}

/** Everything one execution needs to talk to one FlowIQ account. */
export interface Connection extends RequestLimits {
	node: INode;
	baseUrl: string;
	tenantId?: string;
	/** Kept only to tell accounts apart. */
	token: string;
	/** Blacks the token out wherever an answer might repeat it. */
	redactor: Redactor;
	/** The way that all requests with this credential share. */
	gate: Gate;
	/** Aborted when the execution is stopped, or when nobody wants the answers any more. */
	signal?: AbortSignal;
	/** Timeout of n8n's own options, in ms. */
	timeoutMs?: number;
	/** Sends one request with the credential's token and the transport settings. */
	send: (request: Omit<OutgoingRequest, 'credential'>) => Promise<Sent>;
}

/**
 * Reads the credential once, so that the pages of a list do not decrypt it again and again.
 *
 * @param context n8n's context of a node, a trigger or the editor
 * @param settings transport settings for every request of this connection
 * @param limits limits other than the defaults, and the execution that the connection is a part of
 * @param itemIndex input item the credential belongs to, where n8n distinguishes
 * @throws InvalidInput when the base URL cannot be used
 */
export async function connect(
	context: IAllExecuteFunctions,
	{ timeout, ...settings }: TransportSettings = {},
	limits: Partial<RequestLimits> = {},
	itemIndex = 0,
): Promise<Connection> {
	const data: ICredentialDataDecryptedObject = await context.getCredentials(
		CREDENTIAL_NAME,
		itemIndex,
	);
	const baseUrl = readBaseUrl(data.baseUrl);
	const { host, hostname } = new URL(baseUrl);
	const tenantId = readTenantId(data.tenantId);
	const token = readToken(data.accessToken);
	return {
		node: context.getNode(),
		baseUrl,
		...(tenantId !== undefined && { tenantId }),
		token,
		redactor: redactorFor(token),
		gate: gateFor(host, token),
		signal: stopSignal(context),
		timeoutMs: timeout,
		concurrency: limits.concurrency ?? MAX_CONCURRENCY,
		waitBudgetMs: limits.waitBudgetMs ?? WAIT_BUDGET_MS,
		execution: limits.execution ?? new Execution(),
		send: async ({ options, ...request }) =>
			await sendOnce(context, {
				...request,
				options: { ...settings, allowedDomains: allowedDomains(data, hostname), ...options },
				credential: data,
			}),
	};
}

/** Only the execution of a node has a signal; n8n ends the editor's and the triggers' requests itself. */
function stopSignal(context: IAllExecuteFunctions): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** The credential's own list of allowed domains, where the user made one; else the base URL's host and no other. */
function allowedDomains(data: ICredentialDataDecryptedObject, hostname: string): string {
	return data.allowedHttpRequestDomains === 'domains' && data.allowedDomains
		? String(data.allowedDomains)
		: hostname;
}
