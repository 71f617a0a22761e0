import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { savedState, type SavedState } from '../../nodes/FlowIqPollTrigger/savedState';

const DAY = 24 * 60 * 60 * 1000;
const NOON = Date.UTC(2026, 5, 1, 12);
const KEY = 'flowIqPollTrigger';
const ACCOUNT = { sources: { unread: { known: '' } } };

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
		savedState(context({}, all)).save({});
		expect(Object.keys(all[KEY] as object)).toEqual(['a', 'b', 'id']);
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
		const sources = {
			a: { known: '' },
			b: { unread: '' },
			c: { known: 7 },
			d: null,
			e: ['known'],
			f: 'known',
		};
		const saved = {
			accounts: [{ sources, tenantId: 't' }, null, [], { sources: [] }, { sources: null }],
			lastProblems: [{ at: '', problem: 'p' }],
			savedOn: '2026-05-31',
		};
		expect(savedState(context({}, { [KEY]: { id: saved } } as IDataObject)).state).toEqual({
			accounts: [{ sources: { a: { known: '' }, b: { unread: '' } }, tenantId: 't' }],
			lastProblems: [{ at: '', problem: 'p' }],
		});
	});

	it('is a copy: nothing is saved before it is meant to be', () => {
		const all = { [KEY]: { id: { accounts: [ACCOUNT] } } } as IDataObject;
		const { state } = savedState(context({}, all));
		(state.accounts![0].sources as IDataObject).unread = null;
		expect(ACCOUNT.sources.unread).toEqual({ known: '' });
	});
});
