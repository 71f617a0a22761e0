import {
	resolveWebhookDescriptionField,
	sleep,
	type IDataObject,
	type NodeApiError,
} from 'n8n-workflow';
import type { Credential } from '../support/engine';
import { TRIGGER_NAME, type SavedTrigger } from '../support/triggers';
import { logged } from '../support/loudLogs';
import { ALL_EVENTS, holdRun, post, useStage } from './support/webhook';

const TOKEN = 'fiq_only_in_the_header';

const { simulator, server, save, publish, deliver, started } = useStage({
	contacts: 3,
	messagesPerContact: 1,
	token: TOKEN,
});

beforeEach(() => {
	logged.length = 0;
});

const MANUAL = { registration: 'manual', secret: 'a'.repeat(16) };

const types = () => simulator().subscriptions.map(({ type }) => type);
const urls = () => simulator().subscriptions.map(({ url }) => url);
const warnings = () => logged.filter((line) => line.includes('webhook')).join('\n');
const secrets = () => urls().map((url) => new URL(url).searchParams.get('secret') ?? '');

const messages = () => started().map(({ message }) => message);

const received = (fields: IDataObject = {}) =>
	simulator().makeEvent('message_received', { fields });

/** Chooses another account, for this simulator, which has one: nobody need be named. */
function switchAccount(trigger: SavedTrigger): void {
	simulator().variants = { ...simulator().variants, tenant: 'optional' };
	trigger.setup.credential.tenantId = '';
}

/**
 * Publishes what FlowIQ refuses after a while.
 *
 * @param meanwhile what happens while FlowIQ is asked
 */
async function refused<Result>(
	publishing: () => Promise<void>,
	meanwhile: () => Promise<Result>,
): Promise<Result> {
	simulator().faults.add({ kind: 'status', status: 500 });
	simulator().latencyMs = 300;
	const asked = simulator().requests.length;
	const failed = expect(publishing()).rejects.toThrow(/FlowIQ/);
	while (simulator().requests.length === asked) await sleep(5);
	const result = await meanwhile();
	await failed;
	return result;
}

describe('publishing', () => {
	it('subscribes to the one event that was chosen', async () => {
		await publish({ events: ['message_failed'] });
		expect(types()).toEqual(['message_failed']);
		expect(simulator().subscriptions[0].platform).toBe('whatsapp');
	});

	it.each([2, 7])('subscribes to all when %i events were chosen', async (count) => {
		await publish({ events: ALL_EVENTS.slice(0, count) });
		expect(types()).toEqual(['all']);
	});

	it('keeps the address, the type and the ID of what was registered', async () => {
		const trigger = await publish();
		const [{ id, url, type }] = simulator().subscriptions;
		expect(trigger.state.subscription).toMatchObject({ id, url, type });
	});

	it.each(['200', '201'] as const)('takes %s for success', async (webhookStatus) => {
		simulator().variants = { webhookStatus };
		await publish();
		expect(types()).toHaveLength(1);
	});

	it('does not register again when nothing changed: a change published, n8n restarted', async () => {
		const trigger = await publish();
		await trigger.publishChange();
		await trigger.publishChange();
		trigger.restart();
		await trigger.publish('init');
		expect(types()).toHaveLength(1);
		expect(warnings()).toBe('');
	});

	it('registers again after it was unpublished, since the webhook may have been removed meanwhile', async () => {
		const trigger = await publish();
		await trigger.unpublish();
		simulator().subscriptions.length = 0;
		await trigger.publish();
		expect(types()).toHaveLength(1);
		await deliver(received());
		expect(started()).toHaveLength(1);
		trigger.restart();
		await trigger.publish('init');
		await trigger.publishChange();
		expect(types()).toHaveLength(1);
	});

	it('knows what it registered after it was renamed', async () => {
		const trigger = await publish();
		await deliver(received());
		trigger.name = 'Renamed';
		await trigger.publishChange();
		expect(types()).toHaveLength(1);
		const [delivery] = await deliver(received());
		expect(delivery.status).toBe(200);
		expect(started()).toHaveLength(2);
	});

	it('gives a copy of the workflow a secret of its own', async () => {
		const trigger = await publish();
		const copy = save();
		copy.staticData = trigger.staticData;
		await copy.publish();
		expect(new Set(secrets()).size).toBe(2);
		expect(types()).toHaveLength(2);
	});

	it('does not register again when the choice is another one of several events', async () => {
		const trigger = await publish({ events: ['call', 'message_read'] });
		await trigger.publishWith({ events: ['call', 'message_sent', 'message_read'] });
		expect(types()).toEqual(['all']);
	});
});

