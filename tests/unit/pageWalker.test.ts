import fc from 'fast-check';
import { IncompleteWalk, type Page, type Walk } from '../../nodes/shared/paging/page';
import {
	ending,
	ListServer,
	walked,
	walkOver,
	type Change,
	type Habits,
	type Row,
} from './listServer';

const ARRIVALS = ['anywhere', 'front', 'end'] as const;

const length = fc.oneof(
	{ arbitrary: fc.integer({ min: 0, max: 1_300 }), weight: 3 },
	{ arbitrary: fc.integer({ min: 0, max: 30 }), weight: 2 },
	{ arbitrary: fc.constantFrom(0, 1, 99, 100, 101, 200, 250, 1_234, 1_300), weight: 1 },
);

const pageSize = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2, 50, 84, 99, 100));

const wanted = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 1_400 }));

const cap = fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined });

const beyondEnd = fc.constantFrom('empty' as const, 'lastPage' as const, 'noSuchPage' as const);

const arrivals = fc.constantFrom(...ARRIVALS);

/** One request after the other, or several at once that are served in any order. */
const traffic = fc.record({
	concurrency: fc.constantFrom<number[]>(1, 4, 8),
	lags: fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
});

/** A place in the list; a random double would nearly always be its very front. */
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);

const ONE_BY_ONE = { concurrency: 1, lags: [0] };

/** Which records a filter keeps: all, or those with one remainder. */
const filter = fc.option(
	fc.record({ modulo: fc.integer({ min: 1, max: 7 }), remainder: fc.nat(6) }),
	{ nil: undefined },
);

function keepOf(chosen: { modulo: number; remainder: number } | undefined) {
	return chosen && ((row: Row) => row % chosen.modulo === chosen.remainder);
}

function rowsOf(count: number): Row[] {
	return Array.from({ length: count }, (_, row) => row);
}

/** Pages of a list as the server cuts it. */
function pagesOf(count: number, size: number, serverCap = size): number {
	return Math.max(1, Math.ceil(count / Math.min(size, serverCap)));
}

