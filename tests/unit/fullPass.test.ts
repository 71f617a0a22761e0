import type { IDataObject } from 'n8n-workflow';
import { readPass, startOfPass, type Pass } from '../../nodes/FlowIqPollTrigger/fullPass';
import { keysIn } from '../../nodes/FlowIqPollTrigger/remembered';

const record = (number: number): IDataObject => ({
	id: number,
	created_at: new Date(number * 60_000).toISOString(),
});
const list = (count: number) => Array.from({ length: count }, (_, index) => record(index));

/** Reads a part of a list of pages of ten records, and tells what it brought and what was asked for. */
async function read(
	pass: Pass,
	rows: IDataObject[],
	{
		parts = Infinity,
		tellsTotal = true,
		tellsNext = true,
		isLastRepeated = false,
		failsAt = 0,
		/** A length in place of the right one. */
		told = undefined as number | undefined,
		/** The only page that does not tell it. */
		silentAt = 0,
		isBeyondGone = false,
		/** What happens before a page is shown. */
		before = undefined as ((page: number) => void) | undefined,
	} = {},
) {
	const asked: number[] = [];
	const groups: number[][] = [];
	let left = parts;
	const result = await readPass(
		pass,
		async (page) => {
			asked.push(page);
			before?.(page);
			if (page === failsAt) throw new Error('refused');
			if (isBeyondGone && (page - 1) * 10 >= rows.length) return undefined;
			const shown = isLastRepeated ? Math.min(page, Math.ceil(rows.length / 10)) : page;
			return {
				records: rows.slice((shown - 1) * 10, shown * 10),
				...(tellsTotal && page !== silentAt && { total: told ?? rows.length }),
				...(tellsNext && { hasNext: page * 10 < rows.length }),
			};
		},
		10,
		(records) => void groups.push(records.map(({ id }) => Number(id))),
		({ id }) => String(id),
		() => --left <= 0,
	);
	return { ...result, asked: asked.join(' '), groups, numbers: groups.flat() };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a list without order', () => {
	it('is read in groups of eight pages, as far as it goes', async () => {
		const { asked, groups, isEnd, pass, total } = await read(startOfPass(195), list(195));
		expect(asked).toBe(
			numbers(20)
				.map((page) => page + 1)
				.join(' '),
		);
		expect(groups.map(({ length }) => length)).toEqual([80, 80, 35]);
		expect([isEnd, total, pass.count, pass.newest]).toEqual([true, 195, 195, 194 * 60_000]);
	});

	it('goes on in the next poll, with the page before once more, and brings nothing twice', async () => {
		const first = await read(startOfPass(195), list(195), { parts: 1 });
		expect([first.isEnd, first.pass.next, first.pass.count]).toEqual([false, 9, 80]);
		const second = await read(first.pass, list(195), { parts: 1 });
		expect(second.asked).toBe('8 9 10 11 12 13 14 15');
		expect(second.numbers).toEqual(numbers(150).slice(80));
		expect([second.pass.next, second.pass.count]).toEqual([16, 150]);
	});

	it.each([
		['one goes between two groups', 9, 1, '… 16 8 9 10'],
		['one goes while a group is read', 12, 1, '… 16 11 12 13'],
		['one goes before the second page', 2, 1, '… 8 1 2 3'],
		['a page of them goes', 9, 10, '… 16 8 9 10'],
		['more than a page of them goes', 9, 11, '… 16 7 8 9'],
		['many go before the last group', 17, 25, '… 20 14 15 16'],
		['one goes before the last page', 20, 1, '… 20 19 20'],
	])('loses none of the others where %s', async (_, at, count, requests) => {
		const rows = list(195);
		const before = (page: number) => {
			if (page === at && rows.length === 195) rows.splice(0, count);
		};
		const { asked, numbers: came, total, isEnd } = await read(startOfPass(195), rows, { before });
		expect([...came].sort((a, b) => a - b).slice(-rows.length)).toEqual(numbers(195).slice(count));
		expect(new Set(came).size).toBe(came.length);
		expect(asked).toContain(requests.slice(2));
		expect([isEnd, total]).toEqual([true, 195 - count]);
	});

	it('loses none of the others where they go one after the other, all the time', async () => {
		const rows = list(195);
		let requests = 0;
		const before = () => {
			if (++requests % 3 === 0 && rows.length > 130) rows.shift();
		};
		const { numbers: came, total, isEnd } = await read(startOfPass(195), rows, { before });
		expect([...came].sort((a, b) => a - b).slice(-130)).toEqual(numbers(195).slice(65));
		expect(new Set(came).size).toBe(came.length);
		expect([isEnd, total]).toEqual([true, 130]);
	});

	it.each([
		[10, '8 9 10 11 12 13 14 15 16'],
		[11, '8 9 10 11 12 13 14 15 7'],
		[25, '8 9 10 11 12 13 14 15 6'],
	])('loses none of the others where %i go between two polls', async (count, requests) => {
		const rows = list(195);
		const first = await read(startOfPass(195), rows, { parts: 1 });
		rows.splice(0, count);
		const { asked, numbers: came, total } = await read(first.pass, rows);
		expect(asked.startsWith(requests)).toBe(true);
		expect([...came].sort((a, b) => a - b)).toEqual(numbers(195).slice(80));
		expect(total).toBe(195 - count);
	});

	it('whose length goes up and down all the time, is read to its end nonetheless', async () => {
		const rows = list(195);
		const before = (page: number) => {
			if (page % 2 === 0) rows.push(...list(1));
			else if (rows.length > 195) rows.pop();
		};
		const { numbers: came, isEnd } = await read(startOfPass(195), rows, { before });
		expect(isEnd).toBe(true);
		expect(came).toEqual(numbers(195));
	});

	it.each([
		['whose length is not told, page by page', { tellsTotal: false }, '1 2 3 4'],
		['whose end is not told', { tellsNext: false }, '1 2 3 4 5'],
		['that shows its last page for ever', { tellsNext: false, isLastRepeated: true }, '1 2 3 4 5'],
		['of which nothing is told', { tellsNext: false, tellsTotal: false }, '1 2 3 4 5'],
		[
			'of which nothing is told, with its last page for ever',
			{ tellsNext: false, tellsTotal: false, isLastRepeated: true },
			'1 2 3 4 5',
		],
		['whose pages beyond the end are none', { tellsNext: false, isBeyondGone: true }, '1 2 3 4 5'],
		['of which one page does not tell the length', { silentAt: 4 }, '1 2 3 4'],
	])('%s, is read to its end', async (_, server, pages) => {
		const total = 'tellsTotal' in server ? undefined : 40;
		const result = await read(startOfPass(total), list(40), server);
		const { asked, isEnd, numbers: came } = result;
		expect(asked).toBe(pages);
		expect(isEnd).toBe(true);
		expect([result.total, result.pass.total]).toEqual([total, total]);
		expect(came).toEqual(numbers(40));
	});

	it.each([
		['in the middle of a group', 12, 195],
		['that begins a group', 9, 195],
		['beyond the length that is told', 9, 75],
	])('keeps what came before a page that fails, and says why (%s)', async (_, failsAt, told) => {
		const { pass, failure, isEnd, ...first } = await read(startOfPass(told), list(195), {
			failsAt,
			told,
		});
		expect([failure, isEnd]).toEqual([new Error('refused'), false]);
		expect(first.numbers).toEqual(numbers((failsAt - 1) * 10));
		expect(pass.next).toBe(failsAt);
		await expect(read(pass, list(195), { failsAt: failsAt - 1 })).rejects.toThrow('refused');
	});

	it('brings what moves on to the next page once', async () => {
		const rows = [...list(10), record(9), ...list(30).slice(10)];
		expect((await read(startOfPass(31), rows)).numbers).toEqual(numbers(30));
	});

	it('whose length is not told, gets on with each poll, however little time there is', async () => {
		const server = { tellsTotal: false, parts: 1 };
		const asked: string[] = [];
		const came: number[] = [];
		let pass = startOfPass(undefined);
		for (let poll = 0; poll < 4; poll++) {
			const result = await read(pass, list(40), server);
			asked.push(result.asked);
			came.push(...result.numbers);
			({ pass } = result);
		}
		expect(asked).toEqual(['1', '1 2', '2 3', '3 4']);
		expect(came).toEqual(numbers(40));
	});

	it('remembers the last 1,600 records that it read', async () => {
		const { pass } = await read(startOfPass(2_000), list(2_000), { parts: 24 });
		expect(keysIn(pass.seen)).toHaveLength(1_600);
	});

	it('knows its newest date, whatever has none', async () => {
		const rows = [{ id: 1 }, record(5), record(3), { id: 2, created_at: 'soon' }];
		expect((await read(startOfPass(4), rows)).pass.newest).toBe(5 * 60_000);
		expect((await read(startOfPass(1), [{ id: 1 }])).pass.newest).toBeUndefined();
	});
});
