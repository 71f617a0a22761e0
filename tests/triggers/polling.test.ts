import { logged } from '../support/loudLogs';
import type { IDataObject } from 'n8n-workflow';
import { messageItem, withSimulator } from '../support/flowiq';
import { idsOf, MINUTE, numbered, SECOND, texts, usePolling } from './support/polling';

/** Thousands of messages take a while on a busy machine. */
jest.setTimeout(90_000);

const { simulator, wait, save, watch, messagesOf, requests } = usePolling({
	contacts: 12,
	messagesPerContact: 120,
});

const number = (position = 0) => simulator().contactAt(position).whatsapp_id;
const add = (text: string, contact = number()) =>
	simulator().addMessage(contact, { message: text });

/** A refusal is final; faults of the server would be waited out by the poll itself. */
const REFUSAL = { kind: 'status', status: 403, body: { error: 'Forbidden' } } as const;

/** FlowIQ shows an empty page once, and tells of so many messages. */
function showNothing(totalMessages: number): void {
	const pagination = { totalMessages, hasNextPage: totalMessages > 0 };
	const body = { success: true, messages: [], count: 0, filtered: false, pagination };
	simulator().faults.add({ kind: 'status', status: 200, body });
}

describe('a poll that fails', () => {
	it.each([1, 2, 3, 4])('at request %i changes nothing; the next delivers', async (request) => {
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('new', 260)) add(text);
		trigger.republish();
		const before = trigger.staticData;
		simulator().faults.add({ ...REFUSAL, after: request - 1 });
		await expect(trigger.poll()).rejects.toMatchObject({ name: 'NodeApiError' });
		trigger.republish();
		expect(JSON.parse(trigger.staticData)).toEqual(JSON.parse(before));
		expect(texts(await trigger.poll())).toEqual(numbered('new', 260));
		expect(await trigger.poll()).toEqual([]);
	});

	it('of contacts changes nothing, and the next one delivers', async () => {
		const trigger = save({ event: 'newContact', startFrom: 'everything' });
		simulator().faults.add(REFUSAL);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
		expect(await trigger.poll()).toHaveLength(12);
		const { id } = simulator().addContact();
		simulator().faults.add(REFUSAL);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
		expect(idsOf(await trigger.poll())).toEqual([id]);
	});

	it('of unread contacts changes nothing, and the next one delivers', async () => {
		const { id } = simulator().contactAt(3);
		simulator().updateContact(id, { has_unread_messages: false });
		const trigger = await watch({ event: 'unreadContact' });
		simulator().updateContact(id, { has_unread_messages: true });
		simulator().faults.add(REFUSAL);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
		expect(idsOf(await trigger.poll())).toEqual([id]);
	});

	it('because the server is faulty for a moment does not fail', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('new');
		simulator().faults.add({ kind: 'status', status: 503, body: 'down' }, { kind: 'reset' });
		expect(texts(await trigger.poll())).toEqual(['new']);
	});

	it('waits no longer than n8n gives it', async () => {
		// A server of its own: the wait holds back all that is sent there.
		await withSimulator({ contacts: 1 }, async (limited) => {
			const trigger = save(messagesOf([limited.contactAt(0).whatsapp_id]));
			trigger.setup.credential.baseUrl = limited.url;
			await trigger.poll();
			limited.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
			await expect(trigger.poll({ budgetMs: 1_000 })).rejects.toThrow(/rate limit/);
			await expect(trigger.poll({ budgetMs: 1_000 })).rejects.toThrow(/rate limit/);
		});
	});

	it('in which nothing could be read is an error, also where n8n names no time; the first one is tried again', async () => {
		await withSimulator({ contacts: 1 }, async (limited) => {
			const trigger = save(messagesOf([limited.contactAt(0).whatsapp_id]));
			trigger.setup.credential.baseUrl = limited.url;
			const headers = { 'retry-after': '3600' };
			limited.faults.add({ kind: 'status', status: 429, headers, times: 9 });
			await expect(trigger.poll()).resolves.toEqual([]);
			await expect(trigger.poll()).rejects.toThrow(/rate limit/);
			await expect(trigger.poll()).rejects.toThrow(/rate limit/);
		});
	});

	it('to show anything the first time brings back nothing old', async () => {
		const trigger = save(messagesOf([number()]));
		showNothing(120);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('to show what was there before loses and repeats nothing', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('one');
		await trigger.poll();
		showNothing(0);
		add('two');
		expect(await trigger.poll()).toEqual([]);
		expect(texts(await trigger.poll())).toEqual(['two']);
	});

	it('the first time starts from now at the next', async () => {
		const trigger = save(messagesOf([number()]));
		simulator().faults.add(REFUSAL);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
		expect(await trigger.poll()).toEqual([]);
		add('new');
		expect(texts(await trigger.poll())).toEqual(['new']);
	});
});

