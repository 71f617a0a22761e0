import { WRITING_REFUSALS, type KnownRefusal } from './writingErrors';
import { CONTACT_NOT_FOUND, type Failure } from '../transport/failure';

/** What a person reads when something did not work. */
export interface ErrorText {
	/** What happened, in the API's own words, with the label of the parameter it is about. */
	message: string;
	/** What to do next. */
	description: string;
}

/** The part of a request that an API message can be about. */
export type Subject = 'contact' | 'orderId' | 'accessToken' | 'tenantId';

/**
 * Labels of the parameters on screen, with the values that were sent: `{ contact: "'Phone Number' 27123456789" }`.
 * Subjects that an operation does not have are left out.
 */
export type Labels = Partial<Record<Subject, string>>;

const CREDENTIAL_LABELS: Labels = {
	accessToken: "'API Key' of the credential",
	tenantId: "'Tenant ID' of the credential",
};

const RENEW_TOKEN =
	"Open the FlowIQ dashboard, Settings → API Keys, copy a valid key (it starts with fiq_) and paste it into 'API Key' of the FlowIQ credential.";
const CHECK_TENANT =
	"Open the FlowIQ dashboard, Settings, copy the tenant ID of your organization and paste it into 'Tenant ID' of the FlowIQ credential.";
const TRY_LATER = 'Try again in a few minutes. If it stays like this, write to dev@flowapt.com.';
const REPORT_TO_FLOWIQ =
	'Try again. If it stays like this, write to dev@flowapt.com and quote this message.';

/**
 * The documented error bodies of FlowIQ (reference pages "conversations", "contact", "send-whatsapp" and the
 * code-like style of the page "overview"), each with what a user does next. The first match counts.
 */
const DOCUMENTED: KnownRefusal[] = [
	{ words: /tenant ?id is required/i, subject: 'tenantId', next: CHECK_TENANT },
	{
		words: /organi[sz]ation not found/i,
		subject: 'tenantId',
		next: CHECK_TENANT,
	},
	{
		words: /authentication mismatch|api key mismatch/i,
		subject: 'tenantId',
		next: "The API key is invalid or belongs to another organization. Take both from the same FlowIQ dashboard: 'API Key' under Settings → API Keys, 'Tenant ID' under Settings.",
	},
	{
		words:
			/authorization required|invalid token format|invalid api key|authenticationerror|invalid bearer token|unauthori[sz]ed/i,
		subject: 'accessToken',
		next: RENEW_TOKEN,
	},
	{
		words: /invalid action/i,
		next: 'This FlowIQ server does not know the operation. Check that the base URL of the credential is the right one, and update the FlowIQ node.',
	},
	{
		words: /shopify order not found/i,
		subject: 'orderId',
		next: "Check 'Order ID': it is the Shopify order ID, a long number from the address of the order's page in Shopify, and not the order number such as #1001.",
	},
	...WRITING_REFUSALS,
	{
		words: CONTACT_NOT_FOUND,
		subject: 'contact',
		next: 'Check the number, with its country code and without the leading 0 (for example 27123456789), or choose the contact from the list. A person becomes a FlowIQ contact with the first message, or when you create the contact.',
	},
	{
		words: /invalid phone number/i,
		subject: 'contact',
		next: 'Check the number: it needs its country code and must be registered on WhatsApp.',
	},
];