describe('a list that stands still', () => {
	it('comes complete, once and in order, whatever its length, pages, cap, pagination and filter', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.record({
					length,
					pageSize,
					wanted,
					filter,
					arrivals,
					traffic,
					cap,
					tellsTotal: fc.boolean(),
					tellsNext: fc.boolean(),
					beyondEnd: fc.constantFrom('empty' as const, 'noSuchPage' as const),
				}),
				async ({ length: count, pageSize: size, wanted: limit, filter: chosen, ...rest }) => {
					const server = new ListServer(count, rest);
					const keep = keepOf(chosen);
					const walk = walkOver(server, {
						arrivals: rest.arrivals,
						pageSize: size,
						wanted: limit,
						keep,
					});
					const expected = rowsOf(count)
						.filter((row) => keep?.(row) ?? true)
						.slice(0, limit);
					expect(await walked(walk)).toEqual(expected);
					// Beyond the pages themselves: the request that finds the end where nobody tells it, and where nothing at
					// all is told one more that makes sure of it.
					const toFindEnd = rest.tellsTotal || rest.tellsNext ? 1 : 2;
					expect(server.requests.length).toBeLessThanOrEqual(
						pagesOf(count, size, rest.cap) + toFindEnd,
					);
					expect(new Set(server.requests.map((asked) => asked.size))).toEqual(new Set([size]));
				},
			),
			{ numRuns: 150 },
		);
	});

	it('costs no request beyond the page that holds the last wanted record', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 1_300 }),
				pageSize,
				cap,
				arrivals,
				traffic,
				share,
				async (count, size, serverCap, moves, flight, part) => {
					const limit = Math.max(1, Math.round(part * count));
					const server = new ListServer(count, { cap: serverCap, traffic: flight });
					await walked(walkOver(server, { arrivals: moves, pageSize: size, wanted: limit }));
					expect(server.requests).toHaveLength(pagesOf(limit, size, serverCap));
				},
			),
		);
	});

	it('of one page costs one request when the server says that it is the only one', async () => {
		for (const count of [0, 1, 99, 100]) {
			for (const moves of ARRIVALS) {
				const server = new ListServer(count);
				expect(await walked(walkOver(server, { arrivals: moves }))).toEqual(rowsOf(count));
				expect(server.requests).toHaveLength(1);
			}
		}
	});

	it('gives 25 wanted records with one request of 25', async () => {
		const server = new ListServer(1_000);
		await walked(walkOver(server, { arrivals: 'front', pageSize: 25, wanted: 25 }));
		expect(server.requests).toEqual([{ page: 1, size: 25 }]);
	});

	it('gives 250 wanted records with three requests of 84', async () => {
		const server = new ListServer(1_000);
		const walk = walkOver(server, { arrivals: 'front', pageSize: 84, wanted: 250 });
		expect(await walked(walk)).toEqual(rowsOf(250));
		expect(server.requests).toEqual([1, 2, 3].map((page) => ({ page, size: 84 })));
	});

	it('keeps equal neighbours that have no identity', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				fc.integer({ min: 10, max: 100 }),
				fc.integer({ min: 1, max: 9 }),
				fc.boolean(),
				async (count, size, run, tellsNext) => {
					const server = new ListServer(count, { tellsNext });
					const walk = walkOver(server, {
						arrivals: 'front',
						pageSize: size,
						// Runs of equal messages, as of a bot that says the same again and again in the same second.
						identify: (row) => String(Math.floor(row / run)),
					});
					expect(await walked(walk)).toEqual(rowsOf(count));
				},
			),
		);
	});

	it('tells each request how many records were read before it', async () => {
		const told: number[] = [];
		const server = new ListServer(250);
		const walk = walkOver(server, {
			arrivals: 'anywhere',
			fetchPage: async (page, size, recordsRead) => {
				told.push(recordsRead);
				return await server.fetchPage(page, size);
			},
		});
		await walked(walk);
		expect(told).toEqual([0, 100, 200]);
	});

	it('passes on what went wrong with a page', async () => {
		const walk = walkOver(new ListServer(0), {
			arrivals: 'front',
			fetchPage: async () => {
				throw new Error('page failed');
			},
		});
		await expect(walked(walk)).rejects.toThrow('page failed');
	});
});

describe('the end of a period', () => {
	it('is found with the page whose last record lies past it, and no further', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 1_300 }),
				pageSize,
				fc.nat(1_300),
				fc.constantFrom('front' as const, 'end' as const),
				async (count, size, first, moves) => {
					const isInside = (row: Row) => row < first;
					const server = new ListServer(count);
					const walk = walkOver(server, {
						arrivals: moves,
						pageSize: size,
						keep: isInside,
						isPastEnd: (rows) => !isInside(rows.at(-1)!),
					});
					expect(await walked(walk)).toEqual(rowsOf(Math.min(count, first)));
					// One page more at the most than the period itself has, however long the history is.
					expect(server.requests.length).toBeLessThanOrEqual(Math.ceil(first / size) + 1);
				},
			),
		);
	});

	it('costs the pages of that day out of 50,000 messages, and one more at the most', async () => {
		const server = new ListServer(50_000);
		const walk = walkOver(server, {
			arrivals: 'front',
			keep: (row) => row < 230,
			isPastEnd: (rows) => rows.at(-1)! >= 230,
		});
		expect(await walked(walk)).toHaveLength(230);
		expect(server.requests).toHaveLength(3);
	});
});

/** Changes before some of the requests, and none before the others. */
function changesOf(change: fc.Arbitrary<Change>, maxLength = 30) {
	return fc.array(fc.oneof(fc.constant({}), change), { maxLength });
}

function arriving(count: fc.Arbitrary<number>, at: fc.Arbitrary<number>): fc.Arbitrary<Change> {
	return fc.record({ count, at }).map((arrive) => ({ arrive }));
}

/** Runs a walk over a moving list and checks what every walk promises, whatever moved. */
async function originalsOf(server: ListServer, walk: Walk<Row>): Promise<Row[]> {
	const rows = await walked(walk);
	expect(new Set(rows).size).toBe(rows.length);
	return rows.filter(server.isOriginal);
}

