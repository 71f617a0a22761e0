import { windowAfter, windowBefore } from '../../nodes/FlowIqPollTrigger/window';

const extent = (more: Partial<Parameters<typeof windowAfter>[1]> = {}) => ({
	pageSize: 100,
	isFlexible: true,
	growth: 0,
	...more,
});

/** Every place in lists of many lengths. */
const LENGTHS = [1, 2, 3, 50, 99, 100, 101, 102, 198, 199, 200, 250, 1_000, 1_003];
const PLACES = LENGTHS.flatMap((total) =>
	[0, 1, 2, 3, 98, 99, 100, 101, 196, 199, 200, 700, total - 1]
		.filter((read) => read < total)
		.map((read) => ({ total, read })),
);

describe('the page to read next', () => {
	it('shows again the last two records, the next ones, and as many of them as a page can', () => {
		for (const { read } of PLACES) {
			const { page, size, overlap } = windowAfter(read, extent());
			const before = (page - 1) * size;
			expect(overlap).toBe(read - before);
			expect(overlap).toBeGreaterThanOrEqual(Math.min(2, read));
			expect(size).toBeLessThanOrEqual(100);
			expect(before + size - read).toBe(mostAfter(read, 2, 100));
		}
	});

	it('shows the same from the end of a list', () => {
		for (const { read, total } of PLACES) {
			if (read === 0) continue;
			const left = total - read;
			const { page, size, overlap } = windowBefore(left, total, extent());
			expect(overlap).toBe(Math.min(page * size, total) - left);
			expect(overlap).toBeGreaterThanOrEqual(Math.min(2, read));
			expect(left - (page - 1) * size).toBe(mostBefore(left, Math.min(2, read), 100));
		}
	});

	it('begins with the first page, and goes back to the first page', () => {
		expect(windowAfter(0, extent())).toEqual({ page: 1, size: 100, overlap: 0 });
		expect(windowBefore(250, 250, extent())).toEqual({ page: 3, size: 100, overlap: 0 });
		expect(windowBefore(50, 250, extent())).toEqual({ page: 1, size: 100, overlap: 50 });
	});

	it('of the sizes that show equally much is the largest', () => {
		expect(windowAfter(2, extent())).toEqual({ page: 1, size: 100, overlap: 2 });
		expect(windowAfter(100, extent())).toEqual({ page: 2, size: 98, overlap: 2 });
		expect(windowAfter(98, extent({ pageSize: 3 }))).toEqual({ page: 33, size: 3, overlap: 2 });
	});

	it('reaches back further by as much as the list grew at its front', () => {
		expect(windowBefore(100, 200, extent({ growth: 0 })).overlap).toBeLessThan(10);
		const grown = windowBefore(100, 210, extent({ growth: 10 }));
		expect(grown.overlap).toBeGreaterThanOrEqual(12);
		expect(windowAfter(100, extent({ growth: 10 })).overlap).toBeGreaterThanOrEqual(12);
		expect(windowAfter(5, extent({ growth: 10 })).overlap).toBe(5);
	});

	it('follows the page before where the server chooses the size itself', () => {
		const fixed = extent({ isFlexible: false });
		expect(windowAfter(200, fixed)).toEqual({ page: 3, size: 100, overlap: 0 });
		expect(windowAfter(250, fixed)).toEqual({ page: 3, size: 100, overlap: 50 });
		expect(windowBefore(150, 250, fixed)).toEqual({ page: 2, size: 100, overlap: 50 });
	});

	it('follows the page before where a page is too small to show anything again', () => {
		expect(windowAfter(7, extent({ pageSize: 1 }))).toEqual({ page: 8, size: 1, overlap: 0 });
		expect(windowBefore(3, 7, extent({ pageSize: 1 }))).toEqual({ page: 3, size: 1, overlap: 0 });
	});
});

/** New records that a page can show at the most, tried out with every size. */
function mostAfter(read: number, overlap: number, pageSize: number): number {
	const least = Math.min(overlap, read);
	const sizes = Array.from({ length: pageSize }, (_, index) => index + 1);
	return Math.max(...sizes.map((size) => size - least - ((read - least) % size)));
}

function mostBefore(left: number, overlap: number, pageSize: number): number {
	const sizes = Array.from({ length: pageSize }, (_, index) => index + 1);
	return Math.max(...sizes.map((size) => left - (Math.ceil((left + overlap) / size) - 1) * size));
}
