import type { IDataObject } from 'n8n-workflow';
import { contactItem } from '../support/flowiq';
import { HOUR, idsOf, MINUTE, SECOND, usePolling } from './support/polling';

const { simulator, wait, save, watch, requests } = usePolling({
	contacts: 250,
	messagesPerContact: 0,
});

const parameters = (more: IDataObject = {}) => ({ event: 'newContact', startFrom: 'now', ...more });

/** Adds contacts one second apart. */
function add(count: number, gap = SECOND): string[] {
	return Array.from({ length: count }, () => {
		wait(gap);
		return simulator().addContact().id;
	});
}

const ORDERS = ['newest', 'oldest', 'shuffled'] as const;

describe.each(ORDERS)('in a list that is in the order %s', (contactsOrder) => {
	beforeEach(() => {
		simulator().variants = { contactsOrder };
	});

	it('now: nothing old, then each new contact once, oldest first', async () => {
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		for (const count of [1, 3, 1, 150]) {
			const ids = add(count);
			expect(idsOf(await trigger.poll())).toEqual(ids);
			expect(await trigger.poll()).toEqual([]);
		}
	});

	it.each([1, 3, 50])('now: nothing old where a page holds %i contacts', async (pageSizeCap) => {
		simulator().variants = { pageSizeCap };
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		const ids = add(5);
		expect(idsOf(await trigger.poll())).toEqual(ids);
	});

	it('now: nothing old after an import that gave hundreds the same second', async () => {
		wait(MINUTE);
		for (let index = 0; index < 300; index++) simulator().addContact();
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		const ids = add(2);
		expect(idsOf(await trigger.poll())).toEqual(ids);
		expect(await trigger.poll()).toEqual([]);
	});

	it('everything: all there are, oldest first, then each new one', async () => {
		const trigger = save(parameters({ startFrom: 'everything' }));
		const read = await trigger.poll();
		const dates = read.map(({ created_at }) => created_at);
		expect(dates).toEqual([...dates].sort());
		const all = simulator().contacts.map(contactItem);
		expect(read).toHaveLength(250);
		expect(read).toEqual(expect.arrayContaining(all));
		const ids = add(2);
		expect(idsOf(await trigger.poll())).toEqual(ids);
	});

	it.each([undefined, 0])(
		'everything: each once, also what comes meanwhile, in %p ms',
		async (budgetMs) => {
			const trigger = save(parameters({ startFrom: 'everything' }));
			simulator().arrivals = { everyRequests: 1, records: 7, atMost: 50 };
			const read: unknown[] = [];
			for (let poll = 0; poll < 20; poll++) read.push(...idsOf(await trigger.poll({ budgetMs })));
			expect(read).toHaveLength(300);
			expect(new Set(read)).toEqual(new Set(simulator().contacts.map(({ id }) => id)));
		},
	);

	it('a date: those created then or later', async () => {
		const all = simulator().contacts.sort((a, b) => a.created_at.localeCompare(b.created_at));
		const startDate = all[120].created_at;
		const expected = all.filter(({ created_at }) => created_at >= startDate).map(({ id }) => id);
		const trigger = save(parameters({ startFrom: 'date', startDate }));
		expect(idsOf(await trigger.poll()).sort()).toEqual(expected.sort());
		const ids = add(1);
		expect(idsOf(await trigger.poll())).toEqual(ids);
	});

	it('an idle poll costs one request', async () => {
		const trigger = await watch(parameters());
		add(3);
		await trigger.poll();
		for (let poll = 0; poll < 3; poll++) {
			requests();
			await trigger.poll();
			expect(requests()).toBe(1);
		}
	});

	it('contacts of the same second all come', async () => {
		const trigger = await watch(parameters());
		wait(HOUR);
		const read: unknown[] = [];
		const ids: string[] = [];
		for (let poll = 0; poll < 5; poll++) {
			ids.push(...add(40, 0));
			read.push(...idsOf(await trigger.poll()));
		}
		expect(new Set(read)).toEqual(new Set(ids));
		expect(read).toHaveLength(200);
	});

	it('a contact that shows up late comes', async () => {
		const trigger = await watch(parameters());
		add(2, HOUR);
		expect(await trigger.poll()).toHaveLength(2);
		const created_at = new Date(Date.UTC(2025, 5, 1, 13, 30)).toISOString();
		const { id } = simulator().addContact({ created_at });
		expect(idsOf(await trigger.poll())).toEqual([id]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('a contact that is deleted hides none that is new', async () => {
		const trigger = await watch(parameters());
		const ids = add(2);
		for (const position of [10, 100, 200]) {
			simulator().removeContact(simulator().contactAt(position).id);
		}
		ids.push(...add(1));
		const read = idsOf(await trigger.poll());
		ids.push(...add(4));
		read.push(...idsOf(await trigger.poll()));
		expect(read).toEqual(ids);
	});

	it('one that came while another went is not lost, if it comes later', async () => {
		const trigger = await watch(parameters());
		const read: unknown[] = [];
		const ids: string[] = [];
		for (let hour = 0; hour < 6; hour++) {
			ids.push(...add(1, 2 * HOUR));
			simulator().removeContact(simulator().contactAt(100 + hour).id);
			read.push(...idsOf(await trigger.poll()));
		}
		ids.push(...add(3));
		for (let poll = 0; poll < 2; poll++) read.push(...idsOf(await trigger.poll()));
		expect([...read].sort()).toEqual([...ids].sort());
	});

	it('more than a page come while the list is read and moves', async () => {
		const trigger = await watch(parameters());
		const old = new Set(simulator().contacts.map(({ id }) => id));
		wait(HOUR);
		add(330);
		simulator().arrivals = { everyRequests: 1, records: 3, atMost: 60 };
		const read: unknown[] = [];
		for (let poll = 0; poll < 30; poll++) {
			wait(SECOND);
			read.push(...idsOf(await trigger.poll()));
		}
		const expected = simulator().contacts.filter(({ id }) => !old.has(id));
		expect(expected.length).toBeGreaterThan(350);
		expect([...read].sort()).toEqual(expected.map(({ id }) => id).sort());
	});
});

describe('the time of a poll', () => {
	it.each([
		['the clocks agree', true],
		["FlowIQ's clock is far behind", false],
	])(
		'what comes where the first reading has been already comes once, and makes nothing old new, where %s',
		async (_, isAgreed) => {
			simulator().variants = { contactsOrder: 'shuffled', pageSizeCap: 10 };
			if (isAgreed) wait(Date.now() + SECOND - Date.UTC(2025, 5, 1, 12));
			const trigger = save({ event: 'newContact', startFrom: 'now' });
			const came: IDataObject[] = [];
			const added: string[] = [];
			for (let poll = 0; poll < 40; poll++) {
				came.push(...(await trigger.poll({ budgetMs: 0 })));
				trigger.republish();
				wait(SECOND);
				if (poll > 0 && poll < 6) added.push(simulator().addContact().id);
			}
			expect(idsOf(came).sort()).toEqual(added.sort());
		},
	);

	it.each(['newest', 'oldest'] as const)(
		'is kept: the rest comes with the next polls, in order, from a list with the %s first',
		async (contactsOrder) => {
			simulator().variants = { contactsOrder };
			const trigger = save(parameters({ startFrom: 'everything' }));
			const polls: number[] = [];
			const read: IDataObject[] = [];
			do {
				const records = await trigger.poll({ budgetMs: 0 });
				polls.push(records.length);
				read.push(...records);
			} while (polls.at(-1) !== 0);
			expect(polls.length).toBeGreaterThan(3);
			expect(new Set(idsOf(read)).size).toBe(250);
			expect(read).toHaveLength(250);
			const dates = read.map(({ created_at }) => created_at);
			expect(dates).toEqual([...dates].sort());
		},
	);
});

describe('other forms of the list', () => {
	it.each([
		{ pagination: 'missingEverywhere' as const },
		{ prevFlag: 'hasPreviousPage' as const },
		{ timeOffset: '+02:00' as const },
		{ botStatus: 'boolean' as const },
		{ totals: 'tooHigh' as const, pageBeyondEnd: 'notFound' as const },
		{ pageSizeCap: 30 },
	])('%p: nothing old, and each new contact once', async (variants) => {
		simulator().variants = variants;
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		for (const count of [1, 4]) {
			const ids = add(count);
			expect(idsOf(await trigger.poll())).toEqual(ids);
		}
		expect(await trigger.poll()).toEqual([]);
	});

	it.each(ORDERS)('without dates and IDs, %s: nothing old, each new one once', async (order) => {
		simulator().variants = { contactFields: 'overview', contactsOrder: order };
		const trigger = save(parameters());
		expect(await trigger.poll()).toEqual([]);
		const [id] = add(1);
		const { full_name, whatsapp_id } = simulator().findContact(id)!;
		expect(await trigger.poll()).toMatchObject([{ full_name, whatsapp_id }]);
		add(120);
		expect(await trigger.poll()).toHaveLength(120);
		expect(await trigger.poll()).toEqual([]);
	});

	it('a first page that is in order by chance proves no order: a new contact behind it comes', async () => {
		simulator().variants = { contactsOrder: 'shuffled' };
		// An import of two days fills the page, the newer one first; what is newer still stands further back.
		simulator()
			.contacts.slice(0, 100)
			.forEach(({ id }, index) => {
				const created_at = index < 50 ? '2025-02-02T00:00:00Z' : '2025-02-01T00:00:00Z';
				simulator().updateContact(id, { created_at });
			});
		const trigger = await watch(parameters());
		const ids: string[] = [];
		const read: unknown[] = [];
		while (ids.length < 3) {
			const [id] = add(1);
			const place = simulator().contacts.findIndex((contact) => contact.id === id);
			if (place < 100) {
				simulator().removeContact(id);
				continue;
			}
			ids.push(id);
			read.push(...idsOf(await trigger.poll()));
		}
		expect(read).toEqual(ids);
	});

	it('items carry the field names of the reference page', async () => {
		const trigger = await watch(parameters());
		add(1);
		expect(await trigger.poll()).toEqual([contactItem(simulator().contactAt(0))]);
	});
});
