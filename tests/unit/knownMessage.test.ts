import type { IDataObject } from 'n8n-workflow';
import { takeNew } from '../../nodes/FlowIqPollTrigger/cursor';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { showsKnownMessage } from '../../nodes/FlowIqPollTrigger/newMessages';
import type { Connection } from '../../nodes/shared/transport/connection';

const NOON = Date.UTC(2026, 5, 1, 12);
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const message = (text: string, at: number): IDataObject => ({
	message: text,
	sender_type: 'user-whatsapp',
	created_at: new Date(at).toISOString(),
});
const KNOWN = message('known', NOON);
/** Messages that came one each second from a moment on, newest first. */
const from = (at: number, count: number) =>
	Array.from({ length: count }, (_, index) => message(`m ${index}`, at + (count - index) * SECOND));

/** @returns whether a conversation shows a message that was read, and the pages that were asked for */
async function look(conversation: IDataObject[], read: IDataObject[], tellsNext = true) {
	const asked: number[] = [];
	jest.spyOn(lists, 'messagesPage').mockImplementation(async (_, __, { page = 1 } = {}) => {
		asked.push(page);
		return {
			records: conversation.slice((page - 1) * 100, page * 100),
			total: conversation.length,
			...(tellsNext && { hasNext: page * 100 < conversation.length }),
		};
	});
	const { cursor } = takeNew({ known: '' }, read, lists.MESSAGE_IDENTITY, { now: NOON + HOUR });
	const contact = { whatsappNumber: '27820000001' };
	return [await showsKnownMessage({} as Connection, contact, cursor), asked.join(' ')];
}

afterEach(() => jest.restoreAllMocks());

describe('a conversation is known again by a message that was read', () => {
	it.each<[string, IDataObject[], boolean, string]>([
		['the newest one', [KNOWN, ...from(NOON - HOUR, 9)], true, '1'],
		['the last one of its page', [...from(NOON, 99), KNOWN], true, '1'],
		['the first one of the next page', [...from(NOON, 100), KNOWN], true, '1 2'],
		['behind 999 newer ones', [...from(NOON, 999), KNOWN], true, '1 2 3 4 5 6 7 8 9 10'],
		['not behind 1,000 newer ones', [...from(NOON, 1_000), KNOWN], false, '1 2 3 4 5 6 7 8 9 10'],
		['not where there is none', from(NOON, 150), false, '1 2'],
		['not in an empty one', [], false, '1'],
		['not in one that ended an hour before', from(NOON - HOUR - 300 * SECOND, 250), false, '1'],
	])('%s', async (_, conversation, isKnown, requests) => {
		expect(await look(conversation, [KNOWN])).toEqual([isKnown, requests]);
	});

	it('of which the end is not told: not where there is none', async () => {
		expect(await look(from(NOON, 150), [KNOWN], false)).toEqual([false, '1 2 3']);
	});

	it('and by nothing where none was read: nothing is asked for', async () => {
		expect(await look([KNOWN], [])).toEqual([false, '']);
	});
});
