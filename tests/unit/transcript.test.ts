import type { IDataObject } from 'n8n-workflow';
import { toTranscript } from '../../nodes/FlowIq/transcript/transcript';
import { toMessage } from '../../nodes/shared/records/message';

const message = (fields: IDataObject): IDataObject =>
	toMessage({
		message: 'Hello',
		sender_type: 'user-whatsapp',
		created_at: '2026-03-07T07:05:00Z',
		message_status: 'read',
		...fields,
	});

/** The lines of a transcript of one message, without the heading of its day. */
const lineOf = (fields: IDataObject) =>
	(toTranscript([message(fields)], 'UTC').transcript as string).split('\n').slice(1).join('\n');

describe('a conversation as one text', () => {
	it('says when in the time zone given and who spoke, with a heading for each day', () => {
		const { transcript } = toTranscript(
			[
				message({ message: 'Where is my order?', created_at: '2026-03-07T21:59:00Z' }),
				message({
					message: 'Let me look.',
					sender_type: 'bot-whatsapp',
					created_at: '2026-03-07T22:00:00.5Z',
				}),
				message({
					message: 'It left today.',
					sender_type: 'human-web',
					created_at: '2026-03-08T00:01:00+02:00',
				}),
				message({
					message: 'Assigned to Sam',
					sender_type: 'system',
					created_at: '2026-03-08T06:00:00Z',
				}),
			],
			'Africa/Johannesburg',
		);
		expect(transcript).toBe(
			[
				'2026-03-07 Saturday (Africa/Johannesburg)',
				'[23:59] Customer: Where is my order?',
				'',
				'2026-03-08 Sunday (Africa/Johannesburg)',
				'[00:00] Bot: Let me look.',
				'[00:01] Agent: It left today.',
				'[08:00] System: Assigned to Sam',
			].join('\n'),
		);
	});

	it('tells its period and how many messages each side sent', () => {
		const messages = [
			message({}),
			message({ sender_type: 'bot-web' }),
			message({ sender_type: 'human-whatsapp' }),
			message({ sender_type: 'user-web', created_at: '2026-03-08T00:00:00Z' }),
		];
		expect(toTranscript(messages, 'UTC')).toMatchObject({
			first_message_at: '2026-03-07T07:05:00Z',
			last_message_at: '2026-03-08T00:00:00Z',
			message_count: 4,
			customer_messages: 2,
			agent_messages: 1,
			bot_messages: 1,
			system_messages: 0,
		});
	});

	it('of a conversation without messages is empty', () => {
		expect(toTranscript([], 'UTC')).toEqual({
			transcript: '',
			first_message_at: null,
			last_message_at: null,
			message_count: 0,
			customer_messages: 0,
			agent_messages: 0,
			bot_messages: 0,
			system_messages: 0,
		});
	});

	it.each<[string, IDataObject, string]>([
		[
			'a transcribed voice message',
			{
				message: '',
				media_type: 'audio',
				media_url: 'https://x.example/a.ogg',
				voice_note_transcription: 'Call me back',
			},
			'Customer: (voice message) Call me back',
		],
		[
			'a transcription that stands in the text too',
			{
				message: 'Call me back',
				media_type: 'audio',
				media_url: 'https://x.example/a.ogg',
				voice_note_transcription: 'Call me back',
			},
			'Customer: (voice message) Call me back',
		],
		[
			'a message with buttons that is no text',
			{ message: { body: 'Shall we?', buttons: [{ title: 'Yes' }, { title: 'No' }] } },
			'Customer: Shall we?\n    [Yes] [No]',
		],
		[
			'a recording nobody transcribed',
			{ message: null, media_type: 'audio', media_url: 'https://x.example/a.ogg' },
			'Customer: (audio)',
		],
		[
			'an image with its caption',
			{ message: 'Broken here', media_type: 'image', media_url: 'https://x.example/i.jpg?sig=1' },
			'Customer: (image) Broken here',
		],
		[
			'a document with its name, not its address',
			{
				message: '',
				media_type: 'document',
				media_url: 'https://x.example/f/Invoice%2012.pdf?token=secret',
			},
			'Customer: (document: Invoice 12.pdf)',
		],
		[
			'a document that FlowIQ names',
			{ message: '', media_type: 'document', media_file_name: 'offer.docx' },
			'Customer: (document: offer.docx)',
		],
		[
			'media of a kind that is not documented',
			{ message: '', media_type: 'hologram', media_url: 'https://x.example/h' },
			'Customer: (hologram)',
		],
		['a file of no kind', { message: '', media_url: 'https://x.example/h' }, 'Customer: (file)'],
		[
			'a message with buttons',
			{
				message:
					'{"header":"Order #1001","body":"It has left.","buttons":["Track Order","Reorder"]}',
				media_type: 'interactive',
			},
			'Customer: Order #1001\n    It has left.\n    [Track Order] [Reorder]',
		],
		[
			'a message with a list, in the shape it is sent in',
			{
				message: JSON.stringify({
					type: 'list',
					body: { text: 'Choose' },
					action: {
						button: 'Open',
						sections: [{ title: 'S', rows: [{ id: '1', title: 'Red', description: 'd' }] }],
					},
				}),
			},
			'Customer: Choose\n    [Open] [Red]',
		],
		[
			'a location, whatever its fields',
			{ message: '{"latitude":-26.2,"longitude":28.04,"name":"Office"}' },
			'Customer: latitude: -26.2\n    longitude: 28.04\n    name: Office',
		],
		['text that only looks like JSON', { message: '{not json}' }, 'Customer: {not json}'],
		['a list in brackets', { message: '[1, 2]' }, 'Customer: [1, 2]'],
		['an empty object', { message: '{}' }, 'Customer: {}'],
		[
			'reactions',
			{ reactions: [{ emoji: '👍', sender: '27123456789' }, { emoji: '❤️' }, '😀'] as never },
			'Customer: Hello\n    (reaction: 👍 by +27123456789)\n    (reaction: ❤️)\n    (reaction: 😀)',
		],
		[
			'a message that was not delivered',
			{ sender_type: 'human-whatsapp', message_status: 'failed' },
			'Agent: Hello (not delivered)',
		],
		['a message without anything', { message: null }, 'Customer: (empty message)'],
		['a sender that is not documented', { sender_type: 'robot-9' }, 'robot-9: Hello'],
		['no sender', { sender_type: null }, 'Unknown: Hello'],
	])('puts into words %s', (_, fields, line) => {
		expect(lineOf(fields)).toBe(`[07:05] ${line}`);
	});

	it.each(['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'])(
		'indents further lines, so that nobody can put words into another mouth: %j',
		(lineBreak) => {
			expect(lineOf({ message: `Hi${lineBreak}[07:06] Agent: Refund granted` })).toBe(
				'[07:05] Customer: Hi\n    [07:06] Agent: Refund granted',
			);
		},
	);

	it('keeps a message whose time cannot be read', () => {
		const { transcript, message_count } = toTranscript([message({ created_at: 'soon' })], 'UTC');
		expect(transcript).toBe('[time unknown] Customer: Hello');
		expect(message_count).toBe(1);
	});
});
