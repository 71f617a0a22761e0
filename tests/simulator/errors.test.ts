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
	test('400 without a tenant', async () => {
		const answer = await send(simulator, 'GET', '/conversations', { action: 'contacts' });
		expect(answer).toMatchObject({ status: 400, body: example(400, 'tenantMissing') });
	});

	test('400 for an unknown action', async () => {
		const answer = await read(simulator, { action: 'list' });
		expect(answer).toMatchObject({ status: 400, body: example(400, 'invalidAction') });
	});

	test.each([undefined, '', 'Bearer', 'Basic abc'])(
		'401 for the authorization %p',
		async (header) => {
			const answer = await sendAs(simulator, header, 'GET', '/conversations', { tenantId: 'demo' });
			expect(answer).toMatchObject({ status: 401, body: example(401, 'authorizationMissing') });
		},
	);

	test('401 for a wrong token', async () => {
		const answer = await sendAs(simulator, 'Bearer fiq_wrong', 'GET', '/conversations', {
			tenantId: 'demo',
		});
		expect(answer).toMatchObject({ status: 401, body: example(401, 'tokenMismatch') });
	});

	test("401 for another organisation's tenant", async () => {
		const answer = await read(simulator, { tenantId: 'another-tenant' });
		expect(answer).toMatchObject({ status: 401, body: example(401, 'tokenMismatch') });
	});

	test('404 for an unknown tenant', async () => {
		const answer = await read(simulator, { tenantId: 'acme' });
		expect(answer).toMatchObject({ status: 404, body: example(404, 'organizationNotFound') });
	});

	test.each(['find-by-phone', 'conversation-messages'])(
		'404 for an unknown number, %s',
		async (action) => {
			const answer = await read(simulator, { action, whatsappNumber: '+27 12 345 6789' });
			expect(answer).toMatchObject({ status: 404, body: example(404, 'contactNotFound') });
		},
	);

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
		['neither number nor contact id', {}],
		['no number to find', { action: 'find-by-phone' }],
	])('%s', async (_title, params) => {
		const answer = await read(simulator, params);
		expect(answer.status).toBe(400);
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});

	test('an unknown contact id', async () => {
		const answer = await read(simulator, { contactId: '00000000-0000-4000-8000-000000000000' });
		expect(answer.status).toBe(404);
		expect(answerViolations('GET', '/conversations', answer)).toEqual([]);
	});

	test('an unknown path', async () => {
		const answer = await send(simulator, 'GET', '/nowhere');
		expect(answer).toMatchObject({ status: 404, body: { success: false, error: 'Not found' } });
	});
});
