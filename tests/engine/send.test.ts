import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import { requestViolations } from '../simulator/support/description';
import { locator, useNode } from '../support/flowiq';
import { EMPTY, itRefuses } from '../support/refused';

const { simulator, run, read } = useNode({ contacts: 10, messagesPerContact: 3 });

const FAMILY = '👨‍👩‍👧‍👦';
const URL = 'https://example.com/files/image.png';

/** Parameters of message Send, to nobody whom FlowIQ knows. */
function sending(messageType: string, parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'send',
		recipient: locator('phone', '27600000003'),
		messageType,
		...parameters,
	};
}

/** Sends to the first contact. */
const send = async (parameters: IDataObject) =>
	await read({ ...parameters, recipient: locator('phone', simulator().contactAt(0).whatsapp_id) });

const row = (id: string, title: string, description?: string) => ({ id, title, description });

const buttons = (...titles: string[]) => ({ button: titles.map((title) => ({ title })) });

const list = (parameters: IDataObject) =>
	sending('interactive', {
		interactiveType: 'list',
		body: 'When?',
		buttonText: 'Choose',
		sections: { section: [{ rows: { row: [row('1', 'One')] } }] },
		...parameters,
	});

/** The one body that FlowIQ got, which has to be as documented. */
function sentBody({ requests }: Simulator): Record<string, unknown> {
	expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /send-whatsapp']);
	const { body, query } = requests[0];
	expect(query).toEqual({ tenantId: simulator().tenantId });
	expect(requestViolations('POST', '/send-whatsapp', body)).toEqual([]);
	return body as Record<string, unknown>;
}

