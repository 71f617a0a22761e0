import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { loadPackage, runNodeType, type Credential } from '../support/engine';
import { credentialFor, useSimulator } from '../support/flowiq';
import { startOtherServer, type OtherServer } from '../support/otherServer';

/**
 * The FlowIQ credential in nodes that are not of this package: n8n's HTTP Request node, Custom API Call and others. The
 * HTTP Request node itself is tried in a real n8n (`tests/n8n`); here, both of the helpers that such nodes use.
 */

const simulator = useSimulator({ contacts: 5 });

let other: OtherServer;
beforeEach(async () => {
	other = await startOtherServer();
});
afterEach(async () => await other.close());

const HELPERS = ['requestWithAuthentication', 'httpRequestWithAuthentication'] as const;

/** A node that sends one request with n8n's helper, as a user wrote it. */
function nodeThatSends(helper: (typeof HELPERS)[number], request: IDataObject): INodeType {
	const { url, ...others } = request;
	const options =
		helper === 'requestWithAuthentication'
			? { ...others, uri: url, json: true }
			: { ...others, url };
	return {
		description: {
			displayName: 'Sender',
			name: 'sender',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'flowIqApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const send = this.helpers[helper] as (
				type: string,
				options: IDataObject,
			) => Promise<IDataObject>;
			return [[{ json: await send.call(this, 'flowIqApi', structuredClone(options)) }]];
		},
	};
}

describe('n8n offers the credential in its own nodes', () => {
	it('also from a copy of the type, with the fields that restrict domains', async () => {
		const { type } = (await loadPackage()).getCredential('flowIqApi');
		expect(Object.keys(type)).toContain('authenticate');
		// What the editor reads: it lists credentials that say how they authenticate.
		expect(JSON.parse(JSON.stringify({ ...type }))).toHaveProperty('authenticate');
	});
});

describe.each(HELPERS)('a request through %s', (helper) => {
	async function send(request: IDataObject, change: Partial<Credential> = {}) {
		return await runNodeType(nodeThatSends(helper, request), {
			...credentialFor(simulator()),
			...change,
		});
	}
	const contacts = () => `${simulator().url}/conversations?action=contacts`;

	it('carries the API key and the tenant ID', async () => {
		const { items } = await send({ method: 'GET', url: contacts() });
		expect(items[0].json).toMatchObject({ success: true, contacts: expect.any(Array) });
		const [{ headers, query }] = simulator().requests;
		expect(headers.authorization).toBe(`Bearer ${simulator().token}`);
		expect(query).toEqual({ action: 'contacts', tenantId: 'demo' });
	});

	it.each([
		['as a query parameter', { qs: { tenantId: 'mine' } }, ''],
		['in the URL', {}, '&tenantId=mine'],
	])('keeps a tenant ID that it has already %s, and has it once', async (_, more, end) => {
		await send({ method: 'GET', url: `${contacts()}${end}`, ...more });
		expect(simulator().requests[0].query).toEqual({ action: 'contacts', tenantId: 'mine' });
	});

	it('has no tenant ID when the credential has none', async () => {
		await send({ method: 'GET', url: contacts() }, { tenantId: ' ' });
		expect(simulator().requests[0].query).toEqual({ action: 'contacts' });
	});

	it('carries the key of the credential alone, whatever was entered as a header', async () => {
		await send({ method: 'GET', url: contacts(), headers: { authorization: 'Bearer other' } });
		expect(simulator().requests[0].headers.authorization).toBe(`Bearer ${simulator().token}`);
	});

	it.each([
		['another server', () => `${other.url}/conversations`],
		['another port of the host', () => `${other.url}/`],
		['another name of the host', () => contacts().replace('127.0.0.1', 'localhost')],
		['a host behind a user name', () => `http://127.0.0.1@localhost:${new URL(other.url).port}/`],
	])('is refused with a sentence when it goes to %s', async (_, url) => {
		const { error, stored } = await send({ method: 'GET', url: url() });
		expect(error?.message).toBe(
			`The FlowIQ credential is only sent to ${simulator().url}, and this request goes to ${new URL(url()).origin}`,
		);
		expect(other.received).toEqual([]);
		expect(simulator().requests).toEqual([]);
		expect(stored).not.toContain(simulator().token);
	});

	it('is refused with a sentence when the base URL would send the key unencrypted', async () => {
		const { error } = await send(
			{ method: 'GET', url: 'http://api.flowiq.live/conversations' },
			{ baseUrl: 'http://api.flowiq.live' },
		);
		expect(error?.message).toMatch(/'Base URL'.*would send the API key unencrypted/);
	});

	it('takes the key nowhere when FlowIQ redirects to another host', async () => {
		const location = `${other.url.replace('127.0.0.1', 'localhost')}/conversations`;
		simulator().faults.add({ kind: 'redirect', location });
		const { error } = await send({ method: 'GET', url: contacts() });
		expect(error?.message).toMatch(/not allowed/i);
		expect(other.received).toEqual([]);
	});
});