describe('a change of the trigger', () => {
	it('of the events registers once more, and remembers and says what is left', async () => {
		const trigger = await publish({ events: ['call'] });
		const [{ id }] = simulator().subscriptions;
		await trigger.publishWith({ events: ['message_read'] });
		await trigger.publish();
		expect(types()).toEqual(['call', 'message_read']);
		expect(trigger.state.leftovers).toMatchObject([{ id, type: 'call' }]);
		expect(warnings()).toContain(id);
	});

	it('after a broken answer to manual registration, and back, takes a new secret', async () => {
		const trigger = save();
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		await expect(trigger.publish()).rejects.toThrow(/FlowIQ/);
		await trigger.publishWith(MANUAL);
		await trigger.publishWith({ registration: 'automatic' });
		expect(new Set(secrets()).size).toBe(2);
	});

	it('of the address registers once more, with the same secret', async () => {
		const trigger = await publish();
		const moved = trigger.setup.origin!.replace('127.0.0.1', 'localhost');
		trigger.setup.origin = moved;
		await trigger.publish();
		expect(urls()[1].startsWith(moved)).toBe(true);
		expect(new Set(secrets()).size).toBe(1);
		expect(trigger.state.leftovers).toHaveLength(1);
	});

	it('leaves the old webhook working until it is removed, without starting anything twice', async () => {
		const trigger = await publish({ events: ['message_read'] });
		await trigger.publishWith({ events: ['message_read', 'message_sent'] });
		const deliveries = await deliver(simulator().makeEvent('message_read'));
		expect(deliveries.map(({ status }) => status)).toEqual([200, 200]);
		expect(started()).toHaveLength(1);
	});

	it('to manual registration in one process is known to another: back registers a new secret', async () => {
		const trigger = await publish();
		const goBack = trigger.restart();
		await trigger.publishWith(MANUAL);
		goBack();
		await trigger.publishWith({ registration: 'automatic' });
		expect(new Set(secrets()).size).toBe(2);
	});

	it('to manual registration says what is left, and back registers anew', async () => {
		const trigger = await publish();
		const [{ id }] = simulator().subscriptions;
		await trigger.publishWith(MANUAL);
		expect(types()).toHaveLength(1);
		expect(warnings()).toContain(id);
		await trigger.publishWith({ registration: 'automatic' });
		expect(types()).toHaveLength(2);
	});

	it('is remembered for the last twenty webhooks, to be named when it is unpublished', async () => {
		const trigger = await publish({ events: ['call'] });
		for (let change = 0; change < 30; change++) {
			await trigger.publishWith({ events: [change % 2 === 0 ? 'message_read' : 'call'] });
		}
		const { subscriptions } = simulator();
		const leftovers = trigger.state.leftovers as IDataObject[];
		expect(leftovers.map(({ id }) => id)).toEqual(subscriptions.slice(10, 30).map(({ id }) => id));
		expect(subscriptions).toHaveLength(31);
	});
});

