import type { IDataObject } from 'n8n-workflow';
import {
	contactItem,
	getContacts,
	getMessages,
	messageItemOf,
	ORDERS,
	records,
	useNode,
} from '../support/flowiq';

/** Generated data ends here; what comes in during a test is newer. */
const DATA_END = '2026-03-01T00:00:00Z';

const { simulator, run, read } = useNode({ contacts: 450, messagesPerContact: 450 });

/** What was there when the run began, and what came in meanwhile. */
function split(items: IDataObject[]) {
	const isOld = (item: IDataObject) => String(item.created_at) < DATA_END;
	return { old: items.filter(isOld), arrived: items.filter((item) => !isOld(item)) };
}

const COMPLETE = { lost: 0, twice: 0, inOrder: true };

/** How what was read differs from what had to be read; shorter to look at than hundreds of records. */
function compared(read: IDataObject[], expected: IDataObject[]) {
	const left = new Map<string, number>();
	for (const record of expected.map((item) => JSON.stringify(item))) {
		left.set(record, (left.get(record) ?? 0) + 1);
	}
	let twice = 0;
	for (const record of read.map((item) => JSON.stringify(item))) {
		const count = left.get(record) ?? 0;
		if (count === 0) twice++;
		else left.set(record, count - 1);
	}
	const lost = [...left.values()].reduce((sum, count) => sum + count, 0);
	return { lost, twice, inOrder: JSON.stringify(read) === JSON.stringify(expected) };
}

const PACES = [
	['one with every request', { everyRequests: 1 }],
	['seven with every request', { everyRequests: 1, records: 7 }],
	['forty with every second request', { everyRequests: 2, records: 40 }],
	['exactly a page once', { everyRequests: 3, records: 100, atMost: 100 }],
	['more than a page at once', { everyRequests: 2, records: 150, atMost: 150 }],
] as const;

describe.each(PACES)('records that come in while the list is read: %s', (_, arrivals) => {
	it.each(ORDERS)('every message of the start comes exactly once, %s first', async (order) => {
		const { whatsapp_id } = simulator().contactAt(0);
		const expected = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
		simulator().arrivals = arrivals;
		const parameters = getMessages(whatsapp_id, { returnAll: true, options: { order } });
		const { old, arrived } = split(await read(parameters));
		expect(compared(old, order === 'newest' ? expected.reverse() : expected)).toEqual(COMPLETE);
		expect(new Set(arrived.map(({ message }) => message)).size).toBe(arrived.length);
	});

	it.each(['newest', 'oldest', 'shuffled'] as const)(
		'every contact of the start comes exactly once, in the order %s',
		async (contactsOrder) => {
			simulator().variants = { contactsOrder };
			const expected = simulator().contacts.map(contactItem);
			simulator().arrivals = arrivals;
			const { old, arrived } = split(await read(getContacts({ returnAll: true })));
			// Contacts that come in anywhere may move others back and forth across a page.
			const inOrder = contactsOrder === 'shuffled' ? (expect.any(Boolean) as boolean) : true;
			expect(compared(old, expected)).toEqual({ ...COMPLETE, inOrder });
			expect(new Set(arrived.map(({ id }) => id)).size).toBe(arrived.length);
		},
	);

	it('the daily messages come exactly once', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const all = simulator().messagesOf(whatsapp_id);
		const since = all[210].created_at;
		const expected = all
			.filter(({ created_at }) => created_at >= since)
			.map(messageItemOf(whatsapp_id));
		simulator().arrivals = arrivals;
		const filters = { createdAfter: since };
		const { old } = split(await read(getMessages(whatsapp_id, { returnAll: true, filters })));
		expect(compared(old, expected.reverse())).toEqual(COMPLETE);
	});
});

describe('a contact that is deleted while the list is read', () => {
	it.each([
		[1, 3],
		[2, 150],
		[4, 10],
		[5, 449],
	])('before request %i: no other contact is lost', async (request, position) => {
		const gone = simulator().contactAt(position).id;
		const others = simulator().contacts.filter(({ id }) => id !== gone);
		const stopListening = simulator().onRequest(() => {
			if (simulator().requests.length === request) simulator().removeContact(gone);
		});
		const result = await run(getContacts({ returnAll: true }));
		stopListening();
		const ids = records(result).map(({ id }) => id);
		expect(ids).toEqual([...new Set(ids)]);
		expect(ids.filter((id) => id !== gone).sort()).toEqual(others.map(({ id }) => id).sort());
	});
});

describe('equal messages', () => {
	it.each(ORDERS)('all come, the same text sent many times at once, %s first', async (order) => {
		const { whatsapp_id } = simulator().contactAt(0);
		const equal = {
			message: 'ok',
			created_at: simulator().messagesOf(whatsapp_id)[300].created_at,
		};
		for (let sent = 0; sent < 150; sent++) simulator().addMessage(whatsapp_id, equal);
		const expected = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
		simulator().arrivals = { everyRequests: 1, records: 3 };
		const parameters = getMessages(whatsapp_id, { returnAll: true, options: { order } });
		const { old } = split(await read(parameters));
		expect(compared(old, order === 'newest' ? expected.reverse() : expected)).toEqual(COMPLETE);
	});
});
