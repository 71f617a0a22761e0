import { sleep, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import type { Simulator, SimulatorOptions } from '../../simulator';
import { callAsTool } from '../support/agent';
import type { NodeResult } from '../support/engine';
import { objectsOf, rowsOf, useFileSystem } from '../support/files';
import {
	answerWith,
	credentialFor,
	getMessages,
	locator,
	messageItemOf,
	records,
	runAgainst,
	useNode,
	withSimulator,
} from '../support/flowiq';

useFileSystem();

/** Conversations of no, one and several pages. */
const messagesPerContact = (index: number) => [3, 0, 450, 100, 1, 250][index % 6];

const { simulator, run, read } = useNode({ contacts: 24, messagesPerContact });

const exportMessages = (parameters: IDataObject = {}): IDataObject => ({
	resource: 'message',
	operation: 'exportToFile',
	returnAll: true,
	format: 'jsonl',
	...parameters,
});

const exportAll = (parameters: IDataObject = {}) =>
	exportMessages({ conversations: 'all', ...parameters });

const exportOne = (number: string, parameters: IDataObject = {}) =>
	exportMessages({ contact: locator('phone', number), ...parameters });

async function messagesIn(items: INodeExecutionData[]): Promise<IDataObject[]> {
	const files = items.filter(({ binary }) => binary !== undefined);
	return (await Promise.all(files.map(objectsOf))).flat();
}

/** A contact with so many messages. */
const contactWith = (count: number) =>
	simulator().contacts.find(({ id }) => simulator().messageCountOf(id) === count)!;

/** The messages of all contacts, as one file must have them. */
function everyMessage(keep: (message: IDataObject) => boolean = () => true): IDataObject[] {
	return simulator().contacts.flatMap(({ id, whatsapp_id, full_name }) =>
		simulator()
			.messagesOf(id)
			.map((message) => ({
				...messageItemOf(whatsapp_id)(message),
				contact_id: id,
				full_name: full_name ?? null,
			}))
			.filter(keep),
	);
}

/** FlowIQ knows no contact with these numbers. */
function forget(server: Simulator, numbers: Set<string>): void {
	const body = { success: false, error: 'Contact not found for the provided phone number' };
	const match = ({ query }: { query: Record<string, string> }) => numbers.has(query.whatsappNumber);
	answerWith(server, body, { status: 404, match, times: 999 });
}

/** Goes on where an export ended, and gives what both wrote. */
async function withRest({ items }: NodeResult): Promise<IDataObject[]> {
	simulator().faults.clear();
	const rest = await run(exportAll({ options: { resumeFrom: items[0].json.resumeFrom } }));
	return [...(await messagesIn(items)), ...(await messagesIn(rest.items))];
}

const hintsOf = ({ stored }: { stored: string }) =>
	[...stored.matchAll(/"message":"([^"]*)","location":"outputPane"/g)].map(([, hint]) => hint);

/** How what was read differs from what had to be read; shorter to look at than thousands of records. */
function compared(read: IDataObject[], expected: IDataObject[]) {
	const text = (message: IDataObject) => JSON.stringify(Object.entries(message).sort());
	const firstWrong = expected.findIndex((one, index) => text(one) !== text(read[index] ?? {}));
	return { count: read.length, firstWrong };
}

const asExpected = (expected: IDataObject[]) => ({ count: expected.length, firstWrong: -1 });

/** Exports part after part, and lets something happen in between. */
async function inParts(
	parameters: IDataObject,
	between: (part: number) => void = () => {},
	server = simulator(),
) {
	const all: IDataObject[] = [];
	let resumeFrom: unknown;
	let parts = 0;
	do {
		const options = { resumeFrom: resumeFrom as string };
		const result = await runAgainst(server, { ...parameters, returnAll: false, options });
		expect(result.error).toBeUndefined();
		all.push(...(await messagesIn(result.items)));
		resumeFrom = result.items.at(-1)!.json.resumeFrom;
		between(++parts);
	} while (resumeFrom && parts < 40);
	return all;
}

describe('message Export to File, a chosen conversation', () => {
	it('writes all its messages, oldest first, with the contact they are from', async () => {
		const { whatsapp_id } = contactWith(450);
		const result = await run(exportOne(whatsapp_id));
		const expected = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
		expect(await messagesIn(result.items)).toEqual(expected);
		expect(records(result)).toEqual([
			{
				fileName: expect.stringMatching(
					new RegExp(`^flowiq-messages-${whatsapp_id}-\\d{4}-\\d\\d-\\d\\d\\.jsonl$`),
				) as string,
				records: 450,
				first: { contact_id: null, whatsapp_id, created_at: expected[0].created_at },
				last: { contact_id: null, whatsapp_id, created_at: expected[449].created_at },
				bytes: expect.any(Number) as number,
				isLast: true,
				resumeFrom: null,
			},
		]);
		expect(simulator().requests.map(({ query }) => query.page)).toEqual(['1', '2', '3', '4', '5']);
	});

	it('takes one request for a conversation of one page', async () => {
		await run(exportOne(contactWith(3).whatsapp_id));
		expect(simulator().requests).toHaveLength(1);
	});

	it.each([1, 3, 100, 250])(
		'writes %i messages oldest first, also when FlowIQ gives the newest first all the same',
		async (count) => {
			const { id, whatsapp_id } = contactWith(count);
			const newestFirst = simulator().messagesOf(id).reverse();
			const isAscending = ({ query }: { query: Record<string, unknown> }) =>
				query.ascending === 'true';
			for (const page of [1, 2, 3]) {
				const messages = newestFirst.slice(100 * (page - 1), 100 * page);
				const pagination = { totalMessages: count, currentPage: page };
				answerWith(
					simulator(),
					{ success: true, messages, pagination },
					{
						match: (request) => isAscending(request) && Number(request.query.page ?? 1) === page,
						times: 99,
					},
				);
			}
			const result = await run(exportOne(whatsapp_id));
			const expected = [...newestFirst].reverse().map(messageItemOf(whatsapp_id));
			expect(await messagesIn(result.items)).toEqual(expected);
			const filters = { createdBefore: expected[1]?.created_at };
			const filtered = await run(exportOne(whatsapp_id, { filters }));
			expect(await messagesIn(filtered.items)).toEqual(expected.slice(0, 1));
		},
	);

	it('writes the same messages as Get Many with filters', async () => {
		const { whatsapp_id } = contactWith(450);
		const all = simulator().messagesOf(whatsapp_id);
		const filters = {
			createdAfter: all[120].created_at,
			createdBefore: all[380].created_at,
			senderType: 'user-whatsapp',
		};
		const file = await run(exportOne(whatsapp_id, { filters }));
		expect(await messagesIn(file.items)).toEqual(
			(await read(getMessages(whatsapp_id, { returnAll: true, filters }))).reverse(),
		);
	});

	it('writes a file for each input item', async () => {
		const numbers = [contactWith(3), contactWith(250)].map(({ whatsapp_id }) => whatsapp_id);
		const result = await run(exportOne('={{ $json.number }}'), {
			items: numbers.map((number) => ({ json: { number } })),
		});
		expect(records(result).map((item) => item.records)).toEqual([3, 250]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it.each([100, 149, 450])('goes on exactly in parts of %i', async (limit) => {
		const { whatsapp_id } = contactWith(450);
		const parameters = exportOne(whatsapp_id, { limit });
		expect(await inParts(parameters)).toEqual(
			simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id)),
		);
	});

	it('goes on exactly where many messages have the same moment, and new ones come', async () => {
		const { whatsapp_id } = contactWith(250);
		const { created_at } = simulator().messagesOf(whatsapp_id)[100];
		for (let sent = 0; sent < 70; sent++) {
			simulator().addMessage(whatsapp_id, { message: sent % 2 ? 'ok' : `no ${sent}`, created_at });
		}
		const before = simulator().messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
		const read = await inParts(exportOne(whatsapp_id, { limit: 35 }), () => {
			simulator().addMessage(whatsapp_id, { message: 'new' });
		});
		const sorted = (messages: IDataObject[]) => messages.map((one) => JSON.stringify(one)).sort();
		expect(sorted(read.filter(({ message }) => message !== 'new'))).toEqual(sorted(before));
	});

	it('says which contact FlowIQ does not know', async () => {
		const { error } = await run(exportOne('27999999999'));
		expect(error?.message).toContain("'Contact' 27999999999");
	});
});

describe('message Export to File, all conversations', () => {
	it('writes the messages of every contact into one file, contact by contact', async () => {
		const result = await run(exportAll());
		const expected = everyMessage();
		expect(compared(await messagesIn(result.items), expected)).toEqual(asExpected(expected));
		expect(records(result)).toEqual([
			expect.objectContaining({ records: expected.length, isLast: true, resumeFrom: null }),
		]);
		expect(result.items[0].json).toMatchObject({ contacts: 24, failedContacts: 0, failed: [] });
	});

	it('has the contact in the first columns', async () => {
		const { items } = await run(exportAll({ format: 'csv' }));
		const rows = await rowsOf(items[0]);
		expect(Object.keys(rows[0]).slice(0, 5)).toEqual([
			'contact_id',
			'whatsapp_id',
			'full_name',
			'message',
			'sender_type',
		]);
		expect(rows.map(({ message }) => message)).toEqual(
			everyMessage().map(({ message }) => message ?? ''),
		);
	});

	it('reads several conversations at once, with one request for a short one', async () => {
		simulator().latencyMs = 20;
		await run(exportAll());
		const most = Math.max(...simulator().requests.map(({ inFlight }) => inFlight));
		expect(most).toBeGreaterThan(3);
		expect(most).toBeLessThanOrEqual(8);
		// One of contacts; of 24 contacts, four have 5 pages, four have 3, the others one.
		expect(simulator().requests).toHaveLength(1 + 4 * 5 + 4 * 3 + 16);
	});

	it('writes the messages since a date', async () => {
		const createdAfter = '2026-02-01T00:00:00.000Z';
		const { items } = await run(exportAll({ filters: { createdAfter } }));
		const expected = everyMessage(({ created_at }) => String(created_at) >= createdAfter);
		expect(expected.length).toBeGreaterThan(50);
		expect(compared(await messagesIn(items), expected)).toEqual(asExpected(expected));
	});

	it.each([130, 500, 1_003])('goes on exactly in parts of %i', async (limit) => {
		const expected = everyMessage();
		expect(compared(await inParts(exportAll({ limit })), expected)).toEqual(asExpected(expected));
	});

	it('loses and repeats nothing while contacts come in between the parts', async () => {
		const expected = everyMessage();
		const read = await inParts(exportAll({ limit: 600 }), () => {
			for (let count = 0; count < 40; count++) simulator().addContact();
		});
		const old = read.filter(({ contact_id }) =>
			expected.some((message) => message.contact_id === contact_id),
		);
		expect(compared(old, expected)).toEqual(asExpected(expected));
	});

	it('repeats nothing where a part ends while the list of contacts is read once more', async () => {
		await withSimulator({ contacts: 150, messagesPerContact: 3 }, async (server) => {
			const expected = server.contacts.map(({ id }) => id).flatMap((id) => [id, id, id]);
			// It comes in front of page 2, so that the list is read again while the last conversations are still written.
			const end = server.onRequest(({ query }) => {
				if (query.action !== 'contacts' || query.page !== '2') return;
				server.addContact();
				end();
			});
			const read = await inParts(exportAll({ limit: 440 }), undefined, server);
			expect(read.map(({ contact_id }) => contact_id)).toEqual(expected);
		});
	});

	it('goes on within a conversation also where a part before it ended in that of a new contact', async () => {
		const data = { contacts: 3, messagesPerContact: 20, variants: { contactsOrder: 'newest' } };
		await withSimulator(data as SimulatorOptions, async (server) => {
			const expected = server.contacts.flatMap(({ id }) => server.messagesOf(id));
			const read = await inParts(
				exportAll({ limit: 7 }),
				(part) => {
					if (part !== 1) return;
					const { id } = server.addContact();
					for (let count = 0; count < 10; count++) server.addMessage(id, { message: 'new' });
				},
				server,
			);
			const old = read.filter(({ message }) => message !== 'new');
			expect(old.map(({ created_at }) => created_at)).toEqual(
				expected.map(({ created_at }) => created_at),
			);
			expect(read).toHaveLength(expected.length + 10);
		});
	});

	it('says so when the contact is gone in whose conversation the earlier part ended', async () => {
		await withSimulator({ contacts: 3, messagesPerContact: 20 }, async (server) => {
			const first = await runAgainst(server, exportAll({ limit: 7, returnAll: false }));
			const { resumeFrom } = first.items[0].json;
			server.removeContact(server.contactAt(0).id);
			const rest = await runAgainst(server, exportAll({ options: { resumeFrom } }));
			expect(await messagesIn(rest.items)).toHaveLength(40);
			expect(rest.hints).toContainEqual(
				expect.stringMatching(/^The contact in whose conversation an earlier export ended /),
			);
		});
	});

	it('says how much there is to read', async () => {
		expect(hintsOf(await run(exportAll()))).toEqual([
			expect.stringMatching(
				/^The messages of 24 contacts take at least 24 requests, about \d+ seconds? at your account's pace\.$/,
			),
		]);
	});

	it('names a contact whose messages cannot be read, and goes on', async () => {
		const { id, whatsapp_id, full_name } = contactWith(250);
		forget(simulator(), new Set([whatsapp_id]));
		const result = await run(exportAll());
		const expected = everyMessage(({ contact_id }) => contact_id !== id);
		expect(compared(await messagesIn(result.items), expected)).toEqual(asExpected(expected));
		expect(result.items[0].json).toMatchObject({
			contacts: 24,
			failedContacts: 1,
			failed: [
				{
					contact_id: id,
					whatsapp_id,
					full_name: full_name ?? null,
					error: expect.stringContaining('Contact not found') as string,
				},
			],
		});
		expect(hintsOf(result).join()).toContain(`could not be read: ${whatsapp_id}`);
	});

	it('gives up the conversations that were asked for ahead once there is enough', async () => {
		const [{ whatsapp_id: first }] = simulator().contacts;
		const isAhead = ({ query }: { query: Record<string, string> }) =>
			query.whatsappNumber !== undefined && query.whatsappNumber !== first;
		simulator().faults.add({ kind: 'slow', ms: 2_000, match: isAhead, times: 99 });
		const { items } = await run(exportAll({ returnAll: false, limit: 3 }));
		expect(items[0].json.records).toBe(3);
		const ahead = simulator().requests.filter(isAhead);
		const areGivenUp = () => ahead.every(({ aborted }) => aborted);
		for (let look = 0; look < 100 && !areGivenUp(); look++) await sleep(10);
		expect(ahead.length).toBeGreaterThan(0);
		expect(areGivenUp()).toBe(true);
	});

	it('goes on however many cannot be read, as long as others can; counts all and names a hundred', async () => {
		await withSimulator({ contacts: 220, messagesPerContact: 1 }, async (large) => {
			const unread = large.contacts.filter((_, index) => index % 2 === 0);
			const numbers = new Set(unread.map(({ whatsapp_id }) => whatsapp_id));
			forget(large, numbers);
			const result = await runAgainst(large, exportAll());
			expect(result.error).toBeUndefined();
			const [{ json }] = result.items;
			expect(json).toMatchObject({ contacts: 220, records: 110, failedContacts: 110 });
			expect(json.failed).toHaveLength(100);
			expect(hintsOf(result).join()).toMatch(/110 contacts could not be read: .* and 105 more\./);
		});
	});

	it('names a contact without number and ID, and asks FlowIQ for no messages of nobody', async () => {
		const { id, whatsapp_id } = contactWith(450);
		const nobody = { id: null, full_name: 'Nobody', whatsapp_id: null };
		const body = { success: true, contacts: [nobody, { id, whatsapp_id, full_name: 'Ada' }] };
		answerWith(simulator(), body, { match: { action: 'contacts' }, times: 9 });
		const { items, hints } = await run(exportAll());
		expect(items[0].json).toMatchObject({ records: 450, contacts: 2, failedContacts: 1 });
		expect(hints).toContainEqual(expect.stringMatching(/could not be read: Nobody\. /));
		expect(items[0].json.failed).toEqual([expect.objectContaining({ full_name: 'Nobody' })]);
		const asked = simulator().requests.map(({ query }) => query.whatsappNumber ?? whatsapp_id);
		expect(new Set(asked)).toEqual(new Set([whatsapp_id]));
	});

	it('stops at such a contact when it shall, and says which one', async () => {
		const { whatsapp_id } = contactWith(250);
		forget(simulator(), new Set([whatsapp_id]));
		const options = { ifContactFails: 'error' };
		const result = await run(exportAll({ options }), { onError: 'continueRegularOutput' });
		const { error, items } = result;
		expect(error).toBeUndefined();
		expect(items.at(-1)?.json.error).toContain(whatsapp_id);
		const expected = everyMessage();
		expect(compared(await withRest(result), expected)).toEqual(asExpected(expected));
	});

	it('ends when no contact can be read any more, and goes on from there', async () => {
		simulator().faults.add({
			kind: 'status',
			status: 401,
			body: { success: false, error: 'Invalid token' },
			after: 20,
			times: 999,
		});
		const result = await run(exportAll(), { onError: 'continueRegularOutput' });
		expect(result.items.at(-1)?.json.error).toContain('Invalid token');
		const expected = everyMessage();
		expect(compared(await withRest(result), expected)).toEqual(asExpected(expected));
	});
});

describe('what cannot be right is refused by name before any request', () => {
	it.each([
		[
			{ conversations: 'some', contact: locator('phone', '27123456789') },
			"'Conversations' is not one of all, chosen: some",
		],
		[{ contact: locator('phone', 'Nathan') }, "'Contact'"],
		[{ conversations: 'all', options: { columns: 'id' } }, "'Columns' has no column named id"],
		[{ conversations: 'all', options: { ifContactFails: 'skip' } }, "'If a Contact Can't Be Read'"],
		[{ conversations: 'all', options: { resumeFrom: 'x' } }, "'Resume From' is not what an export"],
		[{ conversations: 'all', filters: { createdAfter: 'soon' } }, "'Created After'"],
	])('%j', async (parameters, message) => {
		const { error } = await run(exportMessages(parameters as IDataObject));
		expect(error?.message).toContain(message);
		expect(simulator().requests).toEqual([]);
	});

	it('by an AI agent, in words', async () => {
		const { answer } = await callAsTool(credentialFor(simulator()), exportAll(), {});
		expect(answer).toContain("'Export to File' can't be used as a tool");
		expect(simulator().requests).toEqual([]);
	});
});
