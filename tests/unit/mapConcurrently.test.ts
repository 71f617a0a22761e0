/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { mapConcurrently } from '../../nodes/FlowIq/run/mapConcurrently';

/** Work that is done or fails when the test says so. */
function handWork() {
	const begun: number[] = [];
	const aborted: number[] = [];
	const ends = new Map<
		number,
		{ resolve: (value: string) => void; reject: (error: Error) => void }
	>();
	const work = async (value: number, signal: AbortSignal) => {
		begun.push(value);
		signal.addEventListener('abort', () => aborted.push(value));
		return await new Promise<string>((resolve, reject) => ends.set(value, { resolve, reject }));
	};
	return { begun, aborted, ends, work };
}

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

describe('working on several values at once', () => {
	it('keeps their order, whichever is done first', async () => {
		const { ends, work } = handWork();
		const all = mapConcurrently([0, 1, 2], 3, work);
		for (const value of [2, 0, 1]) ends.get(value)!.resolve(`result ${value}`);
		await expect(all).resolves.toEqual(['result 0', 'result 1', 'result 2']);
	});

	it('begins no more than the given number', async () => {
		const { begun, ends, work } = handWork();
		const all = mapConcurrently([0, 1, 2, 3], 2, work);
		expect(begun).toEqual([0, 1]);
		ends.get(1)!.resolve('');
		await settled();
		expect(begun).toEqual([0, 1, 2]);
		for (const value of [0, 2]) ends.get(value)!.resolve('');
		await settled();
		ends.get(3)!.resolve('');
		await all;
	});

	it('fails as soon as the failure is certain, and gives up what runs for nothing', async () => {
		const { begun, aborted, ends, work } = handWork();
		const all = mapConcurrently([0, 1, 2, 3, 4], 4, work);
		ends.get(0)!.reject(new Error('empty'));
		await expect(all).rejects.toThrow('empty');
		expect(aborted).toEqual([1, 2, 3]);
		expect(begun).not.toContain(4);
	});

	it('reports the failure that comes first in the list, not the fastest one', async () => {
		const { aborted, ends, work } = handWork();
		const all = mapConcurrently([0, 1, 2], 3, work);
		ends.get(1)!.reject(new Error('the second'));
		await settled();
		expect(aborted).toEqual([2]);
		ends.get(0)!.reject(new Error('the first'));
		await expect(all).rejects.toThrow('the first');
	});

	it('waits for what comes before a failure, and reports it when that is done', async () => {
		const { ends, work } = handWork();
		const all = mapConcurrently([0, 1], 2, work);
		ends.get(1)!.reject(new Error('the second'));
		await settled();
		ends.get(0)!.resolve('');
		await expect(all).rejects.toThrow('the second');
	});

	it('has nothing to do for no values', async () => {
		await expect(mapConcurrently([], 8, handWork().work)).resolves.toEqual([]);
	});
});
