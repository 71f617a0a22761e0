import { UnreadReading } from '../../nodes/FlowIqPollTrigger/unreadReading';
import type { Connection } from '../../nodes/shared/transport/connection';

describe('conversations that stay unread take turns, page by page', () => {
	it.each([
		[1, { page: 2 }],
		[2, { page: 3 }],
		[3, { page: 1 }],
	])('and go on behind page %i with %j', async (page, next) => {
		const state = { page: 1, since: 0, scans: [], unread: '', cursors: {} };
		const options = { deadline: Infinity, begun: 0 };
		const reading = new UnreadReading({} as Connection, state, options, (records) => records);
		const known = new Map([1, 2, 3].map((number) => [number, []]));
		expect(await reading.takeTurns(known, { page }, { count: 1, last: 3 })).toEqual(next);
	});
});
