import type { IDataObject } from 'n8n-workflow';
import { getContacts, getMessages, ORDERS, useNode } from '../support/flowiq';

const BEFORE = '2026-03-07T08:59:59Z';
const AT = '2026-03-07T09:00:00Z';
const AFTER = '2026-03-07T09:00:01Z';
const LATER = '2026-03-08T12:00:00Z';

const { simulator, run, read } = useNode({ contacts: 0, messagesPerContact: 0 });

/** Creation times of what comes back from contacts and messages that were created at the given times. */
async function createdAt(
	list: 'contacts' | 'messages',
	times: string[],
	filters: IDataObject,
	more: { timezone?: string; order?: string; item?: IDataObject } = {},
): Promise<unknown[]> {
	let parameters: IDataObject;
	if (list === 'contacts') {
		for (const created_at of times) simulator().addContact({ created_at });
		parameters = getContacts({ returnAll: true, filters });
	} else {
		const { whatsapp_id } = simulator().addContact({ created_at: '2026-01-01T00:00:00Z' });
		for (const created_at of times) simulator().addMessage(whatsapp_id, { created_at });
		const options = { order: more.order ?? 'newest' };
		parameters = getMessages(whatsapp_id, { returnAll: true, filters, options });
	}
	return (
		await read(parameters, {
			timezone: more.timezone,
			items: [{ json: more.item ?? {} }],
		})
	).map((record) => record.created_at);
}

describe.each(['contacts', 'messages'] as const)('the creation period of %s', (list) => {
	const times = [BEFORE, AT, AFTER, LATER];
	const listing = (filters: IDataObject) =>
		list === 'contacts'
			? getContacts({ returnAll: true, filters })
			: getMessages('27123456789', { returnAll: true, filters });

	it('takes in what was created at the very moment of Created After', async () => {
		expect(await createdAt(list, times, { createdAfter: AT })).toEqual([LATER, AFTER, AT]);
	});

	it('leaves out what was created at the very moment of Created Before', async () => {
		expect(await createdAt(list, times, { createdBefore: AT })).toEqual([BEFORE]);
	});

	it('takes both bounds together', async () => {
		const filters = { createdAfter: AT, createdBefore: LATER };
		expect(await createdAt(list, times, filters)).toEqual([AFTER, AT]);
	});

	it('is empty, and no error, when both bounds are the same moment', async () => {
		expect(await createdAt(list, times, { createdAfter: AT, createdBefore: AT })).toEqual([]);
	});

	it.each([
		['UTC', '2026-03-07T09:00:00Z'],
		['an offset', '2026-03-07T11:00:00+02:00'],
		['the time zone of the workflow in mind', '2026-03-07T14:30:00'],
	])('reads a date with %s', async (_, createdAfter) => {
		const timezone = 'Asia/Kolkata';
		const expected = [LATER, AFTER, AT];
		expect(await createdAt(list, times, { createdAfter }, { timezone })).toEqual(expected);
	});

	it('means midnight in the time zone of the workflow for a day without a time, also in summer', async () => {
		const around = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'];
		const filters = { createdAfter: '2026-03-29', createdBefore: '2026-03-30' };
		const timezone = 'Europe/Berlin';
		expect(await createdAt(list, around, filters, { timezone })).toEqual(['2026-03-28T23:00:00Z']);
	});

	it.each([
		['text', '={{ $json.since }}'],
		['a DateTime', '={{ DateTime.fromISO($json.since) }}'],
		['a DateTime of another zone', "={{ DateTime.fromISO($json.since).setZone('Asia/Tokyo') }}"],
		['a Date', '={{ new Date($json.since) }}'],
		['a computed DateTime', "={{ DateTime.fromISO('2026-03-08T09:00:00Z').minus({ hours: 24 }) }}"],
	])('takes %s from an expression', async (_, createdAfter) => {
		const more = { item: { since: AT }, timezone: 'America/New_York' };
		expect(await createdAt(list, times, { createdAfter }, more)).toEqual([LATER, AFTER, AT]);
	});

	it('treats an expression that gives nothing as not set', async () => {
		const filters = { createdAfter: '={{ $json.missing }}' };
		expect(await createdAt(list, times, filters)).toEqual([...times].reverse());
	});

	it('understands the times of a server that writes them with an offset', async () => {
		simulator().variants.timeOffset = '+02:00';
		const filters = { createdAfter: AT, createdBefore: LATER };
		expect(await createdAt(list, times, filters)).toEqual([
			'2026-03-07T11:00:01.000+02:00',
			'2026-03-07T11:00:00.000+02:00',
		]);
	});

	it.each([
		['text that is no date', 'yesterday'],
		['a day that does not exist', '2026-02-30'],
		['an invalid DateTime', "={{ DateTime.fromISO('nonsense') }}"],
	])('refuses %s before any request', async (_, date) => {
		for (const [name, label] of [
			['createdAfter', 'Created After'],
			['createdBefore', 'Created Before'],
		]) {
			const result = await run(listing({ [name]: date }));
			expect(result.status).toBe('error');
			expect(result.error?.message).toContain(`'${label}' is not a date`);
			expect(result.error?.description).toContain('2026-03-07T09:00:00Z');
		}
		expect(simulator().requests).toEqual([]);
	});

	it('refuses a period that ends before it begins, before any request', async () => {
		const filters = { createdAfter: '2026-03-08', createdBefore: '2026-03-07' };
		const result = await run(listing(filters));
		expect(result.error?.message).toBe("'Created After' is later than 'Created Before'");
		expect(result.error?.description).toMatch(/\S/);
		expect(simulator().requests).toEqual([]);
	});
});

describe('the creation period of messages', () => {
	it.each(ORDERS)('keeps the order, %s first', async (order) => {
		const filters = { createdAfter: AT, createdBefore: LATER };
		const times = [BEFORE, AT, AT, AFTER, LATER];
		const newest = [AFTER, AT, AT];
		expect(await createdAt('messages', times, filters, { order })).toEqual(
			order === 'newest' ? newest : [...newest].reverse(),
		);
	});

	it('gives daily runs side by side each message once', async () => {
		const { whatsapp_id } = simulator().addContact({ created_at: '2026-01-01T00:00:00Z' });
		const midnights = [5, 6, 7, 8].map((day) => `2026-03-0${day}T00:00:00Z`);
		for (const created_at of [...midnights, '2026-03-07T23:59:59Z']) {
			simulator().addMessage(whatsapp_id, { created_at });
		}
		const found: unknown[] = [];
		for (const day of [5, 6, 7, 8]) {
			const filters = { createdAfter: `2026-03-0${day}`, createdBefore: `2026-03-0${day + 1}` };
			found.push(
				...(await read(getMessages(whatsapp_id, { filters }))).map((message) => message.created_at),
			);
		}
		expect([...found].sort()).toEqual([...midnights, '2026-03-07T23:59:59Z'].sort());
	});
});
