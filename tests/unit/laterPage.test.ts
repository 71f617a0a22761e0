import fc from 'fast-check';
import { IncompleteWalk } from '../../nodes/shared/paging/page';
import { ending, ListServer, walked, walkOver, type Row } from './listServer';

/** Lists that are read from a later page on, as an export that goes on where the last one ended. */
const given = {
	length: fc.integer({ min: 0, max: 300 }),
	pageSize: fc.integer({ min: 1, max: 40 }),
	firstPage: fc.integer({ min: 1, max: 6 }),
	arrivals: fc.constantFrom('anywhere' as const, 'front' as const, 'end' as const),
	tellsNext: fc.boolean(),
};

describe('a list that is read from a later page on', () => {
	it('comes complete from there, once and in order, whatever its length and pages', async () => {
		await fc.assert(
			fc.asyncProperty(fc.record(given), async ({ length, ...walk }) => {
				const server = new ListServer(length, walk);
				const rows = await walked(walkOver(server, walk));
				const all = Array.from({ length }, (_, row): Row => row);
				expect(rows).toEqual(all.slice((walk.firstPage - 1) * walk.pageSize));
			}),
			{ numRuns: 300 },
		);
	});

	it('is incomplete, or said to be, where a record is missing', async () => {
		const longer = { ...given, length: fc.integer({ min: 241, max: 300 }) };
		await fc.assert(
			fc.asyncProperty(fc.record(longer), async ({ length, ...walk }) => {
				const server = new ListServer(length, {
					...walk,
					lie: ({ total, ...page }) => ({ ...page, total: total! + 1 }),
				});
				const doubts: string[] = [];
				const doubt = (seen: string) => doubts.push(seen);
				const rows = await ending(walked(walkOver(server, { ...walk, doubt })));
				expect(rows instanceof IncompleteWalk || doubts.length > 0).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});

	it('is read again where a record stood elsewhere for a moment', async () => {
		const server = new ListServer(100, {
			// The first row of the second page that is read is that of the page before it, once.
			lie: (page, { request }) =>
				request === 2 ? { ...page, records: [20, ...page.records.slice(1)] } : page,
		});
		const walk = walkOver(server, { arrivals: 'anywhere', pageSize: 10, firstPage: 3 });
		const rows = await walked(walk);
		expect([...rows].sort((a, b) => a - b)).toEqual(
			Array.from({ length: 80 }, (_, index) => 20 + index),
		);
	});
});
