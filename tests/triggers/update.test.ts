import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { MINUTE, texts, usePolling } from './support/polling';
import { useStage } from './support/webhook';

/** As builds before 1.0.0 made them. */
const hashed = (identity: unknown, length: number) =>
	createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, length);

const HOUR_MS = 60 * 60 * 1_000;

describe('FlowIQ Trigger, published with a build before 1.0.0', () => {
	const { simulator, server, save, deliver, started } = useStage();

	/** What such a build left, after it started an execution for the event. */
	function published(seen?: IDataObject) {
		const trigger = save();
		const secret = 'f'.repeat(48);
		const url = `${server().origin}/webhook/${trigger.webhookId}/webhook?secret=${secret}`;
		const hour = String(Math.floor(Date.now() / HOUR_MS));
		const key = seen && ['message_received', seen.whatsapp_message_id, null];
		simulator().subscriptions.push({ id: 'old', url, type: 'message_received' } as never);
		trigger.staticData = JSON.stringify({
			[`node:${trigger.name}`]: {
				secret,
				subscription: { url, type: 'message_received', id: 'old' },
				...(key && { seen: { by: 'old', hours: { [hour]: hashed(key, 8) } } }),
			},
		});
		return trigger;
	}

	it('takes events under the address that was registered then, and none a second time', async () => {
		const known = simulator().makeEvent('message_received');
		published(known as never);
		const [again] = await deliver(known);
		expect(again.answer).toEqual({ received: true, started: false });
		const [fresh] = await deliver(simulator().makeEvent('message_received'));
		expect(fresh.answer).toEqual({ received: true, started: true });
		expect(started()).toHaveLength(1);
	});

	it.each(['init', 'update'] as const)('registers nothing anew (%s)', async (activation) => {
		const known = simulator().makeEvent('message_received');
		const trigger = published(known as never);
		await trigger.publish(activation);
		await trigger.publishChange();
		trigger.restart();
		await trigger.publish('init');
		expect(simulator().subscriptions).toHaveLength(1);
		await deliver(known);
		expect(started()).toEqual([]);
	});
});

describe('FlowIQ Polling Trigger, published with a build before 1.0.0', () => {
	const { simulator, wait, save, messagesOf } = usePolling({ contacts: 12, messagesPerContact: 5 });

	const update = (parameters: IDataObject, watches: IDataObject) => {
		const trigger = save(parameters);
		trigger.staticData = JSON.stringify({ [`node:${trigger.name}`]: { watches } });
		return trigger;
	};

	it('brings each message that it had not seen, also of the same second, and no other', async () => {
		const writer = simulator().contactAt(3).whatsapp_id;
		const write = (message: string) =>
			simulator().addMessage(writer, { message, sender_type: 'user-whatsapp' });
		wait(MINUTE);
		const last = write('seen');
		const at = Date.parse(last.created_at);
		const identity = [null, 'user-whatsapp', 'seen', null, null];
		const trigger = update(messagesOf([writer]), {
			[`messages ${writer} now`]: {
				known: { [`${at}-${hashed(identity, 11)}`]: 1 },
				newest: at,
				after: at - MINUTE,
				total: simulator().messageCountOf(writer),
			},
		});
		write('of the same second');
		wait(MINUTE);
		write('later');
		expect(texts(await trigger.poll())).toEqual(['of the same second', 'later']);
		wait(MINUTE);
		expect(await trigger.poll()).toEqual([]);
		trigger.restart();
		write('after a restart');
		expect(texts(await trigger.poll())).toEqual(['after a restart']);
	});

	it('brings each contact that it had not seen, and no other', async () => {
		wait(MINUTE);
		const seen = simulator().addContact();
		const at = Date.parse(seen.created_at);
		const trigger = update(
			{ event: 'newContact', startFrom: 'now' },
			{
				'contacts now': {
					known: {
						[`${at}-${createHash('sha256').update(seen.id).digest('base64url').slice(0, 11)}`]: 1,
					},
					newest: at,
					after: at - MINUTE,
					total: simulator().contactCount,
				},
			},
		);
		const { id } = simulator().addContact();
		expect((await trigger.poll()).map((contact) => contact.id)).toEqual([id]);
		wait(MINUTE);
		expect(await trigger.poll()).toEqual([]);
	});

	it('does not report a contact again that had unread messages', async () => {
		const contacts = simulator().contacts;
		for (const { id } of contacts) simulator().updateContact(id, { has_unread_messages: false });
		const [unread, other] = contacts;
		simulator().updateContact(unread.id, { has_unread_messages: true });
		const key = createHash('sha256').update(unread.id).digest('base64url').slice(0, 11);
		const trigger = update({ event: 'unreadContact' }, { unread: { unread: [key], page: 2 } });
		expect(await trigger.poll()).toEqual([]);
		simulator().updateContact(other.id, { has_unread_messages: true });
		expect((await trigger.poll()).map(({ id }) => id)).toEqual([other.id]);
	});
});
