import { sleep, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { isBotPaused, isOfContact } from '../../nodes/FlowIqTrigger/contactFilter';
import { botStatusOf, contactIdOf } from '../../nodes/FlowIqTrigger/contactLookUps';
import { RequestFailed } from '../../nodes/shared/errors/flowIqError';
import * as find from '../../nodes/shared/records/findContact';
import * as connections from '../../nodes/shared/transport/connection';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let now = 0;
let workflows = 0;
/** What FlowIQ knows by number, and the numbers that it was asked for. */
let known: Record<string, IDataObject | Error>;
let asked: string[];
let waits: unknown[];

function trigger(more: IDataObject = {}): IWebhookFunctions {
	const id = `workflow ${++workflows}`;
	return {
		getMode: () => 'webhook',
		getWorkflow: () => ({ id }),
		getNode: () => ({ id: 'node', credentials: { flowIqApi: { id: '1' } }, ...more }),
	} as unknown as IWebhookFunctions;
}

beforeEach(() => {
	known = { 1: { id: 'one', bot_status: 'paused' } };
	asked = [];
	waits = [];
	jest.spyOn(performance, 'now').mockImplementation(() => now);
	jest.spyOn(connections, 'connect').mockImplementation(async (_, settings, limits) => {
		waits.push(settings?.timeout, limits?.waitBudgetMs, limits?.execution?.priority);
		return {} as connections.Connection;
	});
	jest.spyOn(find, 'findContactIfAny').mockImplementation(async (_, number) => {
		asked.push(number);
		const contact = known[number];
		if (contact instanceof Error) throw contact;
		return contact;
	});
});

afterEach(() => jest.restoreAllMocks());

describe('what FlowIQ says of a number', () => {
	it.each<[string, string, number, (hook: IWebhookFunctions, number: string) => Promise<unknown>]>([
		['the ID, for ten minutes', '1', 10 * MINUTE, contactIdOf],
		['that nobody has it, for half a minute', '2', 30 * SECOND, contactIdOf],
		['the status of the bot, for three seconds', '1', 3 * SECOND, botStatusOf],
		['that there is no bot, for three seconds', '2', 3 * SECOND, botStatusOf],
	])('is remembered: %s', async (_, number, validMs, look) => {
		const hook = trigger();
		const first = await look(hook, number);
		now += validMs - 1;
		expect(await look(hook, number)).toBe(first);
		expect(asked).toEqual([number]);
		now += 1;
		known[number] = { id: 'new', bot_status: 'new' };
		expect(await look(hook, number)).toBe('new');
		expect(asked).toEqual([number, number]);
	});

	it('is asked for once by all who ask at the same moment, and waited for five seconds at the most', async () => {
		const hook = trigger();
		expect(await Promise.all([1, 2, 3].map(async () => await contactIdOf(hook, '1')))).toEqual([
			'one',
			'one',
			'one',
		]);
		expect(asked).toEqual(['1']);
		expect(waits).toEqual([5_000, 5_000, 'interactive']);
	});

	it('is waited for no longer where its request waits behind others that FlowIQ does not answer', async () => {
		const stop = new AbortController();
		jest.spyOn(AbortSignal, 'timeout').mockReturnValue(stop.signal);
		jest.spyOn(find, 'findContactIfAny').mockImplementation(
			async ({ signal }) =>
				await new Promise((_, reject) => {
					signal?.addEventListener('abort', () => reject(new RequestFailed({ kind: 'stopped' })));
				}),
		);
		const looked = contactIdOf(trigger(), '1');
		void sleep(0).then(() => stop.abort());
		await expect(looked).rejects.toThrow('FlowIQ did not answer in time');
		expect(AbortSignal.timeout).toHaveBeenCalledWith(5_000);
	});

	it('is asked for again after a failure', async () => {
		const hook = trigger();
		known[1] = new Error('down');
		await expect(contactIdOf(hook, '1')).rejects.toThrow('down');
		known[1] = { id: 'one' };
		expect(await contactIdOf(hook, '1')).toBe('one');
	});

	it('counts for one trigger with one credential alone', async () => {
		const hook = trigger();
		await contactIdOf(hook, '1');
		await contactIdOf(trigger(), '1');
		const another = trigger({ credentials: { flowIqApi: { id: '2' } } });
		await contactIdOf({ ...another, getWorkflow: hook.getWorkflow } as IWebhookFunctions, '1');
		await contactIdOf(hook, '1');
		expect(asked).toHaveLength(3);
	});

	it('is forgotten when there is too much of it, and not before', async () => {
		const hook = trigger();
		let next = 1_000;
		const askAnother = async () => await contactIdOf(hook, `${next++}`);
		const isForgotten = async () => {
			asked.length = 0;
			await contactIdOf(hook, '1');
			return asked.length > 0;
		};
		await isForgotten();
		// What other tests left goes first.
		do await askAnother();
		while (next < 3_000 && !(await isForgotten()));
		for (let count = 2; count < 1_000; count++) await askAnother();
		expect(await isForgotten()).toBe(false);
		await askAnother();
		expect(await isForgotten()).toBe(true);
	});
});

describe('the contact of an event', () => {
	it.each<[string, IDataObject, Parameters<typeof isOfContact>[2], boolean, string[]]>([
		['its number', { whatsapp_id: '1' }, { whatsappNumber: '1' }, true, []],
		['its ID, which is the number’s', { contact_id: 'one' }, { whatsappNumber: '1' }, true, ['1']],
		[
			'another number, and the ID',
			{ whatsapp_id: '9', contact_id: 'one' },
			{ whatsappNumber: '1' },
			true,
			['1'],
		],
		['another number alone', { whatsapp_id: '9' }, { whatsappNumber: '1' }, false, []],
		['another ID', { contact_id: 'two' }, { whatsappNumber: '1' }, false, ['1']],
		['an ID, the number having none', { contact_id: 'one' }, { whatsappNumber: '2' }, false, ['2']],
		['the ID', { contact_id: 'one', whatsapp_id: '9' }, { contactId: 'one' }, true, []],
		[
			'another ID than the one that was chosen',
			{ contact_id: 'two', whatsapp_id: '1' },
			{ contactId: 'one' },
			false,
			[],
		],
		['the number of the ID', { whatsapp_id: '1' }, { contactId: 'one' }, true, ['1']],
		['a number of nobody', { whatsapp_id: '2' }, { contactId: 'one' }, false, ['2']],
		['nothing', {}, { contactId: 'one' }, false, []],
	])('is told by %s', async (_, event, contact, isIt, requests) => {
		expect(await isOfContact(trigger(), event, contact)).toBe(isIt);
		expect(asked).toEqual(requests);
	});

	it.each<[IDataObject, unknown, boolean]>([
		[{ whatsapp_id: '1' }, 'paused', true],
		[{ whatsapp_id: '1' }, 'active', false],
		[{ whatsapp_id: '1' }, null, false],
		[{ contact_id: 'one' }, 'paused', false],
	])('%p has a paused bot where FlowIQ says %p: %p', async (event, bot_status, isPaused) => {
		known[1] = { id: 'one', bot_status } as IDataObject;
		expect(await isBotPaused(trigger(), event)).toBe(isPaused);
	});
});