describe('a list to whose front records come while it is read', () => {
	const someAtFront = (size: number) =>
		changesOf(arriving(fc.integer({ min: 0, max: Math.min(8, size - 1) }), fc.constant(0)));

	it('comes complete, each record that was there at the start once and in order', async () => {
		const sized = pageSize.chain((size) => fc.tuple(fc.constant(size), someAtFront(size)));
		await fc.assert(
			fc.asyncProperty(
				sized,
				length,
				wanted,
				filter,
				beyondEnd,
				traffic,
				async ([size, changes], count, limit, chosen, beyond, flight) => {
					const server = new ListServer(count, { changes, beyondEnd: beyond, traffic: flight });
					const keep = keepOf(chosen);
					const walk = walkOver(server, { arrivals: 'front', pageSize: size, wanted: limit, keep });
					const expected = rowsOf(count)
						.filter((row) => keep?.(row) ?? true)
						.slice(0, limit);
					const rows = await walked(walk);
					expect(new Set(rows).size).toBe(rows.length);
					const originals = rows.filter(server.isOriginal);
					// What comes in meanwhile may be among the newest ones that were wanted.
					const isAll = limit === Infinity;
					expect(originals).toEqual(isAll ? expected : expected.slice(0, originals.length));
					expect(rows.length).toBeGreaterThanOrEqual(expected.length);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('comes complete although equal messages follow each other', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				fc.integer({ min: 20, max: 100 }),
				fc.integer({ min: 1, max: 9 }),
				someAtFront(20),
				traffic,
				async (count, size, run, changes, flight) => {
					const server = new ListServer(count, { changes, traffic: flight });
					const walk = walkOver(server, {
						arrivals: 'front',
						pageSize: size,
						identify: (row) => String(Math.floor(row / run)),
					});
					expect(await originalsOf(server, walk)).toEqual(rowsOf(count));
				},
			),
			{ numRuns: 100 },
		);
	});

	it('comes complete although more records arrive at once than fit on a page', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				fc.integer({ min: 1, max: 40 }),
				changesOf(arriving(fc.integer({ min: 0, max: 100 }), fc.constant(0)), 10),
				traffic,
				async (count, size, changes, flight) => {
					const server = new ListServer(count, { changes, traffic: flight });
					const walk = walkOver(server, { arrivals: 'front', pageSize: size });
					expect(await originalsOf(server, walk)).toEqual(rowsOf(count));
				},
			),
			// Five read, ten arrive: the whole second page is new, and the third shows the first five again.
			{ numRuns: 100, examples: [[20, 5, [{ arrive: { count: 10, at: 0 } }], ONE_BY_ONE]] },
		);
	});

	it('comes complete without totals as well, as long as its records differ', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				fc.integer({ min: 10, max: 100 }),
				changesOf(arriving(fc.integer({ min: 0, max: 8 }), fc.constant(0))),
				fc.boolean(),
				traffic,
				async (count, size, changes, tellsNext, flight) => {
					const server = new ListServer(count, {
						changes,
						tellsNext,
						tellsTotal: false,
						traffic: flight,
					});
					const walk = walkOver(server, { arrivals: 'front', pageSize: size });
					expect(await originalsOf(server, walk)).toEqual(rowsOf(count));
				},
			),
			{ numRuns: 100 },
		);
	});
});

describe('a list to whose end records come while it is read', () => {
	it('comes complete, each record that was there at the start once and in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				pageSize,
				wanted,
				changesOf(arriving(fc.integer({ min: 0, max: 150 }), fc.constant(1))),
				fc.constantFrom({}, { tellsTotal: false }, { tellsTotal: false, tellsNext: false }),
				traffic,
				async (count, size, limit, changes, tells, flight) => {
					const server = new ListServer(count, { changes, ...tells, traffic: flight });
					const walk = walkOver(server, { arrivals: 'end', pageSize: size, wanted: limit });
					expect(await originalsOf(server, walk)).toEqual(rowsOf(count).slice(0, limit));
				},
			),
			{ numRuns: 150 },
		);
	});
});

