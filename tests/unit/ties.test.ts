import type { Page } from '../../nodes/shared/paging/page';
import { lastPageToReadAhead } from '../../nodes/shared/paging/readAhead';
import { pageSizeAround, Ties } from '../../nodes/shared/paging/ties';
import { ListServer, walked, walkOver, type Habits, type Row } from './listServer';

/** A list whose rows change places, within groups of equal sort keys, with every request. */
function shiftingServer(count: number, group: number, habits: Habits = {}) {
	const server = new ListServer(count, habits);
	const sorted = [...server.rows];
	let requests = 0;
	const keyOf = (row: Row) => Math.floor(row / group);
	const fetchPage = async (page: number, size: number): Promise<Page<Row> | undefined> => {
		requests++;
		for (let start = 0; start < count; start += group) {
			const tied = sorted.slice(start, start + group);
			const turn = requests % tied.length;
			server.rows.splice(start, tied.length, ...tied.slice(turn), ...tied.slice(0, turn));
		}
		return await server.fetchPage(page, size);
	};
	return { server, fetchPage, keyOf };
}

const inOrder = (rows: Row[]) => [...rows].sort((a, b) => a - b);

describe('records of one moment that stand in another order on each page', () => {
	it.each([3, 7, 30])('all come once, without an identity, in groups of %i', async (group) => {
		const doubts: string[] = [];
		const { server, fetchPage, keyOf } = shiftingServer(250, group);
		const rows = await walked(
			walkOver(server, {
				arrivals: 'end',
				fetchPage,
				sortKey: keyOf,
				doubt: (seen) => doubts.push(seen),
			}),
		);
		expect(inOrder(rows)).toEqual(Array.from({ length: 250 }, (_, row) => row));
		expect(doubts).toEqual([]);
	});

	it.each<Habits>([{}, { tellsNext: false }, { tellsTotal: false }])(
		'all come once where the last page holds no others: %j',
		async (habits) => {
			const doubts: string[] = [];
			const doubt = (seen: string) => doubts.push(seen);
			const { server, fetchPage, keyOf } = shiftingServer(203, 7, habits);
			const walk = walkOver(server, { arrivals: 'end', fetchPage, sortKey: keyOf, doubt });
			expect(inOrder(await walked(walk))).toEqual(Array.from({ length: 203 }, (_, row) => row));
			expect(doubts).toEqual([]);
		},
	);

	it('are said to be in doubt where they fill more than a page', async () => {
		const doubts: string[] = [];
		const { server, fetchPage } = shiftingServer(250, 250);
		const walk = walkOver(server, {
			arrivals: 'end',
			fetchPage,
			sortKey: () => 0,
			doubt: (seen) => doubts.push(seen),
		});
		const rows = await walked(walk);
		expect(rows).toHaveLength(250);
		expect(new Set(rows).size === 250 || doubts.length > 0).toBe(true);
	});

	it.each([3, 30, 120])('all come once, with an identity, in groups of %i', async (group) => {
		const doubts: string[] = [];
		const { server, fetchPage } = shiftingServer(250, group);
		const rows = await walked(
			walkOver(server, { arrivals: 'anywhere', fetchPage, doubt: (seen) => doubts.push(seen) }),
		);
		expect(new Set(rows).size).toBe(rows.length);
		expect(rows.length === 250 || doubts.length > 0).toBe(true);
	});
});

