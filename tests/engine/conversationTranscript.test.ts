import type { IDataObject } from 'n8n-workflow';
import { getMessages, locator, records, useNode } from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 3, messagesPerContact: 30 });

const contact = () => simulator().contactAt(0);

const transcriptOf = (parameters: IDataObject = {}, options: IDataObject = {}): IDataObject =>
	getMessages(contact().whatsapp_id, {
		...parameters,
		options: { output: 'transcript', ...options },
	});

describe('Message Get Many as a transcript', () => {
	it('is one item for each conversation, oldest message first in both orders', async () => {
		const messages = simulator().messagesOf(contact().whatsapp_id);
		const [newest, oldest] = await Promise.all(
			['newest', 'oldest'].map(
				async (order) => await run(transcriptOf({ returnAll: true }, { order })),
			),
		);
		expect(records(newest)).toEqual(records(oldest));
		expect(records(newest)).toEqual([
			expect.objectContaining({
				whatsapp_id: contact().whatsapp_id,
				message_count: messages.length,
				first_message_at: messages[0].created_at,
				last_message_at: messages.at(-1)!.created_at,
			}),
		]);
		expect(newest.items[0].pairedItem).toEqual({ item: 0 });
	});

	it('holds the newest messages up to the limit, in the time zone of the workflow', async () => {
		simulator().addMessage(contact().id, {
			message: 'Last words',
			sender_type: 'human-whatsapp',
			created_at: '2100-01-01T23:30:00Z',
		});
		const [{ transcript, message_count }] = records(
			await run(transcriptOf({ limit: 2 }), { timezone: 'Asia/Tokyo' }),
		);
		expect(message_count).toBe(2);
		expect(transcript).toContain('2100-01-02 Saturday (Asia/Tokyo)\n[08:30] Agent: Last words');
	});

	it('takes the filters into account, and several conversations at once', async () => {
		const items = [0, 1].map((index) => ({ json: { id: simulator().contactAt(index).id } }));
		const conversations = await read(
			{
				...transcriptOf({ returnAll: true, filters: { senderType: 'user-whatsapp' } }),
				contact: locator('id', '={{ $json.id }}'),
			},
			{ items },
		);
		expect(conversations.map(({ contact_id }) => contact_id)).toEqual(
			items.map(({ json }) => json.id),
		);
		for (const { message_count, customer_messages, transcript } of conversations) {
			expect(message_count).toBe(customer_messages);
			expect(transcript).not.toContain('Bot:');
		}
	});

	it('uses the time zone of the instance where the workflow has none', async () => {
		const [{ transcript }] = records(await run(transcriptOf(), { timezone: 'DEFAULT' }));
		expect(transcript).toMatch(/^\d{4}-\d\d-\d\d \w+day \(\w+\/\w+\)\n/);
	});

	it('refuses a form that there is not, without a request', async () => {
		const result = await run(transcriptOf({}, { output: '={{ "pdf" }}' }));
		expect(result.error?.message).toMatch(/'Output' is not one of messages, transcript: pdf/);
		expect(simulator().requests).toEqual([]);
	});
});