/**
 * With several requests at once a page may be older than the one before it; what slipped between two of them is found
 * by another round, and comes behind the others.
 */
function inOrderOfTraffic(rows: Row[], flight: { concurrency: number }): Row[] {
	return flight.concurrency === 1 ? rows : [...rows].sort((a, b) => a - b);
}

describe('a list with identities to which records come anywhere', () => {
	it('comes complete, each record that was there at the start once and in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				pageSize,
				filter,
				changesOf(arriving(fc.integer({ min: 0, max: 150 }), share)),
				traffic,
				async (count, size, chosen, changes, flight) => {
					const server = new ListServer(count, { changes, traffic: flight });
					const keep = keepOf(chosen);
					const walk = walkOver(server, { arrivals: 'anywhere', pageSize: size, keep });
					expect(inOrderOfTraffic(await originalsOf(server, walk), flight)).toEqual(
						rowsOf(count).filter((row) => keep?.(row) ?? true),
					);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('comes complete without totals as well, as long as less than a page comes at once', async () => {
		await fc.assert(
			fc.asyncProperty(
				length,
				fc.integer({ min: 10, max: 100 }),
				changesOf(arriving(fc.integer({ min: 0, max: 9 }), share)),
				fc.boolean(),
				traffic,
				async (count, size, changes, tellsNext, flight) => {
					const server = new ListServer(count, {
						changes,
						tellsNext,
						tellsTotal: false,
						traffic: flight,
					});
					const walk = walkOver(server, { arrivals: 'anywhere', pageSize: size });
					expect(inOrderOfTraffic(await originalsOf(server, walk), flight)).toEqual(rowsOf(count));
				},
			),
			{ numRuns: 100 },
		);
	});

	it('is walked again when its total has grown, so that nothing that came meanwhile is missing', async () => {
		const server = new ListServer(250, { changes: [{ arrive: { count: 3, at: 0 } }] });
		const rows = await walked(walkOver(server, { arrivals: 'anywhere' }));
		expect([...rows].sort((a, b) => a - b)).toEqual(rowsOf(253));
		expect(rows.slice(0, 250)).toEqual(rowsOf(250));
	});

	it('is not walked more than three times, however busy it is', async () => {
		// Records at the end keep every walk going to its last page, and by then others have come at the front.
		const changes = Array.from({ length: 1_000 }, (_, request) => ({
			arrive: { count: 1, at: request % 2 },
		}));
		const server = new ListServer(1_000, { changes });
		const walk = walkOver(server, { arrivals: 'anywhere' });
		expect(await originalsOf(server, walk)).toEqual(rowsOf(1_000));
		expect(server.requests.length).toBeLessThanOrEqual(3 * 13);
	});
});

describe('a list that grows behind its last page', () => {
	const place = { front: fc.constant(0), end: fc.constant(1), anywhere: share };

	it.each(ARRIVALS)(
		'is no incomplete list, where the server gives a total and does not say which page is the last (%s)',
		async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					length,
					fc.integer({ min: 10, max: 100 }),
					changesOf(arriving(fc.integer({ min: 0, max: 9 }), place[moves])),
					traffic,
					async (count, size, changes, flight) => {
						const server = new ListServer(count, { changes, tellsNext: false, traffic: flight });
						const walk = walkOver(server, { arrivals: moves, pageSize: size });
						const rows = await originalsOf(server, walk);
						expect(moves === 'anywhere' ? inOrderOfTraffic(rows, flight) : rows).toEqual(
							rowsOf(count),
						);
					},
				),
				// One record on a short page, and one more by the time the next page is asked for.
				{
					numRuns: 100,
					examples: [[1, 10, [{ arrive: { count: 1, at: moves === 'end' ? 1 : 0 } }], ONE_BY_ONE]],
				},
			);
		},
	);
});

