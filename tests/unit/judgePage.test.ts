import { judgePage, type PageFacts, type Verdict } from '../../nodes/shared/paging/judgePage';

/** Page 2 of a list with pages of 100, after a full first one. */
const SECOND: PageFacts = {
	number: 2,
	rows: 100,
	rowsBefore: 100,
	previousRows: 100,
	fullPage: 100,
	pageSize: 100,
};
const FIRST: PageFacts = { number: 1, rows: 100, rowsBefore: 0, fullPage: 100, pageSize: 100 };

const incomplete = { incomplete: expect.any(String) as string };

const CASES: Array<[string, PageFacts, Verdict]> = [
	['a page, and more are announced', { ...SECOND, total: 450, hasNext: true }, 'goOn'],
	['a page, and nothing is said', SECOND, 'goOn'],
	['a short page, and nothing is said', { ...SECOND, rows: 50 }, 'goOn'],
	['the last rows of the count', { ...SECOND, rows: 50, total: 150, hasNext: false }, 'complete'],
	['the only page', { ...FIRST, total: 100, hasNext: false }, 'complete'],
	['a full last page, as of a count too low', { ...SECOND, total: 200, hasNext: false }, 'goOn'],
	['fewer rows than counted, and no next page', { ...SECOND, total: 450, hasNext: false }, 'goOn'],
	['no next page, and no count', { ...SECOND, hasNext: false }, 'complete'],
	['all rows, and a next page all the same', { ...SECOND, total: 200, hasNext: true }, 'goOn'],
	['no such page, all rows read', { ...SECOND, rows: undefined, total: 100 }, 'complete'],
	['no such page, rows missing', { ...SECOND, rows: undefined, total: 150 }, incomplete],
	['no such page, nothing said', { ...SECOND, rows: undefined }, 'complete'],
	['no such page, though announced', { ...SECOND, rows: undefined, hasNext: true }, incomplete],
	['an empty page, all rows read', { ...SECOND, rows: 0, total: 100 }, 'complete'],
	['an empty page, rows missing', { ...SECOND, rows: 0, total: 150, tries: 2 }, 'askAgain'],
	['the same three times', { ...SECOND, rows: 0, total: 150, tries: 3 }, incomplete],
	['an empty page behind a full one', { ...SECOND, rows: 0 }, 'askAgain'],
	['the same twice', { ...SECOND, rows: 0, tries: 2 }, 'complete'],
	['an empty page behind a short one', { ...SECOND, rows: 0, previousRows: 9 }, 'complete'],
	['an empty first page', { ...FIRST, rows: 0, fullPage: 0 }, 'complete'],
	['the page before once more, all read', { ...SECOND, isRepeat: true, total: 100 }, 'complete'],
	['the same, rows missing', { ...SECOND, isRepeat: true, total: 450 }, incomplete],
	['the same, nothing said', { ...SECOND, isRepeat: true }, incomplete],
	['the same later, nothing said', { ...SECOND, number: 3, isRepeat: true }, 'complete'],
	['all that was missing', { ...SECOND, total: 450, isCaughtUp: true }, 'complete'],
	['ever more pages', { ...SECOND, number: 10_000, hasNext: true }, incomplete],
	[
		'more pages than ten times the count',
		{ ...SECOND, number: 20, total: 100, firstTotal: 100, hasNext: true },
		incomplete,
	],
];

it.each(CASES)('%s', (_, facts, verdict) => {
	expect(judgePage(facts)).toEqual(verdict);
});
