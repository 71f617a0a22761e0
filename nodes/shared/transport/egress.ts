import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { Failure } from './failure';
import { readNetworkFailure } from './readAnswer';

export const CREDENTIAL_NAME = 'flowIqApi';

/** One HTTP request, ready to be sent. */
export interface OutgoingRequest {
	/** Address, method, body, headers, and n8n's own settings (proxy, certificate check, allowed domains). */
	options: IHttpRequestOptions;
	/** The decrypted FlowIQ credential, when the token goes along; without it the request is anonymous. */
	credential?: ICredentialDataDecryptedObject;
	/** No byte for this long, in ms, ends the request. */
	silenceTimeoutMs: number;
	/** Not complete after this long, in ms, ends it too, even if bytes trickle in. */
	totalTimeoutMs: number;
	/** Ends the request when aborted; unset where nobody can stop it. */
	signal?: AbortSignal;
}

export type Sent = { ok: true; answer: IN8nHttpFullResponse } | { ok: false; failure: Failure };

/**
 * The only place from which a request leaves this package: `tryRequest` comes here with what it asks FlowIQ, `download`
 * with the files of messages. It neither waits nor repeats, and it follows no redirect, which would carry the token
 * along to wherever it points: who wants to follow one sends a second request, after looking at its address.
 *
 * @param context n8n's context of a node, a trigger or the editor
 * @param request what to send, with or without the token, and how long it may take
 * @returns the answer whatever its status, or why there is none (`timedOut`, `stopped`, `notConnected`, …)
 */
export async function sendOnce(
	context: IAllExecuteFunctions,
	{ options, credential, silenceTimeoutMs, totalTimeoutMs, signal }: OutgoingRequest,
): Promise<Sent> {
	const timeout = AbortSignal.timeout(totalTimeoutMs);
	const abortSignal = signal ? AbortSignal.any([signal, timeout]) : timeout;
	const request: IHttpRequestOptions = {
		...options,
		timeout: Math.min(silenceTimeoutMs, totalTimeoutMs),
		returnFullResponse: true,
		// Statuses are sorted by the caller; n8n's own error for them hides what the server said.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	try {
		const answer: IN8nHttpFullResponse =
			credential === undefined
				? await context.helpers.httpRequest({ ...request, abortSignal })
				: await withToken(context, request, credential, abortSignal);
		return { ok: true, answer };
	} catch (error) {
		if (signal?.aborted) return { ok: false, failure: { kind: 'stopped' } };
		if (timeout.aborted) return { ok: false, failure: { kind: 'timedOut' } };
		const { code, reason } = networkError(error);
		return { ok: false, failure: readNetworkFailure(code, reason) };
	}
}

async function withToken(
	context: IAllExecuteFunctions,
	request: IHttpRequestOptions,
	data: ICredentialDataDecryptedObject,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	return await context.helpers.httpRequestWithAuthentication.call(
		// n8n takes the signal that ends such a request from the context, and from nowhere else.
		Object.create(context, { getExecutionCancelSignal: { value: () => abortSignal } }),
		CREDENTIAL_NAME,
		request,
		// Handed over, so that n8n does not read and decrypt the credential for each page of a list.
		{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_NAME, data } },
	);
}

/** n8n wraps the HTTP client's error; the code that says what happened is on the inner one. */
function networkError(error: unknown): { code?: string; reason: string } {
	let reason = '';
	for (let inner = error; inner instanceof Error; inner = inner.cause) {
		reason = inner.message;
		if ('code' in inner && typeof inner.code === 'string') return { code: inner.code, reason };
	}
	return { reason };
}
