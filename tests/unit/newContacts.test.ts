import type { IDataObject } from 'n8n-workflow';
import * as lists from '../../nodes/FlowIqPollTrigger/lists';
import { findNewContacts, type ContactCursor } from '../../nodes/FlowIqPollTrigger/newContacts';
import { keyOf, undatedCount, writeRemembered } from '../../nodes/FlowIqPollTrigger/remembered';
import type { Connection } from '../../nodes/shared/transport/connection';

const NOON = Date.UTC(2026, 5, 1, 12);
const SECOND = 1_000;
const CONNECTION = {} as Connection;

const contact = (number: number, at?: number): IDataObject => ({
	id: `c${number}`,
	whatsapp_id: `2711${number}`,
	created_at: at === undefined ? null : new Date(at).toISOString(),
});

/** FlowIQ's list of contacts, as it stands, and the pages that it was asked for. */
function serve(list: IDataObject[], { tellsTotal = true, pageSize = 100 } = {}) {
	const asked: number[] = [];
	jest.spyOn(lists, 'contactsPage').mockImplementation(async (_, page) => {
		asked.push(page);
		return {
			records: list.slice((page - 1) * pageSize, page * pageSize),
			...(tellsTotal && { total: list.length }),
			hasNext: page * pageSize < list.length,
		};
	});
	return { list, asked };
}

/** One poll after the other, with what each remembers. */
function poller(state?: ContactCursor, deadline = Infinity) {
	return {
		state,
		async poll() {
			const found = await findNewContacts(CONNECTION, this.state, { deadline, begun: Date.now() });
			this.state = JSON.parse(JSON.stringify(found.state)) as ContactCursor;
			return found.records.map(({ id }) => id);
		},
	};
}

beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(NOON);
});

afterEach(() => jest.restoreAllMocks());

describe('contacts without a date', () => {
	const undated = (count: number) => Array.from({ length: count }, (_, index) => contact(index));

	/** All but the last page of 20,000 were read in earlier polls. */
	const nearEnd = (): ContactCursor => ({
		known: writeRemembered(
			new Map(undated(19_900).map(({ id }) => [keyOf(String(id)), { count: 1, contents: [] }])),
		),
		pass: { next: 200, seen: '', total: 20_000, count: 19_900 },
	});

	it('are remembered for good, 20,000 of them', async () => {
		serve(undated(20_000));
		const trigger = poller(nearEnd());
		expect(await trigger.poll()).toHaveLength(100);
		expect(undatedCount(trigger.state!.known)).toBe(20_000);
	});

	it('are an error when there are more, and not new again and again', async () => {
		serve(undated(20_001));
		await expect(poller(nearEnd()).poll()).rejects.toMatchObject({
			message: expect.stringContaining('more than 20000 contacts') as string,
			description: expect.stringContaining('FlowIQ Trigger') as string,
		});
	});
});
