import type { IDataObject } from 'n8n-workflow';
import { readBacklog, type BacklogPart } from '../../nodes/FlowIqPollTrigger/backlog';
import type { Page } from '../../nodes/shared/paging/page';

type Order = 'oldest' | 'newest';

/** Record number n, one for each minute. */
const record = (number: number): IDataObject => ({
	message: `m ${number}`,
	created_at: new Date(number * 60_000).toISOString(),
});
const at = (number: number) => number * 60_000;

interface Server {
	order: Order;
	/** How many records it has; 450 unless a test says otherwise. */
	count?: number;
	/** Most records that it gives per page. */
	cap?: number;
	tellsTotal?: boolean;
	tellsNext?: boolean;
	/** Happens before a request, which is counted from 1. */
	before?: (request: number, list: IDataObject[]) => void;
	/** Request that fails. */
	failsAt?: number;
	/** Shows one page whatever is asked for. */
	stuckAt?: number;
	/** Gives full pages whatever size is asked for. */
	isFixed?: boolean;
	/** Knows no page beyond the end. */
	isBeyondGone?: boolean;
}

/** A list, and what it was asked for as `page/size`. */
function serve({
	order,
	count = 450,
	cap = 100,
	tellsTotal = true,
	tellsNext = true,
	before,
	failsAt,
	stuckAt,
	isFixed,
	isBeyondGone,
}: Server) {
	const list = Array.from({ length: count }, (_, index) => record(index));
	if (order === 'newest') list.reverse();
	const asked: string[] = [];
	const show = (page: number, size: number): Page<IDataObject> => ({
		records: list.slice((page - 1) * size, page * size),
		...(tellsTotal && { total: list.length }),
		...(tellsNext && { hasNext: page * size < list.length }),
	});
	const fetch = async (page: number, size: number) => {
		asked.push(`${page}/${size}`);
		before?.(asked.length, list);
		if (asked.length === failsAt) throw new Error('refused');
		if (isBeyondGone && (page - 1) * size >= list.length) return undefined;
		return show(stuckAt ?? page, isFixed ? cap : Math.min(size, cap));
	};
	return { list, asked, fetch, first: show(1, cap) };
}

/** Lets records come in at one request. */
const grow = (when: number, count: number) => (request: number, list: IDataObject[]) => {
	if (request !== when) return;
	const isNewestFirst = list.length > 1 && String(list[0].created_at) > String(list[1].created_at);
	for (let index = 0; index < count; index++) {
		if (isNewestFirst) list.unshift(record(list.length));
		else list.push(record(list.length));
	}
};

/** Lets the oldest records be deleted at one request. */
const shrink = (when: number, count: number) => (request: number, list: IDataObject[]) => {
	if (request !== when) return;
	const isNewestFirst = list.length > 1 && String(list[0].created_at) > String(list[1].created_at);
	list.splice(isNewestFirst ? list.length - count : 0, count);
};

/** A list, and what is asked of it. */
interface Reading extends Server {
	/** The moment from which records are wanted. */
	start?: number;
	/** How many records that is, by another list. */
	expected?: number;
	/** How many are enough. */
	enough?: number;
}

async function read({
	start = -Infinity,
	expected,
	enough = Infinity,
	...server
}: Reading): Promise<{ numbers?: number[]; part?: BacklogPart; asked: string[] }> {
	const { asked, fetch, first } = serve(server);
	const part = await readBacklog({
		fetch,
		order: server.order,
		first,
		start,
		expected,
		isEnough: (records) => records.length >= enough,
		identify: ({ message }) => String(message),
	});
	const numbers = part?.records.map(({ message }) => Number(String(message).slice(2)));
	return { numbers, part, asked };
}

const from = (first: number, end: number) =>
	Array.from({ length: end - first }, (_, index) => first + index);

const NO_TOTAL = { tellsTotal: false };
const SILENT = { tellsTotal: false, tellsNext: false };

describe('a list that is read on from its oldest record costs no request too many', () => {
	it.each<[string, Omit<Reading, 'order'>, [number, number], string]>([
		['all of it', {}, [0, 450], '1/100 2/98 3/97 4/96 5/95'],
		['one full page', { count: 100 }, [0, 100], '1/100'],
		['one more than a page', { count: 101 }, [0, 101], '1/100 2/98'],
		['pages of one', { count: 3, cap: 1 }, [0, 3], '1/1 2/1 3/1'],
		['of unknown end', { ...SILENT }, [0, 450], '1/100 2/98 3/97 4/96 5/95 6/89'],
		['of unknown end, full', { count: 400, ...SILENT }, [0, 400], '1/100 2/98 3/97 4/96 5/95 5/99'],
		[
			'that tells no next page',
			{ count: 400, tellsNext: false },
			[0, 400],
			'1/100 2/98 3/97 4/96 5/95 5/99',
		],
		['from a date', { start: at(400) }, [388, 450], '3/100 5/100 4/100 5/97'],
		['from the first of a page', { start: at(300) }, [288, 450], '3/100 5/100 4/100 4/96 5/95'],
		[
			'from a date, counted right',
			{ start: at(400), expected: 50 },
			[388, 450],
			'5/100 4/100 5/97',
		],
		[
			'from a date, counted too high',
			{ start: at(400), expected: 150 },
			[388, 450],
			'4/100 5/100 5/97',
		],
		[
			'from a date, far too high',
			{ start: at(400), expected: 900 },
			[388, 450],
			'3/100 5/100 4/100 5/97',
		],
		[
			'from a date, without a length',
			{ ...NO_TOTAL, start: at(400) },
			[388, 450],
			'2/100 6/100 4/100 5/100 5/97',
		],
		[
			'from a date, in small pages',
			{ cap: 30, start: at(400) },
			[377, 450],
			'8/30 12/30 14/30 13/30 14/29 17/25 15/30',
		],
		['as much as is enough', { enough: 150 }, [0, 196], '1/100 2/98'],
		['up to a failure', { failsAt: 3 }, [0, 196], '1/100 2/98 3/97'],
		['of a fixed page size', { isFixed: true }, [0, 450], '1/100 2/98 2/100 3/100 4/100 5/100'],
		['while it grows', { before: grow(1, 30) }, [0, 480], '1/100 2/98 3/97 4/96 5/95 6/94'],
		['as old ones go', { before: shrink(3, 5) }, [0, 450], '1/100 2/98 3/97 2/94 3/93 4/92 5/91'],
		[
			'whose pages beyond the end are none',
			{ count: 400, ...SILENT, isBeyondGone: true, start: at(250) },
			[188, 400],
			'2/100 6/100 4/100 3/100 3/94 4/93 5/92 5/99',
		],
		['that is empty now', { before: shrink(1, 450) }, [0, 0], '1/100'],
		[
			'of unknown length, that is empty now',
			{ before: shrink(1, 450), ...SILENT },
			[0, 0],
			'1/100',
		],
	])('%s', async (_, reading, [first, end], requests) => {
		const { numbers, part, asked } = await read({ order: 'oldest', ...reading });
		expect(numbers).toEqual(from(first, end));
		expect(asked.join(' ')).toBe(requests);
		const isCut = 'enough' in reading || 'failsAt' in reading;
		expect(part!.isAll).toBe(!isCut);
		expect(part!.failure).toEqual('failsAt' in reading ? new Error('refused') : undefined);
	});
});

