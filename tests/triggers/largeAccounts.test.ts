import type { IDataObject } from 'n8n-workflow';
import { credentialFor, withSimulator } from '../support/flowiq';
import { SavedTrigger } from '../support/triggers';
import { SECOND, usePolling } from './support/polling';

/** On a busy machine, dozens of polls take a while. */
jest.setTimeout(120_000);

const CONTACTS = 620;
/** Unread from the start, on several pages. */
const OLD = [0, 7, 150, 151, 333, 480, 619];

const { simulator, wait, save, requests } = usePolling({
	contacts: CONTACTS,
	messagesPerContact: 3,
});

const idAt = (position: number) => simulator().contactAt(position).id;
const setUnread = (position: number, has_unread_messages = true) =>
	simulator().updateContact(idAt(position), { has_unread_messages });
/** @returns the contact's ID and the message's text */
function write(position: number) {
	const id = idAt(position);
	simulator().addMessage(id, { message: `to ${id}`, sender_type: 'user-whatsapp' });
	return id;
}

beforeEach(() => {
	for (let position = 0; position < CONTACTS; position++) setUnread(position, false);
	for (const position of OLD) setUnread(position);
	// What came before the publication is told by its date from what came since.
	wait(Date.now() + SECOND - Date.UTC(2025, 5, 1, 12));
});

/** @returns what is kept of the list that a trigger reads */
function listOf(trigger: SavedTrigger): IDataObject {
	trigger.republish();
	const { global } = JSON.parse(trigger.staticData) as Record<string, IDataObject>;
	const [{ accounts }] = Object.values(global.flowIqPollTrigger as object) as [
		{ accounts: Array<{ sources: Record<string, IDataObject> }> },
	];
	return Object.values(accounts[0].sources)[0];
}

const isReadingFor = (trigger: SavedTrigger) => listOf(trigger).first !== undefined;

/**
 * Polls with next to no time until the first reading is through, and on until many polls in a row brought nothing.
 *
 * @returns the IDs of the contacts, as often as they or messages of theirs came
 */
async function pollUntilQuiet(trigger: SavedTrigger, before: (poll: number) => void = () => {}) {
	const ids: string[] = [];
	for (let poll = 0, quiet = 0; quiet < 30; poll++) {
		wait(SECOND);
		before(poll);
		const found = await trigger.poll({ budgetMs: 0 });
		for (const { id, message } of found) ids.push(String(id ?? message).replace('to ', ''));
		quiet = found.length > 0 || isReadingFor(trigger) ? 0 : quiet + 1;
	}
	return ids;
}

describe.each(['unreadContact', 'newMessage'])("a large account's first reading (%s)", (event) => {
	const parameters = { event, conversationScope: 'unread', direction: 'incoming' };

	it('takes several polls, brings nothing old, and loses nothing that comes meanwhile', async () => {
		const trigger = save(parameters);
		expect(await trigger.poll({ budgetMs: 0 })).toEqual([]);
		expect(isReadingFor(trigger)).toBe(true);
		const written: string[] = [];
		const came = await pollUntilQuiet(trigger, (poll) => {
			// Before and behind the place that the reading has reached.
			const position = [3, 618, 250, 401][(poll - 1) / 3];
			if (position !== undefined) written.push(write(position));
		});
		expect(came.sort()).toEqual(written.sort());
	});

	it('goes on after a restart, also when n8n never saved it again', async () => {
		const trigger = save(parameters);
		await trigger.poll({ budgetMs: 0 });
		trigger.republish();
		const written = [write(200), write(610)];
		const came = await pollUntilQuiet(trigger, (poll) => {
			if (poll === 2) trigger.restart();
		});
		expect(came.sort()).toEqual(written.sort());
	});

	it('takes no old one for new when contacts are deleted or added meanwhile', async () => {
		const trigger = save(parameters);
		await trigger.poll({ budgetMs: 0 });
		const came = await pollUntilQuiet(trigger, (poll) => {
			if (poll % 2 === 0 && poll < 8) simulator().removeContact(idAt(20));
			else if (poll < 8) simulator().addContact({ has_unread_messages: false });
		});
		expect(came).toEqual([]);
	});

	it('keeps what it has read when a later page fails, and goes on there', async () => {
		const trigger = save(parameters);
		simulator().faults.add({
			kind: 'status',
			status: 403,
			body: { error: 'Forbidden' },
			times: 2,
			match: ({ query }) => query.action === 'contacts' && query.page === '4',
		});
		expect(await trigger.poll()).toEqual([]);
		expect(listOf(trigger).first).toBe(4);
		expect(trigger.staticData).toContain('Forbidden');
		requests();
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		expect(isReadingFor(trigger)).toBe(false);
		const id = write(610);
		expect(await pollUntilQuiet(trigger)).toEqual([id]);
	});
});

describe('a slow rate limit', () => {
	const LIMIT = { requestsPerMinute: 100, burst: 10 };

	it.concurrent.each<[string, IDataObject]>([
		['unread contacts', { event: 'unreadContact' }],
		['messages of all that have unread ones', { event: 'newMessage', conversationScope: 'unread' }],
		['new contacts', { event: 'newContact', startFrom: 'now' }],
	])(
		'leaves three triggers with one key time to get on, and no poll outlasts it (%s)',
		async (_, parameters) => {
			await withSimulator({ contacts: 3_000, messagesPerContact: 1 }, async (limited) => {
				limited.variants = { contactsOrder: 'shuffled' };
				limited.rateLimit = LIMIT;
				const triggers = [1, 2, 3].map(
					() =>
						new SavedTrigger({
							type: 'flowIqPollTrigger',
							parameters,
							credential: credentialFor(limited),
						}),
				);
				const budgetMs = 12_000;
				const places: unknown[][] = [];
				for (let poll = 0; poll < 3; poll++) {
					await Promise.all(
						triggers.map(async (trigger) => {
							const begun = performance.now();
							expect(await trigger.poll({ budgetMs })).toEqual([]);
							expect(performance.now() - begun).toBeLessThan(budgetMs);
						}),
					);
					places.push(triggers.map((trigger) => JSON.stringify(listOf(trigger))));
				}
				for (const which of [0, 1, 2]) {
					expect(new Set(places.map((states) => states[which])).size).toBe(3);
				}
			});
		},
	);
});
