import type { IDataObject } from 'n8n-workflow';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { findUnreadContacts, type UnreadState } from '../../nodes/FlowIqPollTrigger/unreadContacts';
import {
	findNewInUnread,
	type UnreadConversationsState,
} from '../../nodes/FlowIqPollTrigger/unreadConversations';
import { keyOf } from '../../nodes/FlowIqPollTrigger/remembered';
import { RequestFailed } from '../../nodes/shared/errors/flowIqError';
import type { ContactReference } from '../../nodes/shared/fields/contactLocator';
import type { Connection } from '../../nodes/shared/transport/connection';
import * as clock from '../../nodes/shared/transport/clock';
import type { Failure } from '../../nodes/shared/transport/failure';

const NOON = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CONNECTION = { concurrency: 4 } as Connection;
const OVER = -1;

let now = NOON;

/** FlowIQ: contacts, the messages of each by its number, oldest first, and what it was asked for. */
const flowIq = {
	contacts: [] as IDataObject[],
	messages: new Map<string, IDataObject[]>(),
	/** By page or number. */
	failures: new Map<number | string, unknown>(),
	asked: [] as Array<number | string>,
	/** What happens before a page of contacts is shown. */
	before: undefined as ((page: number) => void) | undefined,
	requests: () => flowIq.asked.splice(0).join(' '),
};

const failure = (of: Failure) => new RequestFailed(of);
const GONE = failure({
	kind: 'refused',
	status: 404,
	apiError: 'Contact not found for the provided phone number',
});
const FORBIDDEN = failure({ kind: 'refused', status: 403, apiError: 'Forbidden' });
const NO_TIME = failure({ kind: 'stopped' });

function contact(number: number, isUnread = false, more: IDataObject = {}): IDataObject {
	return {
		id: `c${number}`,
		whatsapp_id: `2711${number}`,
		has_unread_messages: isUnread,
		created_at: new Date(NOON - 48 * HOUR).toISOString(),
		...more,
	};
}

/** The customer writes, which makes the conversation unread. */
function write(number: number, text: string, at = now): void {
	const messages = flowIq.messages.get(`2711${number}`) ?? [];
	messages.push({
		message: text,
		sender_type: 'user-whatsapp',
		created_at: new Date(at).toISOString(),
	});
	flowIq.messages.set(`2711${number}`, messages);
	mark(number, true);
}

function mark(number: number, has_unread_messages: boolean): void {
	const found = flowIq.contacts.find(({ id }) => id === `c${number}`);
	if (found) found.has_unread_messages = has_unread_messages;
}

beforeEach(() => {
	now = NOON;
	flowIq.contacts = Array.from({ length: 250 }, (_, index) => contact(index));
	flowIq.messages.clear();
	flowIq.failures.clear();
	flowIq.asked.length = 0;
	flowIq.before = undefined;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	jest.spyOn(lists, 'contactsPage').mockImplementation(async (_, page) => {
		flowIq.asked.push(page);
		flowIq.before?.(page);
		if (flowIq.failures.has(page)) throw flowIq.failures.get(page);
		const { contacts } = flowIq;
		return {
			records: contacts.slice((page - 1) * 100, page * 100).map((one) => ({ ...one })),
			total: contacts.length,
			hasNext: page * 100 < contacts.length,
		};
	});
	jest
		.spyOn(lists, 'messagesPage')
		.mockImplementation(async (_, reference, { page = 1, size = 100, ascending } = {}) => {
			const [number] = Object.values(reference as ContactReference) as string[];
			flowIq.asked.push(size === 1 ? `${number}/1` : number);
			if (flowIq.failures.has(number)) throw flowIq.failures.get(number);
			const messages = [...(flowIq.messages.get(number) ?? [])];
			if (!ascending) messages.reverse();
			return {
				records: messages.slice((page - 1) * size, page * size),
				total: messages.length,
				hasNext: page * size < messages.length,
			};
		});
});

afterEach(() => jest.restoreAllMocks());

/** One poll after the other, with what each remembers. */
class Poller<State> {
	state: State | undefined;
	deadline = Infinity;
	failure: unknown;

