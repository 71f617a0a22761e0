import fc from 'fast-check';
import { RepeatsById, RepeatsByOverlap } from '../../nodes/shared/paging/repeats';

const letters = (text: string) => [...text];

describe('records with an identity', () => {
	it('come once, in the order of their first appearance, however often they are shown', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.nat(30), { maxLength: 10 })), (pages) => {
				const repeats = new RepeatsById<number>(String);
				const taken = pages.flatMap((page) => repeats.takeFresh(page));
				expect(taken).toEqual([...new Set(pages.flat())]);
				expect(repeats.count).toBe(taken.length);
			}),
		);
	});

	it.each([
		[174881, 568800],
		[630228, 821116],
	])('are told apart where half of their hash is the same (%i, %i)', (one, other) => {
		const repeats = new RepeatsById<number>((number) => `${number}${'x'.repeat(60)}`);
		expect(repeats.takeFresh([one, other])).toEqual([one, other]);
	});

	it('that moved up come once, too', () => {
		const repeats = new RepeatsById<string>(String);
		repeats.takeFresh(letters('abc'));
		expect(repeats.takeMovedUp(letters('bcd'))).toEqual(['d']);
		expect(repeats.count).toBe(4);
	});
});

describe('records without an identity', () => {
	const overlap = () => new RepeatsByOverlap<string>(String);

	it('are all taken while the list has not grown, equal neighbours included', () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 })), (pages) => {
				const repeats = overlap();
				const taken = pages.flatMap((page) => repeats.takeFresh(page, 0));
				expect(taken).toEqual(pages.flat());
				expect(repeats.count).toBe(taken.length);
			}),
		);
	});

	it('lose exactly the repeats that the announced growth explains', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 20 }),
				fc.nat(20),
				(list, size, arrived) => {
					const first = list.slice(0, size);
					fc.pre(arrived <= first.length);
					const repeats = overlap();
					expect(repeats.takeFresh(first, 0)).toEqual(first);
					const second = list.slice(size - arrived, 2 * size - arrived);
					fc.pre(size - arrived < list.length);
					expect(repeats.takeFresh(second, arrived)).toEqual(
						list.slice(first.length, 2 * size - arrived),
					);
				},
			),
		);
	});

	it('are found by their order when nobody says how much the list has grown', () => {
		const repeats = overlap();
		repeats.takeFresh(letters('abcdef'), 0);
		expect(repeats.takeFresh(letters('efgh'), undefined)).toEqual(['g', 'h']);
		expect(repeats.takeFresh(letters('ijk'), undefined)).toEqual(['i', 'j', 'k']);
	});

	it('are found by their order when the announced growth is not the true one', () => {
		const repeats = overlap();
		repeats.takeFresh(letters('abcdef'), 0);
		expect(repeats.takeFresh(letters('defg'), 1)).toEqual(['g']);
	});

	type Taken = [page: string, growth: number | undefined, fresh: string];
	it.each<[string, ...Taken[]]>([
		['repeats that are taken off count no further', ['cdxx', 2, 'xx'], ['xxyy', 0, 'xxyy']],
		['a growth that was not true counts no further', ['bcdxx', 1, 'xx'], ['xyy', 0, 'xyy']],
		['repeats stand once among what was read', ['cdef', 2, 'ef'], ['bcdefg', 5, 'g']],
		['what may be new is rather repeated than lost', ['abc', undefined, 'abc']],
	])('%s', (_, ...pages) => {
		const repeats = overlap();
		repeats.takeFresh(letters('abcd'), 0);
		for (const [page, growth, fresh] of pages) {
			expect(repeats.takeFresh(letters(page), growth)?.join('')).toBe(fresh);
		}
	});

	it.each([
		[1_000, []],
		[1_001, undefined],
	])('cannot be told from new ones when more arrived than are remembered: %i', (arrived, fresh) => {
		const list = Array.from({ length: 1_200 }, (_, index) => `${index}`);
		const repeats = overlap();
		repeats.takeFresh(list, 0);
		expect(repeats.takeFresh(list.slice(-arrived).slice(0, 100), arrived)).toEqual(fresh);
	});

	it('that moved up are those behind the last one read', () => {
		const repeats = overlap();
		repeats.takeFresh(letters('abcd'), 0);
		expect(repeats.takeMovedUp(letters('bcde'))).toEqual(['e']);
		expect(repeats.takeMovedUp(letters('cdef'))).toEqual(['f']);
	});

	it.each([
		['abcd', 'abce', 'e', 'the last one read is gone'],
		['abcd', 'aef', 'ef', 'only the first one read is left'],
		['a', 'ab', 'b', 'only one was read'],
		['abcd', 'de', 'e', 'the page begins with the last one read'],
		['ab', 'babc', 'c', 'an equal one arrived at the front'],
		['ab', 'cd', 'cd', 'all that were read are gone'],
		['ab', 'abcab', 'cab', 'equal ones follow'],
	])('that moved up, after %s, into the page %s are %s: %s', (read, page, movedUp) => {
		const repeats = overlap();
		repeats.takeFresh(letters(read), 0);
		expect(repeats.takeMovedUp(letters(page)).join('')).toBe(movedUp);
	});
});