describe('Message Send puts into the request', () => {
	const CASES: Record<string, [parameters: IDataObject, content: IDataObject]> = {
		'a text': [sending('text', { text: 'Hello 👋\n  there ' }), { text: 'Hello 👋\n  there ' }],
		'a number as text': [sending('text', { text: 0 }), { text: '0' }],
		'an image': [sending('image', { mediaUrl: URL }), { media_url: URL }],
		'an image with its caption': [
			sending('image', { mediaUrl: ` ${URL} `, additionalFields: { caption: 'Look' } }),
			{ media_url: URL, caption: 'Look' },
		],
		'a video': [sending('video', { mediaUrl: URL }), { media_url: URL }],
		'an audio file': [sending('audio', { mediaUrl: URL }), { media_url: URL }],
		'a document with its name': [
			sending('document', {
				mediaUrl: 'https://example.com/Angebot März.pdf',
				additionalFields: { caption: 'Offer', fileName: 'offer.pdf' },
			}),
			{
				media_url: 'https://example.com/Angebot%20M%C3%A4rz.pdf',
				caption: 'Offer',
				filename: 'offer.pdf',
			},
		],
		'a location': [
			sending('location', {
				latitude: '-33.9249',
				longitude: 18.4241,
				additionalFields: { name: 'Shop', address: '12 Long Street' },
			}),
			{
				location: {
					latitude: -33.9249,
					longitude: 18.4241,
					name: 'Shop',
					address: '12 Long Street',
				},
			},
		],
		'the place at 0, 0': [
			sending('location', { latitude: 0, longitude: '0' }),
			{ location: { latitude: 0, longitude: 0 } },
		],
		'contact cards from fields': [
			sending('contacts', {
				contactCards: {
					card: [
						{
							formatted_name: 'Nathan Smith',
							first_name: 'Nathan',
							phones: { phone: [{ phone: '+27 12 345 6789', type: 'Work' }, { phone: 112 }] },
						},
						{ formatted_name: 'Zoë' },
					],
				},
			}),
			{
				contacts: [
					{
						name: { formatted_name: 'Nathan Smith', first_name: 'Nathan' },
						phones: [
							{ phone: '+27 12 345 6789', type: 'WORK' },
							{ phone: '112', type: 'CELL' },
						],
					},
					{ name: { formatted_name: 'Zoë' } },
				],
			},
		],
		'contact cards from JSON': [
			sending('contacts', {
				specifyContactCards: 'json',
				contactCardsJson:
					'[{ "name": { "formatted_name": "Ann", "last_name": "Lee" }, "phones": [{ "phone": "1" }] }]',
			}),
			{
				contacts: [{ name: { formatted_name: 'Ann', last_name: 'Lee' }, phones: [{ phone: '1' }] }],
			},
		],
		'buttons from fields': [
			sending('interactive', {
				body: 'Well?',
				buttons: { button: [{ title: 'Yes', id: 'yes' }, { title: 'No' }] },
				additionalFields: {
					header: 'Order',
					footer: 'Until 6 pm',
					headerMedia: { media: { type: 'document', url: URL, fileName: 'a.pdf' } },
				},
			}),
			{
				interactive: {
					type: 'button',
					body: 'Well?',
					buttons: [{ title: 'Yes', id: 'yes' }, { title: 'No' }],
					header: 'Order',
					footer: 'Until 6 pm',
					header_media: { type: 'document', url: URL, filename: 'a.pdf' },
				},
			},
		],
		'a title that is long enough with blanks around it': [
			sending('interactive', { body: 'Well?', buttons: buttons(` ${'x'.repeat(20)} `) }),
			{ interactive: { type: 'button', body: 'Well?', buttons: [{ title: 'x'.repeat(20) }] } },
		],
		'buttons from JSON': [
			sending('interactive', {
				body: 'Well?',
				specifyButtons: 'json',
				buttonsJson: '={{ [{ "id": 1, "title": "Yes" }] }}',
			}),
			{ interactive: { type: 'button', body: 'Well?', buttons: [{ id: '1', title: 'Yes' }] } },
		],
		'a list from fields': [
			list({
				sections: {
					section: [
						{ title: 'Mon', rows: { row: [row('1', 'Nine'), row('2', 'Ten', 'Late')] } },
						{ rows: { row: [row('3', 'Eleven')] } },
					],
				},
				additionalFields: { header: 'Times', footer: 'All local' },
			}),
			{
				interactive: {
					type: 'list',
					body: 'When?',
					button: 'Choose',
					sections: [
						{
							title: 'Mon',
							rows: [
								{ id: '1', title: 'Nine' },
								{ id: '2', title: 'Ten', description: 'Late' },
							],
						},
						{ rows: [{ id: '3', title: 'Eleven' }] },
					],
					header: 'Times',
					footer: 'All local',
				},
			},
		],
		'a list from JSON': [
			list({
				specifySections: 'json',
				sectionsJson: { sections: [{ rows: [{ id: 'a', title: 'A' }] }] },
			}),
			{
				interactive: {
					type: 'list',
					body: 'When?',
					button: 'Choose',
					sections: [{ rows: [{ id: 'a', title: 'A' }] }],
				},
			},
		],
		'a reaction': [
			sending('reaction', { reactionMessageId: 'wamid.X', emoji: FAMILY }),
			{ reaction: { message_id: 'wamid.X', emoji: FAMILY } },
		],
		'a reaction with the thumb that is set at first': [
			sending('reaction', { reactionMessageId: 'wamid.X' }),
			{ reaction: { message_id: 'wamid.X', emoji: '👍' } },
		],
		'a reaction with invisible characters around the emoji': [
			sending('reaction', { reactionMessageId: 'wamid.X', emoji: '\u200b👍\u200b ' }),
			{ reaction: { message_id: 'wamid.X', emoji: '👍' } },
		],
		'a reaction whose emoji was removed, which FlowIQ fills in': [
			sending('reaction', { reactionMessageId: 'wamid.X', emoji: '' }),
			{ reaction: { message_id: 'wamid.X' } },
		],
		'the message that is answered': [
			sending('text', { text: 'Yes', options: { replyToMessageId: 'wamid.Q' } }),
			{ text: 'Yes', context_message_id: 'wamid.Q' },
		],
		'the longest texts, with emojis counted as one': [
			sending('interactive', {
				body: FAMILY.repeat(1024),
				buttons: buttons(FAMILY.repeat(20)),
			}),
			{
				interactive: {
					type: 'button',
					body: FAMILY.repeat(1024),
					buttons: [{ title: FAMILY.repeat(20) }],
				},
			},
		],
	};

	it.each(Object.entries(CASES))('%s', async (title, [parameters, content]) => {
		const { whatsapp_id } = simulator().contactAt(0);
		const [sent] = await send(parameters);
		const { requests } = simulator();
		expect(requests).toHaveLength(1);
		expect(requests[0].body).toEqual({
			phone_number: whatsapp_id,
			message_type: sent.message_type,
			...content,
		});
		// The description counts code points, of which an emoji may have several.
		if (!title.includes('emojis')) sentBody(simulator());
		expect(sent).toEqual({
			message_id: expect.stringMatching(/^wamid\./),
			recipient: whatsapp_id,
			message_type: requests[0].body && (requests[0].body as IDataObject).message_type,
		});
	});
});