describe('a switch of the account', () => {
	it.each<[string, (url: string) => Partial<Credential>]>([
		['tenant', () => ({ tenantId: '' })],
		['base URL', (url) => ({ baseUrl: url.replace('127.0.0.1', 'localhost') })],
	])('(%s) registers there, with a new secret, and refuses old deliveries', async (_, change) => {
		simulator().variants = { tenant: 'optional' };
		const trigger = await publish();
		await deliver(received());
		Object.assign(trigger.setup.credential, change(simulator().url));
		await trigger.publishChange();
		expect(types()).toHaveLength(2);
		expect(new Set(secrets()).size).toBe(2);
		server().runs.length = 0;
		const event = received();
		const [before, now] = urls();
		expect([await post(before, event), await post(now, event)]).toEqual([401, 200]);
		expect(started()).toHaveLength(1);
	});

	it('(key) is not passed over: FlowIQ is asked, and its refusal refuses the publishing', async () => {
		const trigger = await publish();
		trigger.setup.credential.accessToken = 'fiq_of_another_account';
		await expect(trigger.publishChange()).rejects.toThrow(/Invalid API key|token|key/i);
	});

	it('is not what another way to write the same account is', async () => {
		const trigger = await publish();
		const { credential } = trigger.setup;
		credential.accessToken = ` Bearer ${credential.accessToken} `;
		credential.baseUrl = `${credential.baseUrl}/`;
		await trigger.publishChange();
		expect(types()).toHaveLength(1);
	});

	it('events of another organization than the first one’s are refused, and the log says so', async () => {
		const trigger = await publish();
		const event = (organization_id: string) => received({ organization_id });
		await deliver([event('ours'), event('theirs')]);
		trigger.restart();
		const tries = await deliver([event('theirs'), event('ours')]);
		expect(tries.map(({ status }) => status)).toEqual([403, 200]);
		expect(started().map(({ organization_id }) => organization_id)).toEqual(['ours', 'ours']);
		expect(logged.join('\n')).toContain('another organization ("theirs")');
		await trigger.unpublish();
		await trigger.publish();
		// As the log advises, also where the credential is the same.
		simulator().subscriptions.shift();
		await deliver(event('theirs'));
		expect(started()).toHaveLength(3);
	});

	it('is not taken for one by an event that names no organization', async () => {
		await publish();
		const organizations = ['ours', null, 'theirs', 'ours'];
		const tries = await deliver(
			organizations.map((organization_id) => received({ organization_id })),
		);
		expect(tries.map(({ status }) => status)).toEqual([200, 200, 403, 200]);
	});

	it('to one of another organization is told by its first event', async () => {
		const trigger = await publish();
		await deliver(received({ organization_id: 'ours' }));
		switchAccount(trigger);
		await trigger.publishChange();
		simulator().subscriptions.shift();
		await deliver(received({ organization_id: 'theirs' }));
		expect(started()).toHaveLength(2);
	});
});

describe('a switch of the account counts', () => {
	/** @returns the statuses with which the addresses registered so far answer, each with an event of its own */
	const tryAll = async (when: string) => {
		const statuses = [];
		for (const [index, url] of [...new Set(urls())].entries()) {
			const fields = { message: `${when}, ${index}`, organization_id: `organization ${index}` };
			statuses.push(await post(url, received(fields)));
		}
		return statuses;
	};

	it('as soon as FlowIQ has confirmed it: before n8n saves it, the old address is refused', async () => {
		const trigger = await publish();
		await tryAll('before');
		switchAccount(trigger);
		const statuses: number[][] = [];
		trigger.beforeSaved = async () => void statuses.push(await tryAll('not saved'));
		await trigger.publishChange();
		statuses.push(await tryAll('saved'));
		trigger.restart();
		statuses.push(await tryAll('after a restart'));
		expect(statuses).toEqual(Array(3).fill([401, 200]));
		expect(messages()).toEqual(['before, 0', 'not saved, 1', 'saved, 1', 'after a restart, 1']);
	});

	it('not before: while FlowIQ is asked, and after it refused, the old address works on', async () => {
		const trigger = await publish();
		switchAccount(trigger);
		const change = async () => await trigger.publishChange();
		const statuses = await refused(change, async () => await tryAll('while FlowIQ is asked'));
		statuses.push(...(await tryAll('after it refused')));
		expect(statuses).toEqual([200, 200]);
		expect(messages()).toEqual(['while FlowIQ is asked, 0', 'after it refused, 0']);
	});

	it.each([false, true])(
		'also when an execution that began before is the last to save; restart in between: %s',
		async (isRestarted) => {
			const trigger = await publish();
			const run = holdRun(server());
			const long = tryAll('long');
			await run.isUnderWay;
			switchAccount(trigger);
			await trigger.publishChange();
			run.end();
			await long;
			if (isRestarted) {
				trigger.restart();
				await trigger.publish('init');
				// What it forgot is registered anew.
				simulator().subscriptions.splice(1, 1);
			} else {
				await trigger.publishChange();
				expect(urls()).toHaveLength(2);
			}
			expect(await tryAll('later')).toEqual([401, 200]);
			expect(messages()).toEqual(['long, 0', 'later, 1']);
		},
	);

	it('also in a process that had registered the old one, once another has saved the new one', async () => {
		const trigger = await publish();
		const goBack = trigger.restart();
		switchAccount(trigger);
		await trigger.publishChange();
		goBack();
		expect(await tryAll('later')).toEqual([401, 200]);
	});

	it('also in a process that has only taken deliveries since, when older data is saved after that', async () => {
		const trigger = await publish();
		const goBack = trigger.restart();
		switchAccount(trigger);
		const before = trigger.staticData;
		await trigger.publishChange();
		goBack();
		expect(await tryAll('saved')).toEqual([401, 200]);
		trigger.staticData = before;
		expect(await tryAll('older saved')).toEqual([401, 200]);
	});

	it('also when n8n’s clock was set back since', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		const real = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => real() - 60_000);
		switchAccount(trigger);
		await trigger.publishChange();
		jest.restoreAllMocks();
		const { secret, subscription, registeredAt } = trigger.state;
		trigger.staticData = before;
		expect(await tryAll('older saved')).toEqual([401, 200]);
		// Saved with the event, for other processes and for this one after a restart.
		expect(trigger.state).toMatchObject({ secret, subscription, registeredAt });
	});

	it('also over one that FlowIQ confirmed earlier to another process, and n8n never saved', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		switchAccount(trigger);
		await trigger.publishChange();
		trigger.staticData = before;
		const goBack = trigger.restart();
		trigger.setup.credential.baseUrl = simulator().url.replace('127.0.0.1', 'localhost');
		await trigger.publishChange();
		goBack();
		expect(await tryAll('later')).toEqual([401, 401, 200]);
	});

	it('also while FlowIQ is asked for yet another one, and after it refused, though older data is saved', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		switchAccount(trigger);
		await trigger.publishChange();
		trigger.staticData = before;
		trigger.setup.credential.baseUrl = simulator().url.replace('127.0.0.1', 'localhost');
		const change = async () => await trigger.publish('update');
		const statuses = await refused(change, async () => await tryAll('while FlowIQ is asked'));
		expect(statuses).toEqual([401, 200]);
		trigger.staticData = before;
		expect(await tryAll('after it refused')).toEqual([401, 200]);
	});

	it('as FlowIQ carried it out: publishing again after a broken answer registers the same address', async () => {
		const trigger = await publish();
		switchAccount(trigger);
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		await expect(trigger.publishChange()).rejects.toThrow(/FlowIQ/);
		await trigger.publishChange();
		expect(urls()).toHaveLength(3);
		expect(await tryAll('later')).toEqual([401, 200]);
	});
});

