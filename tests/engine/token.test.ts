import { logged } from '../support/loudLogs';
import type { IDataObject } from 'n8n-workflow';
import type { Credential, NodeRun } from '../support/engine';
import { searchList } from '../support/engine';
import { credentialFor, findByPhone, getContacts, getMessages, useNode } from '../support/flowiq';
import { startOtherServer, type OtherServer } from '../support/otherServer';

/** The access token of this file: a word that is found nowhere else. */
const MARK = 'fiq_very_secret_4711';

const { simulator, run } = useNode({ contacts: 120, messagesPerContact: 20, token: MARK });

let other: OtherServer;

beforeAll(async () => {
	other = await startOtherServer();
});
afterAll(async () => await other.close());

beforeEach(() => {
	other.received.length = 0;
	logged.length = 0;
});

/** The token must be in the Authorization header, and nowhere else. */
async function expectSecret(parameters: IDataObject, more: Partial<NodeRun> = {}) {
	const result = await run(parameters, more);
	expect(result.stored).not.toContain(MARK);
	expect(JSON.stringify([result.items, result.errorItems])).not.toContain(MARK);
	expect(`${result.error?.message} ${result.error?.description}`).not.toContain(MARK);
	expect(String((result.error as Error | undefined)?.stack)).not.toContain(MARK);
	expect(logged.join('\n')).not.toContain(MARK);
	for (const { path, query, body, headers } of simulator().requests) {
		const { authorization, ...others } = headers;
		expect(authorization).toBe(`Bearer ${MARK}`);
		expect(JSON.stringify({ path, query, body, others })).not.toContain(MARK);
	}
	expect(other.received).toEqual([]);
	return result;
}

