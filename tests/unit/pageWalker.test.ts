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

const claim = fc.integer({ min: 1, max: 300 });

/** One request after the other, or several at once that are served in any order. */
const traffic = fc.record({
	concurrency: fc.constantFrom<number[]>(1, 4, 8),
	lags: fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
});

/** A place in the list; a random double would nearly always be its very front. */
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);

const between = (min: number, max: number) => fc.integer({ min, max });

const ONE_BY_ONE = { concurrency: 1, lags: [0] };

/** Which records a filter keeps: all, or those with one remainder. */
const filter = fc.option(fc.record({ modulo: between(1, 7), remainder: fc.nat(6) }), {
	nil: undefined,
});

/** A list, its server's habits and the walk over it, as a property varies them. */
interface Given extends Omit<Habits, 'lie'> {
	arrivals: Walk<Row>['arrivals'];
	length: number;
	pageSize: number;
	wanted?: number;
	filter?: { modulo: number; remainder: number };
	/** How many neighbours are equal: runs of messages, as of a bot that says the same again and again in the same second. */
	equal?: number;
	/** How many records from the front lie in the period that is asked for. */
	inside?: number;
	/** By how much a lie is wrong. */
	claim?: number;
	/** Records that stand in the list once more: which ones, and where behind themselves. */
	doubles?: Array<[from: number, to: number]>;
}

type Varied = { [Name in keyof Given]?: fc.Arbitrary<Given[Name]> };

/** Of any walk: its records, each at most once, or that it was not complete; its server; and what was given. */
type Judge = (
	rows: Row[] | IncompleteWalk,
	server: ListServer,
	given: Given,
	doubts?: string[],
) => void;

interface Settings {
	numRuns?: number;
	examples?: Array<Omit<Given, 'arrivals'>>;
	lie?: (claim: number) => Habits['lie'];
	/** Makes what was drawn fit together. */
	fit?: (given: Given) => Given;
	/** Changes the list before it is read, or the walk. */
	change?: (server: ListServer, given: Given) => Partial<Walk<Row>> | void;
}

/** Judges walks over many lists: of any length and page size, with one request at a time unless `varied` says so. */
async function everyWalk(
	arrivals: Walk<Row>['arrivals'] | undefined,
	varied: Varied,
	judge: Judge,
	{ numRuns = 100, examples = [], lie, fit = (given) => given, change }: Settings = {},
): Promise<void> {
	const order = arrivals === undefined ? fc.constantFrom(...ARRIVALS) : fc.constant(arrivals);
	const any = fc.record({ length, pageSize, arrivals: order, ...varied }) as fc.Arbitrary<Given>;
	await fc.assert(
		fc.asyncProperty(any.map(fit), async (given) => {
			const server = new ListServer(given.length, { ...given, lie: lie?.(given.claim ?? 0) });
			const { equal, inside } = given;
			const doubts: string[] = [];
			const walk = walkOver(server, {
				arrivals: given.arrivals,
				pageSize: given.pageSize,
				wanted: given.wanted ?? Infinity,
				keep: keepOf(given),
				doubt: (seen) => doubts.push(seen),
				...(inside !== undefined && { isPastEnd: (rows) => rows.at(-1)! >= inside }),
				...(equal !== undefined && { identify: (row) => String(Math.floor(row / equal)) }),
				...change?.(server, given),
			});
			const rows = await ending(walked(walk));
			if (!(rows instanceof IncompleteWalk)) expect(new Set(rows).size).toBe(rows.length);
			judge(rows, server, given, doubts);
		}),
		{ numRuns, examples: examples.map((example) => [{ arrivals: arrivals!, ...example }]) },
	);
}

/** So that fewer records arrive at once than a page holds. */
function lessThanAPage(given: Given): Given {
	const changes = given.changes?.map(({ arrive }) =>
		arrive ? { arrive: { ...arrive, count: Math.min(arrive.count, given.pageSize - 1) } } : {},
	);
	return { ...given, changes };
}

function keepOf({ filter: chosen, inside }: Given) {
	if (inside !== undefined) return (row: Row) => row < inside;
	return chosen && ((row: Row) => row % chosen.modulo === chosen.remainder);
}

function rowsOf(count: number): Row[] {
	return Array.from({ length: count }, (_, row) => row);
}