describe('a FlowIQ that takes no address twice', () => {
	const refuse = () =>
		simulator().faults.add({
			kind: 'status',
			status: 409,
			body: { success: false, error: 'Webhook already exists' },
		});

	it('is no hindrance where the workflow is published again and the webhook is still there', async () => {
		const trigger = await publish();
		const { subscription } = trigger.state;
		await trigger.unpublish();
		refuse();
		await trigger.publish();
		expect(trigger.state).toMatchObject({ subscription });
		expect(trigger.state.leftovers).toBeUndefined();
		expect(warnings()).toBe('');
		await deliver(simulator().makeEvent('message_received'));
		expect(started()).toHaveLength(1);
	});

	it('is no hindrance where its answer to the first try got lost', async () => {
		const trigger = save();
		simulator().faults.add({ kind: 'reset', carriedOut: true });
		await expect(trigger.publish()).rejects.toThrow(/not known/);
		refuse();
		await trigger.publish();
		await deliver(simulator().makeEvent('message_received'));
		expect(started()).toHaveLength(1);
		await trigger.publishChange();
		expect(types()).toHaveLength(1);
	});

	it('is told where it has the address for other events, or another one', async () => {
		const trigger = await publish({ events: ['call'] });
		trigger.setup.parameters.events = ['message_read'];
		refuse();
		await expect(trigger.publishChange()).rejects.toThrow(/already exists\. Delete it in/);
		refuse();
		await expect(save().publish()).rejects.toThrow(/already exists\. Delete it in/);
	});
});

describe('a change that FlowIQ refuses', () => {
	it('leaves the earlier registration in place, although FlowIQ carried it out', async () => {
		const trigger = await publish();
		switchAccount(trigger);
		simulator().faults.add({ kind: 'status', status: 500, carriedOut: true });
		await expect(trigger.publishChange()).rejects.toThrow(/FlowIQ/);
		const [earlier, later] = urls();
		expect([await post(later, received()), await post(earlier, received())]).toEqual([401, 200]);
	});

	it('gives its secret to no other account: what the first one carried out cannot get in', async () => {
		const trigger = save();
		simulator().faults.add({ kind: 'status', status: 500, carriedOut: true });
		await expect(trigger.publish()).rejects.toThrow(/FlowIQ/);
		switchAccount(trigger);
		await trigger.publish();
		const [ofTheFirst, ofTheOther] = urls();
		expect([await post(ofTheFirst, received()), await post(ofTheOther, received())]).toEqual([
			401, 200,
		]);
	});

	it('is asked for again, also when an event came while FlowIQ was asked', async () => {
		const trigger = await publish();
		trigger.setup.parameters.events = ['message_received', 'message_read'];
		const change = async () => await trigger.publishChange();
		await refused(change, async () => await deliver(received()));
		expect(started()).toHaveLength(1);
		await trigger.publishChange();
		expect(types()).toEqual(['message_received', 'all']);
	});
});

