import type { IDataObject } from 'n8n-workflow';
import {
	knownCount,
	oldestFirst,
	startingAt,
	startingNow,
	takeNew,
	windowStart,
	type Cursor,
	type TakeOptions,
} from '../../nodes/FlowIqPollTrigger/cursor';
import { CONTACT_IDENTITY, MESSAGE_IDENTITY } from '../../nodes/FlowIqPollTrigger/lists';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 5, 1, 12);

const message = (text: string, at = NOON, more: IDataObject = {}): IDataObject => ({
	message: text,
	sender_type: 'user-whatsapp',
	created_at: new Date(at).toISOString(),
	...more,
});
const take = (cursor: Cursor, records: IDataObject[], options: Partial<TakeOptions> = {}) =>
	takeNew(cursor, records, MESSAGE_IDENTITY, { now: NOON + 24 * 60 * MINUTE, ...options });
const textsOf = (records: IDataObject[]) => records.map(({ message: text }) => text);

describe('a record that shows up late', () => {
	const { cursor } = take({ known: '' }, [message('newest')]);

	it.each([
		[0, true],
		[59, true],
		[60, true],
		[60.001, false],
		[61, false],
	])('by %d minutes is new: %p', (minutes, isNew) => {
		const late = message('late', NOON - minutes * MINUTE);
		expect(textsOf(take(cursor, [late, message('newest')]).fresh)).toEqual(isNew ? ['late'] : []);
	});

	it('does not move the place that was reached', () => {
		const next = take(cursor, [message('late', NOON - 30 * MINUTE), message('newest')]).cursor;
		expect(next.newest).toBe(NOON);
		expect(windowStart(next)).toBe(NOON - 60 * MINUTE);
	});
});

describe('what was seen', () => {
	it('is not new again, and what the window no longer holds is forgotten', () => {
		let { cursor } = take({ known: '' }, [message('a'), message('b', NOON + 1)]);
		expect(take(cursor, [message('a'), message('b', NOON + 1)]).fresh).toEqual([]);
		expect(knownCount(cursor)).toBe(2);
		({ cursor } = take(cursor, [message('c', NOON + 61 * MINUTE)]));
		expect(knownCount(cursor)).toBe(1);
		expect(take(cursor, [message('a'), message('b', NOON + 1)]).fresh).toEqual([]);
	});

	it('is one more where one more of the same moment and sender is there: the one that was not', () => {
		const { cursor } = take({ known: '' }, [message('a'), message('b')]);
		const { fresh, isDoubtful } = take(cursor, [message('a'), message('new'), message('b')]);
		expect(textsOf(fresh)).toEqual(['new']);
		expect(isDoubtful).toBe(false);
	});

	it('is still seen at the very beginning of the window, and counted there', () => {
		const records = [message('first', NOON - 60 * MINUTE), message('newest')];
		const { cursor } = take({ known: '' }, records);
		expect(take(cursor, records).fresh).toEqual([]);
		expect(knownCount(cursor)).toBe(2);
	});

	it('is one more where two are equal, and that is the new one', () => {
		const { cursor } = take({ known: '' }, [message('a'), message('b')]);
		const again = message('a');
		expect(take(cursor, [message('a'), again, message('b')]).fresh[0]).toBe(again);
	});

	it('is not doubtful for being too much to remember what each held', () => {
		const many = Array.from({ length: 21 }, (_, index) => message(`m ${index}`));
		const { cursor } = take({ known: '' }, many);
		expect(take(cursor, many)).toMatchObject({ fresh: [], isDoubtful: false });
	});

	it('is what it was edited to, and not what it was before', () => {
		let { cursor } = take({ known: '' }, [message('a')]);
		({ cursor } = take(cursor, [message('edited')]));
		expect(take(cursor, [message('edited')]).isDoubtful).toBe(false);
		expect(take(cursor, [message('a')]).isDoubtful).toBe(true);
	});

	it('is told from a new one, though one was edited while another was left out', () => {
		let { cursor } = take({ known: '' }, [message('a'), message('b')]);
		({ cursor } = take(cursor, [message('edited')]));
		const { fresh } = take(cursor, [message('new'), message('a'), message('edited')]);
		expect(textsOf(fresh)).toEqual(['new']);
	});

	it('is no less for being left out once', () => {
		const both = [message('a'), message('b')];
		let { cursor } = take({ known: '' }, both);
		({ cursor } = take(cursor, [message('a')]));
		expect(take(cursor, both).fresh).toEqual([]);
	});

	it('is not new for being edited, which is doubtful where the list may be cut', () => {
		const { cursor } = take({ known: '' }, [message('a')]);
		const { fresh, isDoubtful } = take(cursor, [message('edited')]);
		expect(fresh).toEqual([]);
		expect(isDoubtful).toBe(true);
	});

	it('is known by its id alone, whatever else changes', () => {
		const { cursor } = take({ known: '' }, [message('a', NOON, { id: 'm1' })]);
		const changed = message('b', NOON + MINUTE, { id: 'm1' });
		const { fresh, isDoubtful } = take(cursor, [changed, message('a', NOON, { id: 'm2' })]);
		expect(fresh.map(({ id }) => id)).toEqual(['m2']);
		expect(isDoubtful).toBe(false);
	});

	it('is told apart by its sender', () => {
		const { cursor } = take({ known: '' }, [message('a')]);
		const answer = message('a', NOON, { sender_type: 'bot-whatsapp' });
		expect(take(cursor, [message('a'), answer]).fresh).toEqual([answer]);
	});
});