/** What to do next when the words of the API are not documented: the status decides. */
const BY_STATUS: Record<number, KnownRefusal> = {
	400: {
		words: /./,
		next: 'FlowIQ did not accept the request. Compare the parameters of this node with what FlowIQ says above.',
	},
	401: { words: /./, subject: 'accessToken', next: RENEW_TOKEN },
	403: {
		words: /./,
		subject: 'accessToken',
		next: 'The API key is known but may not do this. Open the FlowIQ dashboard, Settings → API Keys, and use a key of an administrator of your organization.',
	},
	404: {
		words: /./,
		next: "FlowIQ does not know what was asked for. Check the parameters of this node, and 'Base URL' of the credential.",
	},
};

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
	if (failure.maybeCarriedOut) {
		return {
			message: `It is not known whether FlowIQ carried this out: ${whatHappened(failure)}`,
			description:
				'It was not sent a second time, so that nothing happens twice. Look in the FlowIQ inbox whether it is there before you run this again.',
		};
	}
	switch (failure.kind) {
		case 'refused':
			return describeRefusal(failure, said, labels);
		case 'rateLimited':
			return {
				message:
					failure.refusedWaitMs !== undefined
						? `FlowIQ's rate limit is used up, and the wait would be too long (${duration(failure.refusedWaitMs)})`
						: `FlowIQ's rate limit is used up${said ? `: ${said}` : ''}`,
				description:
					'Run fewer workflows with this credential at the same time, or run this one later or less often. FlowIQ raises the limit on request: dev@flowapt.com.',
			};
		case 'serverFault':
			return { message: whatHappened(failure), description: TRY_LATER };
		case 'notConnected':
			return {
				message: whatHappened(failure),
				description:
					"Check 'Base URL' of the FlowIQ credential, and whether this n8n can reach the internet (proxy, firewall, DNS).",
			};
		case 'connectionLost':
		case 'timedOut':
			return { message: whatHappened(failure), description: TRY_LATER };
		case 'unreadable':
			return {
				message: whatHappened(failure),
				description: `Check 'Base URL' of the FlowIQ credential; a proxy or a maintenance page may be in between. ${REPORT_TO_FLOWIQ}`,
			};
		case 'redirected':
			return {
				message: whatHappened(failure),
				description:
					"The redirect was not followed, so that your API key stays with FlowIQ. If the new address is right, enter it as 'Base URL' of the FlowIQ credential.",
			};
		case 'notSent':
			return {
				message: `The request was not sent: ${detail || 'n8n refused it'}`,
				description:
					"Check 'Base URL' and the allowed domains of the FlowIQ credential, and the SSL and proxy settings of this node.",
			};
		case 'stopped':
			return {
				message: 'The execution was canceled',
				description: 'Nothing further was requested.',
			};
	}
}

function describeRefusal(failure: Failure, said: string, labels: Labels): ErrorText {
	const row =
		DOCUMENTED.find(({ words }) => words.test(`${failure.apiError} ${failure.apiMessage}`)) ??
		BY_STATUS[failure.status ?? 0];
	const label = row?.subject && labels[row.subject];
	const message = said || `FlowIQ refused the request with status ${failure.status ?? 'unknown'}`;
	return {
		message: label ? `${message} (${label})` : message,
		description: row?.next ?? REPORT_TO_FLOWIQ,
	};
}

/** The last thing that happened, as one sentence without a period. */
function whatHappened(failure: Failure): string {
	const said = apiWords(failure);
	switch (failure.kind) {
		case 'serverFault':
			return `FlowIQ could not answer${withStatus(failure)}${said ? `: ${said}` : ''}`;
		case 'notConnected':
			return `FlowIQ could not be reached${because(failure)}`;
		case 'connectionLost':
			return 'The connection to FlowIQ broke before the answer was complete';
		case 'timedOut':
			return 'FlowIQ did not answer in time';
		case 'unreadable':
			return `FlowIQ sent ${plain(failure.detail) || 'no data'}${withStatus(failure)}`;
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
	const isCode = /^[a-z]\w*$|^\w+(Error|Exception)$|^[A-Z]+(_[A-Z]+)+$/.test(apiError);
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
	if (failure.recordsRead) {
		parts.push(`${failure.recordsRead} records had been read by then; they are not output.`);
	}
	return parts.join(' ');
}

function duration(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	if (seconds < 120) return `${seconds} s`;
	return `${Math.ceil(seconds / 60)} minutes`;
}

function hostOf(location: string): string {
	return /^(?:https?:)?\/\/(?:[^/@?#]*@)?([^/?#]+)/i.exec(location)?.[1] ?? location;
}

function withStatus({ status }: Failure): string {
	return status === undefined ? '' : ` (status ${status})`;
}