describe('a list from which records are deleted while it is read', () => {
	/** The third and the sixth page are served before a record of the first is deleted, the others after it. */
	const DELETED_IN_FLIGHT: [number, number, Change[], { concurrency: number; lags: number[] }] = [
		51,
		10,
		[{}, {}, { remove: [0] }],
		{ concurrency: 8, lags: [1, 1, 0] },
	];

	/** Where records have an identity, those that slipped are found by another round, and come behind the others. */
	function expectSurvivors(server: ListServer, moves: Walk<Row>['arrivals'], rows: Row[]): void {
		const left = rows.filter((row) => !server.deleted.has(row));
		const inOrder = moves === 'anywhere' ? left.sort((a, b) => a - b) : left;
		expect(inOrder).toEqual(server.survivors);
	}

	const few = fc.array(share, { maxLength: 5 }).map((remove): Change => ({ remove }));

	/** Before one request something is deleted, before all others nothing. */
	const once = (change: fc.Arbitrary<Change>) =>
		fc
			.tuple(fc.nat(20), change)
			.map(([quiet, last]) => [...Array.from({ length: quiet }, () => ({})), last]);

	it.each(ARRIVALS)(
		'once, comes complete: each record that is left, once and in order (%s)',
		async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					length,
					fc.integer({ min: 10, max: 100 }),
					once(few),
					traffic,
					async (count, size, changes, flight) => {
						const server = new ListServer(count, { changes, traffic: flight });
						const rows = await originalsOf(
							server,
							walkOver(server, { arrivals: moves, pageSize: size }),
						);
						expectSurvivors(server, moves, rows);
					},
				),
				{ numRuns: 100, examples: [DELETED_IN_FLIGHT] },
			);
		},
	);

	it.each(ARRIVALS)(
		'again and again, comes complete or is reported, and is never short in silence (%s)',
		async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					length,
					fc.integer({ min: 10, max: 100 }),
					changesOf(few),
					traffic,
					async (count, size, changes, flight) => {
						const server = new ListServer(count, { changes, traffic: flight });
						const rows = await ending(
							walked(walkOver(server, { arrivals: moves, pageSize: size })),
						);
						if (rows instanceof IncompleteWalk) return;
						expectSurvivors(server, moves, rows);
					},
				),
				{ numRuns: 100 },
			);
		},
	);

	it.each(ARRIVALS)(
		'is complete or reported when more go at once than fit on a page (%s)',
		async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					length,
					fc.integer({ min: 1, max: 20 }),
					once(fc.array(share, { maxLength: 60 }).map((remove): Change => ({ remove }))),
					beyondEnd,
					traffic,
					async (count, size, changes, beyond, flight) => {
						const server = new ListServer(count, { changes, beyondEnd: beyond, traffic: flight });
						const rows = await ending(
							walked(walkOver(server, { arrivals: moves, pageSize: size })),
						);
						if (rows instanceof IncompleteWalk) return;
						expectSurvivors(server, moves, rows);
					},
				),
				// Four of ten are read and deleted: six are left, and the next two slipped to the first page.
				{ numRuns: 100, examples: [[10, 2, [{}, { remove: [0, 0, 0, 0] }], 'empty', ONE_BY_ONE]] },
			);
		},
	);
});

/** How a server lies; `claims` is what it adds to each total. */
const lies = {
	'a total that is too high':
		(claim: number): Habits['lie'] =>
		(page) => ({
			...page,
			total: page.total === undefined ? undefined : page.total + claim,
		}),
	'a total that is too high, and a next page promised until then':
		(claim: number): Habits['lie'] =>
		(page, asked) =>
			page.total === undefined
				? page
				: {
						...page,
						total: page.total + claim,
						hasNext: asked.page * Math.max(1, page.records.length) < page.total + claim,
					},
	'a total that is too low':
		(claim: number): Habits['lie'] =>
		(page) => ({
			...page,
			total: page.total === undefined ? undefined : Math.max(0, page.total - claim),
		}),
	'a next page promised for ever': (): Habits['lie'] => (page) => ({ ...page, hasNext: true }),
	'an empty page once, with pagination':
		(claim: number): Habits['lie'] =>
		(page, { request }) =>
			request === 2 + (claim % 12) && page.hasNext === true ? { ...page, records: [] } : page,
	'an empty page once, without pagination':
		(claim: number): Habits['lie'] =>
		(page, { request }) =>
			request === 2 + (claim % 12) && page.hasNext === true ? { records: [] } : page,
	'an empty page again and again in the middle, without pagination':
		(claim: number): Habits['lie'] =>
		(page, asked) =>
			asked.page === 2 + (claim % 12) && page.hasNext === true ? { records: [] } : page,
	'no such page once in the middle':
		(claim: number): Habits['lie'] =>
		(page, { request }) =>
			request === 2 + (claim % 12) && page.hasNext === true ? undefined : page,
};