describe('dates', () => {
	it('of the future, by mistake, do not move the place beyond now', () => {
		const { cursor } = take({ known: '' }, [message('future', NOON + 999 * MINUTE)], { now: NOON });
		expect(cursor.newest).toBe(NOON);
	});

	it('that cannot be read are no hindrance: such a record comes once', () => {
		const undated = { ...message('undated'), created_at: 'soon' };
		const { fresh, cursor } = take({ known: '' }, [message('a'), undated]);
		expect(textsOf(fresh)).toEqual(['a', 'undated']);
		expect(take(cursor, [undated]).fresh).toEqual([]);
		expect(cursor.newest).toBe(NOON);
	});

	it('decide the order; records of the same moment stay in theirs', () => {
		const undated = { message: 'u' };
		const records = [undated, message('b', 2), message('c', 2), message('a', 1)];
		expect(textsOf(oldestFirst(records))).toEqual(['a', 'b', 'c', 'u']);
	});

	it.each([
		['from', { known: '', from: NOON }, ['at', 'later']],
		['after', { known: '', after: NOON }, ['later']],
	])('before the start do not count (%s)', (_, cursor, expected) => {
		const records = [message('before', NOON - 1), message('at'), message('later', NOON + 1)];
		expect(textsOf(take(cursor, records).fresh)).toEqual(expected);
	});
});

describe('starting from now', () => {
	const options = { now: NOON + MINUTE, begun: NOON + MINUTE };

	it('takes all of a whole list for known, also what shows up late', () => {
		const cursor = startingNow([message('a')], MESSAGE_IDENTITY, true, options);
		expect(textsOf(take(cursor, [message('late', NOON - MINUTE), message('a')]).fresh)).toEqual([
			'late',
		]);
	});

	it('takes what lies before a page for known, too', () => {
		const cursor = startingNow([message('a')], MESSAGE_IDENTITY, false, options);
		expect(take(cursor, [message('before', NOON - 1), message('a')]).fresh).toEqual([]);
		expect(textsOf(take(cursor, [message('b', NOON + 1)]).fresh)).toEqual(['b']);
	});

	it('takes for new what shows up late on the page that was looked at', () => {
		const records = [message('a'), message('c', NOON + 1_000)];
		const cursor = startingNow(records, MESSAGE_IDENTITY, false, options);
		const late = message('b', NOON + 500);
		expect(textsOf(take(cursor, [records[0], late, records[1]]).fresh)).toEqual(['b']);
	});

	it('takes for new all that shows up in a list that was empty, whatever its date', () => {
		const cursor = startingNow([], MESSAGE_IDENTITY, true, options);
		expect(textsOf(take(cursor, [message('old', NOON - MINUTE)]).fresh)).toEqual(['old']);
	});

	it('begins with the full second where all there is came meanwhile', () => {
		const late = [message('late', NOON + 2 * MINUTE)];
		expect(
			startingNow(late, MESSAGE_IDENTITY, true, { ...options, now: NOON + 3 * MINUTE }),
		).toEqual(startingAt(options.begun));
	});

	it('begins with the full second where nothing could be looked at', () => {
		expect(startingAt(NOON + 1_999)).toEqual({ known: '', from: NOON + 1_000 });
		expect(startingNow([], MESSAGE_IDENTITY, false, { now: NOON + 1, begun: NOON })).toEqual(
			startingAt(NOON),
		);
	});

	it.each([
		['when FlowIQ answered late, what came meanwhile is new', 0, ['b', 'c']],
		['where FlowIQ’s clock is ahead, that cannot be told, and all is known', 10 * MINUTE, []],
	])('%s', (_, ahead, expected) => {
		const records = [message('a', NOON - 1), message('b', NOON), message('c', NOON + ahead)];
		const late = { now: NOON + 9_000, begun: NOON };
		for (const isWhole of [true, false]) {
			const cursor = startingNow(records, MESSAGE_IDENTITY, isWhole, late);
			expect(textsOf(take(cursor, records).fresh)).toEqual(expected);
		}
	});
});