	constructor(
		private readonly find: (
			state: State | undefined,
			options: { deadline: number; begun: number },
		) => Promise<{ records: IDataObject[]; state: State; failure?: unknown }>,
	) {}

	async poll(): Promise<unknown[]> {
		const found = await this.find(this.state, { deadline: this.deadline, begun: now });
		this.state = JSON.parse(JSON.stringify(found.state)) as State;
		this.failure = found.failure;
		// An undefined one at the end of a list would go unnoticed by toEqual.
		return found.records.map(({ id, message }) => id ?? message ?? 'unnamed');
	}
}

const unreadContacts = () =>
	new Poller<UnreadState>(
		async (state, options) => await findUnreadContacts(CONNECTION, state, options),
	);
const unreadConversations = () =>
	new Poller<UnreadConversationsState>(
		async (state, options) =>
			await findNewInUnread(CONNECTION, state, { ...options, select: (messages) => messages }),
	);

describe.each<[string, () => Poller<UnreadState> | Poller<UnreadConversationsState>]>([
	['unread contacts', unreadContacts],
	['messages of unread conversations', unreadConversations],
])('%s', (_, make) => {
	it('keep a contact by which the account is known again: of the last page that has one', async () => {
		const trigger = make();
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c200', number: '2711200' });
		flowIq.contacts.forEach((one, index) => index >= 100 && (one.id = null));
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c0', number: '27110' });
		flowIq.contacts.forEach((one) => (one.id = null));
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c0', number: '27110' });
	});

	it('go on with the next poll where there is no time, and look at the page before once more', async () => {
		flowIq.contacts = Array.from({ length: 1_450 }, (_, index) => contact(index));
		const trigger = make();
		trigger.deadline = OVER;
		const requests: string[] = [];
		for (let poll = 0; poll < 5; poll++) {
			expect(await trigger.poll()).toEqual([]);
			requests.push(flowIq.requests());
		}
		expect(requests).toEqual(['1', '1 2', '2 3', '3 4', '4 5']);
		trigger.deadline = Infinity;
		await trigger.poll();
		expect(flowIq.requests()).toBe('5 6 7 8 9 10 11 12 13 14 15');
		await trigger.poll();
		expect(flowIq.requests()).toBe('1 2 3 4 5 6 7 8 9 10');
		await trigger.poll();
		expect(flowIq.requests()).toBe('1 11 12 13 14 15 2 3 4 5');
	});

	it('say why a page could not be read, and go on there', async () => {
		const trigger = make();
		flowIq.failures.set(2, FORBIDDEN);
		await trigger.poll();
		expect(trigger.failure).toBe(FORBIDDEN);
		flowIq.failures.clear();
		await trigger.poll();
		expect(trigger.failure).toBeUndefined();
		expect(flowIq.requests()).toBe('1 2 3 1 2 3');
	});

	it.each<[string, number, () => void]>([
		[
			'that moves to the next page while pages are read',
			99,
			() => {
				flowIq.before = (page) => {
					if (page === 2 && flowIq.contacts.length === 250) flowIq.contacts.unshift(contact(999));
				};
			},
		],
		['of a list that became short', 120, () => flowIq.contacts.splice(150, flowIq.contacts.length)],
	])('bring a contact once %s', async (__, writer, happen) => {
		const trigger = make();
		await trigger.poll();
		trigger.state!.page = 3;
		flowIq.requests();
		write(writer, 'a');
		happen();
		expect(await trigger.poll()).toHaveLength(1);
		expect(flowIq.requests()).toMatch(/^1 3 2( 2711\d+)?$/);
		expect(await trigger.poll()).toEqual([]);
	});

	it('say when there are more than can be remembered, and pass over the others', async () => {
		const trigger = make();
		await trigger.poll();
		const keys = Array.from({ length: 49_999 }, (_, index) => keyOf(`remembered ${index}`));
		trigger.state!.unread = keys.join('');
		write(5, 'a');
		write(6, 'b');
		expect(await trigger.poll()).toHaveLength(1);
		expect(trigger.failure).toMatchObject({
			message: expect.stringContaining('more than 50000 contacts') as string,
			description: expect.stringContaining('FlowIQ Trigger') as string,
		});
	});
});

