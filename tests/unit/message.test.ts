import {
	lastingMessageIdentity,
	messageIdentity,
	toMessage,
} from '../../nodes/shared/records/message';

const REFERENCE = {
	message: 'Hello!',
	sender_type: 'bot-whatsapp',
	created_at: '2025-01-10T14:30:00Z',
	message_status: 'read',
	media_type: 'audio',
	media_url: 'https://media.example/1.ogg',
	assignee: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
	voice_note_transcription: 'Hello',
	reactions: [{ emoji: '👍', sender: '27123456789' }],
};

const FIELDS = Object.keys(REFERENCE);

describe('a message', () => {
	it('in the reference shape stays as it is', () => {
		expect(toMessage(REFERENCE)).toEqual(REFERENCE);
	});

	it('of the page "quickstart" gets the reference names and keeps its id', () => {
		const message = toMessage({
			id: 'msg_1',
			content: REFERENCE.message,
			sender: REFERENCE.sender_type,
			timestamp: REFERENCE.created_at,
			status: REFERENCE.message_status,
			mediaType: REFERENCE.media_type,
			mediaUrl: REFERENCE.media_url,
			voiceTranscription: REFERENCE.voice_note_transcription,
		});
		expect(message).toEqual({ ...REFERENCE, assignee: null, reactions: [], id: 'msg_1' });
		expect(Object.keys(message)).toEqual([...FIELDS, 'id']);
	});

	it('has all reference fields in their order, whatever the server leaves out', () => {
		const message = toMessage({ created_at: '2025-01-10T14:30:00Z', message: 'Hi' });
		expect(Object.keys(message)).toEqual(FIELDS);
		expect(message).toMatchObject({ media_type: null, assignee: null, reactions: [] });
	});

	it('keeps an empty text, and text that is JSON, as they are', () => {
		const json = '{"header":"Order #1001","buttons":["Track Order"]}';
		expect(toMessage({ message: json }).message).toBe(json);
		expect(toMessage({ message: '' }).message).toBe('');
	});

	it('gets its own list of reactions', () => {
		const [first, second] = [toMessage({}), toMessage({})];
		(first.reactions as unknown[]).push('x');
		expect(second.reactions).toEqual([]);
	});

	it('is the same one however the server names its fields, and after its status has changed', () => {
		const { message, sender_type, created_at } = REFERENCE;
		const read = toMessage({ message, sender_type, created_at, message_status: 'sent' });
		const again = toMessage({
			content: message,
			sender: sender_type,
			timestamp: created_at,
			status: 'read',
			reactions: [{ emoji: '👍' }],
			assignee: 'somebody',
		});
		expect(messageIdentity(again)).toBe(messageIdentity(read));
	});

	it.each([
		{ media_url: 'https://media.example/1.ogg?X-Amz-Signature=abc#t=1' },
		{ message_status: 'failed' },
		{ reactions: [] },
		{ assignee: null },
		{ voice_note_transcription: null },
		{ created_at: '2025-01-10T16:30:00.000+02:00' },
	])('is the same one with %j', (change) => {
		const changed = toMessage({ ...REFERENCE, ...change });
		expect(messageIdentity(changed)).toBe(messageIdentity(toMessage(REFERENCE)));
	});

	it('with an id is the same one, whatever else has changed', () => {
		const message = { id: 'msg_1', message: 'Hello', created_at: '2025-01-10T14:30:00Z' };
		const edited = { id: 'msg_1', message: 'Hello!', created_at: '2025-01-10T14:31:00Z' };
		for (const identify of [messageIdentity, lastingMessageIdentity]) {
			expect(identify(toMessage(edited))).toBe(identify(toMessage(message)));
			expect(identify(toMessage({ ...message, id: 'msg_2' }))).not.toBe(
				identify(toMessage(message)),
			);
		}
	});

	it('without an id stays the same one for good when it is edited, or its file comes later', () => {
		const changes = [{ message: 'Edited' }, { media_url: null }, { media_type: null }];
		for (const change of changes) {
			expect(lastingMessageIdentity(toMessage({ ...REFERENCE, ...change }))).toBe(
				lastingMessageIdentity(toMessage(REFERENCE)),
			);
		}
	});

	it('is another one with another date, also where none of them can be read', () => {
		const [soon, later] = ['soon', 'later'].map((created_at) =>
			toMessage({ ...REFERENCE, created_at }),
		);
		expect(messageIdentity(soon)).not.toBe(messageIdentity(later));
		expect(lastingMessageIdentity(soon)).not.toBe(lastingMessageIdentity(later));
	});

	it.each([
		{ message: 'Bye' },
		{ sender_type: 'system' },
		{ created_at: '2025-01-10T14:30:01Z' },
		{ media_url: null },
		{ id: 'x' },
	])('is another one with %j', (change) => {
		expect(messageIdentity(toMessage({ ...REFERENCE, ...change }))).not.toBe(
			messageIdentity(toMessage(REFERENCE)),
		);
	});
});
