import type { IDataObject } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { locator, messageItem } from '../support/flowiq';
import { HOUR, MINUTE, numbered, SECOND, texts, usePolling } from './support/polling';

const { simulator, wait, save, watch, messagesOf, requests } = usePolling({
	contacts: 6,
	messagesPerContact: 130,
});

const number = (position = 0) => simulator().contactAt(position).whatsapp_id;

function add(text: string, more: Partial<Message> = {}, contact = number()): Message {
	return simulator().addMessage(contact, { message: text, ...more });
}

const ago = (ms: number) => new Date(Date.UTC(2025, 5, 1, 12) - ms).toISOString();

describe('Start From', () => {
	it('now: nothing old, then everything new, oldest first', async () => {
		const trigger = save(messagesOf([number()]));
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		for (const text of ['one', 'two', 'three']) {
			wait(MINUTE);
			add(text);
		}
		expect(texts(await trigger.poll())).toEqual(['one', 'two', 'three']);
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([7, 1])('now: nothing old where a page holds %i messages', async (pageSizeCap) => {
		simulator().variants = { pageSizeCap };
		const trigger = save(messagesOf([number()]));
		expect(await trigger.poll()).toEqual([]);
		for (const text of numbered('new', 30)) add(text);
		expect(texts(await trigger.poll())).toEqual(numbered('new', 30));
		expect(await trigger.poll()).toEqual([]);
	});

	it('now: nothing old, also when hundreds came within the last hour', async () => {
		for (const text of numbered('old', 250)) {
			wait(SECOND);
			add(text);
		}
		const trigger = save(messagesOf([number()]));
		expect(await trigger.poll()).toEqual([]);
		for (const text of numbered('new', 120)) add(text);
		expect(texts(await trigger.poll())).toEqual(numbered('new', 120));
		expect(await trigger.poll()).toEqual([]);
	});

	it('now: everything of a conversation that was empty', async () => {
		const { whatsapp_id } = simulator().addContact();
		const trigger = save(messagesOf([whatsapp_id]));
		expect(await trigger.poll()).toEqual([]);
		add('first', {}, whatsapp_id);
		expect(texts(await trigger.poll())).toEqual(['first']);
	});

	it('a date: what was created then or later, then everything new', async () => {
		const messages = simulator().messagesOf(number());
		const startDate = messages[60].created_at;
		const trigger = save(messagesOf([number()], { startFrom: 'date', startDate }));
		const expected = messages.filter(({ created_at }) => created_at >= startDate);
		expect(texts(await trigger.poll())).toEqual(expected.map(({ message }) => message));
		add('new');
		expect(texts(await trigger.poll())).toEqual(['new']);
	});

	it('a date before which thousands were created costs few requests', async () => {
		const { whatsapp_id } = simulator().addContact();
		for (let index = 0; index < 3_000; index++) {
			add(`old ${index}`, { created_at: ago(HOUR * 10_000 - index * HOUR) }, whatsapp_id);
		}
		const startDate = simulator().messagesOf(whatsapp_id)[2_800].created_at;
		const trigger = save(messagesOf([whatsapp_id], { startFrom: 'date', startDate }));
		expect(texts(await trigger.poll())).toEqual(
			Array.from({ length: 200 }, (_, index) => `old ${2_800 + index}`),
		);
		expect(requests()).toBeLessThan(10);
	});

	it('a date of the future: nothing until then', async () => {
		const startDate = ago(-HOUR);
		const trigger = save(messagesOf([number()], { startFrom: 'date', startDate }));
		add('too early');
		expect(await trigger.poll()).toEqual([]);
		wait(HOUR);
		add('in time');
		expect(texts(await trigger.poll())).toEqual(['in time']);
	});

	it('everything: all there is, oldest first, then everything new', async () => {
		const trigger = save(messagesOf([number()], { startFrom: 'everything' }));
		const expected = simulator().messagesOf(number());
		const read = await trigger.poll();
		expect(read).toEqual(
			expected.map((message) => ({ ...messageItem(message), whatsapp_id: number() })),
		);
		expect(await trigger.poll()).toEqual([]);
		add('new');
		expect(texts(await trigger.poll())).toEqual(['new']);
	});

	it.each(['now', 'everything'])('%s: goes on when published again', async (startFrom) => {
		const trigger = await watch(messagesOf([number()], { startFrom }));
		trigger.republish();
		add('meanwhile');
		expect(texts(await trigger.poll())).toEqual(['meanwhile']);
	});

	it('another choice begins anew', async () => {
		const trigger = await watch(messagesOf([number()]));
		trigger.setup.parameters.startFrom = 'everything';
		trigger.republish();
		expect(await trigger.poll()).toHaveLength(130);
	});

	it('a date that cannot be read is said', async () => {
		const trigger = save(messagesOf([number()], { startFrom: 'date', startDate: 'soon' }));
		await expect(trigger.poll()).rejects.toThrow(/'Start Date' is not a date/);
		trigger.setup.parameters.startDate = '';
		trigger.republish();
		await expect(trigger.poll()).rejects.toThrow("'Start Date' is empty");
	});
});

describe('an idle poll', () => {
	it('costs one request per conversation', async () => {
		const contacts = [number(0), number(1), number(2)];
		const trigger = await watch(messagesOf(contacts));
		requests();
		for (let poll = 0; poll < 3; poll++) {
			expect(await trigger.poll()).toEqual([]);
			expect(requests()).toBe(3);
		}
	});

	it.each([
		['nothing special', {}],
		['no page counts', { pagination: 'missing' as const }],
		['small pages', { pageSizeCap: 20 }],
		['counts that are too high', { totals: 'tooHigh' as const }],
		['counts that are too low', { totals: 'tooLow' as const }],
	])('costs one request after a busy hour, with %s', async (_, variants) => {
		simulator().variants = variants;
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('busy', 130)) {
			wait(10 * SECOND);
			add(text);
		}
		expect(texts(await trigger.poll())).toEqual(numbered('busy', 130));
		requests();
		expect(await trigger.poll()).toEqual([]);
		expect(requests()).toBe(1);
	});
});

describe('messages of the same second', () => {
	it('all come, in the order of the conversation, over several polls', async () => {
		const trigger = await watch(messagesOf([number()]));
		const read: unknown[] = [];
		for (let poll = 0; poll < 10; poll++) {
			for (let index = 1; index <= 50; index++) add(`m ${poll * 50 + index}`);
			read.push(...texts(await trigger.poll()));
		}
		expect(read).toEqual(numbered('m', 500));
	});

	it('all come when they are equal in everything', async () => {
		const trigger = await watch(messagesOf([number()]));
		for (const count of [1, 1, 3, 120, 260, 1]) {
			for (let sent = 0; sent < count; sent++) add('ok');
			expect(texts(await trigger.poll())).toEqual(Array(count).fill('ok'));
		}
		expect(await trigger.poll()).toEqual([]);
	});

	it('all come when the first of them were there at the start', async () => {
		add('ok');
		add('ok');
		const trigger = save(messagesOf([number()]));
		expect(await trigger.poll()).toEqual([]);
		add('ok');
		expect(texts(await trigger.poll())).toEqual(['ok']);
	});
});

describe('messages that show up late', () => {
	it('at the moment at which the newest page ends are found, also without a count', async () => {
		simulator().variants = { pagination: 'missing' };
		const trigger = await watch(messagesOf([number()]));
		const created_at = ago(-SECOND);
		for (const text of ['a', 'b']) add(text, { created_at });
		for (const text of numbered('later', 99)) {
			wait(2 * SECOND);
			add(text);
		}
		await trigger.poll();
		add('late', { created_at });
		expect(texts(await trigger.poll())).toEqual(['late']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('come when they are of the last hour', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('recent');
		expect(texts(await trigger.poll())).toEqual(['recent']);
		add('late', { created_at: ago(40 * MINUTE) });
		expect(texts(await trigger.poll())).toEqual(['late']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('come when 150 newer ones stand before them', async () => {
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('recent', 150)) add(text);
		expect(await trigger.poll()).toHaveLength(150);
		add('late', { created_at: ago(10 * MINUTE) });
		add('newest');
		expect(texts(await trigger.poll())).toEqual(['late', 'newest']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('do not bring back old ones', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('very late', { created_at: ago(48 * HOUR) });
		add('recent');
		await trigger.poll();
		expect(await trigger.poll()).toEqual([]);
	});
});

it('a date far in the future, by mistake, does not hide what follows', async () => {
	const trigger = await watch(messagesOf([number()]));
	add('from the future', { created_at: '2099-01-01T00:00:00Z' });
	expect(texts(await trigger.poll())).toEqual(['from the future']);
	add('from today', { created_at: new Date().toISOString() });
	expect(texts(await trigger.poll())).toEqual(['from today']);
	expect(await trigger.poll()).toEqual([]);
});

describe('bursts', () => {
	it.each([100, 101, 450, 501, 1_250])('of %i messages come whole and in order', async (count) => {
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('burst', count)) {
			wait(200);
			add(text);
		}
		expect(texts(await trigger.poll())).toEqual(numbered('burst', count));
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([
		['no page counts', { pagination: 'missing' as const }],
		['small pages', { pageSizeCap: 30 }],
		['counts that are too high', { totals: 'tooHigh' as const }],
		['the last page for every page behind it', { pageBeyondEnd: 'lastPage' as const }],
		['an error for every page behind the last', { pageBeyondEnd: 'notFound' as const }],
	])('of 620 messages come whole and in order from a server with %s', async (_, variants) => {
		simulator().variants = variants;
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('burst', 620)) add(text);
		expect(texts(await trigger.poll())).toEqual(numbered('burst', 620));
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([150, 700])('of %i messages come whole while more come in', async (count) => {
		const trigger = await watch(messagesOf([number()]));
		const before = simulator().messageCountOf(number());
		for (const text of numbered('burst', count)) add(text);
		simulator().arrivals = { everyRequests: 1, records: 7, atMost: 100 };
		const read: unknown[] = [];
		for (let poll = 0; poll < 20; poll++) read.push(...texts(await trigger.poll()));
		const expected = simulator().messagesOf(number()).slice(before);
		expect(read).toEqual(expected.map(({ message }) => message));
	});
});

describe('which messages', () => {
	it('incoming only: not those of agents, bots and the system', async () => {
		const trigger = await watch(messagesOf([number()], { direction: 'incoming' }));
		const customers = ['user-whatsapp', 'user-web', 'user-of-another-channel'];
		const senders = [...customers, 'bot-whatsapp', 'human-whatsapp', 'system', 'username'];
		for (const sender of senders) add(sender, { sender_type: sender as Message['sender_type'] });
		expect(texts(await trigger.poll())).toEqual(customers);
		expect(await trigger.poll()).toEqual([]);
	});

	it('a later choice of all does not bring back what was left out', async () => {
		const trigger = await watch(messagesOf([number()], { direction: 'incoming' }));
		add('sent', { sender_type: 'bot-whatsapp' });
		add('received');
		await trigger.poll();
		trigger.setup.parameters.direction = 'all';
		trigger.republish();
		expect(await trigger.poll()).toEqual([]);
	});
});

describe('which conversations', () => {
	it('by list, phone, ID or expression, each once', async () => {
		const forms = [
			locator('list', number(0)),
			locator('phone', `+${number(0)}`),
			locator('id', simulator().contactAt(1).id),
			locator('phone', `${number(2)}, +${number(3)}`),
			locator('id', [simulator().contactAt(4).id, simulator().contactAt(4).id]),
			`+${number(5)}`,
		];
		const conversations = { conversation: forms.map((contact) => ({ contact })) };
		const trigger = await watch(messagesOf([], { conversations }));
		expect(requests()).toBe(6);
		for (let position = 0; position < 6; position++) {
			wait(SECOND);
			add(`to ${position}`, {}, number(position));
		}
		expect(await trigger.poll()).toMatchObject([
			{ message: 'to 0', whatsapp_id: number(0) },
			{ message: 'to 1', contact_id: simulator().contactAt(1).id },
			{ message: 'to 2', whatsapp_id: number(2) },
			{ message: 'to 3', whatsapp_id: number(3) },
			{ message: 'to 4', contact_id: simulator().contactAt(4).id },
			{ message: 'to 5', whatsapp_id: number(5) },
		]);
	});

	it('one that is added begins at its own start, and the others go on', async () => {
		const trigger = await watch(messagesOf([number(0)]));
		trigger.setup.parameters = messagesOf([number(0), number(1)]);
		trigger.republish();
		add('to the first');
		expect(texts(await trigger.poll())).toEqual(['to the first']);
		add('to the second', {}, number(1));
		expect(texts(await trigger.poll())).toEqual(['to the second']);
	});

	it('none, and one that is empty, are said', async () => {
		await expect(save(messagesOf([])).poll()).rejects.toThrow("'Conversations' is empty");
		const conversations = { conversation: [{ contact: locator('list', '') }] };
		await expect(save(messagesOf([], { conversations })).poll()).rejects.toThrow(
			"'Contact' is empty",
		);
	});

	it('come oldest first, also when they take turns', async () => {
		const trigger = await watch(messagesOf([number(0), number(1)]));
		for (let index = 0; index < 6; index++) {
			wait(SECOND);
			add(`m ${index + 1}`, {}, number(index % 2));
		}
		expect(texts(await trigger.poll())).toEqual(numbered('m', 6));
	});
});

describe('items', () => {
	const expectedItem = (message: Message) => ({ ...messageItem(message), whatsapp_id: number() });

	it('carry the field names of the reference page', async () => {
		const trigger = await watch(messagesOf([number()]));
		const message = add('new', { media_type: 'image', media_url: 'https://x.example/1.png' });
		expect(await trigger.poll()).toEqual([expectedItem(message)]);
	});

	it.each([
		{ messageFields: 'quickstart' as const },
		{ optionalMessageFields: 'missing' as const },
		{ prevFlag: 'hasPreviousPage' as const },
		{ unknownNumber: 'empty' as const },
	])('carry them under %p', async (variants) => {
		simulator().variants = variants;
		const trigger = await watch(messagesOf([number()]));
		const message = add('new');
		const { assignee, voice_note_transcription, reactions, ...expected } = expectedItem(
			message,
		) as IDataObject;
		expect([assignee, voice_note_transcription, reactions]).toEqual([null, null, []]);
		expect(await trigger.poll()).toMatchObject([expected]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('do not come again when FlowIQ writes dates or file addresses in another form', async () => {
		const media_url = 'https://files.example/1.png?signature=1';
		const trigger = await watch(messagesOf([number()]));
		const file = { media_type: 'image', media_url } as const;
		add('with a file', file);
		expect(await trigger.poll()).toHaveLength(1);
		simulator().variants = { timeOffset: '+02:00' };
		expect(await trigger.poll()).toEqual([]);
	});

	it('do not come again when FlowIQ begins to show IDs, and hide none of the same second', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('one');
		add('two');
		expect(texts(await trigger.poll())).toEqual(['one', 'two']);
		simulator().variants = { messageFields: 'quickstart' };
		add('three');
		expect(texts(await trigger.poll())).toEqual(['three']);
		add('four');
		expect(texts(await trigger.poll())).toEqual(['four']);
	});
});