/** All records that the walk has to give, of those that the list held at the start. */
function expectedOf(given: Given): Row[] {
	return rowsOf(given.length)
		.filter((row) => keepOf(given)?.(row) ?? true)
		.slice(0, given.wanted);
}

/** Pages of a list as the server cuts it. */
function pagesOf(count: number, size: number, serverCap = size): number {
	return Math.max(1, Math.ceil(count / Math.min(size, serverCap)));
}

/** The records that the list held at the start; a walk that is not complete fails. */
function originalsOf(rows: Row[] | IncompleteWalk, server: ListServer): Row[] {
	expect(rows).not.toBeInstanceOf(IncompleteWalk);
	return (rows as Row[]).filter(server.isOriginal);
}

const inRisingOrder = (rows: Row[]) => [...rows].sort((a, b) => a - b);

/** Each record of the start once and in order, whatever came meanwhile. */
const isComplete: Judge = (rows, server, given) =>
	expect(originalsOf(rows, server)).toEqual(expectedOf(given));

/**
 * The same; but with several requests at once a page may be older than the one before it, and what slipped between two of
 * them is found by another round, and comes behind the others.
 */
const isCompleteInAnyOrder: Judge = (rows, server, given) => {
	const originals = originalsOf(rows, server);
	const isInOrder = given.traffic?.concurrency === 1;
	expect(isInOrder ? originals : inRisingOrder(originals)).toEqual(expectedOf(given));
};

const isCompleteOrReported: Judge = (rows, _, given) => {
	if (!(rows instanceof IncompleteWalk)) expect(rows).toEqual(expectedOf(given));
};

