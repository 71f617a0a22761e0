import type { Account } from '../../nodes/FlowIqPollTrigger/account';
import {
	distinctSources,
	forgetGone,
	positionsOfDoubles,
	withoutDoubles,
} from '../../nodes/FlowIqPollTrigger/doubles';
import type { Reading } from '../../nodes/FlowIqPollTrigger/readInTurn';
import type { Source } from '../../nodes/FlowIqPollTrigger/source';
import { RequestFailed } from '../../nodes/shared/errors/flowIqError';
import * as find from '../../nodes/shared/records/findContact';
import type { Connection } from '../../nodes/shared/transport/connection';

const byNumber = (whatsappNumber: string) =>
	({ key: `n${whatsappNumber}`, reference: { whatsappNumber } }) as Source;
const byId = (contactId: string) => ({ key: contactId, reference: { contactId } }) as Source;
const whole = { key: 'contacts' } as Source;

/** What FlowIQ says of each number, and which it was asked for. */
let asked: string[];
beforeEach(() => {
	asked = [];
	jest.spyOn(find, 'findContactIfAny').mockImplementation(async (_, number) => {
		asked.push(number);
		if (number === '9') throw new Error('down');
		return number === '0' ? undefined : { id: `c${number}` };
	});
});

afterEach(() => jest.restoreAllMocks());

/** Each source with the messages that it shows. */
function readingOf(...shown: Array<[Source, string]>): Reading {
	return {
		found: shown.map(([source, known]) => ({ source, records: [], state: { known } })),
		failures: [],
		late: [],
	};
}

async function without(reading: Reading, contactIds?: Record<string, string>) {
	const account = { sources: {}, contactIds } as unknown as Account;
	const { found, failures } = await withoutDoubles(reading, account, {} as Connection);
	return {
		keys: found.map(({ source }) => source.key),
		failures,
		contactIds: account.contactIds,
	};
}

describe('a contact that was chosen by number and by ID', () => {
	it('is read once where its ID is known, without a request', () => {
		const sources = [
			byNumber('1'),
			byId('c1'),
			byNumber('2'),
			byId('c3'),
			byId('c3'),
			whole,
			whole,
		];
		const account = { sources: {}, contactIds: { 1: 'c1', 2: '' } } as unknown as Account;
		expect(distinctSources(sources, account).map(({ key }) => key)).toEqual([
			'n1',
			'n2',
			'c3',
			'contacts',
			'contacts',
		]);
		expect(distinctSources(sources.slice(0, 2), { sources: {} } as never)).toHaveLength(2);
	});

	it('is looked up when both show the same message, and then remembered', async () => {
		const reading = readingOf([byNumber('1'), 'm1 m2'], [byId('c1'), 'm2']);
		expect(await without(reading)).toEqual({ keys: ['n1'], failures: [], contactIds: { 1: 'c1' } });
		expect(asked).toEqual(['1']);
		expect(await without(reading, { 1: 'c1' })).toMatchObject({ keys: ['n1'] });
		expect(asked).toEqual(['1']);
	});

	it('is another one where FlowIQ says so, which is remembered, too', async () => {
		const reading = readingOf([byNumber('1'), 'm1'], [byNumber('0'), 'm1'], [byId('c7'), 'm1']);
		expect(await without(reading)).toEqual({
			keys: ['n1', 'n0', 'c7'],
			failures: [],
			contactIds: { 0: '', 1: 'c1' },
		});
	});

	it.each<[string, Reading]>([
		['nothing', readingOf([byNumber('1'), ''], [byId('c1'), ''])],
		['different messages', readingOf([byNumber('1'), 'm1'], [byId('c1'), 'm2'])],
		['the same, both by number', readingOf([byNumber('1'), 'm1'], [byNumber('2'), 'm1'])],
		['the same, both by ID', readingOf([byId('c1'), 'm1'], [byId('c2'), 'm1'])],
		['the same, one without a contact', readingOf([byNumber('1'), 'm1'], [whole, 'm1'])],
	])('is not looked up where they show %s', async (_, reading) => {
		expect(await without(reading)).toMatchObject({ failures: [], contactIds: {} });
		expect(asked).toEqual([]);
		expect((await without(reading)).keys).toHaveLength(2);
	});

	it('that cannot be looked up is left for the next poll, and the reason is told', async () => {
		const number = byNumber('9');
		const reading = readingOf([number, 'm1'], [byId('c9'), 'm1']);
		expect(await without(reading)).toEqual({
			keys: ['c9'],
			failures: [{ source: number, error: new Error('down') }],
			contactIds: {},
		});
	});

	it('goes on where its double is, should that one be taken off the list', () => {
		const sources = [byNumber('1'), byId('c1'), byNumber('2'), byId('c3'), whole];
		const account = { sources: {}, contactIds: { 1: 'c1', 2: '' } } as unknown as Account;
		const reading = readingOf([sources[0], 'm1'], [sources[4], 'm4']);
		expect(positionsOfDoubles(reading, sources, account)).toEqual([
			{ source: sources[1], records: [], state: { known: 'm1' } },
		]);
		expect(positionsOfDoubles(reading, sources, { sources: {} } as never)).toEqual([]);
	});

	it('is read in both forms again once one of them is gone', () => {
		const NO_CONTACT = new RequestFailed({ kind: 'refused', apiError: 'Contact not found' });
		const after = (source: Source, error: unknown) => {
			const account = { sources: {}, contactIds: { 1: 'c1', 2: 'c2', 3: '' } } as never as Account;
			const isForgotten = forgetGone(
				{ found: [], failures: [{ source, error }], late: [] },
				account,
			);
			return [isForgotten, account.contactIds];
		};
		const left = { 2: 'c2', 3: '' };
		expect(after(byId('c1'), NO_CONTACT)).toEqual([true, left]);
		expect(after(byNumber('1'), NO_CONTACT)).toEqual([true, left]);
		expect(after(byNumber('3'), NO_CONTACT)).toEqual([false, { 1: 'c1', ...left }]);
		expect(after(whole, NO_CONTACT)).toEqual([false, { 1: 'c1', ...left }]);
		expect(after(byId('c1'), new Error('down'))).toEqual([false, { 1: 'c1', ...left }]);
		expect(forgetGone(readingOf(), { sources: {} } as never)).toBe(false);
	});
});
