import { IncompleteWalk } from '../../nodes/shared/paging/page';
import { ending, ListServer, walked, walkOver, type Row } from './listServer';

/** A record goes before the third page is read, so that the second is read again, and others come before the third comes. */
const changing = (at: number, count: number) => [
	{},
	{ remove: [0] },
	{},
	{ arrive: { count, at } },
];

describe('a list from which a record goes, and to which others come before it was caught up with', () => {
	it('at its front, comes complete, each record once and in order', async () => {
		const server = new ListServer(60, { changes: changing(0, 3) });
		const rows = await walked(walkOver(server, { arrivals: 'front', pageSize: 10 }));
		expect(rows.filter((row) => !server.deleted.has(row))).toEqual(server.survivors);
	});

	it('at its end, comes complete, though two neighbours are equal', async () => {
		const server = new ListServer(60, { changes: changing(1, 1) });
		const identify = (row: Row) => String(Math.floor(row / 2));
		const rows = await walked(walkOver(server, { arrivals: 'end', pageSize: 10, identify }));
		const originals = rows.filter(server.isOriginal);
		expect(originals.filter((row) => !server.deleted.has(row))).toEqual(server.survivors);
	});
});

it('a list from which a record goes, and another while it is caught up with, comes complete', async () => {
	const server = new ListServer(60, { changes: [{}, { remove: [0] }, { remove: [0] }] });
	const rows = await walked(walkOver(server, { arrivals: 'front', pageSize: 10 }));
	expect(rows.filter((row) => !server.deleted.has(row))).toEqual(server.survivors);
});

it('a list from which a record goes before each page is incomplete, and says so', async () => {
	const server = new ListServer(300, {
		changes: Array.from({ length: 99 }, () => ({ remove: [0] })),
	});
	const end = await ending(walked(walkOver(server, { arrivals: 'front', pageSize: 10 })));
	expect(end).toEqual(new IncompleteWalk('records keep disappearing while it is read', 10));
	expect(server.requests.length).toBeLessThan(20);
});
