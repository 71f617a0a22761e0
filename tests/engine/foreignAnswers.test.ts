import type { IDataObject } from 'n8n-workflow';
import {
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	messageItemOf,
	records,
	runAgainst,
	withSimulator,
} from '../support/flowiq';

const DATA = { contacts: 3, messagesPerContact: 3 };

/** What proxies, firewalls, maintenance pages and servers at a wrong address answer: nothing of it is FlowIQ's word. */
const FOREIGN: Array<[string, number, IDataObject | string | undefined]> = [
	["a proxy's 404", 404, '<html><head><title>404 Not Found</title></head></html>'],
	['a page on a missing contact', 404, '<html><title>Contact not found</title></html>'],
	["a firewall's 403", 403, '<h1>Forbidden</h1>'],
	['a 401 without a body', 401, undefined],
	['an empty object', 404, {}],
	['a refusal without a reason', 404, { success: false }],
	['a refusal without a reason and with status 200', 200, { success: false }],
	['an error that is nothing', 400, { success: false, error: null, message: '' }],
	['the words of another server', 404, { title: 'Not Found', detail: 'Contact not found' }],
	['an empty success', 200, {}],
];

const first = '27600000003';

/** Each operation that reads, told to take a missing contact for no error where it can be. */
const READING: Array<[string, (number: string) => IDataObject]> = [
	['contact Get Many', () => getContacts({ returnAll: true })],
	['contact Find by Phone', (number) => findByPhone(number, { ifNotFound: 'empty' })],
	[
		'contact Get',
		(number) => ({
			resource: 'contact',
			operation: 'get',
			contact: locator('phone', number),
			options: { ifNotFound: 'empty' },
		}),
	],
	['message Get Many', (number) => getMessages(number, { returnAll: true })],
];

/** Enough for one more try, and soon over. */
const hasty = (parameters: IDataObject): IDataObject => ({
	...parameters,
	options: { ...(parameters.options as IDataObject), maxWait: 0.6 },
});

describe.each(READING)('%s', (_, parametersFor) => {
	it.concurrent.each(FOREIGN)(
		'asks again after %s, and has lost nothing',
		async (__, status, body) =>
			await withSimulator(DATA, async (simulator) => {
				const parameters = parametersFor(simulator.contactAt(0).whatsapp_id);
				const expected = records(await runAgainst(simulator, parameters));
				expect(expected.length).toBeGreaterThan(0);
				simulator.faults.add({ kind: 'status', status, body });
				expect(records(await runAgainst(simulator, parameters))).toEqual(expected);
				expect(simulator.requests).toHaveLength(3);
			}),
	);

	it.concurrent.each(FOREIGN)(
		'takes %s for an error that points to what is in between, never for an end or a missing contact',
		async (__, status, body) =>
			await withSimulator(DATA, async (simulator) => {
				simulator.faults.add({ kind: 'status', status, body, times: 99 });
				const parameters = hasty(parametersFor(simulator.contactAt(0).whatsapp_id));
				const { error, items, status: end } = await runAgainst(simulator, parameters);
				expect(end).toBe('error');
				expect(items).toEqual([]);
				expect(error?.message).toMatch(/^FlowIQ, or a proxy in between, sent an? /);
				expect(error?.message).toContain(`(status ${status})`);
				expect(error?.description).toMatch(/Something other than FlowIQ .*'Base URL'.*proxy/);
				expect(simulator.requests.length).toBeGreaterThan(1);
			}),
	);
});

describe('a request that writes', () => {
	const send: IDataObject = {
		resource: 'message',
		operation: 'send',
		recipient: locator('phone', first),
		messageType: 'text',
		text: 'Hello',
	};
	const create: IDataObject = {
		resource: 'contact',
		operation: 'create',
		name: 'Nathan',
		phoneNumber: first,
		options: { ifExists: 'return' },
	};

	const all = [send, create].flatMap((parameters) =>
		FOREIGN.map((foreign) => [String(parameters.operation), ...foreign, parameters] as const),
	);

	it.each(all)(
		'(%s) is sent once, whatever it meets: %s',
		async (_, __, status, body, parameters) =>
			await withSimulator(DATA, async (simulator) => {
				simulator.faults.add({ kind: 'status', status, body, times: 9 });
				const { error } = await runAgainst(simulator, parameters);
				expect(simulator.requests).toHaveLength(1);
				const isUnknown = /^It is not known whether FlowIQ carried this out: FlowIQ, or a proxy/;
				// With a status of 4xx nobody carried it out, whoever wrote the rest of the answer.
				if (status === 200) expect(error?.message).toMatch(isUnknown);
				else expect(error?.message).toMatch(/^FlowIQ, or a proxy in between, sent/);
			}),
	);
});

describe('a list without pagination', () => {
	it.concurrent.each(FOREIGN)(
		'is not ended by %s on page 2',
		async (_, status, body) =>
			await withSimulator({ contacts: 250, messagesPerContact: 250 }, async (simulator) => {
				simulator.variants = { pagination: 'missingEverywhere' };
				const fault = { kind: 'status', status, body, match: { page: 2 } } as const;
				simulator.faults.add(fault);
				const contacts = await runAgainst(simulator, getContacts({ returnAll: true }));
				expect(records(contacts)).toEqual(simulator.contacts.map(contactItem));
				const { whatsapp_id } = simulator.contactAt(0);
				simulator.faults.add(fault);
				const messages = await runAgainst(simulator, getMessages(whatsapp_id, { returnAll: true }));
				const expected = simulator.messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
				expect(records(messages)).toEqual(expected.reverse());
			}),
	);
});