describe('a list that stands still', () => {
	it('comes complete, once and in order, whatever its length, pages, cap, pagination and filter', async () => {
		await everyWalk(
			undefined,
			{
				wanted,
				filter,
				traffic,
				cap,
				tellsTotal: fc.boolean(),
				tellsNext: fc.boolean(),
				beyondEnd: fc.constantFrom('empty' as const, 'noSuchPage' as const),
			},
			(rows, server, given) => {
				expect(rows).toEqual(expectedOf(given));
				// Beyond the pages themselves: the request that finds the end where nobody tells it, and where nothing at
				// all is told one more that makes sure of it.
				const toFindEnd = given.tellsTotal || given.tellsNext ? 1 : 2;
				expect(server.requests.length).toBeLessThanOrEqual(
					pagesOf(given.length, given.pageSize, given.cap) + toFindEnd,
				);
				expect(new Set(server.requests.map(({ size }) => size))).toEqual(new Set([given.pageSize]));
			},
			{ numRuns: 150 },
		);
	});

	it('costs no request beyond the page that holds the last wanted record', async () => {
		await everyWalk(
			undefined,
			{ length: between(1, 1_300), wanted: between(1, 1_300), cap, traffic },
			(_, server, given) => {
				expect(server.requests).toHaveLength(pagesOf(given.wanted!, given.pageSize, given.cap));
			},
			{ fit: (given) => ({ ...given, wanted: Math.min(given.wanted!, given.length) }) },
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

	it.each([
		[25, 1, 25],
		[250, 3, 84],
	])('gives %i wanted records with %i request(s) of %i', async (count, requests, size) => {
		const server = new ListServer(1_000);
		const walk = walkOver(server, { arrivals: 'front', pageSize: size, wanted: count });
		expect(await walked(walk)).toEqual(rowsOf(count));
		expect(server.requests).toEqual(rowsOf(requests).map((row) => ({ page: row + 1, size })));
	});

	it('keeps equal neighbours that have no identity', async () => {
		const varied = { pageSize: between(10, 100), equal: between(1, 9), tellsNext: fc.boolean() };
		await everyWalk('front', varied, (rows, _, given) => {
			expect(rows).toEqual(expectedOf(given));
		});
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
	it.each(['front', 'end'] as const)(
		'is found with the page whose last record lies past it, and no further (%s)',
		async (arrivals) => {
			const varied = { length: between(1, 1_300), inside: fc.nat(1_300) };
			await everyWalk(arrivals, varied, (rows, server, given) => {
				expect(rows).toEqual(expectedOf(given));
				// One page more at the most than the period itself has, however long the history is.
				const pages = Math.ceil(given.inside! / given.pageSize);
				expect(server.requests.length).toBeLessThanOrEqual(pages + 1);
			});
		},
	);

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

/** Records that arrive: at most so many at once, at the front, at the end or anywhere. */
function arriving(most: number, at: fc.Arbitrary<number>, maxLength?: number) {
	const arrive = fc.record({ count: between(0, most), at });
	return changesOf(
		arrive.map((one) => ({ arrive: one })),
		maxLength,
	);
}

const PLACE = { front: fc.constant(0), end: fc.constant(1), anywhere: share };

/** The parts of `pagination` of a server that gives no totals. */
const NO_TOTALS = { tellsTotal: fc.constant(false), tellsNext: fc.boolean() };

describe('a list to whose front records come while it is read', () => {
	const fewAtFront = arriving(8, PLACE.front);

	it('comes complete, each record that was there at the start once and in order', async () => {
		await everyWalk(
			'front',
			{ wanted, filter, beyondEnd, traffic, changes: fewAtFront },
			(rows, server, given) => {
				const originals = originalsOf(rows, server);
				const expected = expectedOf(given);
				// What comes in meanwhile may be among the newest ones that were wanted.
				const isAll = given.wanted === Infinity;
				expect(originals).toEqual(isAll ? expected : expected.slice(0, originals.length));
				expect((rows as Row[]).length).toBeGreaterThanOrEqual(expected.length);
			},
			{ numRuns: 150, fit: lessThanAPage },
		);
	});

	// Five read, ten arrive: the whole second page is new, and the third shows the first five again.
	const changes = [{ arrive: { count: 10, at: 0 } }];
	const examples = [{ length: 20, pageSize: 5, changes, traffic: ONE_BY_ONE }];

	it.each<[string, Varied, Settings?]>([
		[
			'although equal messages follow each other',
			{ pageSize: between(20, 100), equal: between(1, 9), changes: fewAtFront },
		],
		[
			'although more records arrive at once than fit on a page',
			{ pageSize: between(1, 40), changes: arriving(100, PLACE.front, 10) },
			{ examples },
		],
		[
			'without totals as well, as long as its records differ',
			{ pageSize: between(10, 100), changes: fewAtFront, ...NO_TOTALS },
		],
	])('comes complete %s', async (_, varied, settings = {}) => {
		await everyWalk('front', { ...varied, traffic }, isComplete, settings);
	});
});

describe('a list to whose end records come while it is read', () => {
	it.each([{}, { tellsTotal: false }, { tellsTotal: false, tellsNext: false }])(
		'comes complete, each record that was there at the start once and in order (%j)',
		async (tells) => {
			const constants = Object.entries(tells).map(([name, value]) => [name, fc.constant(value)]);
			const varied = { wanted, changes: arriving(150, PLACE.end), traffic };
			await everyWalk('end', { ...varied, ...Object.fromEntries(constants) }, isComplete, {
				numRuns: 50,
			});
		},
	);
});

describe('a list with identities to which records come anywhere', () => {
	it('comes complete, each record that was there at the start once and in order', async () => {
		const varied = { filter, changes: arriving(150, PLACE.anywhere), traffic };
		await everyWalk('anywhere', varied, isCompleteInAnyOrder, { numRuns: 150 });
	});

	it.each([1, 2, 3])('comes complete where %i pages arrive before the second', async (pages) => {
		const changes = [{ arrive: { count: pages * 10, at: 0 } }];
		const server = new ListServer(100, { changes });
		const rows = await walked(walkOver(server, { arrivals: 'anywhere', pageSize: 10 }));
		expect(inRisingOrder(rows)).toEqual(rowsOf(100 + pages * 10));
	});

	it('comes complete without totals as well, as long as less than a page comes at once', async () => {
		const varied = { pageSize: between(10, 100), changes: arriving(9, PLACE.anywhere), traffic };
		await everyWalk('anywhere', { ...varied, ...NO_TOTALS }, isCompleteInAnyOrder);
	});

	it('is walked again when its total has grown, so that nothing that came meanwhile is missing', async () => {
		const server = new ListServer(250, { changes: [{ arrive: { count: 3, at: 0 } }] });
		const rows = await walked(walkOver(server, { arrivals: 'anywhere' }));
		expect(inRisingOrder(rows)).toEqual(rowsOf(253));
		expect(rows.slice(0, 250)).toEqual(rowsOf(250));
	});

	it('is not walked more than three times, however busy it is', async () => {
		// Records at the end keep every walk going to its last page, and by then others have come at the front.
		const changes = rowsOf(1_000).map((request) => ({ arrive: { count: 1, at: request % 2 } }));
		const server = new ListServer(1_000, { changes });
		const rows = await walked(walkOver(server, { arrivals: 'anywhere' }));
		expect(new Set(rows).size).toBe(rows.length);
		expect(originalsOf(rows, server)).toEqual(rowsOf(1_000));
		expect(server.requests.length).toBeLessThanOrEqual(3 * 13);
	});
});

describe('a list that grows behind its last page', () => {
	it.each(ARRIVALS)(
		'is no incomplete list, where the server gives a total and does not say which page is the last (%s)',
		async (arrivals) => {
			const varied = { pageSize: between(10, 100), changes: arriving(9, PLACE[arrivals]), traffic };
			const judge = arrivals === 'anywhere' ? isCompleteInAnyOrder : isComplete;
			// One record on a short page, and one more by the time the next page is asked for.
			const changes = [{ arrive: { count: 1, at: arrivals === 'end' ? 1 : 0 } }];
			const tellsNext = false;
			await everyWalk(arrivals, { ...varied, tellsNext: fc.constant(tellsNext) }, judge, {
				examples: [{ length: 1, pageSize: 10, changes, traffic: ONE_BY_ONE, tellsNext }],
			});
		},
	);
});

describe('a list from which records are deleted while it is read', () => {
	/** The third and the sixth page are served before a record of the first is deleted, the others after it. */
	const DELETED_IN_FLIGHT = {
		length: 51,
		pageSize: 10,
		changes: [{}, {}, { remove: [0] }],
		traffic: { concurrency: 8, lags: [1, 1, 0] },
	};

	/** Where records have an identity, those that slipped are found by another round, and come behind the others. */
	const hasSurvivors: Judge = (rows, server, { arrivals }) => {
		const left = originalsOf(rows, server).filter((row) => !server.deleted.has(row));
		expect(arrivals === 'anywhere' ? inRisingOrder(left) : left).toEqual(server.survivors);
	};
	const hasSurvivorsOrIsReported: Judge = (rows, server, given, doubts) => {
		if (rows instanceof IncompleteWalk || doubts?.length) return;
		hasSurvivors(rows, server, given, doubts);
	};

	const deleting = (maxLength: number) =>
		fc.array(share, { maxLength }).map((remove): Change => ({ remove }));

	/** Before one request something is deleted, before all others nothing. */
	const once = (change: fc.Arbitrary<Change>) =>
		fc.tuple(fc.nat(20), change).map(([quiet, last]) => [...rowsOf(quiet).map(() => ({})), last]);

	describe.each(ARRIVALS)('(new ones come: %s)', (arrivals) => {
		it('once, comes complete: each record that is left, once and in order', async () => {
			const varied = { pageSize: between(10, 100), changes: once(deleting(5)), traffic };
			await everyWalk(arrivals, varied, hasSurvivors, { examples: [DELETED_IN_FLIGHT] });
		});

		it('again and again, comes complete or is reported, and is never short in silence', async () => {
			const varied = { pageSize: between(10, 100), changes: changesOf(deleting(5)), traffic };
			await everyWalk(arrivals, varied, hasSurvivorsOrIsReported);
		});

		it('is complete or reported when more go at once than fit on a page', async () => {
			const varied = { pageSize: between(1, 20), changes: once(deleting(60)), beyondEnd, traffic };
			// Four of ten are read and deleted: six are left, and the next two slipped to the first page.
			const changes = [{}, { remove: [0, 0, 0, 0] }];
			const examples = [{ length: 10, pageSize: 2, changes, traffic: ONE_BY_ONE }];
			await everyWalk(arrivals, varied, hasSurvivorsOrIsReported, { examples });
		});
	});
});

/** A total that is wrong by so much. */
const withTotal = (page: Page<Row>, wrong: number): Page<Row> => ({
	...page,
	total: page.total === undefined ? undefined : Math.max(0, page.total + wrong),
});

/** Another answer to one request in the middle, or to each one for the page of that number. */
const insteadOf =
	(counted: 'request' | 'page', answer: (page: Page<Row>) => Page<Row> | undefined) =>
	(wrong: number): Habits['lie'] =>
	(page, asked) =>
		asked[counted] === 2 + (wrong % 12) && page.hasNext === true ? answer(page) : page;

/** How a server lies, by how much. */
const LIES: Record<string, (wrong: number) => Habits['lie']> = {
	'a total that is too high': (wrong) => (page) => withTotal(page, wrong),
	'a total that is too high, and a next page promised until then': (wrong) => (page, asked) => {
		if (page.total === undefined) return page;
		const total = page.total + wrong;
		return { ...page, total, hasNext: asked.page * Math.max(1, page.records.length) < total };
	},
	'a total that is too low': (wrong) => (page) => withTotal(page, -wrong),
	'a next page promised for ever': () => (page) => ({ ...page, hasNext: true }),
	'an empty page once, with pagination': insteadOf('request', (page) => ({
		...page,
		records: [],
	})),
	'an empty page once, without pagination': insteadOf('request', () => ({ records: [] })),
	'an empty page again and again in the middle, without pagination': insteadOf('page', () => ({
		records: [],
	})),
	'no such page once in the middle': insteadOf('request', () => undefined),
};

describe('a server that lies', () => {
	const soonCompleteOrReported: Judge = (rows, server, given) => {
		const pages = pagesOf(given.length, given.pageSize, given.cap);
		const most = 3 * (pages + 4 + given.traffic!.concurrency);
		expect(server.requests.length).toBeLessThanOrEqual(most);
		isCompleteOrReported(rows, server, given);
	};

	describe.each(ARRIVALS)('(new records come: %s)', (arrivals) => {
		it.each(Object.entries(LIES))(
			'with %s gets a complete list or an error, after few requests',
			async (_, lie) => {
				const varied = { cap, beyondEnd, traffic, tellsTotal: fc.boolean(), claim };
				await everyWalk(arrivals, varied, soonCompleteOrReported, { numRuns: 60, lie });
			},
		);

		it('with a total that is too low, and no next page after it, gets a complete list or an error', async () => {
			const lie =
				(wrong: number): Habits['lie'] =>
				(page, asked) => {
					const total = Math.max(0, (page.total ?? 0) - wrong);
					return { ...page, total, hasNext: asked.page * page.records.length < total };
				};
			const judge: Judge = (rows, server, given) => {
				const { pageSize: size, cap: most = size } = given;
				// A first page that holds all that was announced is believed: a list of one page costs one request.
				fc.pre(given.length - given.claim! !== Math.min(size, most));
				soonCompleteOrReported(rows, server, given);
			};
			// A server with pages of 50 that announces two full ones and has five.
			const examples = [{ length: 250, pageSize: 100, cap: 50, traffic: ONE_BY_ONE, claim: 150 }];
			const varied = { cap, beyondEnd, traffic, claim };
			await everyWalk(arrivals, varied, judge, { numRuns: 60, lie, examples });
		});

		it('with the same page for ever gets an error after few requests', async () => {
			const tells = { tellsTotal: fc.boolean(), tellsNext: fc.boolean() };
			const judge: Judge = (rows, server) => {
				expect(rows).toBeInstanceOf(IncompleteWalk);
				expect(server.requests.length).toBeLessThanOrEqual(4);
			};
			await everyWalk(arrivals, { length: between(101, 1_300), ...tells }, judge, {
				change: (server) => ({ fetchPage: async (_, size) => await server.fetchPage(1, size) }),
			});
		});

		it.each([
			[true, 1_100],
			[false, 10_000],
		])(
			'with two pages in turn for ever, telling a total: %j, gets an error after %i requests at the most',
			async (tellsTotal, most) => {
				const server = new ListServer(1_000, { tellsTotal });
				const walk = walkOver(server, {
					arrivals,
					pageSize: 10,
					fetchPage: async (page, size) => await server.fetchPage(2 - (page % 2), size),
				});
				expect(await ending(walked(walk))).toBeInstanceOf(IncompleteWalk);
				expect(server.requests.length).toBeLessThanOrEqual(most);
			},
		);

		it.each([
			['no total', () => undefined],
			['a constant total', () => 1_000],
			['a total that grows with every page', (page: number) => 10 * page + 10],
		])('with ever new records and %s is left after so many requests', async (_, totalAt) => {
			let requests = 0;
			const walk = walkOver(new ListServer(0), {
				arrivals,
				pageSize: 10,
				concurrency: 4,
				fetchPage: async (page, size): Promise<Page<Row>> => {
					requests++;
					if (requests > 20_000) throw new Error('the walk does not end');
					const records = rowsOf(size).map((row) => page * size + row);
					return { records, total: totalAt(page), hasNext: true };
				},
			});
			expect(await ending(walked(walk))).toBeInstanceOf(IncompleteWalk);
			expect(requests).toBeLessThanOrEqual(10_010);
		});

		it('about nothing, and begins anew behind its end, gives each record once', async () => {
			const tells = { tellsTotal: fc.boolean(), tellsNext: fc.boolean() };
			const judge: Judge = (rows, _, given, doubts) => {
				expect(rows).toEqual(rowsOf(Math.min(given.length, given.wanted!)));
				expect(doubts).toEqual([]);
			};
			await everyWalk(arrivals, { ...tells, cap, length: between(10, 1_300), wanted }, judge, {
				// Whole pages: the end of the list does not show on its last one.
				fit: (given) => {
					const size = Math.min(given.pageSize, given.cap ?? Infinity);
					const pages = Math.max(2, Math.ceil(given.length / size));
					return { ...given, beyondEnd: 'firstPage', length: size * pages };
				},
			});
		});
	});

	it('that shows records on two pages gets each of them once, where they have an identity', async () => {
		const doubles = fc.array(fc.tuple(share, share), { maxLength: 20 });
		await everyWalk(
			'anywhere',
			{ length: between(1, 600), doubles },
			(rows, server, given) => {
				expect(server.requests.length).toBeLessThanOrEqual(
					3 * (pagesOf(server.rows.length, given.pageSize) + 4),
				);
				isCompleteOrReported(rows, server, given);
			},
			{
				numRuns: 60,
				change: (server, given) => {
					for (const [from, to] of given.doubles!) {
						const row = Math.floor(from * (given.length - 1));
						// A repeat stands behind the record itself, or the order would be another.
						const place = server.rows.indexOf(row) + 1;
						server.rows.splice(place + Math.floor(to * (server.rows.length - place)), 0, row);
					}
				},
			},
		);
	});

	it('without any pagination that once sends an empty page does not cut the list short', async () => {
		const nothing = { tellsTotal: fc.constant(false), tellsNext: fc.constant(false) };
		const varied = { length: between(101, 1_300), pageSize: fc.constant(100), ...nothing };
		await everyWalk(undefined, { ...varied, claim: between(2, 9) }, isCompleteOrReported, {
			lie: (glitch) => (page, asked) => (asked.request === glitch ? { records: [] } : page),
		});
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

	it.each(ARRIVALS)(
		'about nothing, and begins anew behind its end, gives each record once (%s)',
		async (arrivals) => {
			const varied = { tellsTotal: fc.boolean(), tellsNext: fc.boolean(), cap };
			await everyWalk(
				arrivals,
				{ ...varied, length: between(10, 1_300), wanted },
				(rows, _, given, doubts) => {
					expect(rows).toEqual(rowsOf(Math.min(given.length, given.wanted!)));
					expect(doubts).toEqual([]);
				},
				{
					// Whole pages: the end of the list does not show on its last one.
					fit: (given) => {
						const size = Math.min(given.pageSize, given.cap ?? Infinity);
						const pages = Math.max(2, Math.ceil(given.length / size));
						return { ...given, beyondEnd: 'firstPage', length: size * pages };
					},
				},
			);
		},
	);

	it.each(ARRIVALS)(
		'about the count on some pages only, and begins anew behind its end, gives each record once (%s)',
		async (arrivals) => {
			const whole = { length: fc.constant(300), pageSize: fc.constant(100) };
			await everyWalk(
				arrivals,
				{ ...whole, tellsNext: fc.constant(false), claim: between(1, 14) },
				(rows) => expect(rows).toEqual(rowsOf(300)),
				{
					fit: (given) => ({ ...given, beyondEnd: 'firstPage' }),
					lie:
						(tellingPages) =>
						({ total, ...page }, asked) => ({
							...page,
							...((tellingPages >> (asked.page - 1)) & 1 && { total }),
						}),
				},
			);
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