describe('a conversation that cannot be read', () => {
	const refused = {
		...REFUSAL,
		times: 9,
		match: ({ query }: { query: IDataObject }) => query.whatsappNumber === number(1),
	};

	it('does not hold up the others, and is caught up with', async () => {
		const trigger = await watch(messagesOf([number(0), number(1), number(2)]));
		simulator().faults.add(refused);
		for (const position of [0, 1, 2]) {
			wait(SECOND);
			add(`to ${position}`, number(position));
		}
		logged.length = 0;
		expect(texts(await trigger.poll())).toEqual(['to 0', 'to 2']);
		expect(logged.join('\n')).toContain('Forbidden');
		simulator().faults.clear();
		expect(texts(await trigger.poll())).toEqual(['to 1']);
	});

	it('is said once, and is no error as long as others can be read', async () => {
		const trigger = await watch(messagesOf([number(0), number(1)]));
		simulator().faults.add(refused);
		logged.length = 0;
		for (let poll = 0; poll < 3; poll++) expect(await trigger.poll()).toEqual([]);
		const said = logged.filter((line) => line.includes('Forbidden'));
		expect(said).toHaveLength(1);
		expect(said[0]).toContain(number(1));
	});

	it('is among the ten latest problems that are kept, newest first', async () => {
		const contacts = Array.from({ length: 12 }, (_, position) => number(position));
		const trigger = await watch(messagesOf(contacts));
		const refuse = (isRefused: (contact: string) => boolean) =>
			simulator().faults.add({
				...refused,
				times: 99,
				match: ({ query }) => isRefused(String(query.whatsappNumber)),
			});
		const kept = () => {
			trigger.republish();
			const { global } = JSON.parse(trigger.staticData) as {
				global: { flowIqPollTrigger: Record<string, { lastProblems: IDataObject[] }> };
			};
			return global.flowIqPollTrigger['the-trigger'].lastProblems;
		};
		refuse((contact) => contact !== number(0));
		logged.length = 0;
		expect(await trigger.poll()).toEqual([]);
		expect(kept()).toHaveLength(10);
		for (const [index, { at, problem }] of kept().entries()) {
			expect(problem).toContain(contacts[index + 1]);
			expect(new Date(String(at)).toISOString()).toBe(at);
		}
		simulator().faults.clear();
		expect(await trigger.poll()).toEqual([]);
		refuse((contact) => contact === number(11));
		expect(await trigger.poll()).toEqual([]);
		expect(kept()).toHaveLength(10);
		expect(kept()[0].problem).toContain(number(11));
		expect(kept()[1].problem).toContain(number(1));
		const said = logged.filter((line) => line.includes('Forbidden'));
		expect(said).toHaveLength(12);
		for (const line of said) {
			expect(line).toContain('"FlowIQ": cannot be read, the others go on');
		}
	});

	it('is an error when it is the only one', async () => {
		const trigger = await watch(messagesOf([number(1)]));
		simulator().faults.add(refused);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
	});

	it('for the sake of its token is asked for once, and not for each conversation', async () => {
		const contacts = Array.from({ length: 8 }, (_, position) => number(position));
		const trigger = await watch(messagesOf(contacts));
		trigger.setup.credential.accessToken = 'fiq_revoked_token';
		simulator().requests.length = 0;
		await expect(trigger.poll()).rejects.toThrow(/API Key|token/i);
		expect(simulator().requests.length).toBeLessThan(3);
	});

	it('and is new starts from when it was chosen', async () => {
		const trigger = await watch(messagesOf([number(0)], { startFrom: 'everything' }));
		trigger.setup.parameters = messagesOf([number(0), number(1)], { startFrom: 'everything' });
		trigger.republish();
		add('to the first');
		simulator().faults.add(refused);
		expect(texts(await trigger.poll())).toEqual(['to the first']);
		simulator().faults.clear();
		expect(await trigger.poll()).toHaveLength(120);
	});
});