/** What happens, one step after the other, and what each poll after it brings. */
const STEPS: Array<() => void> = [
	() => {
		write(1, 'old', NOON - MINUTE);
		write(150, 'old', NOON - MINUTE);
	},
	() => {},
	() => {
		write(5, 'a');
		write(150, 'b');
	},
	() => {},
	() => {
		flowIq.failures.set('27117', FORBIDDEN);
		write(7, 'c');
		write(8, 'd');
	},
	() => flowIq.failures.set('27117', GONE),
	() => flowIq.failures.clear(),
	() => {
		flowIq.failures.set('27119', NO_TIME);
		write(9, 'e');
	},
	() => flowIq.failures.clear(),
	() => {
		mark(5, false);
		mark(9, false);
	},
	() => write(5, 'f'),
];

async function played<State>(trigger: Poller<State>): Promise<unknown[][]> {
	const lines: unknown[][] = [];
	for (const step of STEPS) {
		now += MINUTE;
		step();
		const came = await trigger.poll();
		lines.push([came.join(' '), flowIq.requests(), trigger.failure]);
	}
	return lines;
}

it('a contact comes when its messages become unread, and again when they do again', async () => {
	const idle = '1 2 3';
	expect(await played(unreadContacts())).toEqual([
		['', idle, undefined],
		['', idle, undefined],
		['c5', idle, undefined],
		['', idle, undefined],
		['c7 c8', idle, undefined],
		['', idle, undefined],
		['', idle, undefined],
		['c9', idle, undefined],
		['', idle, undefined],
		['', idle, undefined],
		['c5', idle, undefined],
	]);
});

it('new messages come once: what is refused, gone or cut short is read when it can be', async () => {
	expect(await played(unreadConversations())).toEqual([
		['', '1 27111 2 3 2711150', undefined],
		['', '1 2 3 2711150 27111', undefined],
		['a b', '1 2 3 27115 2711150 27111', undefined],
		['', '1 2 3 2711150 27111 27115', undefined],
		['d', '1 2 3 27117 27118 2711150 27111 27115', FORBIDDEN],
		['', '1 2 3 2711150 27111 27115 27117 27118', undefined],
		['c', '1 2 3 2711150 27111 27115 27117 27118', undefined],
		['', '1 2 3 27119', undefined],
		['e', '1 2 3 27119 2711150 27111 27115 27117 27118', undefined],
		['', '1 2 3 2711150 27111 27117 27118', undefined],
		['f', '1 2 3 27115 2711150 27111 27117 27118', undefined],
	]);
});

it.each([
	['less than two seconds', 1_999, '1 2 3'],
	['two seconds', 2_000, '1 2 3 2711150/1'],
])('what is shown after %s counts as known, or is asked about', async (_, ms, requests) => {
	let time = 5_000;
	jest.spyOn(clock, 'monotonicNow').mockImplementation(() => time);
	write(50, 'old', NOON - MINUTE);
	write(150, 'old', NOON - MINUTE);
	const trigger = unreadContacts();
	flowIq.before = (page) => {
		if (page === 2) time = 5_000 + ms;
	};
	expect(await trigger.poll()).toEqual([]);
	expect(flowIq.requests()).toBe(requests);
	expect(await trigger.poll()).toEqual([]);
});