describe('Message Send takes the recipient', () => {
	it.each([
		['Phone', 'phone', (id: string) => `+${id}`],
		['From List', 'list', (id: string) => id],
		['of a number', 'phone', (id: string) => Number(id)],
		['of an expression that gives the bare value', undefined, (id: string) => id],
	])('%s', async (_, mode, write) => {
		const { whatsapp_id } = simulator().contactAt(1);
		const value = write(whatsapp_id);
		const recipient = mode === undefined ? value : locator(mode, value);
		await run(sending('text', { text: 'Hi', recipient }));
		expect(sentBody(simulator()).phone_number).toBe(whatsapp_id);
	});
});

describe('Message Send refuses, before any request,', () => {
	const long = (count: number) => 'x'.repeat(count);
	const text = (value: unknown, more: IDataObject = {}) =>
		sending('text', { text: value as string, ...more });
	const media = (mediaUrl: string) => sending('image', { mediaUrl });
	const location = (latitude: unknown, longitude: unknown) =>
		sending('location', { latitude, longitude } as IDataObject);
	const cards = (card: IDataObject) => sending('contacts', { contactCards: { card: [card] } });
	const reaction = (emoji?: string, reactionMessageId = 'wamid.X') =>
		sending('reaction', { reactionMessageId, emoji });
	const interactive = (parameters: IDataObject) =>
		sending('interactive', { body: 'Well?', buttons: buttons('Yes'), ...parameters });
	const headerMedia = (media: IDataObject) =>
		interactive({ additionalFields: { headerMedia: { media: { type: 'image', ...media } } } });
	const json = (buttonsJson: unknown) =>
		interactive({ specifyButtons: 'json', buttonsJson: buttonsJson as string });
	const numbered = (count: number) =>
		Array.from({ length: count }, (_, index) => row(`${index}`, `Row ${index}`));
	const sections = (...rows: IDataObject[][]) =>
		list({ sections: { section: rows.map((each) => ({ rows: { row: each } })) } });
	const section = (parameters: IDataObject) => list({ sections: { section: [parameters] } });
	const changedRow = (fields: IDataObject) => sections([{ ...row('1', 'One'), ...fields }]);

	// What no field takes, of any type, is tried in everyField.
	itRefuses(simulator, {
		'no text': [text(EMPTY), "'Text' is empty"],
		'no recipient': [text('Hi', { recipient: locator('list', EMPTY) }), "'Recipient' is empty"],
		'no media URL': [media(EMPTY), "'Media URL' is empty"],
		'no latitude': [location(EMPTY, 1), "'Latitude' is empty"],
		'no body': [interactive({ body: EMPTY }), "'Body' is empty"],
		'no button text': [list({ buttonText: EMPTY }), "'Button Text' is empty"],
		'no message to react to': [reaction('👍', EMPTY), "'Message ID' is empty"],
		'only blanks': [text(' \n '), "'Text' holds only blanks"],
		'a recipient that is no number': [
			text('Hi', { recipient: locator('list', 'abc') }),
			"'Recipient' is not a phone number: abc",
		],
		'an unknown message type': [sending('poll'), "'Message Type'", 'poll'],
		'an http URL': [
			media('http://a.example/b'),
			"'Media URL' is not an https address",
			'http://a.example/b',
		],
		'no URL': [media('C:\\song.mp3'), "'Media URL' is not an https address"],
		'a URL without host': [media('https://'), "'Media URL'"],
		'a latitude of 91': [location(91, 1), "'Latitude' is not a number from -90 to 90: 91"],
		'a longitude of -181': [location(1, '-181'), "'Longitude'", '-180 to 180'],
		'a latitude with a comma': [location('33,9', 1), "'Latitude'", '33,9'],
		'no cards': [sending('contacts'), "'Contact Cards' is empty"],
		'a card without name': [cards({ first_name: 'A' }), "'Contact Card 1 Full Name' is empty"],
		'a phone without number': [
			cards({ formatted_name: 'A', phones: { phone: [{ type: 'HOME' }] } }),
			"'Contact Card 1 Phone 1 Number' is empty",
		],
		'a number on a card that a spreadsheet shortened': [
			cards({ formatted_name: 'A', phones: { phone: [{ phone: '2.7E+10' }] } }),
			"'Contact Card 1 Phone 1 Number' was shortened by a spreadsheet: 2.7E+10",
		],
		'a number on a card that nobody can dial': [
			cards({ formatted_name: 'A', phones: { phone: [{ phone: 'none' }] } }),
			"'Contact Card 1 Phone 1 Number' is not a phone number: none",
		],
		'a body of 1,025': [interactive({ body: long(1025) }), "'Body' has 1025 characters", '1024'],
		'a header of 61': [
			interactive({ additionalFields: { header: long(61) } }),
			"'Header' has 61 characters",
			'60',
		],
		'a footer of 61': [
			interactive({ additionalFields: { footer: FAMILY.repeat(61) } }),
			"'Footer' has 61 characters",
			'60',
		],
		'a header over http': [headerMedia({ url: 'http://a.example' }), "'Header Media URL'"],
		'a header without address': [headerMedia({ url: '' }), "'Header Media URL' is empty"],
		'no buttons': [interactive({ buttons: {} }), "'Buttons' is empty"],
		'four buttons': [
			interactive({ buttons: buttons('a', 'b', 'c', 'd') }),
			"'Buttons' has 4 buttons",
			'3',
		],
		'a title of 21': [
			interactive({ buttons: buttons('Yes', long(21)) }),
			"'Button 2 Title' has 21 characters",
			'20',
		],
		'a button without title': [
			interactive({ buttons: { button: [{ id: 'a' }] } }),
			"'Button 1 Title' is empty",
		],
		'equal titles': [
			interactive({ buttons: buttons('Yes', ' Yes') }),
			"Two buttons have the same 'Title': Yes",
		],
		'titles that look the same, in other characters': [
			interactive({ buttons: buttons('Caf\u00e9', 'Cafe\u0301') }),
			"Two buttons have the same 'Title': Caf\u00e9",
		],
		'titles that look the same, with an invisible one': [
			interactive({ buttons: buttons('Yes', 'Yes\u200b') }),
			"Two buttons have the same 'Title': Yes",
		],
		'rows that look the same': [
			sections([row('1', 'Caf\u00e9'), row('2', 'Cafe\u0301')]),
			"Two rows have the same 'Title': Caf\u00e9",
		],
		'equal IDs': [
			interactive({ buttons: { button: [1, '1'].map((id) => ({ title: typeof id, id })) } }),
			"Two buttons have the same 'ID': 1",
		],
		'broken JSON': [json('[{ "title": "Yes" '), "'Buttons' is not valid JSON"],
		'JSON that is no list': [json('"Yes"'), "'Buttons' is not a list"],
		'a list of texts': [json('["Yes"]'), "'Buttons' is not a list of objects"],
		"Meta's form of a button": [
			json([{ type: 'reply', reply: { id: '1', title: 'Yes' } }]),
			"'Button 1' has no field named type",
		],
		'button text of 21': [list({ buttonText: long(21) }), "'Button Text' has 21 characters", '20'],
		'no sections': [list({ sections: {} }), "'Sections' is empty"],
		'11 sections': [
			sections(...numbered(11).map((each) => [each])),
			"'Sections' has 11 sections",
			'10',
		],
		'eleven rows': [sections(numbered(11)), "'Section 1 Rows' has 11 rows", '10'],
		'a section without rows': [section({ title: 'Mon' }), "'Section 1 Rows' is empty"],
		'a section title of 25': [
			section({ title: long(25), rows: { row: numbered(1) } }),
			"'Section 1 Title' has 25 characters",
			'24',
		],
		'a row title of 25': [
			changedRow({ title: long(25) }),
			"'Section 1 Row 1 Title' has 25 characters",
			'24',
		],
		'a row description of 73': [
			changedRow({ description: long(73) }),
			"'Section 1 Row 1 Description' has 73 characters",
			'72',
		],
		'a row without ID': [changedRow({ id: '' }), "'Section 1 Row 1 ID' is empty"],
		'equal row IDs': [sections([row('1', 'A')], [row('1', 'B')]), "Two rows have the same 'ID': 1"],
		'equal titles of rows': [
			sections([row('1', 'A'), row('2', 'A')]),
			"Two rows have the same 'Title': A",
		],
		'a letter as emoji': [reaction('k'), "'Emoji'"],
		'two emojis': [reaction('👍👍'), "'Emoji' is not a single emoji: 👍👍"],
	});
});

