import type { ContactsOrder } from './data/contactBook';

/**
 * Where the documentation contradicts itself or is silent, one switch each. The first value of a
 * switch is what the reference pages say, or the likeliest reading where they say nothing.
 */
const CHOICES = {
	/** Names of the message fields: the reference's, or those of R-fqs (`id`, `content`, …). */
	messageFields: ['reference', 'quickstart'],
	/** Names of the contact fields: the reference's, or those of R-over (`contact_name`, …). */
	contactFields: ['reference', 'overview'],
	/** `hasPreviousPage` comes, as in R-fqs, without the page size. */
	prevFlag: ['hasPrevPage', 'hasPreviousPage'],
	/** `missing` leaves `pagination` out of message lists (the schema allows it), `missingEverywhere` out of both. */
	pagination: ['present', 'missing', 'missingEverywhere'],
	/** `missing` leaves out every message field that the schema does not require. */
	optionalMessageFields: ['present', 'missing'],
	/** The parameter that find-by-phone looks at. */
	phoneParameter: ['whatsappNumber', 'phoneNumber', 'either'],
	/** The parameter that searches messages. */
	messageSearchParameter: ['query', 'search'],
	/** `optional` checks a tenant only when one is named; `ignored` never looks at it. */
	tenant: ['required', 'optional', 'ignored'],
	/** Whether the failures of /conversations carry `success: false`. */
	errorSuccessFlag: ['present', 'missing'],
	/** `code` writes failures as R-over does: a code in `error`, the sentence in `message`. */
	errorStyle: ['sentence', 'code'],
	/** `ok` answers every failure with status 200 and `success: false`. */
	failureStatus: ['error', 'ok'],
	/** The type of `bot_status`; `boolean` is what R-contact shows. */
	botStatus: ['string', 'boolean'],
	/** What a `limit` above 100, or below 1, does. */
	limitAboveMaximum: ['clamp', 'reject'],
	/** The answer to a page after the last one. */
	pageBeyondEnd: ['empty', 'lastPage', 'notFound'],
	/** `digitsOnly` finds no contact when the number has anything but digits (R-qs). */
	numberFormat: ['any', 'digitsOnly'],
	/** How times are written: `+02:00` with milliseconds, as in P-cw. */
	timeOffset: ['Z', '+02:00'],
	/** Whether one of several search terms is enough. */
	queryTerms: ['or', 'and'],
	contactsOrder: ['newest', 'oldest', 'shuffled'],
	/** Messages of a number that is no contact: the documented 404, or an empty list (R-qs). */
	unknownNumber: ['notFound', 'empty'],
	/** Status for a request without number and contact id (R-qs speaks of 404). */
	missingParameter: ['400', '404'],
	/** `widened` mixes in values no reference page lists: web senders, stickers, locations. */
	values: ['documented', 'widened'],
	/**
	 * Who may read a media URL: anyone, holders of the token, or nobody any more (403, 410 and 404). `redirected` sends
	 * the reader to the same file on another host name.
	 */
	media: ['open', 'bearer', 'expired', 'gone', 'missing', 'redirected'],
	/** What the send answer carries: `older` adds organization and meta_response (R-sendwa). */
	sendResponse: ['reference', 'older'],
	/** The organisation's WhatsApp provider; sending needs Meta with its credentials (R-sendwa). */
	provider: ['meta', 'wati', 'unconfigured'],
	/** What becomes of the file of a message that is sent (R-openapi, R-sendwa). */
	mediaUpload: ['stored', 'refusedByMeta', 'refusedByStorage'],
	/**
	 * WhatsApp's rule that a free message needs one of the customer's within 24 hours before, which no page mentions:
	 * not applied, answered at once with 500, or accepted and then reported as failed.
	 */
	customerWindow: ['ignored', 'refused', 'reported'],
	/** What WhatsApp tells of every message that was sent; `read` comes after `delivered`. */
	receipts: ['none', 'delivered', 'read', 'failed'],
	/** Whether WhatsApp takes the templates that are sent. */
	templates: ['approved', 'rejected'],
	/** The status of the answer when a template could not be sent, which P-st leaves open. */
	templateFailureStatus: ['200', '400', '500'],
	/** Where that answer says why: in the recipient's result, or in the `error` of the body. */
	templateFailureBody: ['results', 'error'],
	/** The status of a successful POST /set-webhooks, which P-cw leaves open. */
	webhookStatus: ['200', '201'],
	/** `httpsOnly` refuses other webhook URLs, as P-cw asks; the tests' own servers have none. */
	webhookUrls: ['any', 'httpsOnly'],
	/** Whether the failures of POST /set-webhooks, which no page shows, carry `success: false`. */
	webhookErrorFlag: ['missing', 'present'],
	/** `older` payloads of `sent_message` have no `whatsapp_id` (R-wh; P-wh2 adds it). */
	eventFields: ['newer', 'older'],
	/** Lie: the stated totals and page count are too large, or too small. */
	totals: ['exact', 'tooHigh', 'tooLow'],
	/** Lie: `fromTotals` follows the stated totals, so it stops early or late with them. */
	hasNextPage: ['exact', 'always', 'never', 'fromTotals'],
	/** Lie: every page shows what page 1 shows. */
	pages: ['exact', 'samePage'],
	/** Lie: each page starts with the last record of the page before; `uncounted` keeps the true total. */
	duplicates: ['none', 'counted', 'uncounted'],
} as const;

type Choices = typeof CHOICES;

export type Variants = { -readonly [Name in keyof Choices]: Choices[Name][number] } & {
	contactsOrder: ContactsOrder;
	/** Most records that a page holds, whatever `limit` asks for. 100 or more changes nothing. */
	pageSizeCap: number;
};

/** The reference behaviour. */
export function referenceVariants(): Variants {
	const first = Object.entries(CHOICES).map(([name, values]) => [name, values[0]]);
	return { ...Object.fromEntries(first), pageSizeCap: 100 } as Variants;
}

/** One line per switch for help texts: its name and its values, the default first. */
export function describeVariants(): string[] {
	const lines = Object.entries(CHOICES).map(([name, values]) => `${name}=${values.join('|')}`);
	return [...lines, 'pageSizeCap=<1 to 100>'];
}

/**
 * Reads settings such as `pagination=missing` from a command line.
 *
 * @throws Error naming the values that exist, for a name or value that does not
 */
export function parseVariants(settings: string[]): Partial<Variants> {
	const parsed: Record<string, string | number> = {};
	for (const setting of settings) {
		const equals = setting.indexOf('=');
		const name = equals < 0 ? setting : setting.slice(0, equals);
		const value = equals < 0 ? '' : setting.slice(equals + 1);
		parsed[name] = readValue(name, value);
	}
	return parsed as Partial<Variants>;
}

function readValue(name: string, value: string): string | number {
	if (name === 'pageSizeCap') {
		const cap = Number(value);
		if (Number.isInteger(cap) && cap >= 1 && cap <= 100) return cap;
		throw new Error(`pageSizeCap must be a whole number from 1 to 100, not "${value}"`);
	}
	const choices = Object.entries(CHOICES).find(([known]) => known === name)?.[1] as
		| readonly string[]
		| undefined;
	if (!choices) {
		const names = Object.keys(CHOICES).concat('pageSizeCap').join(', ');
		throw new Error(`There is no variant "${name}". There are: ${names}`);
	}
	if (!choices.includes(value)) {
		throw new Error(`Variant ${name} can be ${choices.join(' or ')}, not "${value}"`);
	}
	return value;
}
