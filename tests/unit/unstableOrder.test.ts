import { createHash } from 'crypto';
import { ListServer, walked, walkOver, type Change, type Row } from './listServer';

/** The same order for the same key, and another one for each other key. */
function inOrderOf(key: string, rows: Row[]): Row[] {
	const place = (row: Row) => createHash('sha256').update(`${key} ${row}`).digest('hex');
	return [...rows].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** A list of 250 records that are equal in what the server sorts by, so that their order is another with each `key`. */
function listInOrderOf(key: (asked: { page: number; size: number; request: number }) => string) {
	const changes: Change[] = [];
	const server: ListServer = new ListServer(250, {
		changes,
		lie: (page, { page: number, request }) => {
			const { size } = server.requests.at(-1)!;
			const rows = inOrderOf(key({ page: number, size, request }), server.rows);
			return { ...page, records: rows.slice((number - 1) * size, number * size) };
		},
	});
	const walksOf = () => server.requests.filter(({ page }) => page === 1);
	return { server, changes, walksOf };
}

const inRisingOrder = (rows: Row[]) => [...rows].sort((a, b) => a - b);

describe('a list whose records change places from request to request', () => {
	it('is read until none of them is missing', async () => {
		const { server, walksOf } = listInOrderOf(({ request }) => `${request}`);
		const rows = await walked(walkOver(server, { arrivals: 'anywhere' }));
		expect(inRisingOrder(rows)).toEqual(inRisingOrder(server.rows));
		expect(walksOf().length).toBeGreaterThan(3);
	});

	it('and that depend on where a page begins, is read in pages that begin elsewhere', async () => {
		const { server, walksOf } = listInOrderOf(({ page, size }) => `${page} ${size}`);
		const rows = await walked(walkOver(server, { arrivals: 'anywhere' }));
		expect(inRisingOrder(rows)).toEqual(inRisingOrder(server.rows));
		const sizes = walksOf().map(({ size }) => size);
		expect(sizes.slice(0, 4)).toEqual([100, 97, 94, 91]);
	});

	it('and to which others are added all the time, is read three times, and what may be missing is said', async () => {
		const { server, changes, walksOf } = listInOrderOf(({ request }) => `${request}`);
		changes.push(...Array.from({ length: 100 }, () => ({ arrive: { count: 1, at: 1 } })));
		const doubts: string[] = [];
		const walk = walkOver(server, { arrivals: 'anywhere', doubt: (seen) => doubts.push(seen) });
		const rows = await walked(walk);
		expect(new Set(rows).size).toBe(rows.length);
		expect(walksOf()).toHaveLength(3);
		expect(doubts).toEqual([expect.stringMatching(/announced.*only.*however often/)]);
	});

	it('is not read for ever where some are never shown', async () => {
		const { server, walksOf } = listInOrderOf(() => 'always the same');
		const { fetchPage } = server;
		const doubts: string[] = [];
		const walk = walkOver(server, {
			arrivals: 'anywhere',
			fetchPage: async (page, size) => {
				const shown = (await fetchPage(page, size))!;
				return { ...shown, records: shown.records.map((row) => Math.max(5, row)) };
			},
			doubt: (seen) => doubts.push(seen),
		});
		expect(await walked(walk)).toHaveLength(245);
		expect(walksOf()).toHaveLength(3);
		expect(doubts).toEqual([expect.stringContaining('250 were announced')]);
	});
});

it('a list from which records are deleted each time it is read says that some may be missing', async () => {
	const changes = [[0], [], [0, 0, 0, 0], [], [], [0, 0]].map((remove) => ({ remove }));
	const doubts: string[] = [];
	const doubt = (seen: string) => doubts.push(seen);
	const server = new ListServer(101, { changes });
	await walked(walkOver(server, { arrivals: 'anywhere', pageSize: 51, doubt }));
	expect(doubts).toEqual([expect.stringContaining('deleted each time')]);
});