describe('a publication that is refused', () => {
	const EMPTY = "'Conversations' is empty";

	it('says the next step, each time that n8n tries it; a poll of the schedule says what is wrong', async () => {
		const trigger = await watch(messagesOf([number()]));
		trigger.setup.parameters = messagesOf([]);
		trigger.republish();
		for (let attempt = 0; attempt < 2; attempt++) {
			await expect(trigger.poll()).rejects.toThrow(`${EMPTY}. Add the conversations`);
		}
		await expect(trigger.poll({ budgetMs: 36_000 })).rejects.toMatchObject({ message: EMPTY });
		await expect(save(messagesOf([])).poll({ budgetMs: 36_000 })).rejects.toThrow(
			`${EMPTY}. Add the conversations`,
		);
	});
});

describe('the time of a poll', () => {
	/** A new conversation with so many messages, watched from its first one on. */
	function longConversation(count: number, apartMs = 0) {
		const { whatsapp_id } = simulator().addContact();
		for (const text of numbered('m', count)) {
			wait(apartMs);
			add(text, whatsapp_id);
		}
		return { whatsapp_id, trigger: save(messagesOf([whatsapp_id], { startFrom: 'everything' })) };
	}

	it('is kept: the rest of a long conversation comes with the next polls, in order', async () => {
		const { trigger } = longConversation(720, MINUTE);
		const polls: unknown[][] = [];
		do polls.push(texts(await trigger.poll({ budgetMs: 0 })));
		while (polls.at(-1)!.length > 0);
		expect(polls.length).toBeGreaterThan(4);
		expect(polls.flat()).toEqual(numbered('m', 720));
	});

	it('is kept, and every poll gets on, where thousands have the same second', async () => {
		const { trigger } = longConversation(720);
		const read: unknown[] = [];
		for (let poll = 0; poll < 9; poll++) read.push(...texts(await trigger.poll({ budgetMs: 0 })));
		expect(read).toEqual(numbered('m', 720));
	});

	it('is kept while more comes in', async () => {
		const { whatsapp_id, trigger } = longConversation(400);
		const read: unknown[] = [];
		for (let poll = 0; poll < 12; poll++) {
			wait(SECOND);
			if (poll < 5)
				for (let index = 1; index <= 40; index++) add(`m ${400 + poll * 40 + index}`, whatsapp_id);
			read.push(...texts(await trigger.poll({ budgetMs: 0 })));
		}
		expect(read).toEqual(numbered('m', 600));
	});

	it('is kept with many conversations, which take turns', async () => {
		simulator().latencyMs = 5;
		const contacts = Array.from({ length: 8 }, (_, position) => number(position));
		const trigger = await watch(messagesOf(contacts));
		contacts.forEach((contact, index) => add(`to ${index}`, contact));
		const polls: unknown[][] = [];
		for (let poll = 0; poll < 8; poll++) polls.push(texts(await trigger.poll({ budgetMs: 1 })));
		expect(polls[0].length).toBeLessThan(8);
		expect(polls.flat()).toEqual(contacts.map((_, index) => `to ${index}`));
	});

	it('left for the next poll: a conversation that begins now does not begin later', async () => {
		simulator().latencyMs = 5;
		const contacts = [number(0), number(1)];
		const trigger = save(messagesOf(contacts));
		expect(await trigger.poll({ budgetMs: 1 })).toEqual([]);
		const created_at = new Date(Date.now() + 2 * SECOND).toISOString();
		simulator().addMessage(contacts[1], { message: 'meanwhile', created_at });
		const read = [await trigger.poll({ budgetMs: 1 }), await trigger.poll({ budgetMs: 1 })];
		expect(texts(read.flat())).toEqual(['meanwhile']);
	});
});

