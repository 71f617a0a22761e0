import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { savedState, type SavedState } from '../../nodes/FlowIqPollTrigger/savedState';

const DAY = 24 * 60 * 60 * 1000;
const NOON = Date.UTC(2026, 5, 1, 12);
const KEY = 'flowIqPollTrigger';
const ACCOUNT = { sources: { 'contacts now': { known: '' } } };

/** n8n's static data: of the node, which n8n observes or keeps itself, and of the workflow. */
function context(own: IDataObject, all: IDataObject = {}, isObserved = true) {
	const node = isObserved
		? (Object.defineProperty(own, '__dataChanged', { value: false }) as IDataObject)
		: own;
	return {
		getNode: () => ({ id: 'id' }),
		getWorkflowStaticData: (type: string) => (type === 'node' ? node : all),
	} as unknown as IPollFunctions;
}

beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(NOON);
});

afterEach(() => jest.restoreAllMocks());

describe('what a polling trigger remembers', () => {
	it('is kept with the workflow, by the ID of the node, with the day', () => {
		const all: IDataObject = {};
		const { state, save } = savedState(context({}, all));
		expect(state).toEqual({});
		save({ accounts: [ACCOUNT], earlier: {} } as unknown as SavedState);
		expect(all[KEY]).toEqual({
			id: { accounts: [ACCOUNT], earlier: undefined, savedOn: '2026-06-01' },
		});
		expect(savedState(context({}, all)).state).toEqual({ accounts: [ACCOUNT] });
	});

	it('of other nodes is kept for 90 days after their last poll', () => {
		const day = (days: number) => new Date(NOON - days * DAY).toISOString().slice(0, 10);
		const others = {
			a: { savedOn: day(0) },
			b: { savedOn: day(90) },
			c: { savedOn: day(91) },
			d: null,
			e: {},
		};
		const all = { [KEY]: others } as IDataObject;
		const { save } = savedState(context({}, all));
		save({});
		save({});
		expect(Object.keys(all[KEY] as object)).toEqual(['a', 'b', 'id']);
	});

	it.each([
		['100 days ago', '2026-02-21'],
		['on a day that cannot be read', 'soon'],
		['never', undefined],
	])('of other nodes outlives the time in which nothing runs: saved last %s', (_, savedOn) => {
		const all = { [KEY]: { id: { savedOn }, other: { savedOn: '2026-02-21' } } } as IDataObject;
		savedState(context({}, all)).save({});
		expect(Object.keys(all[KEY] as object)).toEqual(['id', 'other']);
	});

	it('is kept where n8n keeps it, where n8n keeps the position of polls itself', () => {
		const own: IDataObject = {};
		const all = { [KEY]: { id: { accounts: [ACCOUNT] } } } as IDataObject;
		const { state, save } = savedState(context(own, all, false));
		// What was saved before n8n kept it.
		expect(state).toEqual({ accounts: [ACCOUNT] });
		save({ accounts: [] });
		expect(own).toEqual({ accounts: [] });
		expect(savedState(context(own, all, false)).state).toEqual({ accounts: [] });
	});

	it('is what a build before 1.0.0 saw, until something is saved', () => {
		const own = () => ({ watches: { unread: { unread: ['x'.repeat(11)], page: 3 } } });
		const all: IDataObject = {};
		const { state, save } = savedState(context(own(), all));
		expect(state.earlier).toEqual({ unread: { unread: 'x'.repeat(8), since: NOON, page: 3 } });
		save({ ...state, accounts: [] });
		expect(savedState(context(own(), all)).state).toEqual({ accounts: [] });
		expect(savedState(context({}, {})).state).toEqual({});
		expect(savedState(context({ watches: null }, {})).state).toEqual({});
	});

	it('is left out where it cannot be read, list by list', () => {
		const begun = { unread: '', since: 1, page: 2 };
		const good = {
			a: { known: '' },
			b: { known: '', pass: { next: 1, seen: '', before: null }, passed: 1 },
			c: { known: '', earlier: { x: 1 }, anchor: { number: '1', id: 'x' } },
			unread: begun,
			'unread conversations': {
				...begun,
				cursors: { x: { known: '' } },
				scans: [1],
				turn: { page: 1 },
			},
		};
		const sources = {
			...good,
			d: null,
			e: ['known'],
			f: 'known',
			g: { known: 7 },
			h: { known: '', newest: '1' },
			i: { known: '', pass: { seen: '' } },
			j: { known: '', pass: { next: 0, seen: '' } },
			k: { known: '', pass: { next: 1 } },
			l: { known: '', anchor: { number: 1 } },
			m: begun,
			n: { known: '', total: 1e300 },
		};
		const saved = {
			accounts: [{ sources, tenantId: 't' }, null, [], { sources: [] }, { sources: null }],
			lastProblems: [{ at: '', problem: 'p' }],
			savedOn: '2026-05-31',
		};
		expect(savedState(context({}, { [KEY]: { id: saved } } as IDataObject)).state).toEqual({
			accounts: [{ sources: good, tenantId: 't' }],
			lastProblems: [{ at: '', problem: 'p' }],
		});
	});

	it.each<[string, IDataObject]>([
		['unread', { unread: 7 }],
		['unread', { since: undefined }],
		['unread', { page: 1.5 }],
		['unread', { first: 0 }],
		['unread conversations', { cursors: undefined }],
		['unread conversations', { cursors: { x: {} } }],
		['unread conversations', { scans: undefined }],
		['unread conversations', { scans: [null] }],
		['unread conversations', { turn: {} }],
		['unread conversations', { turn: { page: 1, key: 7 } }],
	])('is left out where it cannot be read: %s with %j', (key, broken) => {
		const state = { unread: '', since: 1, page: 2, cursors: {}, scans: [], ...broken };
		const saved = { id: { accounts: [{ sources: { [key]: state } }] } };
		expect(savedState(context({}, { [KEY]: saved } as IDataObject)).state).toEqual({
			accounts: [{ sources: {} }],
		});
	});

	it('of an account is left out where it cannot be read, field by field', () => {
		const sources = ACCOUNT.sources;
		const account = { sources, token: 7, next: null, problems: { x: null }, contactIds: null };
		const saved = { id: { accounts: [account] } } as unknown as IDataObject;
		expect(savedState(context({}, { [KEY]: saved })).state).toEqual({ accounts: [{ sources }] });
	});

	it.each([
		null,
		{ unread: null },
		{ unread: [7], page: 1 },
		{ unread: [] },
		{ known: { x: null } },
		{ known: {}, newest: 'x' },
	])('of a build before 1.0.0 is left out where it cannot be read: %j', (watch) => {
		const own = { watches: { unread: watch, 'contacts now': watch } } as IDataObject;
		expect(savedState(context(own)).state).toEqual({ earlier: {} });
	});

	it('is a copy: nothing is saved before it is meant to be', () => {
		const all = { [KEY]: { id: { accounts: [ACCOUNT] } } } as IDataObject;
		const { state } = savedState(context({}, all));
		(state.accounts![0].sources as IDataObject)['contacts now'] = null;
		expect(ACCOUNT.sources['contacts now']).toEqual({ known: '' });
	});
});
