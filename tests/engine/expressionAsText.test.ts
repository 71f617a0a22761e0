import type { IDataObject } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { credentialFor, getContacts, getMessages, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 2 });

const send = (parameters: IDataObject): IDataObject => ({
	resource: 'message',
	operation: 'send',
	recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
	messageType: 'text',
	...parameters,
});

describe('an expression that is not marked as one', () => {
	it.each<[string, () => IDataObject, string]>([
		['in a text', () => send({ text: 'Hi {{ $json.name }}!' }), "'Text'"],
		['of another node', () => send({ text: '{{ $("Webhook").item.json.x }}' }), "'Text'"],
		['of a tool', () => send({ text: "{{ $fromAI('text') }}" }), "'Text'"],
		[
			'in a recipient',
			() => send({ text: 'Hi', recipient: locator('phone', '{{ $json.canceled }}') }),
			"'Recipient'",
		],
		[
			'in a button',
			() =>
				send({
					messageType: 'interactive',
					interactiveType: 'button',
					body: 'Well?',
					buttons: { button: [{ title: 'Yes' }, { title: '{{ $json.no }}' }] },
				}),
			"'Buttons'",
		],
		['in a contact', () => getMessages('{{ $json.whatsapp_id }}'), "'Contact'"],
		[
			'in a filter',
			() => getContacts({ filters: { createdAfter: '{{ $now.minus(1, "day") }}' } }),
			"'Filters'",
		],
		[
			'in an option',
			() => send({ text: 'Hi', options: { maxWait: '{{ $json.s }}' } }),
			"'Options'",
		],
	])('%s is refused by name before any request', async (_, parameters, label) => {
		const { error, status } = await run(parameters());
		expect(status).toBe('error');
		expect(error?.message).toContain(`${label} holds an expression that n8n takes for text: `);
		expect(error?.description).toMatch(/Switch the field from Fixed to Expression/);
		expect(simulator().requests).toEqual([]);
	});

	it('is refused to an agent as well', async () => {
		const parameters = getContacts({ filters: { search: '{{ $json.name }}' } });
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
		expect(answer).toContain("'Filters' holds an expression");
	});

	it.each([
		'Hi {{ name }}',
		'{{first_name}}, your order',
		'{{ $5 off }}',
		'Costs $json.5',
		'{ $json }',
	])('is no other text: %s', async (text) => {
		const { error } = await run(send({ text }));
		expect(error).toBeUndefined();
		expect(simulator().requests).toHaveLength(1);
	});
});

it('text that an evaluated expression gives may speak of expressions', async () => {
	const items = [{ json: { text: 'Write {{ $json.name }} there' } }];
	const { error } = await run(send({ text: '={{ $json.text }}' }), { items });
	expect(error).toBeUndefined();
	expect(simulator().requests[0].body).toMatchObject(items[0].json);
});

it.each(['__rl', 'mode'])('a contact counts with nothing but %s beside its value', async (key) => {
	const { whatsapp_id } = simulator().contactAt(0);
	const contact = { [key]: key === '__rl' ? true : 'phone', value: whatsapp_id };
	const { items } = await run(getMessages('', { contact }));
	expect(items).toHaveLength(2);
});
