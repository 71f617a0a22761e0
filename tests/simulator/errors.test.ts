import { startSimulator, type Simulator } from '../../simulator';
import { read, send, sendAs } from './support/client';
import { answerViolations, documentedExample } from './support/description';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const example = (status: number, name: string) =>
	documentedExample('GET', '/conversations', status, name);

describe('GET /conversations refuses word for word as documented', () => {
	const own = { tenantId: 'demo' };
	const nobody = { ...own, whatsappNumber: '+27 12 345 6789' };

	test.each<[number, string, string, Record<string, string>, (string | undefined)?]>([
		[400, 'without a tenant', 'tenantMissing', { action: 'contacts' }],
		[400, 'for an unknown action', 'invalidAction', { ...own, action: 'list' }],
		[401, 'for a wrong token', 'tokenMismatch', own, 'Bearer fiq_wrong'],
		[401, "for another organisation's tenant", 'tokenMismatch', { tenantId: 'another-tenant' }],
		[404, 'for an unknown tenant', 'organizationNotFound', { tenantId: 'acme' }],
		[404, 'for an unknown number', 'contactNotFound', { ...nobody, action: 'find-by-phone' }],
		[404, "for an unknown number's messages", 'contactNotFound', nobody],
	])('%i %s: %s', async (status, _, name, params, key = `Bearer ${simulator.token}`) => {
		const answer = await sendAs(simulator, key, 'GET', '/conversations', params);
		expect(answer).toMatchObject({ status, body: example(status, name) });
	});

	test.each([undefined, '', 'Bearer', 'Basic abc'])('401 for the authorization %p', async (key) => {
		const answer = await sendAs(simulator, key, 'GET', '/conversations', own);
		expect(answer).toMatchObject({ status: 401, body: example(401, 'authorizationMissing') });
	});

	test('404 for an unknown order', async () => {
		const { whatsapp_id } = simulator.contactAt(0);
		const answer = await read(simulator, { whatsappNumber: whatsapp_id, orderId: '1234567890' });
		expect(answer).toMatchObject({ status: 404, body: example(404, 'orderNotFound') });
	});

	test('500 on demand', async () => {
		simulator.faults.add({ kind: 'status', status: 500, body: example(500, 'internal') });
		const answer = await read(simulator, { action: 'contacts' });
		expect(answer).toMatchObject({ status: 500, body: example(500, 'internal') });
	});
});

describe('where the documentation is silent, a failure still fits the description', () => {
	test.each([
		[400, 'neither number nor contact id', {}],
		[400, 'no number to find', { action: 'find-by-phone' }],
		[404, 'an unknown contact id', { contactId: '00000000-0000-4000-8000-000000000000' }],
	])('%i for %s', async (status, _, params) => {
		const answer = await read(simulator, params);
		expect(answer.status).toBe(status);
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});

	test('an unknown path', async () => {
		const answer = await send(simulator, 'GET', '/nowhere');
		expect(answer).toMatchObject({ status: 404, body: { success: false, error: 'Not found' } });
	});
});
