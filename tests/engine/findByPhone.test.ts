import type { IDataObject } from 'n8n-workflow';
import { contactItem, findByPhone, records, useNode } from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 40 });

describe('contact Find by Phone', () => {
	it('returns the contact that has the number', async () => {
		const contact = simulator().contactAt(5);
		const result = await run(findByPhone(contact.whatsapp_id));
		expect(records(result)).toEqual([contactItem(contact)]);
		expect(result.items[0].pairedItem).toEqual({ item: 0 });
		expect(simulator().requests).toHaveLength(1);
		expect(simulator().requests[0].query).toMatchObject({
			action: 'find-by-phone',
			whatsappNumber: contact.whatsapp_id,
			tenantId: 'demo',
		});
	});

	it('fails when no contact has the number, and says which number it was', async () => {
		const result = await run(findByPhone('+999 555 0100 200'));
		expect(result.status).toBe('error');
		expect(result.error?.message).toBe(
			"Contact not found for the provided phone number ('Phone Number' 9995550100200)",
		);
		expect(result.error?.description).toMatch(/country code/);
		expect(result.error?.httpCode).toBe('404');
		expect(simulator().requests).toHaveLength(1);
	});

	it('does the same with If Not Found set to an error', async () => {
		const result = await run(findByPhone('9995550100200', { ifNotFound: 'error' }));
		expect(result.error?.message).toMatch(/^Contact not found/);
	});

	it('returns nothing and does not fail with If Not Found set to nothing', async () => {
		const result = await run(findByPhone('9995550100200', { ifNotFound: 'empty' }));
		expect(records(result)).toEqual([]);
		expect(result.status).toBe('success');
	});

	it.each([
		[401, { success: false, error: 'Authorization required' }],
		[404, { success: false, error: 'Organization not found', message: 'No organization found' }],
	])('still fails on another error (%i) with If Not Found set to nothing', async (status, body) => {
		simulator().faults.add({ kind: 'status', status, body });
		const result = await run(findByPhone('27123456789', { ifNotFound: 'empty' }));
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain(body.error);
	});

	it.each([null, [], {}, [null], [{}]])('takes %j for "not found"', async (contact) => {
		const answer = { kind: 'status', status: 200, body: { success: true, contact } } as const;
		simulator().faults.add({ ...answer, times: 2 });
		const failed = await run(findByPhone('27123456789'));
		expect(failed.error?.message).toMatch(/^Contact not found|^No contact/i);
		expect(await read(findByPhone('27123456789', { ifNotFound: 'empty' }))).toEqual([]);
	});

	it.each([
		['in a list', (contact: IDataObject) => [contact]],
		['behind an empty row', (contact: IDataObject) => [null, contact]],
		['beside another', (contact: IDataObject) => [{ id: 'x', whatsapp_id: '271' }, contact]],
	])('finds the contact %s', async (_, wrap) => {
		const found = contactItem(simulator().contactAt(5));
		const body = { success: true, contact: wrap(found) };
		simulator().faults.add({ kind: 'status', status: 200, body });
		expect(await read(findByPhone(found.whatsapp_id))).toEqual([found]);
	});

	it.each<[unknown, boolean]>([
		[{ id: 'a', whatsapp_id: '27611111111' }, true],
		[{ id: 'a', whatsapp_id: '27600000003' }, false],
		[{ id: 'a', whatsapp_id: '27600000003@s.whatsapp.net' }, false],
		[{ id: 'a', whatsapp_id: '131946286370911@lid', phone_number: '+27 60 000 0003' }, false],
		[{ id: 'a' }, false],
	])('says when FlowIQ answers with the contact of another: %j', async (contact, isOther) => {
		const body = { success: true, contact };
		simulator().faults.add({ kind: 'status', status: 200, body, times: 2 });
		const get = { resource: 'contact', operation: 'get', contact: '27600000003' };
		for (const parameters of [findByPhone('27600000003'), get]) {
			const { items, hints } = await run(parameters);
			expect(items).toHaveLength(1);
			const said = 'FlowIQ was asked for 27600000003 and answered with the contact of 27611111111';
			expect(hints.join().includes(said)).toBe(isOther);
		}
	});

	it('finds nobody where several contacts come, and none of them has the number', async () => {
		const contact = [{ whatsapp_id: '27611111111' }, { whatsapp_id: '27622222222' }];
		const body = { success: true, contact };
		simulator().faults.add({ kind: 'status', status: 200, body });
		const { error } = await run(findByPhone('27600000003'));
		expect(error?.message).toMatch(/^Contact not found/);
	});

	it('takes If Not Found from an expression, for each input item', async () => {
		const parameters = findByPhone('9995550100200', { ifNotFound: '={{ $json.then }}' });
		const result = await run(parameters, {
			items: [{ json: { then: 'empty' } }, { json: { then: 'error' } }],
			onError: 'continueRegularOutput',
		});
		expect(result.items).toHaveLength(1);
		expect(result.items[0].pairedItem).toEqual({ item: 1 });
		expect(result.items[0].json.error).toMatch(/^Contact not found/);
	});
});
