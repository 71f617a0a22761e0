import { NodeHelpers, type IDataObject, type INodeType } from 'n8n-workflow';
import { callAsTool, runToolAsNode } from '../support/agent';
import { loadPackage } from '../support/engine';
import {
	contactItem,
	credentialFor,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	messageItemOf,
	useNode,
} from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 120, messagesPerContact: 20 });

/** What a model reads of a record: fields without a value are left out. */
function briefly(record: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(record).filter(
			([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
		),
	);
}

interface Answer {
	whatsapp_id?: string;
	message?: string;
}

describe('the node as a tool of an AI agent', () => {
	it('offers the model what $fromAI leaves open, and answers with the record', async () => {
		const contact = simulator().contactAt(4);
		const parameters = findByPhone("={{ $fromAI('phone', 'Number of the contact', 'string') }}");
		const call = await callAsTool(credentialFor(simulator()), parameters, {
			phone: `+${contact.whatsapp_id}`,
		});
		expect(call.name).toBe('FlowIQ');
		expect(call.description).toMatch(/\S/);
		expect(call.inputs).toEqual(['phone']);
		expect(JSON.parse(call.answer)).toEqual([briefly(contactItem(contact))]);
		expect(simulator().requests[0].query.whatsappNumber).toBe(contact.whatsapp_id);
	});

	it('tells the model what each operation does', async () => {
		const { description } = (await loadPackage()).getNode('flowIq').type as INodeType;
		const operations = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options }) => {
				const [resource] = displayOptions!.show!.resource as string[];
				return options!.map((option) => [resource, (option as { value: string }).value]);
			});
		// n8n's own words, from the texts in the node creator.
		const told = operations.map(([resource, operation]) =>
			NodeHelpers.makeDescription({ resource, operation }, description),
		);
		expect(new Set(told).size).toBe(told.length);
		expect(told.filter((text) => /contact|message|conversation/.test(text))).toEqual(told);
		const sends = operations.findIndex(([, operation]) => operation === 'send');
		expect(told[sends]).toBe('Send a WhatsApp message in FlowIQ');
	});

	it('lists contacts', async () => {
		const parameters = getContacts({
			limit: "={{ $fromAI('limit', 'How many', 'number') }}",
			filters: { search: "={{ $fromAI('search', 'Part of the name', 'string') }}" },
		});
		const search = simulator().contactAt(0).whatsapp_id;
		const input = { limit: 3, search };
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, input);
		expect((JSON.parse(answer) as Answer[]).map(({ whatsapp_id }) => whatsapp_id)).toEqual([
			search,
		]);
	});

	it('lists no more contacts than a model can read, and says that there may be more', async () => {
		const parameters = getContacts({ returnAll: true });
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(JSON.parse(answer)).toEqual([
			...simulator()
				.contacts.slice(0, 100)
				.map((contact) => briefly(contactItem(contact))),
			{ note: expect.stringMatching(/^Only 100 were returned\. There may be more: search/) },
		]);
	});

	it('says nothing of more where it returned all', async () => {
		const parameters = getMessages(simulator().contactAt(0).whatsapp_id, { limit: 100 });
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(answer).not.toContain('"note"');
	});

	it('reads messages', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		const contact = locator('phone', "={{ $fromAI('phone', 'Number', 'string') }}");
		const parameters = getMessages('', { contact, limit: 5 });
		const input = { phone: whatsapp_id };
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, input);
		const newest = simulator().messagesOf(whatsapp_id).reverse().slice(0, 5);
		expect(JSON.parse(answer)).toEqual([
			...newest.map(messageItemOf(whatsapp_id)).map(briefly),
			{ note: expect.stringMatching(/^Only 5 were returned\..*: raise Limit, or filter by date/) },
		]);
	});

	it('does not advise a higher limit where that would give the same records', async () => {
		const { id, whatsapp_id } = simulator().contactAt(0);
		for (let count = 0; count < 100; count++) simulator().addMessage(id, { message: 'more' });
		const parameters = getMessages(whatsapp_id, { limit: 100 });
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(answer).toContain('Only 100 were returned. There may be more: filter by date or text.');
	});

	it('says why there is nothing in a period that ends where it begins', async () => {
		const filters = { createdAfter: '2026-02-28', createdBefore: '2026-02-28' };
		const parameters = getMessages(simulator().contactAt(0).whatsapp_id, { filters });
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(JSON.parse(answer)).toEqual([
			{ note: expect.stringMatching(/the same moment.*enter the next day as 'Created Before'/) },
		]);
	});

	it('tells the model in the words of the API what was wrong, and what to do', async () => {
		const parameters = findByPhone("={{ $fromAI('phone') }}");
		const input = { phone: '9995550100200' };
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, input);
		expect(answer).toContain('Contact not found for the provided phone number');
		expect(answer).toContain("'Phone Number' 9995550100200");
		expect(answer).toMatch(/country code/);
	});

	it('tells the model what cannot be a number, without any request', async () => {
		const parameters = findByPhone("={{ $fromAI('phone') }}");
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {
			phone: 'Nathan',
		});
		expect(answer).toContain("'Phone Number' is not a phone number: Nathan");
		expect(simulator().requests).toEqual([]);
	});

	it('tells it the same where the agent runs the tool as a node', async () => {
		const answer = await runToolAsNode(credentialFor(simulator()), findByPhone('9995550100200'));
		expect(answer).toContain('Contact not found for the provided phone number');
		expect(answer).toMatch(/country code/);
		const [contact] = simulator().contacts;
		expect(
			await runToolAsNode(credentialFor(simulator()), findByPhone(contact.whatsapp_id)),
		).toEqual([briefly(contactItem(contact))]);
	});

	it('does not show the model the token', async () => {
		const { token } = simulator();
		const body = { success: false, error: `Token ${token} is not valid` };
		simulator().faults.add({ kind: 'status', status: 401, body });
		const { answer } = await callAsTool(credentialFor(simulator()), getContacts(), {});
		expect(answer).toContain('is not valid');
		expect(answer).not.toContain(token);
	});

	it('still runs as a node of a workflow', async () => {
		const result = await run(getContacts({ limit: 1 }));
		expect(result.items).toHaveLength(1);
	});
});
