import {
	contentKey,
	forgetNewest,
	keyOf,
	keysIn,
	readRemembered,
	sinceBegun,
	undatedCount,
	writeRemembered,
	type Seen,
} from '../../nodes/FlowIqPollTrigger/remembered';

const NOON = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(keyOf);

const seen = (at: number | undefined, count = 1, contents: string[] = []): Seen => ({
	...(at !== undefined && { at }),
	count,
	contents,
});
const contents = (count: number) =>
	Array.from({ length: count }, (_, index) => contentKey(`text ${index}`));

describe('what is remembered of a record', () => {
	it('comes back as it was written', () => {
		const remembered = new Map<string, Seen>([
			[a, seen(NOON)],
			[b, seen(undefined)],
			[c, seen(NOON + 1, 3, contents(3))],
			[d, seen(NOON, 1, contents(1))],
		]);
		expect(readRemembered(writeRemembered(remembered))).toEqual(remembered);
		expect(readRemembered('')).toEqual(new Map());
	});

	it('is as short as it can be, because n8n saves all of it with each poll', () => {
		expect([a, contents(1)[0]].map(({ length }) => length)).toEqual([8, 4]);
		expect(writeRemembered(new Map([[a, seen(36)]]))).toBe(`${a}.10`);
		expect(writeRemembered(new Map([[a, seen(36, 2)]]))).toBe(`${a}.10.2.`);
	});

	it('is what each of 20 of one moment held, and of more only their number', () => {
		for (const [count, kept] of [
			[20, 20],
			[21, 0],
		]) {
			const text = writeRemembered(new Map([[a, seen(NOON, count, contents(count))]]));
			expect(readRemembered(text).get(a)).toEqual(seen(NOON, count, contents(kept)));
		}
	});

	it('is counted where it has no date', () => {
		const text = writeRemembered(
			new Map([
				[a, seen(undefined)],
				[b, seen(NOON)],
				[c, seen(undefined)],
			]),
		);
		expect(undatedCount(text)).toBe(2);
	});

	it('is found in a row of keys', () => {
		expect(keysIn([a, b, c].join(''))).toEqual([a, b, c]);
		expect(keysIn('')).toEqual([]);
	});
});

describe('when a reading began', () => {
	it.each([
		['where the clocks agree', [NOON], NOON - 5],
		['where a date is as far ahead as is still compared', [NOON + MINUTE], NOON - 5],
		['where a date is further ahead, cannot be told', [NOON, NOON + MINUTE + 1], Infinity],
		['where no record has a date', [undefined], NOON - 5],
	])('%s', (_, dates, since) => {
		expect(sinceBegun(dates, NOON - 5, NOON)).toBe(since);
	});
});

describe('the newest records', () => {
	const text = writeRemembered(
		new Map([
			[b, seen(NOON + 1)],
			[a, seen(NOON)],
			[c, seen(NOON + 2)],
			[d, seen(undefined)],
		]),
	);
	const left = (known: string) => [...readRemembered(known).keys()].sort();

	it.each<[string, number, number, string[], number | undefined]>([
		['none', 0, Infinity, [a, b, c, d], NOON + 2],
		['by their number', 2, Infinity, [a, d], NOON],
		['by their date, that moment included', 0, NOON + 1, [a, d], NOON],
		['those without a date never', 9, 0, [d], undefined],
	])('are forgotten: %s', (_, count, since, kept, newest) => {
		const rest = forgetNewest(text, count, since);
		expect(left(rest.known)).toEqual([...kept].sort());
		expect(rest.newest).toBe(newest);
		expect(rest.forgotten).toBe(4 - kept.length);
	});
});
