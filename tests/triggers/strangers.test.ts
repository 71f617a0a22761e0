import { logged } from '../support/loudLogs';
import { isSecret, makeSecret } from '../../nodes/FlowIqTrigger/secret';
import { useStage } from './support/webhook';

const { simulator, server, publish, started } = useStage();

const KNOWN_TO_FLOWIQ = 'only-FlowIQ-knows_0815';

/** Posts an event as FlowIQ would, to whatever address. */
async function post(url: string, event: unknown = simulator().makeEvent('message_received')) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(event),
	});
	return { status: response.status, body: await response.json() };
}

const address = () => simulator().subscriptions[0].url;

describe('automatic registration', () => {
	it('the registered address starts a run', async () => {
		await publish();
		expect((await post(address())).status).toBe(200);
		expect(started()).toHaveLength(1);
	});

	it.each<[string, (secret: string) => string]>([
		['no query', () => ''],
		['no secret', () => '?other=1'],
		['an empty secret', () => '?secret='],
		['another secret', () => `?secret=${makeSecret()}`],
		['the secret but for its end', (secret) => `?secret=${secret.slice(0, -1)}`],
		['more than the secret', (secret) => `?secret=${secret}0`],
		['the secret in capitals', (secret) => `?secret=${secret.toUpperCase()}`],
		['the secret in a list', (secret) => `?secret[]=${secret}`],
		['the secret twice', (secret) => `?secret=${secret}&secret=${secret}`],
		['the secret in an object', (secret) => `?secret[a]=${secret}`],
		['the name of an inherited property', () => '?secret=__proto__&__proto__[secret]=1'],
		['the secret under another name', (secret) => `?Secret=${secret}`],
	])('401 and no run for %s', async (_, query) => {
		await publish();
		const url = new URL(address());
		const secret = url.searchParams.get('secret') ?? '';
		logged.length = 0;
		const { status, body } = await post(`${url.origin}${url.pathname}${query(secret)}`);
		expect(status).toBe(401);
		expect(body).toEqual({ received: false });
		expect(started()).toEqual([]);
		expect(logged.join('\n')).toContain('without the right secret');
	});

	it('401 also before the first registration, and for a test that nobody listens to', async () => {
		const trigger = await publish();
		trigger.staticData = '{}';
		expect((await post(`${server().origin}/webhook/x?secret=`)).status).toBe(401);
		expect((await post(`${server().origin}/webhook/x?secret=undefined`)).status).toBe(401);
		expect((await post(`${server().origin}/webhook-test/x?secret=undefined`)).status).toBe(401);
		expect(started()).toEqual([]);
	});

	it('the secret of production does not open the test address, nor the other way round', async () => {
		const trigger = await publish();
		await trigger.listen();
		const [production, test] = simulator().subscriptions.map(({ url }) => new URL(url));
		expect((await post(`${production.origin}${production.pathname}${test.search}`)).status).toBe(
			401,
		);
		expect((await post(`${test.origin}${test.pathname}${production.search}`)).status).toBe(401);
		expect(started()).toEqual([]);
	});

	it('a stranger learns nothing from what he sends: the secret is looked at first', async () => {
		await publish();
		const stranger = `${server().origin}/webhook/x?secret=guess`;
		const sent = [[], 'text', { event_type: 'nonsense' }, { x: 'y'.repeat(1_500_000) }];
		for (const event of sent) expect((await post(stranger, event)).status).toBe(401);
	});
});

describe('manual registration', () => {
	const url = (end: string) => `${server().origin}/webhook/hook/webhook/${end}`;

	it('the address that ends with the secret starts a run', async () => {
		await publish({ registration: 'manual', secret: ` ${KNOWN_TO_FLOWIQ} ` });
		expect((await post(url(KNOWN_TO_FLOWIQ))).status).toBe(200);
		expect((await post(url(`${KNOWN_TO_FLOWIQ}/`))).status).toBe(200);
		expect(started()).toHaveLength(2);
	});

	it.each([
		'',
		'webhook',
		KNOWN_TO_FLOWIQ.slice(1),
		`${KNOWN_TO_FLOWIQ}x`,
		`${KNOWN_TO_FLOWIQ}/x`,
		`?secret=${KNOWN_TO_FLOWIQ}`,
	])('401 and no run for the end %p', async (end) => {
		await publish({ registration: 'manual', secret: KNOWN_TO_FLOWIQ });
		expect((await post(url(end))).status).toBe(401);
		expect(started()).toEqual([]);
	});

	it('takes the events of whichever account knows the secret, whatever came before', async () => {
		const trigger = await publish();
		const eventOf = (organization_id: string) =>
			simulator().makeEvent('message_received', { fields: { organization_id } });
		await post(address(), eventOf('ours'));
		const parameters = { registration: 'manual', secret: KNOWN_TO_FLOWIQ };
		Object.assign(trigger.setup.parameters, parameters);
		await trigger.publishChange();
		expect((await post(url(KNOWN_TO_FLOWIQ), eventOf('theirs'))).status).toBe(200);
	});

	it('an unset secret lets nobody in', async () => {
		const trigger = await publish({ registration: 'manual', secret: KNOWN_TO_FLOWIQ });
		trigger.setup.parameters.secret = '';
		expect((await post(url(''))).status).toBe(401);
	});

	it('is also valid for a test', async () => {
		const trigger = await publish({ registration: 'manual', secret: KNOWN_TO_FLOWIQ });
		await trigger.listen();
		expect((await post(url(KNOWN_TO_FLOWIQ).replace('/webhook/', '/webhook-test/'))).status).toBe(
			200,
		);
		expect(started()).toHaveLength(1);
	});
});

describe('comparing secrets', () => {
	it('matches only the same text', () => {
		expect(isSecret(KNOWN_TO_FLOWIQ, KNOWN_TO_FLOWIQ)).toBe(true);
		for (const given of [
			'',
			KNOWN_TO_FLOWIQ.slice(1),
			`${KNOWN_TO_FLOWIQ} `,
			undefined,
			null,
			[KNOWN_TO_FLOWIQ],
			{},
			1,
		]) {
			expect(isSecret(given, KNOWN_TO_FLOWIQ)).toBe(false);
		}
	});

	it.each([undefined, ''])('an unset secret (%p) matches nothing', (expected) => {
		for (const given of ['', 'undefined', undefined]) expect(isSecret(given, expected)).toBe(false);
	});

	it('goes through the comparison that takes the same time for every text of any length', () => {
		jest.isolateModules(() => {
			const compared: number[][] = [];
			const real = jest.requireActual<typeof import('crypto')>('crypto');
			jest.doMock('crypto', () => ({
				...real,
				timingSafeEqual(one: Buffer, other: Buffer) {
					compared.push([one.length, other.length]);
					return real.timingSafeEqual(one, other);
				},
			}));
			const fresh = jest.requireActual<typeof import('../../nodes/FlowIqTrigger/secret')>(
				'../../nodes/FlowIqTrigger/secret',
			);
			expect(fresh.isSecret('x', KNOWN_TO_FLOWIQ)).toBe(false);
			expect(fresh.isSecret(KNOWN_TO_FLOWIQ, KNOWN_TO_FLOWIQ)).toBe(true);
			expect(compared).toEqual([
				[32, 32],
				[32, 32],
			]);
		});
	});
});
