import { CONTACT_NOT_FOUND, type Failure } from '../transport/failure';
import { PROXY_LOGIN } from '../transport/readAnswer';
import { isNamedByNumber, type Labels } from './labels';
import { WRITING_REFUSALS, type KnownRefusal } from './writingErrors';

export const RENEW_TOKEN =
	"Open the FlowIQ dashboard, Settings → API Keys, copy a valid key (it starts with fiq_) and paste it into 'API Key' of the FlowIQ credential.";
const CHECK_TENANT =
	"Open the FlowIQ dashboard, Settings, copy the tenant ID of your organization and paste it into 'Tenant ID' of the FlowIQ credential.";

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
		next: adviceOnOrder,
	},
	...WRITING_REFUSALS,
	{
		words: CONTACT_NOT_FOUND,
		subject: 'contact',
		next: adviceOnContact,
	},
	{
		words: /invalid phone number/i,
		subject: 'contact',
		next: 'Check the number: it needs its country code and must be registered on WhatsApp.',
	},
];

/** Filters and IDs are sent in the address of a request, which every server limits, and texts in its body. */
const TOO_LONG: KnownRefusal = {
	words: /./,
	next: 'What was entered is too long to be sent. Shorten the longest text of this node: what is searched for, an ID or a message.',
};

/** 400 or, where a server tells apart what it cannot read and what it does not take, 422. */
const NOT_ACCEPTED: KnownRefusal = {
	words: /./,
	next: 'FlowIQ did not accept the request. Compare the parameters of this node with what FlowIQ says above.',
};

/** What to do next when the words of the API are not documented: the status decides. */
const BY_STATUS: Record<number, KnownRefusal> = {
	400: NOT_ACCEPTED,
	422: NOT_ACCEPTED,
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
	413: TOO_LONG,
	414: TOO_LONG,
	431: TOO_LONG,
	[PROXY_LOGIN]: {
		words: /./,
		next: 'The proxy between this n8n and FlowIQ asks for a login. Add user name and password to its address (http://username:password@myproxy:3128).',
	},
};

/** @returns what is known of a refusal by its words, else by its status; undefined for one that nobody documents */
export function refusalFor({ apiError, apiMessage, status }: Failure): KnownRefusal | undefined {
	const said = `${apiError} ${apiMessage}`;
	return DOCUMENTED.find(({ words }) => words.test(said)) ?? BY_STATUS[status ?? 0];
}

function adviceOnOrder({ orderId = '' }: Labels): string {
	const field = /^'[^']*'/.exec(orderId)?.[0] ?? 'the Shopify order ID';
	return `Check ${field}: it's a long number from the address of the order's page in Shopify, and not the order number such as #1001.`;
}

function adviceOnContact(labels: Labels): string {
	const check = isNamedByNumber(labels)
		? 'Check the number: with its country code and without the leading 0, for example 27123456789. Someone becomes a FlowIQ contact with their first message, or when you create the contact.'
		: "Check the ID: it's the 'id' of a contact, as contact Get Many returns it. The contact may have been deleted, or be one of another organization.";
	const { ifNotFound } = labels.options ?? {};
	return ifNotFound === undefined
		? check
		: `${check} To continue without a contact, add the option '${ifNotFound}'.`;
}
