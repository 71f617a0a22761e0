import type { IDataObject } from 'n8n-workflow';
import { MINUTE, numbered, SECOND, texts, usePolling } from './support/polling';

const { simulator, wait, save, watch, messagesOf } = usePolling({
	contacts: 210,
	messagesPerContact: 5,
});

const number = (position = 0) => simulator().contactAt(position).whatsapp_id;
const add = (text: string, contact = number()) =>
	simulator().addMessage(contact, { message: text, sender_type: 'user-whatsapp' });

/** Contacts that are there from the start. */
let writer: string;
let another: string;

const EVENTS: Array<[string, () => IDataObject]> = [
	['messages of chosen conversations', () => messagesOf([writer, another])],
	[
		'messages of all unread conversations',
		() => ({ event: 'newMessage', conversationScope: 'unread', direction: 'all' }),
	],
	['new contacts', () => ({ event: 'newContact', startFrom: 'now' })],
	['unread contacts', () => ({ event: 'unreadContact' })],
];

/** Something new of every kind. */
function happen(index: number): { id: string; text: string } {
	const { id } = simulator().addContact({ has_unread_messages: true });
	add(`m ${index}`, writer);
	return { id, text: `m ${index}` };
}

/** @returns whether the records are exactly what happened, for whichever event */
function expectOnce(records: IDataObject[], happened: Array<{ id: string; text: string }>) {
	const came = new Set(records.map(({ id, message }) => id ?? message));
	expect(came.size).toBe(records.length);
	const isOfContacts = records[0]?.id !== undefined;
	const wanted = happened.map(({ id, text }) => (isOfContacts ? id : text));
	const missing = wanted.filter((one) => !came.has(one));
	expect(missing).toEqual([]);
}

beforeEach(() => {
	[writer, another] = [number(3), number(4)];
	for (const { id } of simulator().contacts) {
		simulator().updateContact(id, { has_unread_messages: false });
	}
});

describe.each(EVENTS)('where n8n keeps the position of polls itself (%s)', (_, parameters) => {
	it('everything comes once, over polls without news, a new name and restarts', async () => {
		const trigger = save(parameters());
		expect(await trigger.pollDurably()).toEqual([]);
		const happened: Array<{ id: string; text: string }> = [];
		const records: IDataObject[] = [];
		for (let poll = 0; poll < 6; poll++) {
			wait(MINUTE);
			if (poll % 2 === 0) happened.push(happen(poll));
			if (poll === 3) trigger.name = 'Another name';
			if (poll === 4) trigger.restart();
			records.push(...(await trigger.pollDurably()));
		}
		expectOnce(records, happened);
		expect(records.length).toBeGreaterThan(2);
	});
});

describe.each(EVENTS)('when n8n’s clock is set (%s)', (_, parameters) => {
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['back by two days', -2],
		['forward by two days', 2],
	])('%s between polls, everything comes once', async (__, days) => {
		const trigger = await watch(parameters());
		const happened = [happen(0)];
		const records = await trigger.poll();
		const real = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => real() + days * 24 * 60 * MINUTE);
		for (let poll = 1; poll < 4; poll++) {
			wait(MINUTE);
			happened.push(happen(poll));
			records.push(...(await trigger.poll()), ...(await trigger.poll()));
		}
		expectOnce(records, happened);
	});
});

describe('a state that is none', () => {
	it.each<[string, unknown]>([
		['nothing', null],
		['text', 'text'],
		['a number', 7],
		['a list', []],
		['accounts that are none', { accounts: 'x' }],
		['accounts without sources', { accounts: [null, 7, {}, { sources: null }] }],
		['problems that are none', { lastProblems: 7 }],
	])('(%s) stops nothing: it starts anew', async (_, state) => {
		const trigger = save(messagesOf([number()]));
		trigger.staticData = JSON.stringify({
			global: { flowIqPollTrigger: { 'the-trigger': state } },
			'node:Other': { kept: true },
		});
		expect(await trigger.poll()).toEqual([]);
		add('new');
		expect(texts(await trigger.poll())).toEqual(['new']);
		expect(JSON.parse(trigger.staticData)).toMatchObject({ 'node:Other': { kept: true } });
	});

	it.each<[string, unknown]>([
		['text', 'text'],
		['nothing', null],
		['a number in place of what was seen', { known: 7 }],
		['a list', []],
	])('(%s) of one list stops nothing: the list starts anew', async (_, source) => {
		for (const [, parameters] of EVENTS) {
			const trigger = await watch(parameters());
			trigger.republish();
			const data = JSON.parse(trigger.staticData) as {
				global: { flowIqPollTrigger: Record<string, { accounts: Array<IDataObject> }> };
			};
			const [account] = data.global.flowIqPollTrigger['the-trigger'].accounts;
			for (const key of Object.keys(account.sources as object)) {
				(account.sources as IDataObject)[key] = source as IDataObject;
			}
			trigger.staticData = JSON.stringify(data);
			expect(await trigger.poll()).toEqual([]);
			wait(SECOND);
			const { id, text } = happen(1);
			const came = (await trigger.poll()).map((record) => record.id ?? record.message);
			expect([id, text]).toEqual(expect.arrayContaining(came));
			expect(came.length).toBeGreaterThan(0);
		}
	});
});

it('many conversations are read side by side, as many as FlowIQ is asked at once', async () => {
	simulator().latencyMs = 30;
	const contacts = Array.from({ length: 40 }, (_, position) => number(position));
	const trigger = await watch(messagesOf(contacts));
	for (const [index, contact] of contacts.entries()) add(`m ${index + 1}`, contact);
	simulator().requests.length = 0;
	expect(texts(await trigger.poll()).sort()).toEqual(numbered('m', 40).sort());
	expect(simulator().requests).toHaveLength(40);
	expect(Math.max(...simulator().requests.map(({ inFlight }) => inFlight))).toBe(8);
});