describe('an execution that began before and saves last does not bring back', () => {
	it('a secret that was replaced by way of manual registration', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		Object.assign(trigger.setup.parameters, MANUAL);
		await trigger.publishChange();
		trigger.staticData = before;
		trigger.setup.parameters.registration = 'automatic';
		await trigger.publishChange();
		expect(new Set(secrets()).size).toBe(2);
	});

	it('a webhook that was removed while the workflow was unpublished', async () => {
		const trigger = await publish();
		const before = trigger.staticData;
		await trigger.unpublish();
		trigger.staticData = before;
		simulator().subscriptions.length = 0;
		await trigger.publish();
		expect(types()).toHaveLength(1);
	});
});

describe('unpublishing', () => {
	/** The advice waits for a moment, in case a change is being published. */
	const withoutWaiting = () => {
		const real = AbortSignal.timeout.bind(AbortSignal);
		return jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => real(ms / 100));
	};
	afterEach(() => jest.restoreAllMocks());

	it('never fails, asks FlowIQ for nothing, and says what is left', async () => {
		const trigger = await publish({ events: ['call'] });
		await trigger.publishWith({ events: ['message_read'] });
		simulator().requests.length = 0;
		logged.length = 0;
		withoutWaiting();
		expect(await trigger.unpublish()).toBe(true);
		await sleep(200);
		expect(simulator().requests).toEqual([]);
		for (const { id } of simulator().subscriptions) expect(warnings()).toContain(id);
	});

	it('says nothing when it is only a change that is published', async () => {
		const trigger = await publish();
		logged.length = 0;
		withoutWaiting();
		await trigger.publishChange();
		await sleep(200);
		expect(warnings()).toBe('');
	});

	it('never fails where nothing was registered', async () => {
		expect(await save().unpublish()).toBe(true);
		expect(warnings()).toBe('');
	});
});

describe('"Listen for test event"', () => {
	it('registers an address of its own, at most once in this process', async () => {
		const trigger = await publish();
		for (let listening = 0; listening < 5; listening++) {
			await trigger.listen();
			await trigger.stopListening();
		}
		expect(urls().map((url) => new URL(url).pathname.split('/')[1])).toEqual([
			'webhook',
			'webhook-test',
		]);
		expect(new Set(secrets()).size).toBe(2);
	});

	it('never touches what production remembers', async () => {
		const trigger = await publish();
		await deliver(received());
		const before = trigger.state;
		await trigger.listen();
		await deliver(received());
		await trigger.stopListening();
		const { seen, ...others } = trigger.state;
		expect(seen).toBeDefined();
		expect(before).toMatchObject(others);
		await trigger.publish();
		expect(types()).toHaveLength(2);
	});

	it('shows an event that production has already seen, once each time', async () => {
		const trigger = await publish();
		await trigger.listen();
		const event = received();
		await deliver(event);
		expect(started()).toHaveLength(2);
		await deliver(event, { times: 2 });
		expect(started()).toHaveLength(2);
		await trigger.stopListening();
		await trigger.listen();
		await deliver(event);
		expect(started()).toHaveLength(3);
	});

	it('registers again for another choice of events', async () => {
		const trigger = save();
		await trigger.listen();
		trigger.setup.parameters.events = ['call'];
		await trigger.listen();
		await trigger.listen();
		expect(types()).toEqual(['message_received', 'call']);
	});
});

