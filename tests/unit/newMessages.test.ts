import type { IDataObject } from 'n8n-workflow';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { findNewMessages } from '../../nodes/FlowIqPollTrigger/newMessages';
import type { Connection } from '../../nodes/shared/transport/connection';

const NOON = Date.UTC(2026, 5, 1, 12);

/** A conversation with a message in each minute, of which a server tells no more than that no page follows. */
function serve(count: number, written: (ms: number) => unknown = isoTime): IDataObject[] {
	const oldestFirst = Array.from({ length: count }, (_, index) => ({
		message: `m${index}`,
		created_at: written(NOON + index * 60_000) as string,
	}));
	show(oldestFirst);
	return oldestFirst;
}

function show(oldestFirst: IDataObject[]): void {
	jest
		.spyOn(lists, 'messagesPage')
		.mockImplementation(async (_, __, { page = 1, size = 100, ascending } = {}) => {
			const all = ascending ? oldestFirst : [...oldestFirst].reverse();
			return { records: all.slice((page - 1) * size, page * size), hasNext: false };
		});
}

function isoTime(ms: number): string {
	return new Date(ms).toISOString();
}

afterEach(() => jest.restoreAllMocks());

it.each([99, 100, 101, 200, 350])(
	'%i new messages come although the server always says that no page follows, and counts none',
	async (count) => {
		const options = { deadline: Infinity, maxRemembered: 5_000, begun: NOON };
		const all = serve(count);
		const cursor = { known: '', from: NOON };
		const { records, state } = await findNewMessages(
			{} as Connection,
			{ contactId: 'a' },
			cursor,
			options,
		);
		expect(records).toEqual(all);
		const again = await findNewMessages({} as Connection, { contactId: 'a' }, state, options);
		expect(again.records).toEqual([]);
	},
);

it.each<[string, (ms: number) => unknown]>([
	['ISO 8601', isoTime],
	['Unix seconds', (ms) => ms / 1000],
	['Unix milliseconds', (ms) => ms],
	['Unix seconds as text', (ms) => String(ms / 1000)],
])(
	'a message that is deleted makes no old one new where dates are written as %s',
	async (_, written) => {
		const options = { deadline: Infinity, maxRemembered: 5_000, begun: Date.now() };
		const all = serve(250, written);
		const first = await findNewMessages({} as Connection, { contactId: 'a' }, undefined, options);
		show(all.filter((message) => message !== all[200]));
		const second = await findNewMessages(
			{} as Connection,
			{ contactId: 'a' },
			first.state,
			options,
		);
		expect(second.records).toEqual([]);
	},
);
