import type { Page } from '../../nodes/shared/paging/page';
import { ListServer, walked, walkOver, type Row } from './listServer';

/** A list whose rows change places, within groups of equal sort keys, with every request. */
function shiftingServer(count: number, group: number) {
	const server = new ListServer(count);
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
