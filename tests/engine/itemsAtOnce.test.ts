import type { INodeExecutionData } from 'n8n-workflow';
import { getMessages, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 8, messagesPerContact: 1500, latencyMs: 20 });

const phones = (count: number): INodeExecutionData[] =>
	simulator()
		.contacts.slice(0, count)
		.map(({ whatsapp_id }) => ({ json: { phone: whatsapp_id } }));

const allMessages = (options = {}) =>
	getMessages('', { contact: locator('id', '={{ $json.phone }}'), returnAll: true, options });

describe('several lists at once', () => {
	it.each([1, 2, 5])('never have more than Max Concurrent Requests under way: %i', async (most) => {
		const result = await run(allMessages({ maxConcurrency: most }), {
			items: phones(4),
		});
		expect(result.items).toHaveLength(4 * 1500);
		expect(Math.max(...simulator().requests.map(({ inFlight }) => inFlight))).toBe(most);
	});

	it('end with the error as soon as it is certain, and what runs for nothing is stopped', async () => {
		const items = phones(8);
		items[0] = { json: { phone: '' } };
		const { error } = await run(allMessages(), { items });
		expect(error?.message).toBe("'Contact' is empty");
		// The seven other lists would take 105 requests.
		expect(simulator().requests.length).toBeLessThan(24);
	});

	it('end with an error that comes later, and what comes after it is stopped', async () => {
		const items = phones(8);
		items[1] = { json: { phone: '9995550100200' } };
		const { error } = await run(allMessages(), { items });
		expect(error?.message).toContain("'Contact' 9995550100200");
		expect(simulator().requests.length).toBeLessThan(70);
	});
});
