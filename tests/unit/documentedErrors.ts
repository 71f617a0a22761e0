import type { Subject } from '../../nodes/shared/errors/errorText';

/** An error body that FlowIQ's documentation shows. */
export interface DocumentedError {
	status: number;
	body: Record<string, unknown>;
	/** The parameter that it is about, where that is one of the read operations or of the credential. */
	about?: Subject;
}

const NUMBER = '27123456789';

type Shown = [status: number, error: string, message?: string, more?: Record<string, unknown>];

/**
 * What the pages show, by what it is about: GET /conversations (facts sheet 3.5), with the code-like style of the page
 * "overview" (12, row 10); POST /contact (6); POST /send-whatsapp (8).
 */
const SHOWN: Record<Subject | 'others', Shown[]> = {
	tenantId: [
		[400, 'Tenant ID is required', 'Please provide tenantId query parameter'],
		[401, 'Authentication mismatch', 'Bearer token does not match the provided tenantId'],
		[404, 'Organization not found', 'No organization found with tenantId: acme'],
		[401, 'API key mismatch', 'API key does not belong to the specified tenant'],
	],
	accessToken: [
		[401, 'Authorization required', 'Please provide Authorization bearer token'],
		[401, 'AuthenticationError', 'Invalid bearer token provided'],
		[401, 'Invalid API key', 'API key has been revoked'],
		[401, 'Invalid token format', 'Bearer token must be an API key (fiq_...)'],
	],
	contact: [
		[
			404,
			'Contact not found for the provided phone number',
			undefined,
			{ normalized_phone: NUMBER },
		],
		[400, 'Invalid WhatsApp number', 'The provided phone number is not registered on WhatsApp'],
		[
			400,
			'Invalid phone number',
			'Phone number must include country code and be at least 10 digits',
		],
		[
			404,
			'Contact not found',
			`No contact exists with WhatsApp number ${NUMBER}. Please create the contact first using the /api/contact endpoint.`,
			{ whatsapp_id: NUMBER },
		],
	],
	orderId: [[404, 'Shopify order not found', undefined, { orderId: '1234567890' }]],
	others: [
		[400, 'Invalid action', 'Use: conversation-messages, contacts, or find-by-phone'],
		[500, 'Internal server error'],
		[400, 'Missing required field', 'phone_number is required'],
		[
			409,
			'Contact already exists',
			'A contact with this phone number already exists',
			{ existing_contact: { id: 'c-1', full_name: 'Nathan', whatsapp_id: NUMBER } },
		],
		[500, 'Internal server error', 'Failed to create contact'],
		[400, 'Missing required field', 'text is required for text messages'],
		[400, 'Missing required field', 'media_url is required for media messages'],
		[400, 'Invalid provider', 'Organization must use Meta WhatsApp provider. Current: wati'],
		[400, 'Invalid message type', 'Unsupported message_type: fax. Supported types: text, image'],
		[400, 'Meta not configured', 'Organization Meta WhatsApp credentials are not configured'],
		[500, 'Meta upload failed', 'Failed to upload media to Meta'],
		[500, 'Storage upload failed', 'Failed to upload to storage'],
		[500, 'Failed to send message', '(#131047) Re-engagement message'],
	],
};

/** Every documented error body, each with `success: false` and without: the pages disagree (12, row 9). */
export const DOCUMENTED_ERRORS: DocumentedError[] = Object.entries(SHOWN).flatMap(
	([subject, errors]) =>
		errors.flatMap(([status, error, message, more]) => {
			const body = { error, ...(message !== undefined && { message }), ...more };
			const about = subject === 'others' ? undefined : (subject as Subject);
			return [{ ...body, success: false }, body].map((shown) => ({ status, body: shown, about }));
		}),
);

/** @returns a short name of a documented error for the name of a test */
export function nameOf({ status, body }: DocumentedError): string {
	return `${status} ${String(body.error)}: ${String(body.message)} (success: ${String(body.success)})`;
}
