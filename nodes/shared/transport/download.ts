import type { IHttpRequestOptions, IN8nHttpFullResponse, IWebhookFunctions } from 'n8n-workflow';
import { readBaseUrl } from './baseUrl';
import { CREDENTIAL_NAME } from './egress';

/** A storage link leads to its file in one step, or two. */
const MAX_REDIRECTS = 3;

/**
 * Reads a media file. FlowIQ's media addresses may lie on other hosts (signed storage links), and the token travels to
 * the base URL's own origin only; every other host is asked without it.
 *
 * @param context the trigger's context
 * @param url address of the file
 * @param timeoutMs longest silence, in ms
 * @returns the bytes, and their type as the server names it
 * @throws an Error with a reason in plain words
 */
export async function download(
	context: IWebhookFunctions,
	url: string,
	timeoutMs: number,
): Promise<{ data: Buffer; mimeType: string | undefined }> {
	const { statusCode, headers, body } = await follow(context, url, timeoutMs, MAX_REDIRECTS);
	if (statusCode !== 200) throw new Error(`the server answered with status ${statusCode}`);
	const type = headers['content-type'];
	return {
		data: Buffer.from(body as unknown as ArrayBuffer),
		mimeType: typeof type === 'string' ? type.split(';')[0] : undefined,
	};
}

/** Redirects are followed here and not by the HTTP client, which would take the token along. */
async function follow(
	context: IWebhookFunctions,
	url: string,
	timeoutMs: number,
	redirectsLeft: number,
): Promise<IN8nHttpFullResponse> {
	if (!URL.canParse(url) || !/^https?:/i.test(url)) {
		throw new Error('its address is no web address');
	}
	const options: IHttpRequestOptions = {
		url,
		encoding: 'arraybuffer',
		timeout: timeoutMs,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	const answer = (await isOwnOrigin(context, url))
		? await withToken(context, options)
		: await withoutToken(context, options);
	const { location } = answer.headers;
	const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
	if (!isRedirect || typeof location !== 'string' || redirectsLeft === 0) return answer;
	return await follow(context, new URL(location, url).href, timeoutMs, redirectsLeft - 1);
}

async function isOwnOrigin(context: IWebhookFunctions, url: string): Promise<boolean> {
	const { baseUrl } = await context.getCredentials(CREDENTIAL_NAME);
	return new URL(readBaseUrl(baseUrl)).origin === new URL(url).origin;
}

async function withToken(
	context: IWebhookFunctions,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	return await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL_NAME,
		options,
	);
}

async function withoutToken(
	context: IWebhookFunctions,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	return await context.helpers.httpRequest(options);
}
