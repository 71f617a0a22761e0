import { startSimulator, type Contact, type Simulator } from '../../simulator';
import { send, sendAs } from './support/client';
import { answerViolations, documentedExample } from './support/description';

let simulator: Simulator;
let contact: Contact;

beforeAll(async () => {
	simulator = await startSimulator({ contacts: 30, messagesPerContact: 5 });
	contact = simulator.contacts.find(({ full_name }) => full_name !== null) as Contact;
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

type Body = Record<string, unknown>;

/** Sends, and expects the answer to fit the description whatever it is. */
async function call(method: string, path: string, params: Record<string, string>, body?: Body) {
	const answer = await send(simulator, method, path, { tenantId: 'demo', ...params }, body);
	expect(answerViolations(method, path, answer)).toEqual([]);
	return answer;
}

const post = async (path: string, body: Body) => await call('POST', path, {}, body);

/** Sends a message to the contact. */
const sendMessage = async (body: Body = { message_type: 'text', text: 'Hi' }) =>
	await post('/send-whatsapp', { phone_number: contact.whatsapp_id, ...body });

/** The documented answer of POST /send-whatsapp with this status. */
const asDocumented = (status: number, name: string) => ({
	status,
	body: documentedExample('POST', '/send-whatsapp', status, name),
});

describe('every path that wants an API key refuses word for word as documented', () => {
	const paths: Array<[string, string]> = [
		['POST', '/contact'],
		['GET', '/contact'],
		['POST', '/send-whatsapp'],
		['POST', '/send-template'],
	];

	test.each([
		['what is no API key', 'Bearer eyJhbGciOi', 'demo', 'tokenFormat'],
		['a revoked key', 'Bearer fiq_revoked_token', 'demo', 'keyRevoked'],
		["another company's tenant", 'Bearer fiq_simulator_token', 'another-tenant', 'tokenMismatch'],
	])('401 for %s', async (_, key, tenantId, name) => {
		for (const [method, path] of paths) {
			const answer = await sendAs(simulator, key, method, path, { tenantId });
			const body = documentedExample(method, path, 401, name);
			expect(answer).toMatchObject({ status: 401, body });
			expect(answer.body).not.toHaveProperty('success');
		}
	});

	test.each(paths)('%s %s: 404 for an unknown tenant', async (method, path) => {
		const answer = await send(simulator, method, path, { tenantId: 'acme' });
		expect(answer.status).toBe(404);
		expect(answer.body).toEqual({
			error: 'Organization not found',
			message: 'No organization found with tenantId: acme',
		});
	});
});

describe('POST /contact', () => {
	const create = async (body: Body) => await post('/contact', body);
	const example = (status: number, name: string) =>
		documentedExample('POST', '/contact', status, name);

	test('creates a contact that is then in the list', async () => {
		const { status, body } = await create({
			name: 'Thandi Nkosi',
			phone_number: '+27 (60) 123-4567',
			email: 'thandi@example.com',
			tags: ' vip, ,customer ',
		});
		expect(status).toBe(201);
		expect(body.contact).toMatchObject({
			full_name: 'Thandi Nkosi',
			whatsapp_id: '27601234567',
			phone_number: '+27601234567',
			tags: ['vip', 'customer'],
		});
		expect(simulator.contactAt(0)).toMatchObject({ id: body.contact.id, bot_status: 'active' });
	});

	test.each<[string, Body, string]>([
		['without a number', { name: 'Ann' }, 'phoneNumberMissing'],
		['for less than ten digits', { name: 'Ann', phone_number: '+27 601 234' }, 'numberTooShort'],
		[
			'for a number that is not on WhatsApp, which those with 999 in front are not',
			{ name: 'Ann', phone_number: '+999 601 234 567' },
			'numberNotOnWhatsApp',
		],
	])('400 %s', async (_, fields, name) => {
		expect(await create(fields)).toMatchObject({ status: 400, body: example(400, name) });
	});

	test('400 without a name', async () => {
		expect((await create({ phone_number: '+27601234567' })).status).toBe(400);
	});

	test('409 for a number that is taken, naming its contact', async () => {
		const { id, full_name, whatsapp_id } = contact;
		expect(await create({ name: 'Ann', phone_number: `+${whatsapp_id}` })).toMatchObject({
			status: 409,
			body: { ...example(409, 'contactExists'), existing_contact: { id, full_name, whatsapp_id } },
		});
	});

	test('400 for a body that is no JSON', async () => {
		const response = await fetch(`${simulator.url}/contact?tenantId=demo`, {
			method: 'POST',
			headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'text/plain' },
			body: 'name=Ann',
		});
		expect(response.status).toBe(400);
	});
});

describe('GET /contact', () => {
	test.each(['phone_number', 'whatsapp_id'])('finds by %s, however it is written', async (name) => {
		for (const number of [contact.whatsapp_id, `+${contact.whatsapp_id}`]) {
			const { status, body } = await call('GET', '/contact', { [name]: number });
			expect(status).toBe(200);
			expect(body.contact).toMatchObject({ id: contact.id, full_name: contact.full_name });
		}
	});

	test('shows both documented forms of source', async () => {
		const forms = new Set<string>();
		for (const { whatsapp_id } of simulator.contacts) {
			const { body } = await call('GET', '/contact', { whatsapp_id });
			forms.add(Object.keys(body.contact.source).join());
		}
		expect(forms).toEqual(new Set(['type', 'type,location,created_at']));
	});

	test('404 for an unknown number, 400 for none', async () => {
		expect((await call('GET', '/contact', { phone_number: '27120000000' })).status).toBe(404);
		expect((await call('GET', '/contact', {})).status).toBe(400);
	});
});

describe('POST /send-whatsapp', () => {
	const url = 'https://example.com/file';

	test.each<[string, Body]>([
		['text', { text: 'Hello' }],
		['image', { media_url: url, caption: 'Look' }],
		['video', { media_url: url }],
		['audio', { media_url: url }],
		['document', { media_url: url, filename: 'a.pdf' }],
		['location', { location: { latitude: -33.9, longitude: 18.4 } }],
		['contacts', { contacts: [{ name: { formatted_name: 'Ann' } }] }],
		[
			'interactive',
			{ interactive: { type: 'button', body: 'Well?', buttons: [{ title: 'Yes' }] } },
		],
		[
			'interactive',
			{
				interactive: {
					type: 'list',
					body: 'Well?',
					button: 'Choose',
					sections: [{ rows: [{ id: '1', title: 'One' }] }],
				},
			},
		],
		['reaction', { reaction: { message_id: 'wamid.X' } }],
	])('sends %s', async (message_type, fields) => {
		const { status, body } = await sendMessage({ message_type, ...fields });
		expect(status).toBe(200);
		expect(body.data).toMatchObject({ recipient: contact.whatsapp_id, message_type });
		expect(body.data.message_id).toMatch(/^wamid\./);
		const stored = message_type === 'reaction' ? 5 : 6;
		expect(simulator.messageCountOf(contact.id)).toBe(stored);
	});

	test('what was sent is in the conversation', async () => {
		await sendMessage({ message_type: 'image', media_url: url, caption: 'Look' });
		expect(simulator.messagesOf(contact.id).at(-1)).toMatchObject({
			message: 'Look',
			sender_type: 'bot-whatsapp',
			message_status: 'sent',
			media_type: 'image',
			media_url: url,
		});
	});

	test('every message has an id of its own', async () => {
		const ids = new Set<string>();
		for (let count = 0; count < 5; count++) {
			ids.add((await sendMessage()).body.data.message_id);
		}
		expect(ids.size).toBe(5);
	});

	test.each<[string, Body]>([
		['phoneNumberMissing', { phone_number: '', message_type: 'text', text: 'Hi' }],
		['textMissing', { message_type: 'text' }],
		['mediaMissing', { message_type: 'video' }],
		['locationMissing', { message_type: 'location', location: { latitude: 1 } }],
		['contactsMissing', { message_type: 'contacts', contacts: [] }],
		['buttonsMissing', { message_type: 'interactive', interactive: { type: 'button', body: 'x' } }],
		['listMissing', { message_type: 'interactive', interactive: { type: 'list', body: 'x' } }],
		['reactionMissing', { message_type: 'reaction', reaction: {} }],
		['invalidMessageType', { message_type: 'poll' }],
	])('400 word for word: %s', async (name, fields) => {
		expect(await sendMessage(fields)).toMatchObject(asDocumented(400, name));
	});

	test.each([
		['wati', 'invalidProvider'],
		['unconfigured', 'metaNotConfigured'],
	] as const)('400 word for word: provider=%s', async (provider, name) => {
		simulator.variants = { provider };
		expect(await sendMessage()).toMatchObject(asDocumented(400, name));
	});

	test('404 for a recipient who is no contact', async () => {
		const body = { phone_number: '+27 12 345 6789', message_type: 'text', text: 'Hi' };
		expect(await call('POST', '/send-whatsapp', {}, body)).toMatchObject(
			asDocumented(404, 'recipientNotFound'),
		);
	});

	test('sendResponse=older adds what that page shows', async () => {
		simulator.variants = { sendResponse: 'older' };
		const { data } = (await sendMessage()).body;
		expect(data.meta_response.messages).toEqual([{ id: data.message_id }]);
	});
});

describe('POST /send-template', () => {
	const sendTemplate = async (body: Body) =>
		await post('/send-template', { templateName: 'welcome', ...body });

	test('sends to a contact', async () => {
		const { status, body } = await sendTemplate({ whatsappNumber: contact.whatsapp_id });
		expect(status).toBe(200);
		expect(body.summary).toEqual({ total: 1, successful: 1, failed: 0 });
		expect(body.results[0]).toMatchObject({ contactId: contact.id, success: true, error: null });
		expect(simulator.messageCountOf(contact.id)).toBe(6);
	});

	test('a team member makes it a message of a person', async () => {
		await sendTemplate({ whatsappNumber: contact.whatsapp_id, memberId: contact.id });
		expect(simulator.messagesOf(contact.id).at(-1)?.sender_type).toBe('human-whatsapp');
	});

	test('an unknown recipient with a name is created; the local form of a number will do', async () => {
		const body = { whatsappNumber: '079 497 5464', bodyParameters: { name: 'Ann' } };
		expect((await sendTemplate(body)).status).toBe(200);
		expect(simulator.findContact('27794975464')?.full_name).toBe('Ann');
	});

	test('400 for an unknown recipient without a name, pointing at bodyParameters.name', async () => {
		const { status, body } = await sendTemplate({ whatsappNumber: '27794975464' });
		expect(status).toBe(400);
		expect(body.message).toContain('bodyParameters.name');
	});

	test.each([{ templateName: '' }, { whatsappNumber: '' }])('400 for %p', async (missing) => {
		const answer = await sendTemplate({ whatsappNumber: contact.whatsapp_id, ...missing });
		expect(answer.status).toBe(400);
	});
});

describe('what may become of a message', () => {
	const template = { templateName: 'welcome', bodyParameters: { name: 'Ann' } };
	const sendTemplate = async (whatsappNumber = contact.whatsapp_id) =>
		await post('/send-template', { ...template, whatsappNumber });
	const lastStatus = () => simulator.messagesOf(contact.id).at(-1)?.message_status;

	test.each([
		['refusedByMeta', 'metaUploadFailed'],
		['refusedByStorage', 'storageUploadFailed'],
	] as const)('500 word for word: mediaUpload=%s, for files only', async (mediaUpload, name) => {
		simulator.variants = { mediaUpload };
		const file = { message_type: 'image', media_url: 'https://example.com/a.png' };
		expect(await sendMessage(file)).toMatchObject(asDocumented(500, name));
		expect((await sendMessage()).status).toBe(200);
	});

	test('customerWindow=refused: 500 unless the customer wrote within 24 hours', async () => {
		simulator.variants = { customerWindow: 'refused' };
		expect(await sendMessage()).toMatchObject(asDocumented(500, 'outsideWindow'));
		expect((await sendTemplate()).status).toBe(200);
		simulator.addMessage(contact.id);
		expect((await sendMessage()).status).toBe(200);
	});

	test('customerWindow=reported: accepted, and failed afterwards', async () => {
		simulator.variants = { customerWindow: 'reported' };
		expect((await sendMessage()).status).toBe(200);
		expect(lastStatus()).toBe('failed');
		simulator.addMessage(contact.id);
		await sendMessage();
		expect(lastStatus()).toBe('sent');
	});

	test.each([
		['none', 'sent'],
		['delivered', 'delivered'],
		['read', 'read'],
		['failed', 'failed'],
	] as const)('receipts=%s: the conversation says %s', async (receipts, status) => {
		simulator.variants = { receipts };
		await sendMessage();
		expect(lastStatus()).toBe(status);
	});

	test('a reaction shows at the message that it is about', async () => {
		const { body } = await sendMessage();
		const reaction = { message_id: body.data.message_id, emoji: '🎉' };
		await sendMessage({ message_type: 'reaction', reaction });
		expect(simulator.messagesOf(contact.id).at(-1)?.reactions).toMatchObject([{ emoji: '🎉' }]);
	});

	test.each(['200', '400', '500'] as const)(
		'templates=rejected: success false with status %s, and the error in either place',
		async (templateFailureStatus) => {
			simulator.variants = { templates: 'rejected', templateFailureStatus };
			const before = simulator.messageCountOf(contact.id);
			const { status, body } = await sendTemplate();
			expect(status).toBe(Number(templateFailureStatus));
			expect(body).toMatchObject({ success: false, summary: { successful: 0, failed: 1 } });
			expect(body.results[0]).toMatchObject({ success: false, messageId: null });
			expect(body.results[0].error).toContain('132001');
			simulator.variants = { templateFailureBody: 'error' };
			expect((await sendTemplate()).body.error).toContain('132001');
			expect(simulator.messageCountOf(contact.id)).toBe(before);
		},
	);

	test('a template to a number that is not on WhatsApp fails', async () => {
		expect((await sendTemplate('+999 601 234 567')).body.results[0].error).toContain('131026');
	});

	const row = { id: '1', title: 'One' };
	const interactive = (fields: Body) => ({
		message_type: 'interactive',
		interactive: { body: 'Well?', ...fields },
	});
	const listOf = (fields: Body) =>
		interactive({ type: 'list', button: 'Choose', sections: [{ rows: [row] }], ...fields });
	const buttonsOf = (fields: Body) =>
		interactive({ type: 'button', buttons: [{ title: 'Yes' }], ...fields });

	test.each<[string, Body]>([
		['a body of 1,025 characters', buttonsOf({ body: 'x'.repeat(1025) })],
		['a header of 61', buttonsOf({ header: 'x'.repeat(61) })],
		['four buttons', buttonsOf({ buttons: ['a', 'b', 'c', 'd'].map((title) => ({ title })) })],
		['a button title of 21', buttonsOf({ buttons: [{ title: 'x'.repeat(21) }] })],
		['equal button titles', buttonsOf({ buttons: [{ title: 'a' }, { title: 'a' }] })],
		['a list button of 21', listOf({ button: 'x'.repeat(21) })],
		['eleven sections', listOf({ sections: Array.from({ length: 11 }, () => ({ rows: [row] })) })],
		['equal row ids', listOf({ sections: [{ rows: [row, { ...row, title: 'Two' }] }] })],
		[
			'a row description of 73',
			listOf({ sections: [{ rows: [{ ...row, description: 'x'.repeat(73) }] }] }),
		],
	])('400 for %s', async (_, body) => {
		expect((await sendMessage(body)).status).toBe(400);
	});

	test('limits are counted in characters as people see them', async () => {
		const title = '👨‍👩‍👧‍👦'.repeat(20);
		expect((await sendMessage(buttonsOf({ buttons: [{ title }] }))).status).toBe(200);
	});
});
