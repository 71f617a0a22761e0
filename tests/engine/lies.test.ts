import type { IDataObject } from 'n8n-workflow';
import type { Variants } from '../../simulator';
import {
	contactItem,
	getContacts,
	getMessages,
	messageItemOf,
	records,
	useNode,
} from '../support/flowiq';

const COUNTS = [0, 1, 101, 250];

const { simulator, run, read } = useNode({
	contacts: 250,
	messagesPerContact: (contact) => COUNTS[contact] ?? 1,
});

const TOTALS = ['exact', 'tooHigh', 'tooLow'] as const;
const NEXT = ['exact', 'always', 'never', 'fromTotals'] as const;
const BEYOND = ['empty', 'lastPage', 'notFound'] as const;

/** Each way in which a server can say wrong things of its pages. */
const LIES: Array<Partial<Variants>> = TOTALS.flatMap((totals) =>
	NEXT.flatMap((hasNextPage) =>
		BEYOND.map((pageBeyondEnd) => ({ totals, hasNextPage, pageBeyondEnd })),
	),
);

/** Whatever the server says: the whole list, or an error that says what was seen; in few requests. */
async function expectWholeOrError(parameters: IDataObject, expected: IDataObject[]): Promise<void> {
	const before = simulator().requests.length;
	const result = await run(parameters);
	expect(simulator().requests.length - before).toBeLessThanOrEqual(expected.length / 20 + 20);
	if (result.error) {
		expect(result.error.message).toMatch(/^FlowIQ's list of (contacts|messages) is not complete: /);
		expect(result.error.description).toMatch(
			/^(The [1-9]\d* \w+ read so far were discarded\. )?Run this again\./,
		);
		expect(result.items).toEqual([]);
	} else {
		expect(records(result)).toEqual(expected);
	}
}

describe.each(LIES.map((lie) => [JSON.stringify(lie), lie] as const))(
	'a server that lies: %s',
	(_, lie) => {
		beforeEach(() => {
			simulator().variants = lie;
		});

		it('never makes a list of contacts endless, or short in silence', async () => {
			const expected = simulator().contacts.map(contactItem);
			await expectWholeOrError(getContacts({ returnAll: true }), expected);
		});

		it('never makes a list of messages endless, or short in silence', async () => {
			for (let contact = 0; contact < COUNTS.length; contact++) {
				const { whatsapp_id } = simulator().contactAt(contact);
				const messages = simulator()
					.messagesOf(whatsapp_id)
					.map(messageItemOf(whatsapp_id))
					.reverse();
				await expectWholeOrError(getMessages(whatsapp_id, { returnAll: true }), messages);
			}
		});

		it('never makes the oldest messages first endless, or short in silence', async () => {
			const { whatsapp_id } = simulator().contactAt(3);
			const messages = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
			const parameters = getMessages(whatsapp_id, {
				returnAll: true,
				options: { order: 'oldest' },
			});
			await expectWholeOrError(parameters, messages);
		});
	},
);

describe('a server that tells the truth in part', () => {
	it.each([
		[{ hasNextPage: 'never' }],
		[{ hasNextPage: 'always' }],
		[{ hasNextPage: 'always', pageBeyondEnd: 'lastPage' }],
		[{ hasNextPage: 'always', pageBeyondEnd: 'notFound' }],
		[{ pageSizeCap: 40 }],
		[{ pageSizeCap: 40, hasNextPage: 'never' }],
		[{ duplicates: 'counted' }],
		[{ duplicates: 'uncounted' }],
	] as Array<[Partial<Variants>]>)('%j: all contacts come once', async (variants) => {
		simulator().variants = variants;
		expect(await read(getContacts({ returnAll: true }))).toEqual(
			simulator().contacts.map(contactItem),
		);
		expect(simulator().requests.length).toBeLessThan(20);
	});

	it('gives the same page again and again: an error says so', async () => {
		simulator().variants = { pages: 'samePage' };
		const { error } = await run(getContacts({ returnAll: true }));
		expect(error?.message).toBe(
			"FlowIQ's list of contacts is not complete: page 2 is the same as a page before it",
		);
		expect(error?.description).toContain('The 100 contacts read so far were discarded.');
		expect(simulator().requests.length).toBeLessThan(5);
	});

	it('gives the same page again and again, without counts: an error says so', async () => {
		simulator().variants = { pages: 'samePage', pagination: 'missingEverywhere' };
		const { error } = await run(getContacts({ returnAll: true }));
		expect(error?.message).toContain('page 2 is the same as a page before it');
		expect(simulator().requests.length).toBeLessThan(5);
	});

	it('announces more than it has: an error names both numbers', async () => {
		simulator().variants = { totals: 'tooHigh' };
		const { error } = await run(getContacts({ returnAll: true }));
		expect(error?.message).toMatch(/600 .*announced, but the pages held 250/);
	});
});
