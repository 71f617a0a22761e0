import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { scanFirst, scanNext } from '../../nodes/FlowIqPollTrigger/scan';
import type { Connection } from '../../nodes/shared/transport/connection';

const CONNECTION = {} as Connection;
const OVER = -1;

interface Server {
	count: number;
	/** Most contacts that it gives per page. */
	cap?: number;
	tellsTotal?: boolean;
	/** Page that fails. */
	failsAt?: number;
}

const REFUSED = new Error('refused');

/** Contacts by their number, and the pages that were asked for; `|` stands where some were looked at. */
function serve({ count, cap = 100, tellsTotal = true, failsAt }: Server) {
	const asked: Array<number | '|'> = [];
	jest.spyOn(lists, 'contactsPage').mockImplementation(async (_, page) => {
		asked.push(page);
		if (page === failsAt) throw REFUSED;
		const before = (page - 1) * cap;
		const length = Math.max(0, Math.min(cap, count - before));
		return {
			records: Array.from({ length }, (__, index) => ({ id: before + index })),
			...(tellsTotal && { total: count }),
			hasNext: before + length < count,
		};
	});
	return asked;
}

afterEach(() => jest.restoreAllMocks());

describe('the first scan', () => {
	/** @param visits how many requests the contacts of each page take; undefined: no time for the page with that index */
	async function scan(
		server: Server,
		{ first = 1, deadline = Infinity, visits = [] as Array<number | undefined>, each = 0 } = {},
	) {
		const asked = serve(server);
		let looked = 0;
		const result = await scanFirst(CONNECTION, first, deadline, async () => {
			if (asked.at(-1) !== '|') asked.push('|');
			return looked++ in visits ? visits[looked - 1] : each;
		});
		return { ...result, asked: asked.join(' ').replace(/ \|$/, '') };
	}

	it.each<[string, Server, object, string]>([
		['all of one page', { count: 100 }, {}, '1'],
		['eight pages at once', { count: 1_200 }, {}, '1 | 2 3 4 5 6 7 8 9 | 10 11 12'],
		['no page beyond the end', { count: 201 }, {}, '1 | 2 3'],
		['small pages', { count: 101, cap: 10 }, {}, '1 | 2 3 4 5 6 7 8 9 | 10 11'],
		['pages of one', { count: 4, cap: 1 }, {}, '1 | 2 3 4'],
		['page after page, of unknown length', { count: 301, tellsTotal: false }, {}, '1 | 2 | 3 | 4'],
		[
			'half as many where each page leads to one request',
			{ count: 1_200 },
			{ each: 1 },
			'1 | 2 3 4 5 | 6 7 8 9 | 10 11 12',
		],
		['few where each leads to three', { count: 700 }, { each: 3 }, '1 | 2 3 | 4 5 | 6 7'],
		['one where each leads to many', { count: 400 }, { each: 99 }, '1 | 2 | 3 | 4'],
		['the page before, where it goes on', { count: 1_200 }, { first: 5 }, '4 5 | 6 7 8 9 10 11 12'],
	])('reads %s', async (_, server, options, requests) => {
		const { asked, first, failure } = await scan(server, options);
		expect(asked).toBe(requests);
		expect([first, failure]).toEqual([undefined, undefined]);
	});

	it.each<[string, Server, object, { first?: number; failure?: unknown }]>([
		['after a page, where time is over', { count: 250 }, { deadline: OVER }, { first: 2 }],
		['at a page that had no time', { count: 250 }, { visits: [0, undefined] }, { first: 2 }],
		['at the first page, for that reason', { count: 250 }, { visits: [undefined] }, { first: 1 }],
		['at a page that fails', { count: 450, failsAt: 4 }, {}, { first: 4, failure: REFUSED }],
		['at the next page that fails', { count: 450, failsAt: 2 }, {}, { first: 2, failure: REFUSED }],
		['nowhere, where the last page was the last', { count: 100 }, { deadline: OVER }, {}],
	])('goes on %s', async (_, server, options, expected) => {
		const { asked, ...result } = await scan(server, options);
		expect(asked).not.toBe('');
		expect(result).toEqual(expected);
	});

	it('fails where its first page does', async () => {
		await expect(scan({ count: 250, failsAt: 1 })).rejects.toBe(REFUSED);
		await expect(scan({ count: 450, failsAt: 2 }, { first: 3 })).rejects.toBe(REFUSED);
	});
});

describe('the scan of some pages with each poll', () => {
	it.each<[string, Server, number, string, object]>([
		['one page', { count: 100 }, 2, '1', { next: 2, isRound: true, last: 1 }],
		['all of a few', { count: 250 }, 2, '1 2 3', { next: 2, isRound: true, last: 3 }],
		['all, from the middle', { count: 450 }, 4, '1 4 5 2 3', { next: 4, isRound: true, last: 5 }],
		['all, from the last one', { count: 450 }, 5, '1 5 2 3 4', { next: 5, isRound: true, last: 5 }],
		[
			'no page beyond the end, of unknown length',
			{ count: 250, tellsTotal: false },
			3,
			'1 3 2',
			{ next: 3, isRound: true, last: 3 },
		],
		[
			'ten of many',
			{ count: 1_450 },
			3,
			'1 3 4 5 6 7 8 9 10 11',
			{ next: 12, isRound: false, last: 15 },
		],
		[
			'ten of many, of unknown length',
			{ count: 1_450, tellsTotal: false },
			3,
			'1 3 4 5 6 7 8 9 10 11',
			{ next: 12, isRound: false, last: undefined },
		],
		[
			'ten pages of one',
			{ count: 12, cap: 1 },
			2,
			'1 2 3 4 5 6 7 8 9 10',
			{ next: 11, isRound: false, last: 12 },
		],
		[
			'what follows behind the end, from the beginning',
			{ count: 1_450 },
			12,
			'1 12 13 14 15 2 3 4 5 6',
			{ next: 7, isRound: true, last: 15 },
		],
		[
			'from the beginning where the list became shorter',
			{ count: 250 },
			7,
			'1 7 2 3',
			{ next: 2, isRound: true, last: 3 },
		],
	])('reads %s', async (_, server, start, requests, expected) => {
		const asked = serve(server);
		const { pages, ...result } = await scanNext(CONNECTION, start, Infinity);
		expect(asked.join(' ')).toBe(requests);
		expect(result).toMatchObject(expected);
		expect(result.failure).toBeUndefined();
		expect(pages.map(({ number }) => number)).toEqual(asked);
		const { cap = 100 } = server;
		for (const { number, contacts } of pages) {
			if (contacts.length > 0) expect(contacts[0].id).toBe((number - 1) * cap);
		}
	});

	it.each([
		['at the page that fails, with what was read before', 5, [1, 3, 4], Infinity, REFUSED],
		['at the page that fails, also where that is the first of them', 3, [1], Infinity, REFUSED],
		['behind one group, where time is over', 0, [1, 3, 4, 5, 6, 7, 8, 9, 10], OVER, undefined],
	])('goes on %s', async (_, failsAt, numbers, deadline, failure) => {
		serve({ count: 2_000, failsAt });
		const result = await scanNext(CONNECTION, 3, deadline);
		expect(result.pages.map(({ number }) => number)).toEqual(numbers);
		expect(result).toMatchObject({ next: Math.max(3, numbers.at(-1)! + 1), isRound: false });
		expect(result.failure).toBe(failure);
	});

	it('fails where its first page does', async () => {
		serve({ count: 250, failsAt: 1 });
		await expect(scanNext(CONNECTION, 2, Infinity)).rejects.toBe(REFUSED);
	});
});
