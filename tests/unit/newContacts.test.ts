import type { IDataObject } from 'n8n-workflow';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { findNewContacts, type ContactCursor } from '../../nodes/FlowIqPollTrigger/newContacts';
import { keyOf, undatedCount, writeRemembered } from '../../nodes/FlowIqPollTrigger/remembered';
import type { Connection } from '../../nodes/shared/transport/connection';

const NOON = Date.UTC(2026, 5, 1, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const CONNECTION = {} as Connection;

const contact = (number: number, at?: number): IDataObject => ({
	id: `c${number}`,
	whatsapp_id: `2711${number}`,
	created_at: at === undefined ? null : new Date(at).toISOString(),
});

/** FlowIQ's list of contacts, as it stands, and the pages that it was asked for since they were last looked at. */
function serve(list: IDataObject[], { tellsTotal = true, more = 0 } = {}) {
	const server = {
		list,
		asked: [] as number[],
		/** What happens before a page is read. */
		before: undefined as ((page: number) => void) | undefined,
		requests: () => server.asked.splice(0).join(' '),
	};
	jest.spyOn(lists, 'contactsPage').mockImplementation(async (_, page, size = 100) => {
		server.before?.(page);
		server.asked.push(page);
		return {
			records: list.slice((page - 1) * size, page * size),
			...(tellsTotal && { total: list.length + more }),
			hasNext: page * size < list.length,
		};
	});
	return server;
}

/** One poll after the other, with what each remembers. */
function poller(state?: ContactCursor, deadline = Infinity) {
	return {
		state,
		deadline,
		failure: undefined as unknown,
		async poll(): Promise<unknown[]> {
			const options = { deadline: this.deadline, begun: now };
			const found = await findNewContacts(CONNECTION, this.state, options);
			this.state = JSON.parse(JSON.stringify(found.state)) as ContactCursor;
			this.failure = found.failure;
			return found.records.map(({ id }) => id);
		},
	};
}

const OVER = -1;
let now = NOON;

/** One each ten minutes, the last one ten minutes ago. */
const old = (count: number) =>
	Array.from({ length: count }, (_, index) => contact(index, NOON - (count - index) * 10 * MINUTE));

/** In no order: the first page is neither the newest nor the oldest. */
function shuffled(list: IDataObject[]): IDataObject[] {
	return list.map((_, index) => list[(index * 97) % list.length]);
}

/** A contact that comes now. */
function fresh(number: number): IDataObject {
	now += SECOND;
	return contact(number, now);
}

beforeEach(() => {
	now = NOON;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

type Kind = 'oldest' | 'newest' | 'shuffled';

/** 250 contacts, and what is done to them. */
function scene(kind: Kind, options: Parameters<typeof serve>[1] = {}) {
	const list = kind === 'newest' ? old(250).reverse() : old(250);
	const server = serve(kind === 'shuffled' ? shuffled(list) : list, options);
	const add = (count: number, number: number, at: number) => {
		const some = Array.from({ length: count }, (_, index) => fresh(number + index));
		server.list.splice(at, 0, ...(kind === 'newest' ? some.reverse() : some));
		return some.map(({ id }) => id).sort();
	};
	return { server, add, atEnd: () => (kind === 'newest' ? 0 : server.list.length) };
}

/** The same, once the trigger has read them. */
async function readScene(kind: Kind) {
	const here = scene(kind);
	const trigger = poller();
	await trigger.poll();
	here.server.requests();
	return { ...here, trigger };
}

/** @returns what comes in, once, before a page is read; empty until then */
function comesBefore(server: ReturnType<typeof serve>, page: number, come: () => unknown[]) {
	const came: unknown[] = [];
	server.before = (read) => {
		if (read === page && came.length === 0) came.push(...come());
	};
	return came;
}

describe.each<[Kind, boolean, string[]]>([
	['oldest', true, ['1 3', '1', '1 3 2 3', '1', '1', '1 2 3', '1 2 3 4 5', '1']],
	[
		'oldest',
		false,
		[
			'1 2 3',
			'1 2 6 4 3 3',
			'1 2 6 4 3 3',
			'1 2 6 4 3 3',
			'1 2 3',
			'1 2 3',
			'1 2 3 4 5',
			'1 2 3 4 5',
		],
	],
	['newest', true, ['1', '1', '1', '1', '1', '1', '1 3 2 3 2 1', '1']],
	['newest', false, ['1', '1', '1', '1', '1', '1', '1 2 3 4 5', '1 2 3 4 5']],
	['shuffled', true, ['1 2 3', '1', '1 2 3', '1', '1', '1 2 3', '1 2 3 4 5', '1']],
	[
		'shuffled',
		false,
		['1 2 3', '1 2 3', '1 2 3', '1 2 3', '1 2 3', '1 2 3', '1 2 3 4 5', '1 2 3 4 5'],
	],
])('a list in the order %s, whose length is told: %p', (kind, tellsTotal, requests) => {
	it('brings each new contact once, and costs no request too many', async () => {
		const { server, add, atEnd } = scene(kind, { tellsTotal });
		const trigger = poller();
		const steps: Array<() => unknown[]> = [
			() => [],
			() => [],
			() => add(2, 1_000, atEnd()),
			() => [],
			() => add(2, 2_000, 0),
			() => (server.list.splice(60, 1), []),
			() => add(150, 3_000, atEnd()),
			() => [],
		];
		const asked: string[] = [];
		for (const step of steps) {
			const expected = step();
			expect(await trigger.poll()).toEqual(expected);
			asked.push(server.requests());
		}
		expect(asked).toEqual(requests);
	});
});

it.each<[number, Kind]>([
	[80, 'oldest'],
	[100, 'oldest'],
	[80, 'newest'],
	[80, 'shuffled'],
])('%i contacts, %s, cost one request, whatever happens to them', async (count, kind) => {
	const { server, add, atEnd } = scene(kind);
	server.list.splice(count);
	const trigger = poller();
	await trigger.poll();
	server.list.splice(40, 1);
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
	const added = add(2, 1_000, atEnd());
	server.list.splice(0, kind === 'newest' ? 0 : 3);
	expect(await trigger.poll()).toEqual(added);
	expect(server.requests()).toBe('1 1 1 1');
});

it('what is known of the last hour is not read through, and a poll without time gets on behind it', async () => {
	const { server, add, atEnd, trigger } = await readScene('oldest');
	add(400, 1_000, atEnd());
	await trigger.poll();
	server.requests();
	expect(await trigger.poll()).toEqual([]);
	const few = add(3, 3_000, atEnd());
	expect(await trigger.poll()).toEqual(few);
	expect(server.requests()).toBe('1 1 3 2 3 4 5 6 7 8');
	trigger.deadline = OVER;
	const added = add(30, 2_000, atEnd());
	const came = [...(await trigger.poll()), ...(await trigger.poll())];
	expect(came).toEqual(added);
	expect(server.list).toHaveLength(683);
});

it('what was read before a page that fails is passed on, and the reason is told', async () => {
	const { server, add, atEnd, trigger } = await readScene('oldest');
	const added = add(300, 1_000, atEnd());
	const refusal = new Error('refused');
	server.before = (page) => {
		if (server.asked.length > 4 && page > 3) throw refusal;
	};
	server.requests();
	const came = await trigger.poll();
	expect(trigger.failure).toBe(refusal);
	expect(came.length).toBeGreaterThan(0);
	server.before = undefined;
	expect([...came, ...(await trigger.poll())]).toEqual(added);
	expect(trigger.failure).toBeUndefined();
});

it.each([5_001, 5_300])(
	'of %i contacts of one hour, more than are remembered, none comes as new in a list without order',
	async (count) => {
		const server = serve(
			shuffled(
				Array.from({ length: count }, (_, index) => contact(index, NOON - (index + 1) * 500)),
			),
		);
		const trigger = poller();
		expect(await trigger.poll()).toEqual([]);
		const latest = fresh(count);
		server.list.splice(700, 0, latest);
		expect(await trigger.poll()).toEqual([latest.id]);
	},
);

it('a contact that shows up more than an hour late is not new, in a list with the newest first', async () => {
	const { server, add, trigger } = await readScene('newest');
	now += 3 * 60 * MINUTE;
	const added = add(1, 1_000, 0);
	expect(await trigger.poll()).toEqual(added);
	server.list.splice(1, 0, contact(2_000, now - 61 * MINUTE));
	expect(await trigger.poll()).toEqual([]);
});

it('a first page that goes back an hour is enough, in a list with the newest first', async () => {
	const busy = Array.from({ length: 99 }, (_, index) =>
		contact(1_000 + index, now - MINUTE - index * 30 * SECOND),
	);
	const server = serve([...busy, ...old(200).reverse().slice(6)], { tellsTotal: false });
	const trigger = poller();
	await trigger.poll();
	server.requests();
	expect(await trigger.poll()).toEqual([]);
	expect(server.requests()).toBe('1');
});

describe('the first reading', () => {
	it('reads the last page alone of a list with the oldest first, also where that holds one', async () => {
		const { server } = scene('oldest');
		server.list.splice(201);
		expect(await poller().poll()).toEqual([]);
		expect(server.requests()).toBe('1 3');
	});

	it('reads all where the server tells a length that is too high, and misses nothing after', async () => {
		const { server } = scene('oldest', { more: 60 });
		const trigger = poller();
		expect(await trigger.poll()).toEqual([]);
		expect(server.requests()).toBe('1 4 2 3 4');
		// FlowIQ's clock is behind.
		server.list.push(contact(1_000, NOON - MINUTE));
		expect(await trigger.poll()).toEqual(['c1000']);
	});

	it('reads all where the list grew before its last page was read', async () => {
		const { server, add } = scene('oldest');
		const added = comesBefore(server, 3, () => add(1, 1_000, 250));
		const trigger = poller();
		expect([...(await trigger.poll()), ...(await trigger.poll())]).toEqual(added);
	});

	it.each([
		[9, '1 2 3'],
		[10, '1'],
	])('takes a page of %i dates for one in order, or reads all: %s', async (dates, pages) => {
		const list = Array.from({ length: 250 }, (_, index) =>
			contact(index, NOON - (1 + Math.min(index, dates - 1)) * 10 * MINUTE),
		);
		const server = serve(list);
		expect(await poller().poll()).toEqual([]);
		expect(server.requests()).toBe(pages);
	});

	it.each<[Kind, string]>([
		['oldest', '1 3'],
		['newest', '1'],
	])('passes on with the next poll what came since it began (%s)', async (kind, pages) => {
		const { server, add, atEnd } = scene(kind);
		const added = comesBefore(server, 1, () => add(3, 1_000, atEnd()));
		const trigger = poller();
		expect(await trigger.poll()).toEqual([]);
		expect(server.requests()).toBe(pages);
		expect(trigger.state!.total).toBe(250);
		expect(await trigger.poll()).toEqual(added);
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([1, 2, 3])('passes on what came before its page %i, where it read all', async (at) => {
		for (const place of [0, 150, 250]) {
			const { server, add } = scene('shuffled');
			const added = comesBefore(server, at, () => add(2, 1_000, place));
			const trigger = poller();
			const came = await trigger.poll();
			// What came at the very beginning is known to be missing, and read at once.
			if (at === 1) expect(came).toEqual(added);
			came.push(...(await trigger.poll()), ...(await trigger.poll()));
			expect(came).toEqual(added);
		}
	});

	it('goes on with the next poll where there is no time, and then reads what came meanwhile', async () => {
		const list = shuffled(old(1_999));
		const server = serve(list);
		const trigger = poller(undefined, OVER);
		expect(await trigger.poll()).toEqual([]);
		expect(server.requests()).toBe('1 2 3 4 5 6 7 8');
		const added = fresh(5_000);
		list.unshift(added);
		expect(await trigger.poll()).toEqual([]);
		expect(server.requests()).toBe('1 8 9 10 11 12 13 14 15');
		expect(trigger.state!.pass).toMatchObject({ isFirst: true, begun: NOON });
		const came: unknown[] = [];
		for (let poll = 0; poll < 4; poll++) came.push(...(await trigger.poll()));
		trigger.deadline = Infinity;
		came.push(...(await trigger.poll()));
		expect(came).toEqual([added.id]);
	});
});

describe('a list without order', () => {
	it('is read again where all of the first page is new', async () => {
		const { server, add, trigger } = await readScene('shuffled');
		const added = add(100, 1_000, 0);
		server.list.splice(0, 100, ...shuffled(server.list.slice(0, 100)));
		expect(await trigger.poll()).toEqual(added);
		expect(server.requests()).toBe('1 2 3 4');
	});

	it('is read once with each poll, though it moves meanwhile', async () => {
		const { server, add, trigger } = await readScene('shuffled');
		const early = add(1, 1_000, 250);
		const late = comesBefore(server, 3, () => add(1, 1_001, 0));
		const came = await trigger.poll();
		expect(server.requests()).toBe('1 2 3');
		expect([...came, ...(await trigger.poll())]).toEqual([...early, ...late]);
	});

	it.each([2, 3])(
		'loses no new contact that moves to a page that was read, because another is deleted before page %i',
		async (at) => {
			const { server, add, trigger } = await readScene('shuffled');
			const added = add(1, 1_000, (at - 1) * 100);
			server.before = (page) => {
				if (page === at && server.list.length === 251) server.list.splice(0, 1);
			};
			expect(await trigger.poll()).toEqual(added);
			expect(await trigger.poll()).toEqual([]);
		},
	);

	it('loses nothing that came where it had been read already, however long it takes', async () => {
		const list = shuffled(old(1_999));
		const server = serve(list);
		const trigger = poller();
		await trigger.poll();
		trigger.deadline = OVER;
		const came: unknown[] = [];
		const added: unknown[] = [];
		const come = (place: number) => {
			now += 2 * 60 * MINUTE;
			const one = fresh(5_000 + added.length);
			list.splice(place, 0, one);
			added.push(one.id);
		};
		for (let poll = 0; poll < 12; poll++) {
			if (poll < 6) come(poll % 2 === 0 ? list.length : 150);
			server.requests();
			came.push(...(await trigger.poll()));
			expect(server.asked.length).toBeLessThanOrEqual(10);
		}
		expect(came.sort()).toEqual(added);
	});
});

describe('a contact by which the account is known again', () => {
	it('is the first with a number and an ID, and stays where a page shows none', async () => {
		const server = serve([{ id: 'x' }, contact(1, NOON - MINUTE), contact(2, NOON - 2 * MINUTE)]);
		const trigger = poller();
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c1', number: '27111' });
		server.list.splice(0, 2);
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c2', number: '27112' });
		server.list.splice(0, 1);
		await trigger.poll();
		expect(trigger.state!.anchor).toEqual({ id: 'c2', number: '27112' });
	});
});

describe('contacts without a date', () => {
	const undated = (count: number) => Array.from({ length: count }, (_, index) => contact(index));

	/** All but the last page of 20,000 were read in earlier polls. */
	const nearEnd = (): ContactCursor => ({
		known: writeRemembered(
			new Map(undated(19_900).map(({ id }) => [keyOf(String(id)), { count: 1, contents: [] }])),
		),
		pass: { next: 200, seen: '', total: 20_000, count: 19_900 },
	});

	it('are remembered for good, 20,000 of them', async () => {
		serve(undated(20_000));
		const trigger = poller(nearEnd());
		expect(await trigger.poll()).toHaveLength(100);
		expect(undatedCount(trigger.state!.known)).toBe(20_000);
	});

	it('are an error when there are more, and not new again and again', async () => {
		serve(undated(20_001));
		await expect(poller(nearEnd()).poll()).rejects.toMatchObject({
			message: expect.stringContaining('more than 20000 contacts') as string,
			description: expect.stringContaining('FlowIQ Trigger') as string,
		});
	});
});