describe('the answer to Message Send', () => {
	it('has the same three fields from the older server, with what it adds', async () => {
		simulator().variants = { sendResponse: 'older' };
		const [sent] = await send(sending('text', { text: 'Hi' }));
		expect(Object.keys(sent).slice(0, 3)).toEqual(['message_id', 'recipient', 'message_type']);
		expect(sent.message_id).toMatch(/^wamid\./);
	});

	it.each<[string, Record<string, unknown>, string | null]>([
		['without details', { success: true }, null],
		[
			"with Meta's answer only",
			{ success: true, data: { meta_response: { messages: [{ id: 'wamid.M' }] } } },
			'wamid.M',
		],
	])('is a success %s: nothing is sent again', async (_, body, messageId) => {
		simulator().faults.add({ kind: 'status', status: 200, body });
		const [sent] = await send(sending('text', { text: 'Hi' }));
		expect(sent).toMatchObject({
			message_id: messageId,
			recipient: simulator().contactAt(0).whatsapp_id,
			message_type: 'text',
		});
		expect(simulator().requests).toHaveLength(1);
	});

	it.each<[string, Record<string, unknown>]>([
		['an error', { success: true, error: 'Recipient is blocked' }],
		[
			'an error and no ID',
			{ success: true, data: { message_id: null }, error: { message: 'Recipient is blocked' } },
		],
	])('leaves open whether it was sent where a success comes with %s', async (_, body) => {
		simulator().faults.add({ kind: 'status', status: 200, body });
		const { error } = await run(sending('text', { text: 'Hi' }));
		expect(error?.message).toMatch(/^It is not known whether.*Recipient is blocked$/);
		expect(simulator().requests).toHaveLength(1);
	});

	it('leaves open whether it was sent where its details tell of a failure', async () => {
		const body = { success: true, data: { success: false, error: 'Recipient is blocked' } };
		simulator().faults.add({ kind: 'status', status: 200, body });
		const { error } = await run(sending('text', { text: 'Hi' }));
		expect(error?.message).toMatch(/^It is not known whether/);
	});

	it('is a success where the message has its ID, whatever is said of an error', async () => {
		const body = { success: true, data: { message_id: 'wamid.E' }, error: 'Webhook failed' };
		simulator().faults.add({ kind: 'status', status: 200, body });
		const [sent] = await send(sending('text', { text: 'Hi' }));
		expect(sent.message_id).toBe('wamid.E');
	});

	it('is in the conversation that Get Many reads', async () => {
		await send(sending('text', { text: 'As agreed' }));
		expect(simulator().messagesOf(simulator().contactAt(0).id).at(-1)?.message).toBe('As agreed');
	});
});
