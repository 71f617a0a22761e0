import type { IDataObject } from 'n8n-workflow';
import { getGlobalState, setGlobalState } from 'n8n-workflow';
import { getContacts, getMessages, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 2, messagesPerContact: 0 });

/** Each with a day that has no midnight, its first moment, and the moment before it on the clocks. */
const WITHOUT_MIDNIGHT = [
	['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
	['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'],
	['Atlantic/Azores', '2026-03-29', '2026-03-29T01:00:00.000Z'],
	['America/Asuncion', '2023-10-01', '2023-10-01T04:00:00.000Z'],
	['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
	['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
] as const;

const contact = () => simulator().contactAt(0);

/** The fields that take a date, each with how to list what was created in its period. */
const LISTS: Array<[string, (filters: IDataObject) => IDataObject, (created_at: string) => void]> =
	[
		[
			'contacts',
			(filters) => getContacts({ returnAll: true, filters }),
			(created_at) => void simulator().addContact({ created_at }),
		],
		[
			'messages',
			(filters) => getMessages(contact().whatsapp_id, { returnAll: true, filters }),
			(created_at) => void simulator().addMessage(contact().id, { created_at }),
		],
	];

const justBefore = (moment: string) => new Date(Date.parse(moment) - 1000).toISOString();

async function createdIn(parameters: IDataObject, timezone: string): Promise<unknown[]> {
	const { items, error } = await run(parameters, { timezone });
	expect(error).toBeUndefined();
	return items.map(({ json }) => new Date(json.created_at as string).toISOString());
}

describe.each(LISTS)('a day as a date of %s', (_, parameters, add) => {
	it.each(WITHOUT_MIDNIGHT)('begins in %s on %s at %s', async (timezone, day, first) => {
		for (const created_at of [justBefore(first), first]) add(created_at);
		const after = await createdIn(parameters({ createdAfter: day }), timezone);
		expect(after).toContain(first);
		expect(after).not.toContain(justBefore(first).replace(/\.\d+Z/, '.000Z'));
		const before = await createdIn(parameters({ createdBefore: day }), timezone);
		expect(before).toContain(justBefore(first));
		expect(before).not.toContain(first);
	});

	it.each(['DEFAULT', 'default', '', ' '])(
		"with the workflow's time zone %j begins in the time zone of n8n itself",
		async (timezone) => {
			const { defaultTimezone } = getGlobalState();
			setGlobalState({ defaultTimezone: 'Asia/Tokyo' });
			try {
				const first = '2026-02-09T15:00:00.000Z';
				for (const created_at of [justBefore(first), first]) add(created_at);
				const found = await createdIn(parameters({ createdAfter: '2026-02-10' }), timezone);
				expect(found).toContain(first);
				expect(found).not.toContain(justBefore(first));
			} finally {
				setGlobalState({ defaultTimezone });
			}
		},
	);

	it('with a time zone that does not exist is refused by the name of the setting', async () => {
		const { error } = await run(parameters({ createdAfter: '2026-02-10' }), {
			timezone: 'Mars/Olympus',
		});
		expect(error?.message).toBe(
			"'Timezone' in the workflow settings is not a time zone: Mars/Olympus",
		);
		expect(simulator().requests).toEqual([]);
	});
});