describe('a server that lies', () => {
	describe.each(Object.entries(lies))('with %s', (_, lie) => {
		it.each(ARRIVALS)(
			'gets a complete list or an error, after few requests (%s)',
			async (moves) => {
				await fc.assert(
					fc.asyncProperty(
						fc.record({
							length,
							pageSize,
							cap,
							beyondEnd,
							traffic,
							tellsTotal: fc.boolean(),
							claim: fc.integer({ min: 1, max: 300 }),
						}),
						async ({ length: count, pageSize: size, claim, ...habits }) => {
							const server = new ListServer(count, { ...habits, lie: lie(claim) });
							const walk = walkOver(server, { arrivals: moves, pageSize: size });
							const rows = await ending(walked(walk));
							expect(server.requests.length).toBeLessThanOrEqual(
								3 * (pagesOf(count, size, habits.cap) + 4 + habits.traffic.concurrency),
							);
							if (rows instanceof IncompleteWalk) return;
							expect(rows).toEqual(rowsOf(count));
						},
					),
					{ numRuns: 60 },
				);
			},
		);
	});

	describe('with a total that is too low, and no next page after it', () => {
		const tooLow =
			(claim: number): Habits['lie'] =>
			(page, asked) => {
				const total = Math.max(0, (page.total ?? 0) - claim);
				return { ...page, total, hasNext: asked.page * page.records.length < total };
			};

		it.each(ARRIVALS)('gets a complete list or an error (%s)', async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					fc.record({
						length,
						pageSize,
						cap,
						beyondEnd,
						traffic,
						claim: fc.integer({ min: 1, max: 300 }),
					}),
					async ({ length: count, pageSize: size, claim, ...habits }) => {
						// A first page that holds all that was announced is believed: a list of one page costs one request.
						fc.pre(count - claim !== Math.min(size, habits.cap ?? size));
						const server = new ListServer(count, { ...habits, lie: tooLow(claim) });
						const rows = await ending(
							walked(walkOver(server, { arrivals: moves, pageSize: size })),
						);
						expect(server.requests.length).toBeLessThanOrEqual(
							3 * (pagesOf(count, size, habits.cap) + 4 + habits.traffic.concurrency),
						);
						if (rows instanceof IncompleteWalk) return;
						expect(rows).toEqual(rowsOf(count));
					},
				),
				// A server with pages of 50 that announces two full ones and has five.
				{
					numRuns: 60,
					examples: [
						[
							{
								length: 250,
								pageSize: 100,
								cap: 50,
								beyondEnd: 'empty',
								traffic: ONE_BY_ONE,
								claim: 150,
							},
						],
					],
				},
			);
		});
	});

	it.each(ARRIVALS)(
		'with the same page for ever gets an error after few requests (%s)',
		async (moves) => {
			await fc.assert(
				fc.asyncProperty(
					fc.integer({ min: 101, max: 1_300 }),
					pageSize,
					fc.boolean(),
					fc.boolean(),
					async (count, size, tellsTotal, tellsNext) => {
						const server = new ListServer(count, { tellsTotal, tellsNext });
						const walk = walkOver(server, {
							arrivals: moves,
							pageSize: size,
							fetchPage: async (_, asked) => await server.fetchPage(1, asked),
						});
						expect(await ending(walked(walk))).toBeInstanceOf(IncompleteWalk);
						expect(server.requests.length).toBeLessThanOrEqual(4);
					},
				),
			);
		},
	);

	it('with two pages in turn for ever gets an error after a bounded number of requests', async () => {
		for (const tellsTotal of [true, false]) {
			for (const moves of ARRIVALS) {
				const server = new ListServer(1_000, { tellsTotal });
				const walk = walkOver(server, {
					arrivals: moves,
					pageSize: 10,
					fetchPage: async (page, size) => await server.fetchPage(2 - (page % 2), size),
				});
				const rows = await ending(walked(walk));
				expect(rows).toBeInstanceOf(IncompleteWalk);
				expect(server.requests.length).toBeLessThanOrEqual(tellsTotal ? 1_100 : 10_000);
			}
		}
	});

	it.each([
		['no total', () => undefined],
		['a constant total', () => 1_000],
		['a total that grows with every page', (page: number) => 10 * page + 10],
	])(
		'with ever new records and %s is left after a bounded number of requests',
		async (_, totalAt) => {
			for (const moves of ARRIVALS) {
				let requests = 0;
				const walk: Walk<Row> = {
					fetchPage: async (page, size): Promise<Page<Row>> => {
						requests++;
						if (requests > 20_000) throw new Error('the walk does not end');
						const records = Array.from({ length: size }, (__, index) => page * size + index);
						return { records, total: totalAt(page), hasNext: true };
					},
					pageSize: 10,
					concurrency: 4,
					wanted: Infinity,
					identify: String,
					arrivals: moves,
				};
				expect(await ending(walked(walk))).toBeInstanceOf(IncompleteWalk);
				expect(requests).toBeLessThanOrEqual(10_010);
			}
		},
	);

	it('that shows records on two pages gets each of them once, where they have an identity', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 600 }),
				pageSize,
				fc.array(fc.tuple(share, share), { maxLength: 20 }),
				async (count, size, doubles) => {
					const server = new ListServer(count);
					for (const [from, to] of doubles) {
						const row = Math.floor(from * (count - 1));
						// A repeat stands behind the record itself, or the order would be another.
						const place = server.rows.indexOf(row) + 1;
						const at = place + Math.floor(to * (server.rows.length - place));
						server.rows.splice(at, 0, row);
					}
					const walk = walkOver(server, { arrivals: 'anywhere', pageSize: size });
					const rows = await ending(walked(walk));
					expect(server.requests.length).toBeLessThanOrEqual(
						3 * (pagesOf(server.rows.length, size) + 4),
					);
					if (rows instanceof IncompleteWalk) return;
					expect(rows).toEqual(rowsOf(count));
				},
			),
			{ numRuns: 60 },
		);
	});

	it('without any pagination that once sends an empty page does not cut the list short', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 101, max: 1_300 }),
				fc.integer({ min: 2, max: 9 }),
				arrivals,
				async (count, glitch, moves) => {
					const server = new ListServer(count, {
						tellsTotal: false,
						tellsNext: false,
						lie: (page, { request }) => (request === glitch ? { records: [] } : page),
					});
					const rows = await ending(walked(walkOver(server, { arrivals: moves })));
					if (rows instanceof IncompleteWalk) return;
					expect(rows).toEqual(rowsOf(count));
				},
			),
		);
	});

	it.each(['empty', 'lastPage', 'noSuchPage'] as const)(
		'about the next page only, and answers beyond the end with %s, still gives all',
		async (beyond) => {
			for (const count of [0, 1, 99, 100, 101, 250, 1_234]) {
				const server = new ListServer(count, {
					beyondEnd: beyond,
					lie: (page) => ({ ...page, hasNext: true }),
				});
				expect(await walked(walkOver(server, { arrivals: 'anywhere' }))).toEqual(rowsOf(count));
			}
		},
	);

	it('is told what was seen and how many records had been read', async () => {
		const server = new ListServer(250, { lie: (page) => ({ ...page, total: 400 }) });
		const error = await ending(walked(walkOver(server, { arrivals: 'front' })));
		expect(error).toBeInstanceOf(IncompleteWalk);
		expect(error).toMatchObject({
			recordsRead: 250,
			seen: expect.stringMatching(/400.*announced.*250/),
		});
	});
});
