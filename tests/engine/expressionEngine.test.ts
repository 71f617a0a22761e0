import type { IDataObject } from 'n8n-workflow';
import type { NodeResult, NodeRun } from '../support/engine';
import {
	contactItem,
	credentialFor,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	messageItemOf,
	records,
	useSimulator,
} from '../support/flowiq';
import { runNodesWithQuickJs } from '../support/quickjs';

const simulator = useSimulator({ contacts: 120, messagesPerContact: 120 });

/** Runs the node in a child process; each result beside the requests it made. */
async function runAll(runs: Array<Omit<NodeRun, 'credential'> & Partial<NodeRun>>) {
	const credential = credentialFor(simulator());
	return await runNodesWithQuickJs(runs.map((run) => ({ credential, ...run })));
}

const pairs = ({ items }: NodeResult) => items.map(({ pairedItem }) => pairedItem);

describe('with expressions evaluated in an isolate, as on a server', () => {
	it('all operations work as they do without', async () => {
		const contacts = simulator().contacts;
		const [first, second] = contacts;
		const phones = [first, second].map(({ whatsapp_id }) => ({ json: { phone: whatsapp_id } }));
		const since = simulator().messagesOf(first.whatsapp_id)[100].created_at;
		const [all, found, unknown, messages, dates, refused, bearer] = await runAll([
			{ parameters: getContacts({ returnAll: true }) },
			{ parameters: findByPhone('={{ $json.phone }}'), items: phones },
			{
				parameters: findByPhone('={{ $json.phone }}'),
				items: [phones[0], { json: { phone: '9995550100200' } }],
				onError: 'continueErrorOutput',
			},
			{
				parameters: getMessages('', {
					contact: locator('phone', '={{ $json.phone }}'),
					limit: 2,
				}),
				items: phones,
			},
			{
				parameters: getMessages(first.whatsapp_id, {
					returnAll: true,
					filters: { createdAfter: '={{ DateTime.fromISO($json.since) }}' },
				}),
				items: [{ json: { since } }],
			},
			{ parameters: findByPhone('={{ $json.missing.deeper }}') },
			{
				parameters: getContacts({ limit: 1 }),
				credential: {
					...credentialFor(simulator()),
					accessToken: ` Bearer ${simulator().token} `,
					baseUrl: `${simulator().url}//`,
				},
			},
		]);

		expect(records(all)).toEqual(contacts.map(contactItem));
		expect(records(found)).toEqual([first, second].map(contactItem));
		expect(pairs(found)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(records(unknown)).toEqual([contactItem(first)]);
		expect(unknown.errorItems[0].json.error).toContain("'Phone Number' 9995550100200");
		const newestTwo = [first, second].flatMap(({ whatsapp_id }) =>
			simulator().messagesOf(whatsapp_id).reverse().slice(0, 2).map(messageItemOf(whatsapp_id)),
		);
		expect(records(messages)).toEqual(newestTwo);
		expect(pairs(messages)).toEqual([0, 0, 1, 1].map((item) => ({ item })));
		const recent = simulator()
			.messagesOf(first.whatsapp_id)
			.filter(({ created_at }) => created_at >= since)
			.map(messageItemOf(first.whatsapp_id));
		expect(records(dates)).toEqual(recent.reverse() as IDataObject[]);
		expect(refused.error?.message).toBe("'Phone Number' is empty");
		expect(records(bearer)).toHaveLength(1);
		for (const { headers } of simulator().requests) {
			expect(headers.authorization).toBe(`Bearer ${simulator().token}`);
		}
	}, 60_000);
});