describe('the token', () => {
	it('travels in the Authorization header only, and is not kept with the results', async () => {
		const { whatsapp_id } = simulator().contactAt(0);
		await expectSecret(getContacts({ returnAll: true }));
		await expectSecret(findByPhone(whatsapp_id));
		await expectSecret(getMessages(whatsapp_id));
		expect(simulator().requests).toHaveLength(4);
		// What n8n logs is really looked at.
		expect(logged.join('\n')).toContain('Running node "FlowIQ" started');
	});

	it('is cleaned when it was entered as a pasted header', async () => {
		const credential = { ...credentialFor(simulator()), accessToken: ` bearer   ${MARK} \n` };
		const result = await expectSecret(getContacts(), { credential });
		expect(result.status).toBe('success');
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'is in no error (On Error: %s)',
		async (onError) => {
			simulator().faults.add({ kind: 'status', status: 403, body: { error: 'Forbidden' } });
			await expectSecret(getContacts(), { onError });
			await expectSecret(findByPhone('9995550100200'), { onError });
			await expectSecret(findByPhone('letters'), { onError });
		},
	);

	it.each<[string, IDataObject]>([
		['error', { success: false, error: `Token ${MARK} is not valid` }],
		['message', { success: false, error: 'Unauthorized', message: `Bearer ${MARK} was sent` }],
		['a nested error', { error: { code: MARK, message: `${MARK}${MARK}` } }],
		['another field', { error: 'Unauthorized', request: { authorization: `Bearer ${MARK}` } }],
	])('is blacked out when the server repeats it in %s', async (_, body) => {
		for (const status of [400, 401, 404, 200]) {
			for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
				simulator().faults.clear();
				simulator().faults.add({ kind: 'status', status, body: { success: false, ...body } });
				const result = await expectSecret(getContacts(), { onError });
				if (onError === 'stopWorkflow') expect(result.status).toBe('error');
				else expect(result.errorItems).toHaveLength(1);
			}
		}
	});

	const ODD = 'fiq_a+b/c==&"q"\\<x>%41';

	it.each<[string, (token: string) => string]>([
		['with Bearer', (token) => `Bearer ${token}`],
		['in small letters', (token) => token.toLowerCase()],
		['URL-encoded', encodeURIComponent],
		['in JSON', (token) => JSON.stringify({ token })],
		['in Base64', (token) => Buffer.from(`Bearer ${token}`).toString('base64')],
		['with zero-width spaces', (token) => [...token].join('\u200b')],
		['at the end of a text that is cut off', (token) => `${'x'.repeat(490)}${token}`],
	])('is blacked out in every place of an answer when it is repeated %s', async (_, formOf) => {
		const form = formOf(ODD);
		// What is left of a key must not be enough to recognise it.
		const traces = [ODD, form, form.slice(0, 12), form.slice(-12)];
		const bodies: Array<IDataObject | string> = [
			{ error: form },
			{ error: 'Invalid', message: [form], details: { [form]: form } },
			{ errors: [{ field: form, message: form }], existing_contact: { id: form } },
			`<title>${form}</title>`,
			form,
		];
		for (const body of bodies) {
			for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
				simulator().faults.clear();
				simulator().faults.add({ kind: 'status', status: 403, body, times: 9 });
				const result = await run(getContacts({ options: { maxWait: 0 } }), {
					onError,
					credential: { ...credentialFor(simulator()), accessToken: ODD },
				});
				const seen = [result.stored, String((result.error as Error | undefined)?.stack), ...logged];
				expect(seen.join()).toContain('•••');
				for (const trace of traces) {
					if (!/^x+$/.test(trace)) expect(seen.join()).not.toContain(trace);
				}
			}
		}
	});

	it('is blacked out in records, should a server put it there', async () => {
		const contacts = [{ id: 'a', whatsapp_id: '27123456789', request: { key: `Bearer ${MARK}` } }];
		simulator().faults.add({ kind: 'status', status: 200, body: { success: true, contacts } });
		const { items } = await expectSecret(getContacts());
		expect(items[0].json.request).toEqual({ key: 'Bearer •••' });
	});

	it('does not smuggle in another header', async () => {
		const accessToken = `${MARK}\nX-Other: 1`;
		const credential = { ...credentialFor(simulator()), accessToken };
		const result = await run(getContacts(), { credential });
		expect(result.status).toBe('error');
		expect(result.stored).not.toContain(MARK);
		expect(logged.join('\n')).not.toContain(MARK);
		for (const { headers } of simulator().requests) expect(headers).not.toHaveProperty('x-other');
	});

	it.each([301, 302, 303, 307, 308])('follows no redirect (%i) to others', async (status) => {
		const location = `${other.url}/conversations?action=contacts`;
		simulator().faults.add({ kind: 'redirect', status, location, times: 9 });
		const { error } = await expectSecret(getContacts());
		expect(error?.message).toContain(new URL(other.url).host);
		expect(error?.description).toContain('was not followed');
		expect(simulator().requests).toHaveLength(1);
	});

	it('does not follow a redirect in the middle of a list', async () => {
		const location = `${other.url}/conversations`;
		simulator().faults.add({ kind: 'redirect', location, match: { page: 2 } });
		const result = await expectSecret(getContacts({ returnAll: true }));
		expect(result.status).toBe('error');
		expect(result.items).toEqual([]);
	});

	it.each<[string, () => string]>([
		['of another server', () => `${other.url}/${MARK}`],
		['of its own, without the host', () => `/login?key=${MARK}`],
	])('is blacked out when the server puts it into the address of a redirect: %s', async (_, to) => {
		simulator().faults.add({ kind: 'redirect', location: to() });
		await expectSecret(getContacts());
	});

	it('does not leave the editor list by a redirect either', async () => {
		simulator().faults.add({ kind: 'redirect', location: other.url });
		await expect(searchList('searchContacts', credentialFor(simulator()))).rejects.toThrow(
			/redirects to another address/,
		);
		expect(other.received).toEqual([]);
	});

	it('is not sent to an address that would carry it unencrypted', async () => {
		const credential: Credential = {
			...credentialFor(simulator()),
			baseUrl: simulator().url.replace('127.0.0.1', '0.0.0.0'),
		};
		const result = await run(getContacts(), { credential });
		expect(result.status).toBe('error');
		expect(result.stored).not.toContain(MARK);
		expect(simulator().requests).toEqual([]);
	});
});
