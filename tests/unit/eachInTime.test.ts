import { RequestFailed } from '../../nodes/shared/errors/flowIqError';
import { eachInTime } from '../../nodes/FlowIqPollTrigger/eachInTime';
import { readPages } from '../../nodes/FlowIqPollTrigger/pages';
import { isLast } from '../../nodes/shared/paging/page';

const OVER = -1;
const NEVER = Infinity;

describe('work for which there may be no time', () => {
	it('is done for all, no more at once than allowed', async () => {
		let underWay = 0;
		let most = 0;
		const done: number[] = [];
		const result = await eachInTime([1, 2, 3, 4, 5, 6, 7], 3, NEVER, async (one) => {
			most = Math.max(most, ++underWay);
			await Promise.resolve();
			underWay--;
			done.push(one);
		});
		expect(result).toEqual({ isAll: true });
		expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(most).toBe(3);
	});

	it('is begun once, however little time there is', async () => {
		const done: number[] = [];
		const result = await eachInTime([1, 2, 3], 2, OVER, async (one) => {
			done.push(one);
			await Promise.resolve();
		});
		expect(done).toEqual([1]);
		expect(result.isAll).toBe(false);
		expect(await eachInTime([], 2, OVER, async () => {})).toEqual({ isAll: true });
	});

	it('goes on after one that fails, and says why; a lack of time is no reason', async () => {
		const done: number[] = [];
		const failure = new Error('refused');
		const work = async (one: number) => {
			await Promise.resolve();
			if (one === 1) throw failure;
			done.push(one);
		};
		expect(await eachInTime([1, 2, 3], 1, NEVER, work)).toEqual({ isAll: true, failure });
		expect(done).toEqual([2, 3]);
		for (const kind of ['stopped', 'rateLimited'] as const) {
			const late = async () => await Promise.reject(new RequestFailed({ kind }));
			expect(await eachInTime([1], 1, NEVER, late)).toEqual({ isAll: false });
		}
	});
});

describe('pages that are read side by side', () => {
	const page = (number: number) => ({ records: [{ number }] });
	const failing = (at: number) => async (number: number) => {
		await Promise.resolve();
		if (number === at) throw new Error(`page ${number}`);
		return page(number);
	};

	it('are kept up to the first that fails', async () => {
		expect(await readPages(failing(9), 3, 3, true)).toEqual({ pages: [3, 4, 5].map(page) });
		expect(await readPages(failing(5), 3, 4, true)).toEqual({
			pages: [3, 4].map(page),
			failure: new Error('page 5'),
		});
	});

	it('fail as a whole only where nothing was read before', async () => {
		await expect(readPages(failing(3), 3, 2, true)).rejects.toThrow('page 3');
		expect(await readPages(failing(3), 3, 2, false)).toEqual({
			pages: [],
			failure: new Error('page 3'),
		});
	});

	it.each([
		[undefined, true],
		[{ records: [] }, true],
		[{ records: [{}], hasNext: false }, true],
		[{ records: [{}], hasNext: true }, false],
		[{ records: [{}] }, false],
		[{ records: [], rows: 1, hasNext: true }, false],
		[{ records: [{}], hasNext: false, total: 5 }, true],
		[{ records: [{}], hasNext: false, total: 6 }, false],
		[{ records: [{}], rows: 99, hasNext: false }, true],
		[{ records: [{}], rows: 100, hasNext: false }, false],
	])('%j is the last one, as page 3 of pages of two: %p', (one, expected) => {
		expect(isLast(one, 3, 2, 100)).toBe(expected);
	});
});