it('on pages that are first looked at later, a contact counts that was written to since the start', async () => {
	const trigger = unreadContacts();
	trigger.deadline = OVER;
	await trigger.poll();
	write(150, 'before', NOON - 1);
	write(160, 'at the start', NOON);
	flowIq.contacts[170] = contact(170, true, { created_at: new Date(NOON).toISOString() });
	flowIq.contacts[180] = { has_unread_messages: true };
	flowIq.failures.set('2711190', GONE);
	flowIq.failures.set('2711191', FORBIDDEN);
	for (const number of [190, 191, 192]) mark(number, true);
	write(210, 'later');
	trigger.deadline = Infinity;
	flowIq.requests();
	expect((await trigger.poll()).sort()).toEqual(['c160', 'c170', 'c210']);
	expect(trigger.failure).toBe(FORBIDDEN);
	expect(flowIq.requests().split(' ').sort()).toEqual(
		[
			'1',
			'2',
			'3',
			...['150', '160', '190', '191', '192', '210'].map((number) => `2711${number}/1`),
		].sort(),
	);
	// One that could not be asked about comes, rather than being lost.
	expect(await trigger.poll()).toEqual(['c191']);
	expect(await trigger.poll()).toEqual([]);
});

it('conversations that stay unread take turns where there is no time for all', async () => {
	for (const number of [10, 20, 110, 120, 210]) write(number, 'old', NOON - MINUTE);
	const trigger = unreadConversations();
	await trigger.poll();
	flowIq.requests();
	trigger.deadline = OVER;
	const requests: string[] = [];
	for (let poll = 0; poll < 8; poll++) {
		now += MINUTE;
		if (poll === 0) write(20, 'to 20');
		if (poll === 1) write(210, 'to 210');
		const came = await trigger.poll();
		requests.push([flowIq.requests(), ...came].join(' '));
	}
	expect(requests).toEqual([
		'1 2 3 2711110',
		'1 2 3 2711120',
		'1 2 3 2711210 to 210',
		'1 2 3 271110',
		'1 2 3 271120 to 20',
		'1 2 3 2711110',
		'1 2 3 2711120',
		'1 2 3 2711210',
	]);
});

describe('how far a conversation was read', () => {
	const cursorsOf = (trigger: Poller<UnreadConversationsState>) =>
		Object.keys(trigger.state!.cursors).length;

	it('is kept as long as it is unread, and then for an hour and three looks at the whole list', async () => {
		const trigger = unreadConversations();
		await trigger.poll();
		write(5, 'a');
		await trigger.poll();
		now += 5 * HOUR;
		for (let poll = 0; poll < 4; poll++) await trigger.poll();
		expect(cursorsOf(trigger)).toBe(1);
		mark(5, false);
		await trigger.poll();
		expect(cursorsOf(trigger)).toBe(0);
		write(6, 'b');
		await trigger.poll();
		mark(6, false);
		now += HOUR - 1;
		for (let poll = 0; poll < 4; poll++) await trigger.poll();
		expect(cursorsOf(trigger)).toBe(1);
		now += 1;
		for (let poll = 0; poll < 2; poll++) await trigger.poll();
		expect(cursorsOf(trigger)).toBe(1);
		await trigger.poll();
		expect(cursorsOf(trigger)).toBe(0);
	});

	it('is kept of 1,000 that show nothing new, and of all that were passed on', async () => {
		flowIq.contacts = Array.from({ length: 1_010 }, (_, index) => contact(index));
		for (let number = 0; number < 1_010; number++) write(number, 'old', NOON - MINUTE);
		const trigger = unreadConversations();
		await trigger.poll();
		expect(cursorsOf(trigger)).toBe(1_000);
		now += MINUTE;
		for (let number = 0; number < 1_010; number++) write(number, 'new');
		const came = [...(await trigger.poll()), ...(await trigger.poll()), ...(await trigger.poll())];
		expect(came).toEqual(Array(1_010).fill('new'));
		expect(cursorsOf(trigger)).toBe(1_010);
		expect(await trigger.poll()).toEqual([]);
	});

	it('is kept of those that were passed on, and of others up to 1,000 in all', async () => {
		flowIq.contacts = Array.from({ length: 1_010 }, (_, index) => contact(index));
		for (let number = 0; number < 1_010; number++) write(number, 'old', NOON - MINUTE);
		const trigger = unreadConversations();
		await trigger.poll();
		now += MINUTE;
		for (let number = 0; number < 600; number++) write(number, 'new');
		for (let poll = 0; poll < 3; poll++) await trigger.poll();
		expect(cursorsOf(trigger)).toBe(1_000);
	});
});
