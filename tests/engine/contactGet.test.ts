import type { IDataObject } from 'n8n-workflow';
import { CONTACT_FIELDS, locator, useNode } from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 10, messagesPerContact: 1 });

const UNKNOWN = '27821234567';

function getting(value: unknown, parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'contact',
		operation: 'get',
		contact: locator('phone', value),
		...parameters,
	};
}

const SIMPLIFIED = [...CONTACT_FIELDS, 'allow_broadcast', 'blocked', 'contact_summary'];

describe('Contact Get', () => {
	it('gives the reference fields and what people act on', async () => {
		const { id, whatsapp_id, full_name = null } = simulator().contactAt(2);
		const [contact] = await read(getting(`+${whatsapp_id}`));
		expect(Object.keys(contact)).toEqual(SIMPLIFIED);
		expect(contact).toMatchObject({ id, whatsapp_id, full_name });
		const [request] = simulator().requests;
		expect(`${request.method} ${request.path}`).toBe('GET /contact');
		expect(request.query).toEqual({ tenantId: simulator().tenantId, whatsapp_id });
	});

	it.each(['', '={{ null }}'])('simplifies also where Simplify is %p', async (simplify) => {
		const { whatsapp_id } = simulator().contactAt(2);
		const [contact] = await read(getting(whatsapp_id, { simplify }));
		expect(Object.keys(contact)).toEqual(SIMPLIFIED);
	});

	it('gives the whole record when Simplify is off', async () => {
		const { whatsapp_id } = simulator().contactAt(2);
		const [contact] = await read(getting(whatsapp_id, { simplify: false }));
		expect(contact).toMatchObject({ whatsapp_id, active_status: false });
		expect(Object.keys(contact)).toEqual(
			expect.arrayContaining([...SIMPLIFIED, 'organization_id', 'source', 'updated_at']),
		);
	});

	it('takes the contact from the list, and a bot status that is a boolean', async () => {
		const { whatsapp_id } = simulator().contactAt(2);
		simulator().faults.add({
			kind: 'status',
			status: 200,
			body: { success: true, contact: { id: 'c', whatsapp_id, bot_status: true } },
		});
		const [contact] = await read(getting('', { contact: locator('list', whatsapp_id) }));
		expect(contact).toMatchObject({ id: 'c', bot_status: 'active', blocked: null });
	});

	it('fails for a number that nobody has, naming the field', async () => {
		const result = await run(getting(UNKNOWN));
		expect(result.error?.message).toContain(`'Contact' ${UNKNOWN}`);
	});

	it.each<[string, Record<string, unknown> | undefined]>([
		['FlowIQ says so', undefined],
		['the answer has no contact', { success: true, contact: null }],
		['the contact is empty', { success: true, contact: {} }],
	])('gives nothing for such a number when asked to: %s', async (_, body) => {
		if (body) simulator().faults.add({ kind: 'status', status: 200, body });
		const result = await run(getting(UNKNOWN, { options: { ifNotFound: 'empty' } }));
		expect(result.error).toBeUndefined();
		expect(result.items).toEqual([]);
	});

	it.each([
		['an ID', 'c0ffee00-0000-4000-8000-000000000001'],
		['a list', ['27821234567']],
		['true', true],
		['nothing', "={{ '' }}"],
	])('refuses %s before any request', async (_, value) => {
		const result = await run(getting('', { contact: locator('list', value) }));
		expect(result.error?.message).toContain("'Contact'");
		expect(simulator().requests).toEqual([]);
	});
});