describe('what is remembered is bounded', () => {
	const many = Array.from({ length: 100 }, (_, index) =>
		message(`m ${index}`, NOON + index * 1_000),
	);

	it('the newest ones are kept, and what lies before them counts as known', () => {
		const { cursor, fresh } = take({ known: '' }, many, { maxRemembered: 10 });
		expect(fresh).toHaveLength(100);
		expect(knownCount(cursor)).toBe(10);
		expect(take(cursor, many, { maxRemembered: 10 }).fresh).toEqual([]);
		const next = message('next', NOON + 100_000);
		expect(take(cursor, [...many, next], { maxRemembered: 10 }).fresh).toEqual([next]);
	});

	it('5,000 are kept unless another number is wanted', () => {
		const all = Array.from({ length: 5_001 }, (_, index) => message('m', NOON + index * 100));
		expect(knownCount(take({ known: '' }, all).cursor)).toBe(5_000);
	});

	it('a moment stays whole: more of it may follow', () => {
		const equal = Array.from({ length: 30 }, (_, index) => message('ok', NOON, { id: `${index}` }));
		const { cursor } = take({ known: '' }, equal, { maxRemembered: 10 });
		expect(take(cursor, equal, { maxRemembered: 10 }).fresh).toEqual([]);
		const next = message('ok', NOON, { id: 'next' });
		expect(take(cursor, [...equal, next], { maxRemembered: 10 }).fresh).toEqual([next]);
		const before = message('before', NOON - 1, { id: 'before' });
		expect(take(cursor, [before, ...equal], { maxRemembered: 10 }).fresh).toEqual([]);
	});

	it('what lies at the very beginning of the window counts as known where it is cut there', () => {
		const all = [message('a', NOON - 60 * MINUTE), message('b', NOON - 60 * MINUTE + 1)];
		for (let index = 0; index < 9; index++) all.push(message(`${index}`, NOON - index));
		const first = message('first', NOON - 60 * MINUTE, { id: 'first' });
		const { cursor } = take({ known: '' }, [first, ...all], { maxRemembered: 10 });
		expect(take(cursor, [first, ...all], { maxRemembered: 10 }).fresh).toEqual([]);
	});

	it('an older moment is forgotten as a whole', () => {
		const equal = Array.from({ length: 11 }, (_, index) => message('ok', NOON, { id: `${index}` }));
		const all = [...equal, message('newest', NOON + 1, { id: 'newest' })];
		const { cursor } = take({ known: '' }, all, { maxRemembered: 10 });
		expect(knownCount(cursor)).toBe(1);
		expect(take(cursor, all, { maxRemembered: 10 }).fresh).toEqual([]);
	});

	it('nothing is hidden while a list is read in parts and in no order', () => {
		const { cursor } = take({ known: '' }, many.slice(50), { maxRemembered: 10, isPart: true });
		const { fresh } = take(cursor, many.slice(0, 50), { maxRemembered: 10, isPart: true });
		expect(fresh).toHaveLength(50);
		expect(knownCount({ known: cursor.known })).toBe(10);
		expect(take(cursor, many.slice(90), { isPart: true }).fresh).toEqual([]);
	});

	it('1,000 contacts are kept beyond the window, because their date may be corrected', () => {
		const contact = (index: number, at = NOON - index * 60 * MINUTE) => ({
			id: `c${index}`,
			whatsapp_id: `2712${index}`,
			created_at: new Date(at).toISOString(),
		});
		const contacts = Array.from({ length: 1_200 }, (_, index) => contact(index));
		const options = { now: NOON + MINUTE };
		const { cursor } = takeNew({ known: '' }, contacts, CONTACT_IDENTITY, options);
		const corrected = [999, 1_000].map((index) => contact(index, NOON));
		const { fresh } = takeNew(cursor, corrected, CONTACT_IDENTITY, options);
		expect(fresh.map(({ id }) => id)).toEqual(['c1000']);
		expect(knownCount(cursor)).toBe(2);
	});
});

describe('a message that gets an ID', () => {
	const { cursor } = take({ known: '' }, [message('one'), message('two')]);

	it('is no new one, and hides none of the same second', () => {
		const shown = [message('one', NOON, { id: 1 }), message('two', NOON, { id: 2 })];
		const next = take(cursor, shown);
		expect(next.fresh).toEqual([]);
		const third = message('three', NOON, { id: 3 });
		expect(textsOf(take(next.cursor, [...shown, third]).fresh)).toEqual(['three']);
	});

	it('is no new one, however many of the same second get one', () => {
		const texts = ['one', 'two', 'three', 'four'];
		const before = take(
			{ known: '' },
			texts.map((text) => message(text)),
		);
		const shown = texts.map((text, id) => message(text, NOON, { id }));
		expect(take(before.cursor, shown).fresh).toEqual([]);
	});

	it('hides none where only the later ones have IDs', () => {
		const shown = [message('one'), message('two'), message('three', NOON, { id: 3 })];
		const next = take(cursor, shown);
		expect(textsOf(next.fresh)).toEqual(['three']);
		expect(take(next.cursor, shown).fresh).toEqual([]);
	});
});
