import { sleep, type IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator';
import { locator, withSimulator } from '../support/flowiq';
import { logged } from '../support/loudLogs';
import { HOUR, idsOf, MINUTE, numbered, SECOND, texts, usePolling } from './support/polling';

const { simulator, wait, save, watch, messagesOf, requests } = usePolling({
	contacts: 12,
	messagesPerContact: 20,
});

const number = (position = 0) => simulator().contactAt(position).whatsapp_id;
const add = (text: string, contact = number()) =>
	simulator().addMessage(contact, { message: text });

const GONE = {
	kind: 'status',
	status: 404,
	body: { success: false, error: 'Contact not found for the provided phone number' },
	times: 999,
} as const;

describe('a conversation whose contact was deleted', () => {
	it('stops neither the others nor the publication, and is said once', async () => {
		const gone = number(1);
		simulator().faults.add({ ...GONE, match: ({ query }) => query.whatsappNumber === gone });
		const trigger = save(messagesOf([number(0), gone, number(2)]));
		logged.length = 0;
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		add('new');
		expect(texts(await trigger.poll())).toEqual(['new']);
		const said = logged.filter((line) => line.includes('Contact not found'));
		expect(said).toHaveLength(1);
		expect(said[0]).toContain(gone);
		expect(said[0]).toContain('FlowIQ');
		expect(trigger.staticData).toContain('lastProblems');
	});

	it('is an error that names it when there is no other', async () => {
		const gone = number(1);
		simulator().faults.add({ ...GONE, match: ({ query }) => query.whatsappNumber === gone });
		const trigger = save(messagesOf([gone]));
		await expect(trigger.poll()).rejects.toThrow(new RegExp(`Contact not found.*${gone}`));
	});
});

describe('publishing while FlowIQ does not answer', () => {
	it.each([
		['an error', { kind: 'status', status: 503, body: 'down', times: 99 }],
		['broken connections', { kind: 'reset', times: 99 }],
		['nothing at all', { kind: 'never', times: 99 }],
		[
			'that its limit is used up',
			{ kind: 'status', status: 429, headers: { 'retry-after': '120' }, times: 99 },
		],
	] as const)(
		'but gives %s works, and the first answer brings what came',
		async (_, fault) => {
			// A server of its own: the wait holds back all that is sent there.
			await withSimulator({ contacts: 1 }, async (faulty) => {
				const [{ whatsapp_id }] = faulty.contacts;
				const trigger = save(messagesOf([whatsapp_id]));
				trigger.setup.credential.baseUrl = faulty.url;
				faulty.faults.add(fault);
				expect(await trigger.poll()).toEqual([]);
				const created_at = new Date(Date.now() + SECOND).toISOString();
				faulty.addMessage(whatsapp_id, { message: 'meanwhile', created_at });
				faulty.faults.clear();
				if (fault.kind === 'status' && fault.status === 429) return;
				expect(texts(await trigger.poll())).toEqual(['meanwhile']);
			});
		},
		60_000,
	);

	it.each<[string, IDataObject, 'newest' | 'oldest' | 'shuffled']>([
		['messages', {}, 'newest'],
		['contacts, newest first', { event: 'newContact' }, 'newest'],
		['contacts, oldest first', { event: 'newContact' }, 'oldest'],
		['contacts in no order', { event: 'newContact' }, 'shuffled'],
		['unread contacts', { event: 'unreadContact' }, 'newest'],
		['all unread conversations', { event: 'newMessage', conversationScope: 'unread' }, 'newest'],
	])(
		'for seconds: what comes before it answers is new (%s)',
		async (_, more, contactsOrder) => {
			await withSimulator(
				{ contacts: 240, messagesPerContact: 1, dataUntil: '2025-03-01T00:00:00Z' },
				async (faulty) => {
					faulty.variants = { contactsOrder };
					for (const { id } of faulty.contacts) {
						faulty.updateContact(id, { has_unread_messages: false });
					}
					const writer = faulty.contactAt(5);
					const trigger = save({
						...messagesOf([writer.whatsapp_id], { direction: 'all' }),
						startFrom: 'now',
						...more,
					});
					trigger.setup.credential.baseUrl = faulty.url;
					// Answered after some tries, all in the poll with which the workflow is published.
					faulty.faults.add({ kind: 'status', status: 503, body: 'down', times: 3 });
					const first = trigger.poll();
					await sleep(1_200);
					const event = trigger.setup.parameters.event as string;
					const { id } = event === 'newContact' ? faulty.addContact() : writer;
					if (event !== 'newContact') {
						faulty.addMessage(id, { message: id, sender_type: 'user-whatsapp' });
					}
					const came = [...(await first), ...(await trigger.poll())];
					expect(came.map((record) => record.id ?? record.message)).toEqual([id]);
					expect(await trigger.poll()).toEqual([]);
				},
			);
		},
		60_000,
	);

	it('is refused at once for a wrong key, and the message says what to do', async () => {
		const trigger = save(messagesOf([number()]));
		trigger.setup.credential.accessToken = 'wrong';
		await expect(trigger.poll()).rejects.toThrow(/Settings → API Keys|API Key|Access Token/);
	});
});

it('an edited message, and a file address that comes later, bring no second item', async () => {
	const trigger = await watch(messagesOf([number()]));
	const message = add('first');
	expect(texts(await trigger.poll())).toEqual(['first']);
	simulator().faults.add({
		kind: 'status',
		status: 200,
		times: 9,
		body: {
			success: true,
			messages: [{ ...message, message: 'edited', media_url: 'https://files.example/1' }],
			count: 1,
			filtered: false,
			pagination: { totalMessages: 1, hasNextPage: false },
		},
	});
	expect(await trigger.poll()).toEqual([]);
	simulator().faults.clear();
	add('second');
	expect(texts(await trigger.poll())).toEqual(['second']);
});

it('a contact whose date is corrected does not come again', async () => {
	const trigger = await watch({ event: 'newContact', startFrom: 'now' });
	wait(HOUR);
	const { id } = simulator().addContact();
	expect(idsOf(await trigger.poll())).toEqual([id]);
	const created_at = new Date(Date.UTC(2025, 5, 1, 13, 20)).toISOString();
	simulator().updateContact(id, { created_at });
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
});

/** One contact, in the list of conversations by number and by ID. */
function chosenTwice() {
	const { whatsapp_id, id } = simulator().contactAt(3);
	const both = [{ contact: locator('phone', `+${whatsapp_id}`) }, { contact: locator('id', id) }];
	const watching = (conversation: IDataObject[], startFrom = 'everything') =>
		messagesOf([], { startFrom, conversations: { conversation } });
	return { whatsapp_id, id, both, watching };
}

it('the same contact by number and by ID comes once', async () => {
	const { whatsapp_id, both, watching } = chosenTwice();
	const trigger = await watch(watching(both, 'now'));
	for (const text of ['one', 'two']) {
		wait(MINUTE);
		add(text, whatsapp_id);
		expect(texts(await trigger.poll())).toEqual([text]);
	}
	requests();
	await trigger.poll();
	expect(requests()).toBe(1);
});

it.each([0, 1])(
	'of the same contact by number and by ID, entry %i can be taken off: nothing comes again',
	async (left) => {
		const { whatsapp_id, both, watching } = chosenTwice();
		const trigger = await watch(watching(both));
		add('before', whatsapp_id);
		expect(texts(await trigger.poll())).toEqual(['before']);
		trigger.setup.parameters = watching([both[left]]);
		trigger.republish();
		add('after', whatsapp_id);
		expect(texts(await trigger.poll())).toEqual(['after']);
	},
);

it('a contact chosen by ID and by number that is deleted and created anew is gone on with by number', async () => {
	const { whatsapp_id, id, both, watching } = chosenTwice();
	const trigger = await watch(watching([...both].reverse()));
	add('before', whatsapp_id);
	expect(texts(await trigger.poll())).toEqual(['before']);
	simulator().removeContact(id);
	wait(MINUTE);
	simulator().addContact({ whatsapp_id });
	add('after', whatsapp_id);
	const polls = [await trigger.poll().catch(() => []), await trigger.poll(), await trigger.poll()];
	expect(texts(polls.flat())).toEqual(['after']);
});

it('a Start Date that is an expression is fixed when it is first seen', async () => {
	const messages = simulator().messagesOf(number());
	const startDate = `={{ $now.minus(${Date.now() - Date.parse(messages[10].created_at) + 500}, 'milliseconds') }}`;
	const trigger = save(messagesOf([number()], { startFrom: 'date', startDate }));
	const wanted = messages.filter(({ created_at }) => created_at >= messages[10].created_at);
	expect(texts(await trigger.poll())).toEqual(wanted.map(({ message }) => message));
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
	add('new');
	expect(texts(await trigger.poll())).toEqual(['new']);
});

it('a renamed node goes on where it stopped', async () => {
	const trigger = save(messagesOf([number()], { startFrom: 'everything' }));
	expect(await trigger.poll()).toHaveLength(20);
	trigger.republish();
	// n8n drops nothing of the static data, and looks for that of the new name.
	trigger.staticData = trigger.staticData.replace('node:FlowIQ', 'node:Another name');
	expect(await trigger.poll()).toEqual([]);
	add('new');
	expect(texts(await trigger.poll())).toEqual(['new']);
});

it.each<[string, () => void]>([
	['was deleted', () => {}],
	['was deleted and counts as empty', () => (simulator().variants = { unknownNumber: 'empty' })],
])('a renewed API key changes nothing where the first contact %s', async (_, change) => {
	const trigger = await watch(messagesOf([number(0), number(1)], { startFrom: 'everything' }));
	const other = number(1);
	simulator().removeContact(number(0));
	change();
	trigger.republish();
	trigger.staticData = trigger.staticData.replace(/"token":"[^"]*"/, '"token":"an earlier key"');
	add('new', other);
	expect(texts(await trigger.poll())).toEqual(['new']);
});

describe('another account in the credential', () => {
	let another: Simulator;
	beforeAll(async () => {
		another = await startSimulator({ seed: 99, contacts: 30, dataUntil: '2025-05-30T00:00:00Z' });
	});
	afterAll(async () => await another.close());

	it.each(['newContact', 'unreadContact'])(
		'starts %s from now, and the first one goes on when it is back',
		async (event) => {
			const trigger = await watch({ event, startFrom: 'now' });
			const { credential } = trigger.setup;
			const first = { ...credential };
			Object.assign(credential, {
				baseUrl: another.url,
				accessToken: another.token,
				tenantId: another.tenantId,
			});
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
			const { id } = simulator().addContact({ has_unread_messages: true });
			Object.assign(credential, first);
			expect(idsOf(await trigger.poll())).toEqual([id]);
		},
	);
});

it('the static data stays small with 200 busy conversations', async () => {
	const contacts = Array.from({ length: 200 }, () => simulator().addContact().whatsapp_id);
	const trigger = await watch(messagesOf(contacts));
	for (const contact of contacts) {
		for (const text of numbered('m', 90)) {
			wait(10);
			add(text, contact);
		}
	}
	let read = 0;
	for (let poll = 0; poll < 5; poll++) read += (await trigger.poll()).length;
	expect(read).toBe(18_000);
	expect(trigger.staticData.length).toBeLessThan(500_000);
}, 120_000);
