import {
	asObject,
	isMarkup,
	isNoSuccess,
	readApiWords,
	reasonOf,
	tellsOfError,
	type ApiWords,
} from './errorWords';
import type { Failure, FailureKind, HttpAnswer, Outcome } from './failure';
import { headerOf } from './limitHeaders';

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

/**
 * Codes of a request that was given up before its first byte: a certificate or an address that will not do. Other errors
 * of TLS (`ERR_SSL_…`) come up at any time, also when the server has carried the request out.
 */
const NOT_SENT_CODES = /CERT|^ERR_TLS_|SELF_SIGNED|UNABLE_TO|INVALID_URL|UNSUPPORTED_PROTOCOL/;

/** The operating system says what it was doing: these two need a connection. */
const CONNECTED = /^(read|write) /;

/**
 * Sorts an HTTP answer into "usable" or one kind of failure. Only FlowIQ's own words make a refusal of it: proxies, wrong
 * addresses and maintenance pages answer with the same statuses, and say nothing of contacts or lists.
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
	const isSuccess = status < 300 && body !== undefined && !saysFailed(body);
	if (isSuccess && isUsable(body)) return { ok: true, body };
	const words = body === undefined ? {} : readApiWords(body);
	const hasWords = words.apiError !== undefined || words.apiMessage !== undefined;
	const failed = (kind: FailureKind, detail?: string): Outcome => ({
		ok: false,
		failure: {
			kind,
			status,
			...(body && { body }),
			...(hasWords ? words : !isSuccess && foreignWords(answer.body)),
			retryAfter: headerOf(answer.headers, 'retry-after'),
			rateLimitReset: headerOf(answer.headers, 'x-ratelimit-reset'),
			date: headerOf(answer.headers, 'date'),
			...(detail !== undefined && { detail }),
		},
	});

	if (status >= 300 && status < 400 && status !== NOT_MODIFIED) {
		return failed('redirected', headerOf(answer.headers, 'location'));
	}
	if (status === 429) return failed('rateLimited');
	if (status === 408) return failed('timedOut');
	if (status >= 500) return failed('serverFault');
	if (status === PROXY_LOGIN) return failed('refused');
	if (status >= 400)
		return hasWords ? failed('refused') : failed('unreadable', lookOf(answer.body));
	if (body === undefined) return failed('unreadable', lookOf(answer.body));
	if (isSuccess) return failed('unreadable', 'an answer without the records that were asked for');
	return hasWords ? failed(kindOfWords(words)) : failed('unreadable', lookOf(body));
}

/** No redirect, but the answer of a cache in between, which was not asked whether something has changed. */
const NOT_MODIFIED = 304;

/** The status with which a proxy asks for a login; no server does. */
export const PROXY_LOGIN = 407;

/**
 * Sorts a request that ended without any answer.
 *
 * @param code error code of Node, the operating system or the HTTP client; n8n's own refusals have none
 * @param reason the client's own words
 */
export function readNetworkFailure(code: string | undefined, reason: string): Failure {
	if (code === 'ERR_CANCELED') return { kind: 'stopped' };
	if (code === undefined || NOT_SENT_CODES.test(code)) return { kind: 'notSent', detail: reason };
	if (NOT_CONNECTED_CODES.has(code) && !CONNECTED.test(reason)) {
		return { kind: 'notConnected', detail: code };
	}
	if (TIMED_OUT_CODES.has(code)) return { kind: 'timedOut' };
	// Any other code may have come up after the request was sent, and a POST must not be sent twice.
	return { kind: 'connectionLost' };
}

/** How WhatsApp's own errors begin, which FlowIQ passes on: "(#131056) … rate limit hit". */
const WHATSAPP_CODE = /\(#\d+\)/;

/** A failure reported with status 200 has no status to go by: its words decide. */
function kindOfWords({ apiError = '', apiMessage = '' }: ApiWords): FailureKind {
	const words = `${apiError} ${apiMessage}`;
	// Limits of WhatsApp's own, on messages to one number, are no limit of FlowIQ's on requests.
	if (WHATSAPP_CODE.test(words)) return 'refused';
	if (/internal server error/i.test(words)) return 'serverFault';
	if (/too many requests|rate limit/i.test(words)) return 'rateLimited';
	return 'refused';
}

/** Whether an answer with a status of success tells of a failure. */
function saysFailed(body: Record<string, unknown>): boolean {
	const { success } = body;
	return isNoSuccess(success) || (success !== true && tellsOfError(body));
}

function foreignWords(body: unknown): Pick<Failure, 'foreignWords'> {
	// Records are no reason, and their customers do not belong into an error; bytes are nothing to read.
	if (isCutOff(body) || isBinary(body) || holdsRecords(body)) return {};
	const words = reasonOf(body);
	return words === undefined ? {} : { foreignWords: words };
}

/** A list whose entries have fields of contacts or messages; a validator names the same fields beside their reasons. */
const RECORDS =
	/\[\s*\{[^]*?"(whatsapp_(id|number)|phone_number|full_name|contact_name|sender_type)\\?"\s*:/;

/** A record at the beginning shows what the rest is. */
const LOOKED_AT = 2_000;

function holdsRecords(body: unknown): boolean {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return RECORDS.test(text?.slice(0, LOOKED_AT) ?? '');
}

function lookOf(body: unknown): string {
	if (body === undefined || body === null) return 'an empty answer';
	if (asObject(body) !== undefined) return 'an answer that gives no reason';
	if (typeof body !== 'string') return 'an answer of an unknown form';
	if (body.trim() === '') return 'an empty answer';
	if (isMarkup(body)) return 'a web page instead of data';
	return isCutOff(body) ? 'an answer that was cut off' : 'text instead of data';
}

/** Read as text, as of an answer that is compressed without saying so, or in UTF-16, many of the characters are none. */
function isBinary(body: unknown): boolean {
	const start = typeof body === 'string' ? body.slice(0, 200) : '';
	return start.split(/[\ufffd\0]/).length - 1 > start.length / 8;
}

/** Whole, it would not have stayed text. */
function isCutOff(body: unknown): boolean {
	return typeof body === 'string' && /^\s*[[{]/.test(body);
}
