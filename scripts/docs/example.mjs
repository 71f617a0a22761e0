// An output item with invented values, made from an output schema.

const FILE = 'https://files.example.com/Invoice%2012.pdf';

/** Values of fields that appear in output items; in FlowIQ's documented forms. */
const VALUES = {
	id: '6f0f8f3e-54a7-4a4e-9d0f-0b8c5f1d2a3b',
	contact_id: '6f0f8f3e-54a7-4a4e-9d0f-0b8c5f1d2a3b',
	contactId: '6f0f8f3e-54a7-4a4e-9d0f-0b8c5f1d2a3b',
	full_name: 'Thandi Nkosi',
	contactName: 'Thandi Nkosi',
	email: 'thandi@example.com',
	whatsapp_id: '27123456789',
	recipient: '27123456789',
	phone_number: '27123456789',
	tags: ['vip'],
	message: 'Where is my order?',
	text: 'Yes, please deliver on Friday.',
	sender_type: 'user-whatsapp',
	message_status: 'read',
	status: 'read',
	message_type: 'text',
	event_type: 'message_received',
	media_type: null,
	media_url: null,
	assignee: null,
	created: true,
	approved: true,
	success: true,
	bot_status: 'active',
	message_id: 'wamid.HBgLMjcxMjM0NTY3ODkVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA',
	messageId: 'wamid.HBgLMjcxMjM0NTY3ODkVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA',
	whatsapp_message_id: 'wamid.HBgLMjcxMjM0NTY3ODkVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA',
	file_name: 'Invoice 12.pdf',
	fileName: 'contacts.csv',
	mime_type: 'application/pdf',
	file_size: 48_213,
};

const BY_TYPE = { boolean: false, integer: 1, number: 1, array: [], string: 'text' };

/**
 * @param {object} schema of one output item
 * @param {string[]} without fields that such an item does not have
 */
export function exampleOf(schema, without = []) {
	return objectOf(schema.properties, without);
}

function objectOf(properties, without = []) {
	return Object.fromEntries(
		Object.entries(properties)
			.filter(([name]) => !without.includes(name))
			.map(([name, schema]) => [name, valueOf(name, schema, without)]),
	);
}

function valueOf(name, { type, format, properties }, without) {
	const types = [type].flat();
	if (name === 'media_url' && !types.includes('null')) return FILE;
	if (name in VALUES) return VALUES[name];
	if (properties) return objectOf(properties, without);
	if (format === 'date-time') return '2026-03-07T09:15:00.000Z';
	return types.includes('null') && types[0] !== 'boolean' ? null : (BY_TYPE[types[0]] ?? null);
}
