import fc from 'fast-check';
import { startSimulator, type Contact, type Message, type Simulator } from '../../simulator';
import { indexInUuid, scramble, unscramble, uuidFor } from '../../simulator/data/random';
import { violations } from './support/description';

const CONTACTS = 1500;

let simulator: Simulator;
let contacts: Contact[];
let messages: Message[];

beforeAll(async () => {
	simulator = await startSimulator({ contacts: CONTACTS, seed: 42 });
	contacts = simulator.contacts;
	messages = contacts.slice(0, 200).flatMap(({ id }) => simulator.messagesOf(id));
});
afterAll(async () => await simulator.close());

describe('determinism', () => {
	test('the same seed makes the same data', async () => {
		const twin = await startSimulator({ contacts: CONTACTS, seed: 42 });
		const sameOrigin = (list: Message[]) =>
			list.map((message) => ({
				...message,
				media_url: message.media_url?.replace(/^http:\/\/[^/]+/, ''),
			}));
		expect(twin.contacts).toEqual(contacts);
		const { id } = contacts[17];
		expect(sameOrigin(twin.messagesOf(id))).toEqual(sameOrigin(simulator.messagesOf(id)));
		await twin.close();
	});

	test('another seed makes other data', async () => {
		const other = await startSimulator({ contacts: 10, seed: 43 });
		const ids = new Set(contacts.map(({ id }) => id));
		expect(other.contacts.filter(({ id }) => ids.has(id))).toEqual([]);
		await other.close();
	});

	test('scrambling can be undone for every 32-bit number', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
				expect(unscramble(scramble(value))).toBe(value);
			}),
		);
	});

	test('an id hides its index under every seed', () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: 0, max: 10_000_000 }), (seed, index) => {
				expect(indexInUuid(seed, uuidFor(seed, index))).toBe(index);
			}),
		);
	});
});

