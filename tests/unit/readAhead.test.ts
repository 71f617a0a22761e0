import { sleep } from 'n8n-workflow';
import type { Page } from '../../nodes/shared/paging/page';
import { lastPageToReadAhead, ReadAhead } from '../../nodes/shared/paging/readAhead';

/** Pages that are answered when the test says so. */
class Server {
	readonly asked: number[] = [];
	private readonly waiting = new Map<number, { done: () => void; fail: (why: Error) => void }>();

	fetch = async (page: number): Promise<string> => {
		this.asked.push(page);
		const asked = this.asked.length;
		await new Promise<void>((done, fail) => this.waiting.set(page, { done, fail }));
		return `${page} of request ${asked}`;
	};

	get underWay(): number[] {
		return [...this.waiting.keys()];
	}

	async answer(page: number, why?: Error): Promise<void> {
		const { done, fail } = this.waiting.get(page)!;
		this.waiting.delete(page);
		if (why === undefined) done();
		else fail(why);
		await sleep(0);
	}
}

function readAhead(lastPage: number, width: number) {
	const server = new Server();
	const source = new ReadAhead(server.fetch, width);
	source.lastPage = lastPage;
	return { server, source };
}

describe('pages that are read ahead', () => {
	it.each([1, 2, 3])('are never more than %i on their way at once, nor fewer', async (width) => {
		const { server, source } = readAhead(9, width);
		for (let page = 1; page <= 9; page++) {
			const read = source.page(page);
			expect(server.underWay).toHaveLength(Math.min(width, 10 - page));
			await server.answer(page);
			expect(await read).toBe(`${page} of request ${page}`);
		}
		expect(server.asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('are none before it is known that there are others', async () => {
		const server = new Server();
		void new ReadAhead(server.fetch, 8).page(1);
		expect(server.asked).toEqual([1]);
	});

	it('are handed out once: who wants one again gets it as it is now', async () => {
		const { server, source } = readAhead(1, 8);
		for (const request of [1, 2]) {
			const read = source.page(1);
			await server.answer(1);
			expect(await read).toBe(`1 of request ${request}`);
		}
	});

	it('are not asked for beyond the last one that is needed', async () => {
		const { server, source } = readAhead(3, 8);
		void source.page(1);
		expect(server.asked).toEqual([1, 2, 3]);
		void source.page(4);
		expect(server.asked).toEqual([1, 2, 3, 4]);
	});

	it('come in their order, and one slow page holds up about as many as are on their way', async () => {
		const { server, source } = readAhead(20, 3);
		const first = source.page(1);
		for (const page of [3, 2, 4, 5]) await server.answer(page);
		expect(server.asked).toEqual([1, 2, 3, 4, 5]);
		await server.answer(1);
		expect(await first).toBe('1 of request 1');
		expect(await source.page(2)).toBe('2 of request 2');
		expect(server.asked).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it('are asked for again once the list has moved', async () => {
		const { server, source } = readAhead(3, 3);
		const first = source.page(1);
		for (const page of [1, 2, 3]) await server.answer(page);
		await first;
		source.discard();
		const second = source.page(2);
		await server.answer(2);
		expect(await second).toBe('2 of request 4');
	});

	it('and fail are reported when it is their turn', async () => {
		const { server, source } = readAhead(2, 2);
		const first = source.page(1);
		await server.answer(2, new Error('broken'));
		await server.answer(1);
		expect(await first).toBe('1 of request 1');
		await expect(source.page(2)).rejects.toThrow('broken');
	});
});

describe('the last page that is surely needed', () => {
	const PAGE = { records: ['a', 'b'], total: 6, hasNext: true };
	const yes = () => true;

	it.each<[string, Partial<Page<string>>, object, boolean, number]>([
		['finds the end of a full last page', {}, {}, false, 4],
		['is the last one', { total: 5 }, {}, false, 3],
		['is the first without a total', { total: undefined }, {}, false, 1],
		['is the first where no other follows', { hasNext: false }, {}, false, 1],
		['is a later one where nobody says', { hasNext: undefined }, {}, false, 4],
		['is the first where it is empty', { records: [] }, {}, false, 1],
		['is the first where a period ends', {}, { isPastEnd: yes }, false, 1],
		['is the first where only the rest is looked for', {}, {}, true, 1],
		['holds the last wanted record', {}, { wanted: 3 }, false, 2],
		['holds the last wanted record, and is full', {}, { wanted: 4 }, false, 2],
		['is that of the list where more are wanted', {}, { wanted: 9 }, false, 3],
		['is the first where a filter decides', {}, { wanted: 4, keep: yes }, false, 1],
		['is that of the list where a filter passes all on', {}, { keep: yes }, false, 4],
	])('%s', (_, page, walk, isCatchUp, last) => {
		const whole = {
			fetchPage: async () => undefined,
			pageSize: 2,
			concurrency: 1,
			wanted: Infinity,
			identify: String,
			arrivals: 'front' as const,
			...walk,
		};
		expect(lastPageToReadAhead(whole, { ...PAGE, ...page }, isCatchUp)).toBe(last);
	});
});