describe('a group of records of one moment at the end of a page', () => {
	/** A record is a letter for itself and a digit for its moment. */
	const after = (...pages: string[][]) => {
		const ties = new Ties<string>(
			(record) => record[0],
			(record) => (record[1] === '?' ? undefined : Number(record[1])),
		);
		for (const page of pages) ties.note(page);
		return ties;
	};

	it.each<[string[][], number]>([
		[[], 0],
		[[[]], 0],
		[[['a1']], 1],
		[[['a1', 'b2', 'c2']], 2],
		[[['a2', 'b2']], 2],
		[
			[
				['a1', 'b2'],
				['c2', 'd2'],
			],
			3,
		],
		[
			[
				['a1', 'b2'],
				['c2', 'd3', 'e3'],
			],
			2,
		],
		[[['a1', 'b2'], ['c3']], 1],
		[[['a1', 'b2'], []], 1],
	])('%j has so many: %i', (pages, length) => {
		expect(after(...pages).length).toBe(length);
	});

	it.each([
		[['c2', 'd2', 'e3'], 2],
		[['c2', 'd2'], 2],
		[['c3', 'd2'], 0],
		[[], 0],
	])('goes on with the first of the next page: %j with %i', (page, leading) => {
		expect(after(['a1', 'b2']).leading(page)).toBe(leading);
		expect(after().leading(page)).toBe(0);
		expect(after(['a1', 'b?']).leading(['c?'])).toBe(0);
	});

	it.each([
		[['b2', 'c3'], true],
		[['x2', 'b2'], true],
		[['x2', 'y2'], false],
		[['x3', 'b2'], false],
		[[], false],
	])('is in doubt where some of it come again: %j, %j', (page, isDoubtful) => {
		expect(after(['a2', 'b2']).isDoubtful(page)).toBe(isDoubtful);
	});

	it('is in no doubt where a single one comes again', () => {
		expect(after(['a1', 'b2']).isDoubtful(['b2', 'c3'])).toBe(false);
		expect(after(['a1', 'b2']).isDoubtful(['b2', 'c2'])).toBe(true);
	});

	it.each<[string[], string[] | undefined]>([
		[['a2', 'b2', 'c2'], ['c2']],
		[['c2', 'b2', 'a2'], ['c2']],
		[['a2', 'a2', 'b2'], ['a2']],
		[['a2', 'b2'], []],
		[['a2', 'c2', 'd2'], undefined],
		[['a2', 'b2', 'c3'], undefined],
		[['a2'], undefined],
	])('is told apart from the rest in one piece: of %j, %j are new', (piece, rest) => {
		expect(after(['a2', 'b2']).rest(piece)).toEqual(rest);
	});

	it('may hold equal ones: as many of them as it had are not new', () => {
		expect(after(['a2', 'a2']).rest(['a2', 'b2', 'a2'])).toEqual(['b2']);
		expect(after(['a2', 'a2']).rest(['a2', 'a2', 'a2'])).toEqual(['a2']);
	});

	it.each([
		[0, 10, 100, 100],
		[95, 105, 100, 95],
		[99, 101, 100, 99],
		[100, 200, 100, 100],
		[95, 196, 100, undefined],
		[1, 101, 100, undefined],
		[6, 8, 3, 3],
	])('from %i to %i lies on one page of at most %i rows: of %p', (start, end, most, size) => {
		expect(pageSizeAround(start, end, most)).toBe(size);
	});
});

describe('pages that are asked for ahead', () => {
	const server = new ListServer(0);
	const lastOf = (page: Partial<Page<Row>>, walk = {}, isCatchUp = false) => {
		const records = Array.from({ length: 100 }, (_, row) => row);
		return lastPageToReadAhead(
			walkOver(server, { arrivals: 'end', ...walk }),
			{ records, total: 250, hasNext: true, ...page },
			isCatchUp,
		);
	};

	it.each<[Parameters<typeof lastOf>, number]>([
		[[{}], 3],
		[[{ total: 300 }], 4],
		[[{ hasNext: undefined }], 3],
		[[{ hasNext: false }], 1],
		[[{ total: undefined }], 1],
		[[{ records: [] }], 1],
		[[{}, { wanted: 200 }], 2],
		[[{}, { wanted: 201 }], 3],
		[[{}, { wanted: 900 }], 3],
		[[{}, { wanted: 200, keep: () => true }], 1],
		[[{}, { keep: () => true }], 3],
		[[{}, { isPastEnd: () => false }], 1],
		[[{}, {}, true], 1],
	])('of %j end with the last that is surely needed: %i', (facts, last) => {
		expect(lastOf(...facts)).toBe(last);
	});
});