describe('contacts', () => {
	test('fit the description', () => {
		expect(contacts.flatMap((contact) => violations('Contact', contact))).toEqual([]);
	});

	test('have ids and numbers of their own, by which they are found', () => {
		expect(new Set(contacts.map(({ id }) => id)).size).toBe(CONTACTS);
		expect(new Set(contacts.map(({ whatsapp_id }) => whatsapp_id)).size).toBe(CONTACTS);
		for (const contact of contacts) {
			expect(simulator.findContact(contact.id)?.whatsapp_id).toBe(contact.whatsapp_id);
			expect(simulator.findContact(contact.whatsapp_id)?.id).toBe(contact.id);
		}
	});

	test('are created over two years, some in the same second', () => {
		const times = contacts.map(({ created_at }) => Date.parse(created_at));
		const years = (Math.max(...times) - Math.min(...times)) / (365 * 86_400_000);
		expect(years).toBeGreaterThan(1.9);
		expect(years).toBeLessThan(2.1);
		expect(new Set(times).size).toBeLessThan(CONTACTS);
	});

	test.each([
		['Latin with accents', /[à-ž]/],
		['Cyrillic', /\p{Script=Cyrillic}/u],
		['Greek', /\p{Script=Greek}/u],
		['Arabic', /\p{Script=Arabic}/u],
		['Hebrew', /\p{Script=Hebrew}/u],
		['Devanagari', /\p{Script=Devanagari}/u],
		['Chinese', /\p{Script=Han}/u],
		['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
		['Korean', /\p{Script=Hangul}/u],
		['Thai', /\p{Script=Thai}/u],
		['emoji', /\p{Extended_Pictographic}/u],
		['a comma', /,/],
		['quotes', /"/],
		['a leading equals sign', /^=/],
		['a leading plus sign', /^\+/],
	])('some names have %s', (_title, pattern) => {
		expect(contacts.some(({ full_name }) => pattern.test(full_name ?? ''))).toBe(true);
	});

	test('no name has a line break', () => {
		expect(contacts.filter(({ full_name }) => /[\r\n]/.test(full_name ?? ''))).toEqual([]);
	});

	test('optional fields are filled, null and missing', () => {
		for (const field of ['email', 'tags', 'bot_status', 'archived'] as const) {
			expect(contacts.some((contact) => contact[field] === null)).toBe(true);
			expect(contacts.some((contact) => contact[field] === undefined)).toBe(true);
			expect(contacts.some((contact) => Boolean(contact[field]))).toBe(true);
		}
		expect(new Set(contacts.map(({ bot_status }) => bot_status))).toEqual(
			new Set(['active', 'paused', null, undefined]),
		);
		expect(contacts.some(({ full_name }) => full_name === null)).toBe(true);
		expect(contacts.some(({ phone_number }) => phone_number === null)).toBe(true);
	});
});

describe('messages', () => {
	test('fit the description', () => {
		expect(messages.flatMap((message) => violations('Message', message))).toEqual([]);
	});

	test('are ordered by time, and end when the generated data ends', () => {
		for (const { id } of contacts.slice(0, 200)) {
			const times = simulator.messagesOf(id).map(({ created_at }) => Date.parse(created_at));
			expect(times).toEqual([...times].sort((a, b) => a - b));
			expect(times.every((time) => time < Date.parse('2026-03-01T00:00:00Z'))).toBe(true);
		}
	});

	test('sometimes share their time', () => {
		const [longest] = contacts
			.slice(0, 200)
			.map(({ id }) => simulator.messagesOf(id))
			.sort((a, b) => b.length - a.length);
		const times = longest.map(({ created_at }) => created_at);
		expect(new Set(times).size).toBeLessThan(times.length);
	});

	const some = (holds: (message: Message) => unknown) =>
		expect(messages.some((message) => Boolean(holds(message)))).toBe(true);

	test('have every documented sender, status and media type', () => {
		const values = (field: keyof Message) => new Set(messages.map((message) => message[field]));
		expect(values('sender_type')).toEqual(
			new Set(['user-whatsapp', 'bot-whatsapp', 'human-whatsapp', 'system']),
		);
		expect(values('message_status')).toEqual(new Set(['sent', 'delivered', 'read', 'failed']));
		expect(values('media_type')).toEqual(
			new Set(['image', 'video', 'audio', 'document', 'interactive', null]),
		);
	});

	test('have line breaks, emoji, reactions, transcriptions and assignees', () => {
		some(({ message }) => message.includes('\n'));
		some(({ message }) => /\p{Extended_Pictographic}/u.test(message));
		some(({ reactions }) => reactions?.length);
		some(({ voice_note_transcription }) => voice_note_transcription);
		some(
			({ media_type, voice_note_transcription }) =>
				media_type === 'audio' && voice_note_transcription === null,
		);
		some(({ assignee }) => assignee);
		some((message) => !('assignee' in message));
	});

	test('have structured messages as JSON in the text', () => {
		const orders = messages.filter(({ message }) => message.startsWith('{"header":"Order #'));
		expect(orders.length).toBeGreaterThan(0);
		for (const { message } of orders) expect(JSON.parse(message)).toHaveProperty('buttons');
	});

	test.each([
		['image', 'image/png', [0x89, 0x50, 0x4e, 0x47]],
		['document', 'application/pdf', [0x25, 0x50, 0x44, 0x46]],
		['audio', 'audio/ogg', [0x4f, 0x67, 0x67, 0x53]],
		['video', 'video/mp4', [0, 0, 0, 28, 0x66, 0x74, 0x79, 0x70]],
	])('have %s files that are really served', async (mediaType, contentType, start) => {
		const { media_url } = messages.find(({ media_type }) => media_type === mediaType) as Message;
		const response = await fetch(media_url as string);
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(contentType);
		expect([...bytes.subarray(0, start.length)]).toEqual(start);
	});

	test.each([
		['open', undefined, 200],
		['bearer', undefined, 401],
		['bearer', 'Bearer fiq_simulator_token', 200],
		['expired', 'Bearer fiq_simulator_token', 403],
		['gone', 'Bearer fiq_simulator_token', 410],
		['missing', 'Bearer fiq_simulator_token', 404],
	] as const)('media=%s authorized by %s is answered %i', async (media, authorization, status) => {
		simulator.variants = { media };
		const { media_url } = messages.find(({ media_type }) => media_type === 'image') as Message;
		const headers: Record<string, string> = authorization ? { authorization } : {};
		expect((await fetch(media_url as string, { headers })).status).toBe(status);
		simulator.reset();
	});
});

test('half a million contacts and a history of 50,000 messages are no trouble', async () => {
	const large = await startSimulator({
		contacts: 500_000,
		messagesPerContact: (index) => (index === 0 ? 50_000 : 3),
	});
	const last = large.contactAt(499_999);
	expect(large.findContact(last.whatsapp_id)).toEqual(last);
	expect(large.messageCountOf(large.contactAt(0).id)).toBe(50_000);
	await large.close();
});