describe('a list that is read back to its newest record costs no request too many', () => {
	it.each<[string, Omit<Reading, 'order'>, [number, number], string]>([
		['all of it', {}, [0, 450], '5/100 5/81 4/82 3/83 2/84 1/100'],
		['one full page', { count: 100 }, [0, 100], '1/100'],
		['one more than a page', { count: 101 }, [0, 101], '2/100 2/51 1/100'],
		['pages of one', { count: 3, cap: 1 }, [0, 3], '3/1 2/1 1/1'],
		[
			'that tells no next page',
			{ count: 400, tellsNext: false },
			[0, 400],
			'4/100 4/76 3/77 2/78 1/100',
		],
		['from a date', { start: at(400) }, [338, 450], '3/100 2/100 1/100 2/56 1/100'],
		[
			'from the newest record of a page',
			{ start: at(349) },
			[237, 450],
			'3/100 2/100 3/71 2/72 1/100',
		],
		[
			'from a date, counted right',
			{ start: at(250), expected: 200 },
			[237, 450],
			'4/100 3/100 2/100 3/71 2/72 1/100',
		],
		[
			'from a date, counted too low',
			{ start: at(400), expected: 50 },
			[338, 450],
			'2/100 1/100 2/56 1/100',
		],
		[
			'from a date, far back',
			{ count: 2_000, start: at(1_790) },
			[1_688, 2_000],
			'11/100 6/100 3/100 5/100 4/100 4/78 3/79 2/80 1/100',
		],
		[
			'from a date, in small pages',
			{ cap: 30, start: at(400) },
			[378, 450],
			'8/30 4/30 2/30 3/30 3/24 2/25 1/30',
		],
		['as much as is enough', { enough: 150 }, [246, 450], '5/100 5/81 4/82'],
		['up to a failure', { failsAt: 3 }, [324, 450], '5/100 5/81 4/82'],
		[
			'of a fixed page size',
			{ isFixed: true },
			[0, 450],
			'5/100 5/81 4/82 4/100 5/100 4/100 3/100 2/100 1/100',
		],
		['growing before page 1', { before: grow(1, 10) }, [0, 460], '5/100 5/83 4/84 3/85 2/86 1/100'],
		[
			'growing by more than is read again',
			{ before: grow(1, 11) },
			[0, 461],
			'5/100 5/100 5/81 4/82 3/83 2/84 1/100',
		],
		[
			'while it grows',
			{ before: grow(3, 30) },
			[0, 480],
			'5/100 5/81 4/82 4/97 3/98 2/99 2/51 1/100',
		],
		['as old ones go', { before: shrink(3, 5) }, [0, 450], '5/100 5/81 4/82 3/83 2/84 1/100'],
	])('%s', async (_, reading, [first, end], requests) => {
		const { numbers, part, asked } = await read({ order: 'newest', ...reading });
		expect([...numbers!].sort((a, b) => a - b)).toEqual(numbers);
		expect(numbers).toEqual(from(numbers![0], numbers!.at(-1)! + 1));
		expect(asked.join(' ')).toBe(requests);
		const isCut = 'enough' in reading || 'failsAt' in reading;
		if (!isCut) expect(numbers).toEqual(from(first, end));
		expect(part!.isAll).toBe(!isCut);
		expect(part!.failure).toEqual('failsAt' in reading ? new Error('refused') : undefined);
	});

	it('cannot be read where its length is not told, or where it shows nothing', async () => {
		expect(await read({ order: 'newest', ...NO_TOTAL })).toEqual({ asked: [] });
		const { part, asked } = await read({ order: 'newest', before: shrink(1, 450) });
		expect(part).toBeUndefined();
		expect(asked).toEqual(['5/100']);
	});
});

it('a list that repeats itself is given up after six pages that bring nothing, with the next step', async () => {
	let requests = 0;
	const before = (request: number) => {
		requests = request;
	};
	const reading = read({ order: 'oldest', stuckAt: 1, before, ...SILENT });
	await expect(reading).rejects.toMatchObject({
		message: expect.stringContaining('the same page again and again') as string,
		description: expect.stringContaining('next poll tries again') as string,
	});
	expect(requests).toBe(7);
});
