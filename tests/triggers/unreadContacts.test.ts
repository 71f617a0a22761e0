import { idsOf, usePolling } from './support/polling';

const { simulator, save, watch, requests } = usePolling({ contacts: 250, messagesPerContact: 0 });

const PARAMETERS = { event: 'unreadContact' };

function setUnread(has_unread_messages: boolean, ...positions: number[]): string[] {
	return positions.map((position) => {
		const { id } = simulator().contactAt(position);
		simulator().updateContact(id, { has_unread_messages });
		return id;
	});
}

describe('a contact with unread messages', () => {
	it('comes when it had none before, and not again until it was read', async () => {
		const trigger = save(PARAMETERS);
		setUnread(false, 0, 120, 249);
		expect(await trigger.poll()).toEqual([]);
		const ids = setUnread(true, 0, 120, 249);
		expect(idsOf(await trigger.poll())).toEqual(ids);
		expect(await trigger.poll()).toEqual([]);
		setUnread(false, 120);
		expect(await trigger.poll()).toEqual([]);
		expect(idsOf((setUnread(true, 120), await trigger.poll()))).toEqual([ids[1]]);
	});

	it('that was unread at the start does not come', async () => {
		const trigger = save(PARAMETERS);
		setUnread(true, 1, 2);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
	});

	it('comes when a customer writes, and a new contact that wrote comes too', async () => {
		const trigger = save(PARAMETERS);
		const [id] = setUnread(false, 60);
		await trigger.poll();
		simulator().addMessage(id);
		const { id: another } = simulator().addContact({ has_unread_messages: true });
		expect(idsOf(await trigger.poll()).sort()).toEqual([id, another].sort());
	});

	it('comes under the documented variants', async () => {
		simulator().variants = { contactFields: 'overview', contactsOrder: 'shuffled' };
		const trigger = save(PARAMETERS);
		setUnread(false, 7);
		await trigger.poll();
		setUnread(true, 7);
		const { whatsapp_id } = simulator().contactAt(7);
		simulator().variants = { contactFields: 'overview' };
		expect(await trigger.poll()).toMatchObject([{ whatsapp_id, has_unread_messages: true }]);
	});
});

it('one request is enough for 100 contacts, and ten are for any number', async () => {
	while (simulator().contactCount > 100) simulator().removeContact(simulator().contactAt(0).id);
	const few = save(PARAMETERS);
	await few.poll();
	requests();
	await few.poll();
	expect(requests()).toBe(1);

	while (simulator().contactCount < 1_450) {
		simulator().addContact({ has_unread_messages: false });
	}
	const many = save(PARAMETERS);
	await many.poll();
	requests();
	const ids = setUnread(true, 0, 300, 900, 1_000, 1_349);
	const read: unknown[] = [];
	for (let poll = 0; poll < 2; poll++) {
		read.push(...idsOf(await many.poll()));
		expect(requests()).toBeLessThanOrEqual(10);
	}
	expect(read.sort()).toEqual(ids.sort());
	expect(await many.poll()).toEqual([]);
});

it('the memory does not grow with contacts that are gone', async () => {
	const trigger = await watch(PARAMETERS);
	trigger.republish();
	const { length } = trigger.staticData;
	for (let round = 0; round < 5; round++) {
		simulator().addContact({ has_unread_messages: true });
		await trigger.poll();
		simulator().updateContact(simulator().contactAt(0).id, { has_unread_messages: false });
		await trigger.poll();
	}
	trigger.republish();
	expect(trigger.staticData.length).toBeLessThan(length + 200);
});
