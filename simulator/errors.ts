import type { Answer } from './types';
import type { Variants } from './variants';

/**
 * Failures of GET /conversations, word for word what R-openapi and TS document, and what stands in
 * where they document nothing (marked so). `success: false` is added on the way out.
 */
export const conversationErrors = {
	tenantMissing: () =>
		failure(400, 'Tenant ID is required', { message: 'Please provide tenantId query parameter' }),
	invalidAction: () =>
		failure(400, 'Invalid action', {
			message: 'Use: conversation-messages, contacts, or find-by-phone',
		}),
	authorizationMissing: () =>
		failure(401, 'Authorization required', {
			message: 'Please provide Authorization bearer token',
		}),
	tokenMismatch: () =>
		failure(401, 'Authentication mismatch', {
			message: 'Bearer token does not match the provided tenantId',
		}),
	organizationNotFound: (tenantId: string) =>
		failure(404, 'Organization not found', {
			message: `No organization found with tenantId: ${tenantId}`,
		}),
	contactNotFound: (normalizedPhone: string) =>
		failure(404, 'Contact not found for the provided phone number', {
			normalized_phone: normalizedPhone,
		}),
	orderNotFound: (orderId: string) => failure(404, 'Shopify order not found', { orderId }),
	internal: () => failure(500, 'Internal server error'),
	/** Not documented. */
	contactIdNotFound: (contactId: string) =>
		failure(404, 'Contact not found for the provided contact ID', { contactId }),
	/** Not documented; R-qs lists 404 for missing parameters. */
	numberMissing: (status: number) =>
		failure(status, 'Missing required parameter', {
			message: 'Please provide whatsappNumber or contactId',
		}),
	/** Not documented. */
	limitInvalid: () => failure(400, 'Invalid limit', { message: 'limit must be between 1 and 100' }),
	/** Not documented. */
	pageNotFound: (page: number) =>
		failure(404, 'Page not found', { message: `Page ${page} does not exist` }),
};

/** Meta's error 131047 in its own words. */
const OUTSIDE_WINDOW =
	'(#131047) Message failed to send because more than 24 hours have passed since the customer last replied to this number.';

/** Failures of the endpoints that write (R-openapi, R-contact, R-sendwa). None carries `success`. */
export const writeErrors = {
	missingField: (message: string) => failure(400, 'Missing required field', { message }),
	numberNotOnWhatsApp: () =>
		failure(400, 'Invalid WhatsApp number', {
			message: 'The provided phone number is not registered on WhatsApp',
		}),
	numberTooShort: () =>
		failure(400, 'Invalid phone number', {
			message: 'Phone number must include country code and be at least 10 digits',
		}),
	invalidMessageType: (messageType: string, supported: readonly string[]) =>
		failure(400, 'Invalid message type', {
			message: `Unsupported message_type: ${messageType}. Supported types: ${supported.join(', ')}`,
		}),
	invalidProvider: (current: string) =>
		failure(400, 'Invalid provider', {
			message: `Organization must use Meta WhatsApp provider. Current: ${current}`,
		}),
	metaNotConfigured: () =>
		failure(400, 'Meta not configured', {
			message: 'Organization Meta WhatsApp credentials are not configured',
		}),
	mediaNotUploaded: () =>
		failure(500, 'Meta upload failed', { message: 'Failed to upload media to Meta' }),
	mediaNotStored: () =>
		failure(500, 'Storage upload failed', { message: 'Failed to upload to storage' }),
	/** The documented failure with the text of Meta's error 131047, which FlowIQ's pages do not show. */
	outsideWindow: () => failure(500, 'Failed to send message', { message: OUTSIDE_WINDOW }),
	/** Documented limits; how breaking one is answered is not. */
	limitBroken: (message: string) => failure(400, 'Invalid interactive message', { message }),
	/** Not documented. */
	webhookUrlInvalid: (url: string) =>
		failure(400, 'Invalid webhook URL', { message: `The webhook URL must use HTTPS: ${url}` }),
	/** Not documented. */
	webhookTypeInvalid: (type: string) =>
		failure(400, 'Invalid webhook type', { message: `Unsupported webhook type: ${type}` }),
	/** Not documented but for the hint at `bodyParameters.name` (P-st). */
	templateRecipientUnknown: () =>
		failure(400, 'Contact not found', {
			message: 'Provide bodyParameters.name to create the contact automatically',
		}),
	keyRevoked: () => failure(401, 'Invalid API key', { message: 'API key has been revoked' }),
	tokenFormat: () =>
		failure(401, 'Invalid token format', {
			message: 'Bearer token must be an API key (fiq_...)',
		}),
	tokenMismatch: () =>
		failure(401, 'API key mismatch', {
			message: 'API key does not belong to the specified tenant',
		}),
	recipientNotFound: (whatsappId: string) =>
		failure(404, 'Contact not found', {
			message: `No contact exists with WhatsApp number ${whatsappId}. Please create the contact first using the /api/contact endpoint.`,
			whatsapp_id: whatsappId,
		}),
	/** Not documented for GET /contact; the shape of its neighbours. */
	contactNotFound: (whatsappId: string) =>
		failure(404, 'Contact not found', {
			message: `No contact exists with WhatsApp number ${whatsappId}`,
			whatsapp_id: whatsappId,
		}),
	contactExists: (existing: Record<string, unknown>) =>
		failure(409, 'Contact already exists', {
			message: 'A contact with this phone number already exists',
			existing_contact: existing,
		}),
};

function failure(status: number, error: string, rest: Record<string, unknown> = {}): Answer {
	return { status, body: { error, ...rest } };
}

/** Only `AuthenticationError` is shown anywhere (R-over); the others follow its pattern. */
const CODES: Record<number, string> = {
	400: 'ValidationError',
	401: 'AuthenticationError',
	404: 'NotFoundError',
	409: 'ConflictError',
	429: 'RateLimitError',
	500: 'InternalServerError',
};

/**
 * A failure as the variants want it.
 *
 * @param flagged whether the endpoint's documented failures carry `success: false`
 */
export function inStyle(answer: Answer, variants: Variants, flagged: boolean): Answer {
	const { error, message, ...rest } = answer.body;
	const coded = variants.errorStyle === 'code' && answer.status in CODES;
	const body = coded
		? { error: CODES[answer.status], message: codeMessage(answer, error, message), ...rest }
		: answer.body;
	if (variants.failureStatus === 'ok') return { status: 200, body: { success: false, ...body } };
	const withFlag = flagged && variants.errorSuccessFlag === 'present';
	return { status: answer.status, body: withFlag ? { success: false, ...body } : body };
}

function codeMessage(answer: Answer, error: unknown, message: unknown): string {
	if (answer.status === 401) return 'Invalid bearer token provided';
	return [error, message].filter((text) => typeof text === 'string').join(': ');
}
