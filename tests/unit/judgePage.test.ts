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
	['no next page, and no count', { ...SECOND, rows: 50, hasNext: false }, 'complete'],
	['a full last page, and no count', { ...SECOND, hasNext: false }, 'goOn'],
	['a full only page, and no count', { ...FIRST, hasNext: false }, 'goOn'],
	[
		'an empty page behind a full one that was to be the last',
		{ ...SECOND, rows: 0, hasNext: false, hadNext: false },
		'complete',
	],
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
	[
		'an empty page behind a first one of fewer rows than asked for',
		{ ...SECOND, rows: 0, previousRows: 40, fullPage: 40 },
		'complete',
	],
	[
		'an empty page behind two such',
		{ ...SECOND, number: 3, rows: 0, rowsBefore: 80, previousRows: 40, fullPage: 40 },
		'askAgain',
	],
	[
		'a full last page of a server that gives fewer rows than asked for',
		{ ...SECOND, rows: 40, rowsBefore: 40, fullPage: 40, total: 80, hasNext: false },
		'goOn',
	],
	['a short page once more, nothing said', { ...SECOND, rows: 99, isRepeat: true }, 'complete'],
	[
		'the same later, and more is announced',
		{ ...SECOND, number: 3, isRepeat: true, hasNext: true },
		incomplete,
	],
	['an empty page where nothing was announced', { ...FIRST, rows: 0, total: 0 }, 'complete'],
	['pages up to the most', { ...SECOND, number: 9_999, hasNext: true }, 'goOn'],
	[
		'pages up to ten times the count, and ten more',
		{ ...SECOND, number: 19, total: 100, firstTotal: 100, hasNext: true },
		'goOn',
	],
	[
		'pages of a count that grows, up to the most',
		{ ...SECOND, number: 9_999, total: 1e9, firstTotal: 100, hasNext: true },
		'goOn',
	],
	[
		'more pages of a count that grows',
		{ ...SECOND, number: 10_000, total: 1e9, firstTotal: 100, hasNext: true },
		incomplete,
	],
	[
		'pages up to ten times a count that was large from the first',
		{ ...SECOND, number: 100_009, total: 1e9, firstTotal: 1e6, hasNext: true },
		'goOn',
	],
	[
		'more than these',
		{ ...SECOND, number: 100_010, total: 1e9, firstTotal: 1e6, hasNext: true },
		incomplete,
	],
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
