/**
 * What can come back from one request to FlowIQ, in terms that the retry decision and the error text share.
 * No n8n in here: plain data in, plain data out.
 */

export type FailureKind =
	/** FlowIQ understood the request and said no, in its own words (4xx, or 200 with `success: false`). */
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
	/** An answer that is not FlowIQ's, whatever its status: a web page, half a document, no reason, nothing at all. */
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
	/** Whatever else the API says: `message`, `details`, `errors`. */
	apiMessage?: string;
	/** What an answer that is not FlowIQ's says: the title of a web page, the beginning of a text. */
	foreignWords?: string;
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

/** How FlowIQ says that the number has a contact (reference page "contact"), with status 409. */
export const CONTACT_EXISTS = /contact\b.*already exists/i;

/** @returns whether a contact was not created because there is one; also where refusals come with status 200 */
export function isContactExisting({ kind, status, apiError, apiMessage }: Failure): boolean {
	return status === 409 || (kind === 'refused' && CONTACT_EXISTS.test(`${apiError} ${apiMessage}`));
}

/** How FlowIQ would say that it has a webhook already; no page shows it. */
export const WEBHOOK_EXISTS = /\bwebhook\b.*already (exists|registered|subscribed)/i;

/** @returns whether a webhook was not created because there is one, whatever the status */
export function isWebhookExisting({ kind, apiError, apiMessage }: Failure): boolean {
	return kind === 'refused' && WEBHOOK_EXISTS.test(`${apiError} ${apiMessage}`);
}

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
