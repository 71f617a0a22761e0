import type { IDataObject } from 'n8n-workflow';
import { idsOf, MINUTE, numbered, texts, usePolling } from './support/polling';

const { simulator, wait, save, messagesOf } = usePolling({
	contacts: 250,
	messagesPerContact: (contact) => (contact === 0 ? 130 : 1),
});

const number = (position: number) => simulator().contactAt(position).whatsapp_id;

/** Nobody has unread messages but the contacts in these places. */
function onlyUnread(...positions: number[]): void {
	for (let position = 0; position < 250; position++) {
		const { id } = simulator().contactAt(position);
		simulator().updateContact(id, { has_unread_messages: positions.includes(position) });
	}
}

const UNREAD_CONTACT = { event: 'unreadContact' };
const UNREAD_CONVERSATIONS = {
	event: 'newMessage',
	conversationScope: 'unread',
	direction: 'all',
};
const NEW_CONTACT = { event: 'newContact', startFrom: 'now' };

describe('a server that counts right and always says that no page follows', () => {
	beforeEach(() => {
		simulator().variants = { hasNextPage: 'never', contactsOrder: 'shuffled' };
		onlyUnread();
	});

	it('loses no contact that has unread messages', async () => {
		const trigger = save(UNREAD_CONTACT);
		expect(await trigger.poll()).toEqual([]);
		onlyUnread(10, 130, 240);
		const ids = [10, 130, 240].map((position) => simulator().contactAt(position).id);
		expect(idsOf(await trigger.poll()).sort()).toEqual(ids.sort());
	});

	it('loses no message of a conversation with unread messages', async () => {
		const trigger = save(UNREAD_CONVERSATIONS);
		expect(await trigger.poll()).toEqual([]);
		wait(MINUTE);
		for (const position of [10, 130, 240]) {
			simulator().addMessage(number(position), { message: `of ${position}` });
		}
		onlyUnread(10, 130, 240);
		expect(texts(await trigger.poll()).sort()).toEqual(['of 10', 'of 130', 'of 240']);
	});

	it('loses none of 250 new messages, nor of 150 new contacts', async () => {
		const messages = save(messagesOf([number(0)]));
		const contacts = save(NEW_CONTACT);
		for (const trigger of [messages, contacts]) expect(await trigger.poll()).toEqual([]);
		wait(MINUTE);
		for (const text of numbered('new', 250)) simulator().addMessage(number(0), { message: text });
		const ids = Array.from({ length: 150 }, () => simulator().addContact().id);
		expect(texts(await messages.poll())).toEqual(numbered('new', 250));
		expect(idsOf(await contacts.poll()).sort()).toEqual(ids.sort());
	});
});

describe('an empty page in place of contacts that are announced', () => {
	function emptyPage(page: number, times: number): void {
		const pagination = { totalContacts: 250, totalPages: 3, currentPage: page, hasNextPage: false };
		const body = { success: true, contacts: [], pagination, count: 0 };
		simulator().faults.add({ kind: 'status', status: 200, body, match: { page }, times });
	}

	const TRIGGERS: Array<[string, IDataObject]> = [
		['New Contact', NEW_CONTACT],
		['Contact Has Unread Messages', UNREAD_CONTACT],
		['messages of all unread conversations', UNREAD_CONVERSATIONS],
	];

	describe.each(TRIGGERS)('at the start of %s', (_, parameters) => {
		beforeEach(() => {
			simulator().variants = { contactsOrder: 'shuffled' };
			onlyUnread(5, 105, 205);
		});

		it.each([1, 2, 3])('makes nothing old look new when it comes once as page %i', async (page) => {
			const trigger = save(parameters);
			emptyPage(page, 1);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
		});

		it('makes nothing old look new when it comes as page 1 for a whole poll', async () => {
			const trigger = save(parameters);
			emptyPage(1, 3);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
		});
	});

	it('later is an error where it stays, and what was new comes with the next poll', async () => {
		const trigger = save(NEW_CONTACT);
		await trigger.poll();
		await trigger.poll();
		const { id } = simulator().addContact();
		emptyPage(1, 3);
		await expect(trigger.poll()).rejects.toThrow(/250 were announced, but its first page is empty/);
		expect(idsOf(await trigger.poll())).toEqual([id]);
	});
});

it('a page behind the end of a list that became shorter is asked for once', async () => {
	onlyUnread();
	const trigger = save(UNREAD_CONVERSATIONS);
	await trigger.poll();
	const pages: string[] = [];
	const end = simulator().onRequest(({ query }) => {
		pages.push(query.page ?? '1');
		while (pages.includes('3') && simulator().contacts.length > 190) {
			simulator().removeContact(simulator().contacts[0].id);
		}
	});
	for (let poll = 0; poll < 3 && !pages.includes('3'); poll++) await trigger.poll();
	end();
	expect(pages.filter((page) => page === '3')).toEqual(['3']);
});
