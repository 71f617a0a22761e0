import type { IDataObject } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { HOUR, idsOf, MINUTE, numbered, SECOND, texts, usePolling } from './support/polling';

const { simulator, wait, save, watch, requests } = usePolling({
	contacts: 30,
	messagesPerContact: 20,
});

const parameters = (more: IDataObject = {}) => ({
	event: 'newMessage',
	conversationScope: 'unread',
	direction: 'incoming',
	...more,
});

const number = (position: number) => simulator().contactAt(position).whatsapp_id;

function add(text: string, position: number, more: Partial<Message> = {}): void {
	simulator().addMessage(number(position), {
		message: text,
		sender_type: 'user-whatsapp',
		...more,
	});
}

function setUnread(has_unread_messages: boolean, ...positions: number[]): void {
	for (const position of positions) {
		simulator().updateContact(simulator().contactAt(position).id, { has_unread_messages });
	}
}

/** The conversation of the contact in this place cannot be read, once. */
function refuseOnce(position: number): void {
	simulator().faults.add({
		kind: 'status',
		status: 403,
		body: { success: false, error: 'Not now' },
		match: ({ query }) => query.whatsappNumber === number(position),
	});
}

/** From here on, FlowIQ's clock goes like n8n's. */
function catchUpWithN8n(): void {
	wait(Date.now() - Date.UTC(2025, 5, 1, 12));
}

beforeEach(() => {
	setUnread(false, ...Array.from({ length: 30 }, (_, position) => position));
	setUnread(true, 1, 2);
});

/** FlowIQ's clock is months behind n8n's in the first case: nothing may depend on how they go. */
describe.each([
	['is months behind', false],
	['goes like n8n’s', true],
])('when FlowIQ’s clock %s', (_, isReal) => {
	beforeEach(() => {
		if (isReal) catchUpWithN8n();
	});

	it('new messages of any conversation come once, and nothing old', async () => {
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		wait(MINUTE);
		add('in one that was read', 5);
		wait(SECOND);
		add('in one that was unread', 1);
		expect(await trigger.poll()).toMatchObject([
			{ message: 'in one that was read', whatsapp_id: number(5) },
			{ message: 'in one that was unread', whatsapp_id: number(1) },
		]);
		expect(await trigger.poll()).toEqual([]);
		wait(SECOND);
		add('and another', 5);
		expect(texts(await trigger.poll())).toEqual(['and another']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('several messages at once come in order, also those of a new contact', async () => {
		const trigger = await watch(parameters());
		const { id } = simulator().addContact({ has_unread_messages: true });
		for (const text of numbered('m', 5)) {
			wait(SECOND);
			simulator().addMessage(id, { message: text, sender_type: 'user-whatsapp' });
		}
		expect(texts(await trigger.poll())).toEqual(numbered('m', 5));
		expect(await trigger.poll()).toEqual([]);
	});

	it('what was read in FlowIQ does not come again when the contact writes once more', async () => {
		const trigger = await watch(parameters());
		add('one', 7);
		expect(texts(await trigger.poll())).toEqual(['one']);
		setUnread(false, 7);
		expect(await trigger.poll()).toEqual([]);
		wait(2 * HOUR);
		expect(await trigger.poll()).toEqual([]);
		add('two', 7);
		expect(texts(await trigger.poll())).toEqual(['two']);
		expect(await trigger.poll()).toEqual([]);
	});

	it('a conversation that somebody marks as unread brings nothing that came before', async () => {
		const trigger = await watch(parameters());
		add('new', 3);
		await trigger.poll();
		setUnread(false, 3);
		await trigger.poll();
		setUnread(true, 3);
		expect(await trigger.poll()).toEqual([]);
	});

	it('one that could not be read is caught up with, from when its message came', async () => {
		const trigger = await watch(parameters());
		wait(SECOND);
		add('one', 10);
		expect(texts(await trigger.poll())).toEqual(['one']);
		wait(SECOND);
		add('two', 12);
		refuseOnce(12);
		const polls = [await trigger.poll(), await trigger.poll(), await trigger.poll()];
		expect(texts(polls.flat())).toEqual(['two']);
	});

	it.each([
		['the oldest', 10, 1],
		['the newest', 21, -1],
	])(
		'with little time, the conversations take turns, %s message first, and nothing is lost',
		async (__, first, step) => {
			const trigger = await watch(parameters());
			for (let index = 0; index < 12; index++) {
				const position = first + index * step;
				wait(SECOND);
				add(`to ${position}`, position);
			}
			const read: unknown[] = [];
			for (let poll = 0; poll < 14; poll++)
				read.push(...texts(await trigger.poll({ budgetMs: 0 })));
			expect([...read].sort()).toEqual(
				Array.from({ length: 12 }, (_, index) => `to ${index + 10}`),
			);
		},
	);
});

it('goes on after a restart', async () => {
	const trigger = await watch(parameters());
	trigger.republish();
	add('one', 4);
	expect(texts(await trigger.poll())).toEqual(['one']);
	trigger.restart();
	wait(SECOND);
	add('two', 4);
	expect(texts(await trigger.poll())).toEqual(['two']);
});

it('all messages come, or only those of customers', async () => {
	const all = save(parameters({ direction: 'all' }));
	const incoming = save(parameters());
	await all.poll();
	await incoming.poll();
	add('asked', 1);
	wait(SECOND);
	add('answered', 1, { sender_type: 'bot-whatsapp' });
	expect(texts(await all.poll())).toEqual(['asked', 'answered']);
	expect(texts(await incoming.poll())).toEqual(['asked']);
});

it('costs one request per 100 contacts and one per conversation with unread messages', async () => {
	const trigger = await watch(parameters());
	requests();
	await trigger.poll();
	expect(requests()).toBe(3);
	add('new', 1);
	await trigger.poll();
	expect(requests()).toBe(3);
});

it('a contact that is deleted in this moment stops nothing', async () => {
	const trigger = await watch(parameters());
	const gone = number(2);
	simulator().faults.add({
		kind: 'status',
		status: 404,
		body: { success: false, error: 'Contact not found for the provided phone number' },
		match: ({ query }) => query.whatsappNumber === gone,
		times: 9,
	});
	add('new', 1);
	expect(texts(await trigger.poll())).toEqual(['new']);
});

it('the first that is ever unread brings nothing old, though it cannot be read at once', async () => {
	catchUpWithN8n();
	setUnread(false, 1, 2);
	const trigger = await watch(parameters());
	add('new', 12);
	refuseOnce(12);
	const polls = [await trigger.poll(), await trigger.poll(), await trigger.poll()];
	expect(texts(polls.flat())).toEqual(['new']);
});

it('a manual run shows messages of a conversation with unread ones', async () => {
	const trigger = save(parameters({ direction: 'all' }));
	const shown = await trigger.poll({ mode: 'manual' });
	expect(shown).toHaveLength(3);
	expect(shown[0].whatsapp_id).toBe(number(1));
	expect(idsOf(shown)).toHaveLength(3);
});
