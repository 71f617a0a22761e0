import type { Failure } from '../transport/failure';
import type { Labels } from './labels';
import { refusalFor, RENEW_TOKEN } from './refusals';

export type { Labels, Subject } from './labels';

/** What a person reads when something did not work. */
export interface ErrorText {
	/** What happened, in the API's own words, with the label of the parameter it is about. */
	message: string;
	/** What to do next. */
	description: string;
}

const CREDENTIAL_LABELS: Labels = {
	accessToken: "'API Key' of the credential",
	tenantId: "'Tenant ID' of the credential",
};

const TRY_LATER = 'Try again in a few minutes. If it stays like this, write to dev@flowapt.com.';
const REPORT_TO_FLOWIQ =
	'Try again. If it stays like this, write to dev@flowapt.com and quote this message.';

/**
 * Turns a failed request into what a person reads. Pure: the same failure always gives the same text.
 *
 * @param failure what went wrong
 * @param labels labels and values of the parameters that the request was made from
 */
export function describeFailure(failure: Failure, labels: Labels = {}): ErrorText {
	const text = describeKind(failure, { ...CREDENTIAL_LABELS, ...labels });
	return {
		// n8n shows an execution as canceled only when it finds that word in the message.
		message: failure.kind === 'stopped' ? text.message : tidy(text.message),
		description: [text.description, describeProgress(failure)].filter(Boolean).join(' '),
	};
}

function describeKind(failure: Failure, labels: Labels): ErrorText {
	const said = apiWords(failure);
	const detail = plain(failure.detail);
	if (failure.maybeCarriedOut) return describeDoubt(failure, labels);
	switch (failure.kind) {
		case 'refused':
			return describeRefusal(failure, said, labels);
		case 'rateLimited':
			return { message: describeLimit(failure, said), description: adviceOnLimit(labels) };
		case 'serverFault':
			return { message: whatHappened(failure), description: TRY_LATER };
		case 'notConnected':
			return {
				message: whatHappened(failure),
				description: `${labels.proxy === undefined ? '' : `Check ${labels.proxy}, which requests go through. `}Check 'Base URL' of the FlowIQ credential, and whether this n8n can reach the internet (proxy, firewall, DNS).`,
			};
		case 'connectionLost':
			return { message: whatHappened(failure), description: TRY_LATER };
		case 'timedOut':
			return {
				message: whatHappened(failure),
				description: `${labels.timeout === undefined ? '' : `Raise ${labels.timeout}. `}${TRY_LATER}`,
			};
		case 'unreadable':
			return { message: whatHappened(failure), description: adviceOnForeign(failure) };
		case 'redirected':
			return {
				message: whatHappened(failure),
				description:
					"The redirect was not followed, so that your API key stays with FlowIQ. If the new address is right, enter it as 'Base URL' of the FlowIQ credential.",
			};
		case 'notSent':
			return {
				message: `The request was not sent: ${detail || 'n8n refused it'}`,
				description: `Check 'Base URL' and the allowed domains of the FlowIQ credential${labels.options?.requestOptions === undefined ? '' : `, and proxy and SSL under '${labels.options.requestOptions}' in the node's settings`}.`,
			};
		case 'stopped':
			return {
				message: 'The execution was canceled',
				description: 'Nothing further was requested.',
			};
	}
}

/** A request that changes something, and may have done so. */
function describeDoubt(failure: Failure, { shownIn = 'the FlowIQ inbox' }: Labels): ErrorText {
	const look = `Look in ${shownIn} whether it is there before you run this again.`;
	return failure.kind === 'stopped'
		? {
				message:
					'The execution was canceled while a request was under way, which FlowIQ may have carried out',
				description: look,
			}
		: {
				message: `It is not known whether FlowIQ carried this out: ${whatHappened(failure)}`,
				description: `It was not sent a second time, so that nothing happens twice. ${look}`,
			};
}

function describeRefusal(failure: Failure, said: string, labels: Labels): ErrorText {
	const { subject, next = REPORT_TO_FLOWIQ } = refusalFor(failure) ?? {};
	const label = subject && labels[subject];
	const message = said || `${REFUSED} with status ${failure.status ?? 'unknown'}`;
	return {
		message: label ? `${message} (${label})` : message,
		description: typeof next === 'string' ? next : next(labels),
	};
}

const REFUSED = 'FlowIQ refused the request';

/** How long it waited and behind whom, else what FlowIQ said. */
function describeLimit(failure: Failure, said: string): string {
	const { refusedWaitMs, waitedMs = 0, waitedBehind = 0 } = failure;
	const used = "FlowIQ's rate limit is used up";
	if (refusedWaitMs === undefined) return said ? `${used}: ${said}` : used;
	const next = duration(refusedWaitMs);
	const others = waitedBehind === 1 ? 'another request' : `${waitedBehind} other requests`;
	const behind = waitedBehind === 0 ? '' : ` behind ${others} of this API key`;
	if (waitedMs < 1_000) return `${used}, and the wait${behind} would be too long (${next})`;
	return `${used}: this request waited ${duration(waitedMs)}${behind}, and would have to wait ${next} more`;
}

