import type { Subject } from '../../nodes/shared/errors/errorText';

/** An error body that FlowIQ's documentation shows. */
export interface DocumentedError {
	status: number;
	body: Record<string, unknown>;
	/** The parameter that it is about, where that is one of the read operations or of the credential. */
	about?: Subject;
}

const NUMBER = '27123456789';

/** GET /conversations (facts sheet 3.5), and the code-like style of the page "overview" (12, row 10). */
const CONVERSATIONS: DocumentedError[] = [
	{
		status: 400,
		body: {
			success: false,
			error: 'Tenant ID is required',
			message: 'Please provide tenantId query parameter',
		},
		about: 'tenantId',
	},
	{
		status: 400,
		body: {
			success: false,
			error: 'Invalid action',
			message: 'Use: conversation-messages, contacts, or find-by-phone',
		},
	},
	{
		status: 401,
		body: {
			success: false,
			error: 'Authorization required',
			message: 'Please provide Authorization bearer token',
		},
		about: 'accessToken',
	},
	{
		status: 401,
		body: {
			success: false,
			error: 'Authentication mismatch',
			message: 'Bearer token does not match the provided tenantId',
		},
		about: 'tenantId',
	},
	{
		status: 404,
		body: {
			success: false,
			error: 'Organization not found',
			message: 'No organization found with tenantId: acme',
		},
		about: 'tenantId',
	},
	{
		status: 404,
		body: {
			success: false,
			error: 'Contact not found for the provided phone number',
			normalized_phone: NUMBER,
		},
		about: 'contact',
	},
	{
		status: 404,
		body: { success: false, error: 'Shopify order not found', orderId: '1234567890' },
		about: 'orderId',
	},
	{ status: 500, body: { success: false, error: 'Internal server error' } },
	{
		status: 401,
		body: {
			success: false,
			error: 'AuthenticationError',
			message: 'Invalid bearer token provided',
		},
		about: 'accessToken',
	},
];

/** POST /contact (6) and POST /send-whatsapp (8); none of them has `success`. */
const CONTACT_AND_SEND: DocumentedError[] = [
	{ status: 400, body: { error: 'Missing required field', message: 'phone_number is required' } },
	{
		status: 400,
		body: {
			error: 'Invalid WhatsApp number',
			message: 'The provided phone number is not registered on WhatsApp',
		},
		about: 'contact',
	},
	{
		status: 400,
		body: {
			error: 'Invalid phone number',
			message: 'Phone number must include country code and be at least 10 digits',
		},
		about: 'contact',
	},
	{
		status: 401,
		body: { error: 'Invalid API key', message: 'API key has been revoked' },
		about: 'accessToken',
	},
	{
		status: 401,
		body: {
			error: 'Invalid token format',
			message: 'Bearer token must be an API key (fiq_...)',
		},
		about: 'accessToken',
	},
	{
		status: 401,
		body: {
			error: 'API key mismatch',
			message: 'API key does not belong to the specified tenant',
		},
		about: 'tenantId',
	},
	{
		status: 409,
		body: {
			error: 'Contact already exists',
			message: 'A contact with this phone number already exists',
			existing_contact: { id: 'c-1', full_name: 'Nathan', whatsapp_id: NUMBER },
		},
	},
	{ status: 500, body: { error: 'Internal server error', message: 'Failed to create contact' } },
	{
		status: 400,
		body: { error: 'Missing required field', message: 'text is required for text messages' },
	},
	{
		status: 400,
		body: { error: 'Missing required field', message: 'media_url is required for media messages' },
	},
	{
		status: 400,
		body: {
			error: 'Invalid provider',
			message: 'Organization must use Meta WhatsApp provider. Current: wati',
		},
	},
	{
		status: 400,
		body: {
			error: 'Invalid message type',
			message: 'Unsupported message_type: fax. Supported types: text, image',
		},
	},
	{
		status: 400,
		body: {
			error: 'Meta not configured',
			message: 'Organization Meta WhatsApp credentials are not configured',
		},
	},
	{
		status: 404,
		body: {
			error: 'Contact not found',
			message: `No contact exists with WhatsApp number ${NUMBER}. Please create the contact first using the /api/contact endpoint.`,
			whatsapp_id: NUMBER,
		},
		about: 'contact',
	},
	{ status: 500, body: { error: 'Meta upload failed', message: 'Failed to upload media to Meta' } },
	{
		status: 500,
		body: { error: 'Storage upload failed', message: 'Failed to upload to storage' },
	},
	{
		status: 500,
		body: { error: 'Failed to send message', message: '(#131047) Re-engagement message' },
	},
];

/** Every documented error body, each with `success: false` and without: the pages disagree (12, row 9). */
export const DOCUMENTED_ERRORS: DocumentedError[] = [...CONVERSATIONS, ...CONTACT_AND_SEND].flatMap(
	(documented) => [
		{ ...documented, body: { ...documented.body, success: false } },
		{
			...documented,
			body: Object.fromEntries(
				Object.entries(documented.body).filter(([field]) => field !== 'success'),
			),
		},
	],
);

/** @returns a short name of a documented error for the name of a test */
export function nameOf({ status, body }: DocumentedError): string {
	return `${status} ${String(body.error)}: ${String(body.message)} (success: ${String(body.success)})`;
}
