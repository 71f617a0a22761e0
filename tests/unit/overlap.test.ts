import { placeAfter } from '../../nodes/FlowIqPollTrigger/overlap';

const marks = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

describe('the place up to which a page was read', () => {
	it.each<[string, string[], string[], number, number | undefined]>([
		['nothing was read: all is new', [], ['a', 'b'], 0, 0],
		['nothing moved', ['a', 'b', 'c'], ['b', 'c', 'd'], 2, 2],
		['nothing moved, and nothing came', ['a', 'b'], ['a', 'b'], 2, 2],
		['nothing moved, and less is remembered than is shown again', ['c'], ['b', 'c', 'd'], 2, 2],
		['nothing moved, among equal records', ['x', 'x', 'x'], ['x', 'x', 'x', 'x'], 2, 2],
		['nothing moved, and one equal to the last stands before', ['a', 'b'], ['b', 'a', 'b'], 3, 3],
		['nothing moved, and one equal to the last follows', ['c'], ['b', 'c', 'c'], 2, 2],
		['one before was deleted', ['a', 'b', 'c'], ['c', 'd', 'e'], 2, 1],
		['one was deleted, and one equal to the last follows', ['a', 'b', 'c'], ['c', 'd', 'c'], 2, 1],
		['some before were deleted, and the page is short', ['a', 'b', 'c'], ['c'], 2, 1],
		['the page shows more again than it should', ['a', 'b', 'c'], ['a', 'b', 'c', 'c'], 2, 3],
		['a page shows again all that was read', ['a', 'b'], ['a', 'b'], 0, 2],
		['pages follow each other, and equal records are new ones', ['x', 'x'], ['x', 'x'], 0, 0],
		['pages overlap, and equal records are the same ones', ['x'], ['x'], 2, 1],
		['others came before the last one', ['a', 'b', 'c'], ['y', 'c', 'd'], 3, 2],
		['the last one was deleted', ['a', 'b', 'c'], ['a', 'b', 'd'], 2, 2],
		['the last one was deleted, the page begins before it', ['a', 'b', 'c'], ['b', 'd'], 2, 1],
		['the last was deleted, another is there twice', ['a', 'b', 'c'], ['b', 'a', 'b', 'd'], 0, 3],
		['the last one was deleted, and the page begins behind', ['b', 'c'], ['z', 'b', 'd'], 3, 2],
		['a page follows that shows nothing again', ['a', 'b'], ['c', 'd'], 0, 0],
		['something is missing in between', ['a', 'b'], ['c', 'd'], 2, undefined],
		['something is missing, and the page is short', ['a', 'b'], ['c'], 2, undefined],
		['the page is empty', ['a', 'b'], [], 2, undefined],
		['29 of the last were deleted', marks(31), ['z', 'm1', 'new'], 2, 2],
		['30 of the last were deleted, which is too many', marks(31), ['z', 'm0', 'new'], 2, undefined],
	])('%s', (_, read, page, overlap, place) => {
		expect(placeAfter(read, page, overlap)).toBe(place);
	});
});
