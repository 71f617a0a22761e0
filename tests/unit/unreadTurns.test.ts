import type { IDataObject } from 'n8n-workflow';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { keyOf } from '../../nodes/FlowIqPollTrigger/remembered';
import { UnreadReading } from '../../nodes/FlowIqPollTrigger/unreadReading';
import { RequestFailed } from '../../nodes/shared/errors/flowIqError';
import type { Connection } from '../../nodes/shared/transport/connection';

const contact = (number: number): IDataObject => ({
	id: `c${number}`,
	whatsapp_id: `2711${number}`,
	has_unread_messages: true,
});

const refused = new RequestFailed({ kind: 'refused', status: 403, apiError: 'Forbidden' });
const outOfTime = new RequestFailed({ kind: 'stopped' });

/** Contact n stands on page n and was unread before; its conversation holds one new message. */
function scene(failures: Record<number, unknown> = {}) {
	const pages: number[] = [];
	jest.spyOn(lists, 'contactsPage').mockImplementation(async (_, page) => {
		pages.push(page);
		if (failures[page] !== undefined) throw failures[page];
		return { records: [contact(page)], total: 3, hasNext: page < 3 };
	});
	jest.spyOn(lists, 'messagesPage').mockImplementation(async (_, reference) => {
		const number = 'whatsappNumber' in reference ? reference.whatsappNumber : '';
		const message = { message: `to ${number}`, created_at: new Date(1_000).toISOString() };
		return { records: [message], total: 1, hasNext: false };
	});
	const unread = [1, 2, 3].map((number) => keyOf(`c${number}`)).join('');
	const reading = new UnreadReading(
		{ concurrency: 1 } as Connection,
		{ page: 1, since: 0, scans: [], unread, cursors: {} },
		{ deadline: Infinity, begun: 2_000 },
		(records) => records,
	);
	const read = () => reading.newRecords().map(({ message }) => message);
	return { reading, pages, read };
}

afterEach(() => jest.restoreAllMocks());

describe('conversations that stay unread take turns, page by page', () => {
	it.each([
		[1, { page: 2 }],
		[2, { page: 3 }],
		[3, { page: 1 }],
	])('and go on behind page %i with %j', async (page, next) => {
		const { reading, pages } = scene();
		const known = new Map([1, 2, 3].map((number) => [number, []]));
		expect(await reading.takeTurns(known, { page }, { count: 1, last: 3 })).toEqual(next);
		expect(pages).toEqual([]);
	});

	it('on pages that the poll has not looked at for another reason, too', async () => {
		const { reading, pages, read } = scene();
		const next = await reading.takeTurns(new Map([[1, []]]), { page: 2 }, { count: 3, last: 3 });
		expect(next).toEqual({ page: 2 });
		expect(pages).toEqual([2, 3]);
		expect(read()).toEqual(['to 27112', 'to 27113']);
		expect(reading.problem).toBeUndefined();
	});

	it('and pass over a page that cannot be had, which is told', async () => {
		const { reading, read } = scene({ 2: refused });
		const next = await reading.takeTurns(new Map(), { page: 2 }, { count: 2, last: 3 });
		expect(next).toEqual({ page: 1 });
		expect(read()).toEqual(['to 27113']);
		expect(reading.problem).toBe(refused);
	});

	it('and wait for the next poll at a page for which there was no time', async () => {
		const { reading, read } = scene({ 3: outOfTime });
		const next = await reading.takeTurns(new Map(), { page: 2 }, { count: 3, last: 3 });
		expect(next).toEqual({ page: 3 });
		expect(read()).toEqual(['to 27112']);
		expect(reading.problem).toBeUndefined();
	});
});