describe('a registration that cannot be made', () => {
	it.each<[string, () => void, RegExp]>([
		[
			'FlowIQ refuses the address',
			() => (simulator().variants = { webhookUrls: 'httpsOnly' }),
			/must use HTTPS/,
		],
		[
			'FlowIQ refuses with status 200',
			() => (simulator().variants = { webhookUrls: 'httpsOnly', failureStatus: 'ok' }),
			/must use HTTPS/,
		],
		[
			'FlowIQ is down',
			() => simulator().faults.add({ kind: 'status', status: 500, body: 'oops', times: 9 }),
			/FlowIQ/,
		],
		[
			'the connection breaks',
			() => simulator().faults.add({ kind: 'reset', times: 9, carriedOut: true }),
			/Look in the FlowIQ dashboard's list of webhooks/,
		],
	])(
		'fails the activation with a clear error, and is sent once: %s',
		async (_, arrange, message) => {
			arrange();
			const trigger = save();
			const error = (await trigger.publish().catch((thrown: unknown) => thrown)) as NodeApiError;
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message: expect.stringMatching(message) as string,
				description: expect.stringMatching(/\w/) as string,
			});
			// All that n8n shows of it is the message.
			expect(error.message).toContain(error.description);
			expect(simulator().requests).toHaveLength(1);
			expect(trigger.state.subscription).toBeUndefined();
			expect(await trigger.unpublish()).toBe(true);
		},
	);

	it('is tried again after a 429, for which nothing was carried out', async () => {
		simulator().faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '0' } });
		await publish();
		expect(types()).toHaveLength(1);
	});

	it('does not keep anybody waiting when FlowIQ never answers', async () => {
		const limits: number[] = [];
		const real = AbortSignal.timeout.bind(AbortSignal);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			limits.push(ms);
			return real(ms / 50);
		});
		simulator().faults.add({ kind: 'never' });
		await expect(save().publish()).rejects.toThrow(/FlowIQ/);
		jest.restoreAllMocks();
		expect(Math.max(...limits)).toBeLessThanOrEqual(10_000);
		expect(types()).toHaveLength(0);
	});

	it('does not wait for a long pause that FlowIQ asks for', async () => {
		simulator().faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
		const trigger = save();
		// A key of its own: the pause is the key's.
		trigger.setup.credential.accessToken += ' ';
		trigger.setup.credential.baseUrl = simulator().url.replace('127.0.0.1', 'localhost');
		await expect(trigger.publish()).rejects.toThrow(/rate limit/i);
		expect(types()).toHaveLength(0);
	});

	it('fails the activation when no event was chosen', async () => {
		await expect(publish({ events: [] })).rejects.toThrow("'Trigger On' is empty");
		expect(simulator().requests).toEqual([]);
	});

	it.each<[IDataObject, string]>([
		[{ options: { downloadMedia: true, maxSize: 'big' } }, "'Max File Size (MB)'"],
		[{ filters: { skipBroadcasts: 'perhaps' } }, "'Skip Broadcasts'"],
	])('is refused by name also where FlowIQ knows its webhook: %j', async (parameters, label) => {
		await expect(publish(parameters)).rejects.toThrow(label);
		const trigger = await publish();
		await expect(trigger.publishWith(parameters)).rejects.toThrow(label);
		expect(types()).toHaveLength(1);
	});

	it('fails the activation when the contact of the filter is no number', async () => {
		const contact = { __rl: true, mode: 'phone', value: 'Ann' };
		await expect(publish({ filters: { contact } })).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining("'Contact'") as string,
		});
	});
});

describe('an address that FlowIQ can never reach', () => {
	const PUBLIC = 'https://api.flowiq.live';

	it.each([
		'http://n8n.example.com',
		'http://localhost:5678',
		'https://localhost',
		'https://127.0.0.1:5678',
		'https://192.168.0.7',
		'https://n8n',
		'https://n8n.local',
	])('is refused before it is registered, naming what to set: %s', async (origin) => {
		const trigger = save();
		trigger.setup.origin = origin;
		trigger.setup.credential.baseUrl = PUBLIC;
		await expect(trigger.publish()).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: `FlowIQ can't reach this n8n at ${origin}. Set WEBHOOK_URL to n8n's public https address, or use the FlowIQ Polling Trigger.`,
		});
		expect(trigger.state.subscription).toBeUndefined();
	});

	it('is the user’s to know with manual registration', async () => {
		const trigger = save(MANUAL);
		trigger.setup.origin = 'http://localhost:5678';
		trigger.setup.credential.baseUrl = PUBLIC;
		await trigger.publish();
	});
});