describe('polls that overlap', () => {
	it('deliver everything once', async () => {
		simulator().latencyMs = 20;
		const trigger = await watch(messagesOf([number()]));
		for (const text of numbered('new', 150)) add(text);
		const polls = await Promise.all([1, 2, 3, 4].map(async () => await trigger.poll()));
		expect(texts(polls.flat())).toEqual(numbered('new', 150));
		add('later');
		expect(texts(await trigger.poll())).toEqual(['later']);
	});

	it('do not block a poll after one that failed', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('new');
		simulator().faults.add(REFUSAL);
		await expect(trigger.poll()).rejects.toThrow(/Forbidden/);
		expect(texts(await trigger.poll())).toEqual(['new']);
	});

	it('of two workflows do not get in each other’s way', async () => {
		simulator().latencyMs = 20;
		const triggers = [save(messagesOf([number()])), save(messagesOf([number()]))];
		for (const trigger of triggers) await trigger.poll();
		add('new');
		const polls = await Promise.all(triggers.map(async (trigger) => await trigger.poll()));
		expect(polls.map(texts)).toEqual([['new'], ['new']]);
	});
});

describe('a restart of n8n', () => {
	it('goes on from what was saved with the last records', async () => {
		const trigger = await watch(messagesOf([number()]));
		add('one');
		expect(texts(await trigger.poll())).toEqual(['one']);
		await trigger.poll();
		trigger.restart();
		for (const text of ['two', 'two', 'three']) add(text);
		expect(texts(await trigger.poll())).toEqual(['two', 'two', 'three']);
		trigger.restart();
		expect(await trigger.poll()).toEqual([]);
	});

	it('between handing over and saving repeats that poll once, and loses nothing', async () => {
		const trigger = await watch(messagesOf([number()]));
		trigger.republish();
		const saved = trigger.staticData;
		add('one');
		await trigger.poll();
		trigger.staticData = saved;
		trigger.restart();
		expect(texts(await trigger.poll())).toEqual(['one']);
		expect(await trigger.poll()).toEqual([]);
	});
});