function adviceOnLimit({ options }: Labels): string {
	const patience =
		options?.maxWait === undefined ? '' : `Raise the option '${options.maxWait}' to wait longer. `;
	return `${patience}Run fewer workflows with this credential at the same time, or run this one later or less often. FlowIQ raises the limit on request: dev@flowapt.com.`;
}

/** Whoever it was: a maintenance page of FlowIQ's, a proxy, a firewall, a server that is none of FlowIQ's. */
function adviceOnForeign({ status }: Failure): string {
	const between =
		"Something other than FlowIQ seems to have answered: check 'Base URL' of the FlowIQ credential, and any proxy or firewall between this n8n and FlowIQ.";
	if (status !== 401 && status !== 403) return `${between} ${REPORT_TO_FLOWIQ}`;
	return `${between} If they are right, the API key may not be. ${RENEW_TOKEN}`;
}

/** The last thing that happened, as one sentence without a period. */
function whatHappened(failure: Failure): string {
	const said = apiWords(failure);
	switch (failure.kind) {
		case 'serverFault':
			return `FlowIQ could not answer${withStatus(failure)}${withWords(said || failure.foreignWords)}`;
		case 'notConnected':
			return `FlowIQ could not be reached${because(failure)}`;
		case 'connectionLost':
			return 'The connection to FlowIQ broke before the answer was complete';
		case 'timedOut':
			return 'FlowIQ did not answer in time';
		case 'unreadable':
			return `FlowIQ, or a proxy in between, sent ${plain(failure.detail) || 'no data'}${withStatus(failure)}${withWords(said || failure.foreignWords)}`;
		case 'redirected':
			return `FlowIQ redirects to another address${failure.detail ? `: ${hostOf(plain(failure.detail))}` : ''}`;
		default:
			return said || `FlowIQ did not carry out the request${withStatus(failure)}`;
	}
}

/** Plain words for network codes. The codes themselves stay out: n8n replaces any message that holds one. */
function because(failure: Failure): string {
	if (failure.detail === 'ECONNREFUSED') return ': nothing answers at this address';
	if (failure.detail === 'ENOTFOUND') return ': there is no server of this name';
	if (failure.detail === 'EAI_AGAIN') return ': the name could not be looked up';
	return '';
}

function apiWords(failure: Failure): string {
	const { apiError, apiMessage } = failure;
	if (apiError === undefined || apiMessage === undefined)
		return withoutStop(apiError ?? apiMessage);
	if (apiMessage.toLowerCase().includes(apiError.toLowerCase())) return withoutStop(apiMessage);
	const isCode = /^\d+$|^[a-z]\w*$|^\w+(Error|Exception)$|^[A-Z]+(_[A-Z]+)+$/.test(apiError);
	return withoutStop(isCode ? `${apiMessage} (${apiError})` : `${apiError}: ${apiMessage}`);
}

function plain(detail = ''): string {
	return detail.replace(NETWORK_CODES, '').trim();
}

function withoutStop(words = ''): string {
	return words.replace(/[.\s]+$/, '');
}

/** Codes that say nothing to a person. */
const NETWORK_CODES =
	/\b(getaddrinfo|E(CONN\w+|NOTFOUND|TIMEDOUT|HOST\w+|NET\w+|AI_AGAIN|NOENT|ISDIR|NOTDIR|ACCES|EXIST|PERM|ADDR\w+|PIPE))\b:?\s*/gi;

/** One sentence without a period, and without words that n8n reads as something else, whoever wrote them. */
function tidy(sentence: string): string {
	const words = withoutStop(sentence.replace(/canceled/gi, 'cancelled'));
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeProgress(failure: Failure): string {
	const parts: string[] = [];
	if (failure.attempts !== undefined && failure.attempts > 1) {
		const waited = failure.waitedMs ? `, waiting ${duration(failure.waitedMs)} in between` : '';
		parts.push(`The request was sent ${failure.attempts} times${waited}.`);
	}
	parts.push(discarded(failure.recordsRead ?? 0, 'records'));
	return parts.join(' ').trim();
}

/** @returns that what was read of a list is not in the output */
export function discarded(count: number, records: string): string {
	if (count === 0) return '';
	return `The ${count} ${records} read so far were discarded.`;
}

function duration(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	if (seconds < 120) return `${seconds} s`;
	const minutes = Math.ceil(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function hostOf(location: string): string {
	return /^(?:https?:)?\/\/(?:[^/@?#]*@)?([^/?#]+)/i.exec(location)?.[1] ?? location;
}

function withWords(words: string | undefined): string {
	return words ? `: ${words}` : '';
}

function withStatus({ status }: Failure): string {
	return status === undefined ? '' : ` (status ${status})`;
}