describe('manual registration', () => {
	it('sends nothing', async () => {
		await publish({ registration: 'manual', secret: 'aB3'.repeat(6) });
		expect(simulator().requests).toEqual([]);
	});

	it.each([
		'',
		'short',
		'a'.repeat(15),
		`${'a'.repeat(20)}/b`,
		`${'a'.repeat(20)}?b`,
		'ä'.repeat(20),
	])('refuses the secret %p', async (secret) => {
		await expect(publish({ registration: 'manual', secret })).rejects.toThrow(
			/'Secret' must be at least 16/,
		);
	});
});

describe('secrecy', () => {
	it('the address carries a random secret, another one for every trigger', async () => {
		await publish();
		await publish();
		expect(secrets().every((secret) => /^[\da-f]{48}$/.test(secret))).toBe(true);
		expect(new Set(secrets()).size).toBe(2);
	});

	it('the token is in the Authorization header and nowhere else', async () => {
		await publish();
		const [{ headers, body, query }] = simulator().requests;
		expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
		expect(JSON.stringify([body, query])).not.toContain(TOKEN);
		expect(logged.join('\n')).not.toContain(TOKEN);
	});

	it('the secret is in no log and in no error, also when FlowIQ repeats it', async () => {
		const trigger = await publish({ events: ['call'] });
		await trigger.publishWith({ events: ['message_read'] });
		await trigger.unpublish();
		await deliver(simulator().makeEvent('message_read'), { times: 2 });
		await post(`${urls()[1]}0`);
		trigger.setup.parameters.events = ['call', 'message_read'];
		simulator().variants = { webhookUrls: 'httpsOnly' };
		const error = await trigger.publish().catch((thrown: Error) => thrown);
		const [secret] = secrets();
		expect(JSON.stringify(simulator().requests.at(-1)?.body)).toContain(secret);
		const { message, description } = error as Error & { description: string };
		const shown = `${message} ${description} ${JSON.stringify(error)}`;
		expect(shown).toContain('•••');
		expect(shown).not.toContain(secret);
		expect(logged.join('\n')).not.toContain(secret);
		expect(warnings()).toContain('no longer uses an earlier webhook');
		expect(server().runs).toHaveLength(1);
	});
});

describe('the path of the address', () => {
	it.each([
		['automatic', ''],
		['automatic', 'left over from manual'],
		['manual', 'only-FlowIQ-knows_0815'],
		['manual', ''],
	])('is the same in n8n’s editor and in n8n’s server: %s, %p', async (registration, secret) => {
		const trigger = save({ registration, secret });
		const workflow = await trigger.load();
		const flowIq = workflow.getNode(TRIGGER_NAME)!;
		const [webhook] = (await trigger.nodeType()).description.webhooks!;
		const inEditor = workflow.expression.getSimpleParameterValue(
			flowIq,
			webhook.path,
			'internal',
			{},
		);
		expect(resolveWebhookDescriptionField(flowIq, webhook, 'path')).toEqual({
			resolved: true,
			value: inEditor,
		});
	});
});

describe('an event that comes before n8n has saved the registration', () => {
	it('starts an execution, and its repetition none, also after a restart', async () => {
		const trigger = save();
		const early = received({ message: 'early' });
		trigger.beforeSaved = async () => void (await deliver(early));
		await trigger.publish();
		await deliver(early);
		trigger.restart();
		await deliver([early, received({ message: 'later' })]);
		expect(messages()).toEqual(['early', 'later']);
	});

	it('starts one also while FlowIQ has not answered the registration yet', async () => {
		const trigger = save();
		let status: number | undefined;
		const end = simulator().onRequest(async ({ body }) => {
			const { url } = body as { url: string };
			status = await post(url, received({ message: 'very early' }));
		});
		await trigger.publish();
		end();
		expect([status, messages()]).toEqual([200, ['very early']]);
	});

	it('leaves the registration in place when n8n saves its execution last', async () => {
		const trigger = save();
		const run = holdRun(server());
		let delivered: Promise<unknown> | undefined;
		trigger.beforeSaved = async () => {
			delivered = deliver(received({ message: 'early' }));
			await run.isUnderWay;
		};
		await trigger.publish();
		run.end();
		await delivered;
		trigger.beforeSaved = undefined;
		await deliver(received({ message: 'later' }));
		trigger.restart();
		await trigger.publish('init');
		await deliver(received({ message: 'after the restart' }));
		expect(messages()).toEqual(['early', 'later', 'after the restart']);
		expect(urls()).toHaveLength(1);
	});
});