describe('a manual run', () => {
	it('shows recent messages, newest first, without moving the state', async () => {
		const trigger = save(messagesOf([number()]));
		const messages = simulator().messagesOf(number()).slice(-3).reverse();
		const expected = messages.map((message) => ({
			...messageItem(message),
			whatsapp_id: number(),
		}));
		expect(await trigger.poll({ mode: 'manual' })).toEqual(expected);
		await trigger.poll();
		add('new');
		trigger.republish();
		const before = trigger.staticData;
		expect(texts(await trigger.poll({ mode: 'manual' }))[0]).toBe('new');
		expect(trigger.staticData).toBe(before);
		expect(texts(await trigger.poll())).toEqual(['new']);
	});

	it('shows three messages, of the first conversation and as many others as it takes', async () => {
		const { whatsapp_id } = simulator().addContact();
		for (const text of ['one', 'two']) add(text, whatsapp_id);
		add('of another', number(3));
		const few = save(messagesOf([whatsapp_id, number(3), number(4)]));
		requests();
		expect(texts(await few.poll({ mode: 'manual' }))).toEqual(['two', 'one', 'of another']);
		expect(requests()).toBe(2);
		add('three', whatsapp_id);
		expect(texts(await few.poll({ mode: 'manual' }))).toEqual(['three', 'two', 'one']);
		expect(requests()).toBe(1);
	});

	it.each([
		{ event: 'unreadContact' },
		{ event: 'newMessage', conversationScope: 'unread', direction: 'all' },
	])('shows something where nothing is unread, nothing where none is (%p)', async (parameters) => {
		for (const { id } of simulator().contacts) {
			simulator().updateContact(id, { has_unread_messages: false });
		}
		const trigger = save(parameters);
		expect(await trigger.poll({ mode: 'manual' })).toHaveLength(3);
		while (simulator().contactCount > 0) simulator().removeContact(simulator().contactAt(0).id);
		expect(await trigger.poll({ mode: 'manual' })).toEqual([]);
	});

	it('shows the one contact that is unread, or messages of the one that FlowIQ shows first', async () => {
		for (const { id } of simulator().contacts) {
			simulator().updateContact(id, { has_unread_messages: false });
		}
		const messages = save({ event: 'newMessage', conversationScope: 'unread', direction: 'all' });
		const first = simulator().contactAt(0).whatsapp_id;
		const shown = await messages.poll({ mode: 'manual' });
		expect(shown.map(({ whatsapp_id }) => whatsapp_id)).toEqual([first, first, first]);
		const { id } = simulator().updateContact(number(5), { has_unread_messages: true });
		expect(idsOf(await save({ event: 'unreadContact' }).poll({ mode: 'manual' }))).toEqual([id]);
	});

	it('that fails says so as n8n’s own errors do', async () => {
		simulator().faults.add(REFUSAL);
		const trigger = save(messagesOf([number()]));
		await expect(trigger.poll({ mode: 'manual' })).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('Forbidden') as string,
		});
	});

	it('shows what the filter lets through', async () => {
		const trigger = save(messagesOf([number()], { direction: 'incoming' }));
		const shown = await trigger.poll({ mode: 'manual' });
		expect(shown.map(({ sender_type }) => sender_type)).toEqual(Array(3).fill('user-whatsapp'));
		expect(requests()).toBe(1);
	});

	it.each(['newContact', 'unreadContact'])('shows contacts for %s', async (event) => {
		for (const { id } of simulator().contacts.slice(4, 8)) {
			simulator().updateContact(id, { has_unread_messages: true });
		}
		const trigger = save({ event, startFrom: 'everything' });
		const shown = await trigger.poll({ mode: 'manual' });
		expect(shown).toHaveLength(3);
		if (event === 'unreadContact') {
			expect(shown.every(({ has_unread_messages }) => has_unread_messages === true)).toBe(true);
		}
		expect(trigger.staticData).toBe('{}');
		expect(requests()).toBe(1);
	});

	it('is not held up by a poll, and holds none up', async () => {
		simulator().latencyMs = 20;
		const trigger = await watch(messagesOf([number()]));
		add('new');
		const [shown, polled] = await Promise.all([trigger.poll({ mode: 'manual' }), trigger.poll()]);
		expect([texts(shown)[0], ...texts(polled)]).toEqual(['new', 'new']);
	});
});

describe('the memory', () => {
	it('is bounded, however much comes', async () => {
		const trigger = await watch(messagesOf([number()]));
		for (let round = 0; round < 7; round++) {
			for (let index = 0; index < 1_000; index++) {
				if (index % 20 === 0) wait(SECOND);
				add(`m ${round * 1_000 + index}`);
			}
			expect(await trigger.poll()).toHaveLength(1_000);
		}
		expect(trigger.staticData.length).toBeLessThan(200_000);
		wait(5 * 60 * MINUTE);
		add('much later');
		expect(texts(await trigger.poll())).toEqual(['much later']);
		expect(trigger.staticData.length).toBeLessThan(1_000);
	});

	it('holds only the lists that are watched', async () => {
		const trigger = await watch(messagesOf([number(0), number(1)]));
		trigger.setup.parameters = { event: 'newContact', startFrom: 'now' };
		trigger.republish();
		await trigger.poll();
		trigger.republish();
		expect(trigger.staticData).toContain('contacts now');
		expect(trigger.staticData).not.toContain('messages');
	});
});
