/**
 * What can come back from one request to FlowIQ, in terms that the retry decision and the error text share.
 * No n8n in here: plain data in, plain data out.
 */

export type FailureKind =
	/** FlowIQ understood the request and said no (4xx, or 200 with `success: false`). */
	| 'refused'
	/** 429: FlowIQ did not carry the request out. */
	| 'rateLimited'
	/** 5xx: FlowIQ may or may not have carried the request out. */
	| 'serverFault'
	/** No connection could be opened, so nothing was sent. */
	| 'notConnected'
	/** The connection broke after the request was on its way. */
	| 'connectionLost'
	/** No complete answer in time. */
	| 'timedOut'
	/** An answer that is not FlowIQ's: a web page, half a document, nothing at all. */
	| 'unreadable'
	/** A redirect, which is never followed: it would carry the request to an address that nobody chose. */
	| 'redirected'
	/** n8n itself refused to send the request (allowed domains, SSRF protection, certificate). */
	| 'notSent'
	/** The execution was stopped. */
	| 'stopped';

export interface Failure {
	kind: FailureKind;
	/** HTTP status, when there was an answer. */
	status?: number;
	/** The API's own `error` text or code. */
	apiError?: string;
	/** The API's own `message` text. */
	apiMessage?: string;
	/** The JSON body of the answer, for callers that read more of it (`existing_contact` of a 409). */
	body?: Record<string, unknown>;
	/** Technical detail in plain words: a network code, what the unreadable answer looked like, a redirect's target host. */
	detail?: string;
	/** Raw headers that say how long to wait, and the server's own time. */
	retryAfter?: string;
	rateLimitReset?: string;
	date?: string;
	/** How often the request was sent before giving up. */
	attempts?: number;
	/** Total time spent waiting between those attempts, in ms. */
	waitedMs?: number;
	/** The wait that would have been needed and that the budget does not allow, in ms. */
	refusedWaitMs?: number;
	/** Other requests that were waiting with the same credential when this one gave up waiting. */
	waitedBehind?: number;
	/** Set when a request that changes something may have been carried out although it failed. */
	maybeCarriedOut?: boolean;
	/** Records of the list that had been read when the request failed. */
	recordsRead?: number;
}

/** How FlowIQ says that there is no such contact (reference pages "conversations" and "send-whatsapp"). */
export const CONTACT_NOT_FOUND = /contact (was )?not found|no contact (exists|found)/i;

/** An answer without a contact means the same as the documented refusal. */
export const NO_CONTACT: Failure = {
	kind: 'refused',
	apiError: 'Contact not found for the provided phone number',
};

/** @returns whether FlowIQ says that there is no such contact, and not that something else is missing */
export function isContactNotFound({ kind, apiError, apiMessage }: Failure): boolean {
	return kind === 'refused' && CONTACT_NOT_FOUND.test(`${apiError} ${apiMessage}`);
}

export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** Parsed JSON, or the text itself where it was no JSON. */
	body: unknown;
}

export type Outcome = { ok: true; body: Record<string, unknown> } | { ok: false; failure: Failure };

/** Codes of the operating system and of Node that mean: no connection was opened, so nothing was sent. */
const NOT_CONNECTED_CODES = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'EHOSTDOWN',
	'ENETUNREACH',
	'ENETDOWN',
	'EADDRNOTAVAIL',
]);

/** Codes of an answer that did not come in time. axios reports its own timeout as ECONNABORTED. */
const TIMED_OUT_CODES = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Codes of a request that was given up before its first byte: a certificate or an address that will not do. */
const NOT_SENT_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|INVALID_URL|UNSUPPORTED_PROTOCOL/;

/**
 * Sorts an HTTP answer into "usable" or one kind of failure.
 *
 * @param answer status, headers and body as received
 * @param isUsable whether the body holds what the caller asked for (a list, a contact)
 */
export function readAnswer(
	answer: HttpAnswer,
	isUsable: (body: Record<string, unknown>) => boolean,
): Outcome {
	const { status } = answer;
	const body = asObject(answer.body);
	const said = {
		status,
		...(body && { body, ...apiWords(body) }),
		retryAfter: header(answer, 'retry-after'),
		rateLimitReset: header(answer, 'x-ratelimit-reset'),
		date: header(answer, 'date'),
	};
	const failed = (kind: FailureKind, detail?: string): Outcome => ({
		ok: false,
		failure: { kind, ...said, ...(detail !== undefined && { detail }) },
	});

	if (status >= 300 && status < 400) return failed('redirected', header(answer, 'location'));
	if (status === 429) return failed('rateLimited');
	if (status === 408) return failed('timedOut');
	if (status >= 500) return failed('serverFault');
	if (status >= 400) return failed('refused');
	if (body === undefined) return failed('unreadable', lookOf(answer.body));
	if (body.success === false || (typeof body.error === 'string' && body.success !== true)) {
		return failed(kindOfWords(said.apiError, said.apiMessage));
	}
	if (!isUsable(body)) {
		return failed('unreadable', 'an answer without the records that were asked for');
	}
	return { ok: true, body };
}

/**
 * Sorts a request that ended without any answer.
 *
 * @param code error code of Node, the operating system or the HTTP client; n8n's own refusals have none
 * @param reason the client's own words
 */
export function readNetworkFailure(code: string | undefined, reason: string): Failure {
	if (code === 'ERR_CANCELED') return { kind: 'stopped' };
	if (code === undefined || NOT_SENT_CODES.test(code)) return { kind: 'notSent', detail: reason };
	if (NOT_CONNECTED_CODES.has(code)) return { kind: 'notConnected', detail: code };
	if (TIMED_OUT_CODES.has(code)) return { kind: 'timedOut' };
	// Any other code may have come up after the request was sent, and a POST must not be sent twice.
	return { kind: 'connectionLost' };
}

/** A failure reported with status 200 has no status to go by: its words decide. */
function kindOfWords(apiError = '', apiMessage = ''): FailureKind {
	const words = `${apiError} ${apiMessage}`;
	if (/internal server error/i.test(words)) return 'serverFault';
	if (/too many requests|rate limit/i.test(words)) return 'rateLimited';
	return 'refused';
}

/** `error` and `message` of the documented error bodies; some answers nest them (`error: { message }`). */
function apiWords(body: Record<string, unknown>): Pick<Failure, 'apiError' | 'apiMessage'> {
	const nested = asObject(body.error);
	return {
		apiError: text(nested ? (nested.code ?? nested.type ?? nested.error) : body.error),
		apiMessage: text(nested?.message ?? body.message),
	};
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: undefined;
}

function header(answer: HttpAnswer, name: string): string | undefined {
	const value = answer.headers[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function lookOf(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'an empty answer';
	if (typeof body !== 'string') return 'an answer of an unknown form';
	if (/^\s*</.test(body)) return 'a web page instead of data';
	if (/^\s*[[{]/.test(body)) return 'an answer that was cut off';
	return 'text instead of data';
}
