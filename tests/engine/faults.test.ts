import type { IDataObject } from 'n8n-workflow';
import type { Fault, Simulator } from '../../simulator';
import type { NodeRun } from '../support/engine';
import {
	contactItem,
	findByPhone,
	getContacts,
	getMessages,
	messageItemOf,
	pagesOf,
	records,
	runAgainst,
	withSimulator,
} from '../support/flowiq';
import { addressWithoutServer } from '../support/otherServer';

const DATA = { contacts: 250, messagesPerContact: 250 };

const INTERNAL = { success: false, error: 'Internal server error' };

const answer = (status: number, body?: Record<string, unknown> | string): Fault => ({
	kind: 'status',
	status,
	body,
});

/** Each fault, and what the error says when it does not pass. */
const CASES = (
	[
		['a reset connection', { kind: 'reset' }, /The connection to FlowIQ broke/],
		['a torn connection', { kind: 'resetMidBody' }, /The connection to FlowIQ broke/],
		['status 500', answer(500, INTERNAL), /status 500\): Internal server error/],
		['status 502 with a web page', answer(502, '<h1>Bad gateway</h1>'), /status 502/],
		['status 503', answer(503, { error: 'Maintenance' }), /status 503\): Maintenance/],
		['status 504 without a body', answer(504), /status 504/],
		['an answer that is cut off', { kind: 'truncate' }, /that was cut off \(status 200\)/],
		['an empty answer', { kind: 'empty200' }, /an empty answer \(status 200\)/],
		['a web page', { kind: 'html200' }, /a web page instead of data \(status 200\)/],
		['an answer without content', { kind: '204' }, /an empty answer \(status 204\)/],
		['an answer without the list', answer(200, { success: true }), /without the records that were/],
		['a server error with status 200', answer(200, INTERNAL), /Internal server error/],
	] satisfies Array<[string, Fault, RegExp]>
).map(([name, fault, words]) => ({ name, fault: fault as Fault, words }));

describe('a fault that passes', () => {
	const onPages = CASES.flatMap((one) => [1, 2, 3].map((page) => ({ ...one, page })));

	it.concurrent.each(onPages)(
		'$name on page $page: the request is repeated, and nothing is lost or comes twice',
		async ({ fault, page }) =>
			await withSimulator(DATA, async (simulator) => {
				simulator.faults.add({ ...fault, match: { page } });
				const result = await runAgainst(simulator, getContacts({ returnAll: true }));
				expect(records(result)).toEqual(simulator.contacts.map(contactItem));
				expect(pagesOf(simulator.requests)).toEqual([1, 2, 3, page].sort());
			}),
	);

	it.concurrent.each(CASES)(
		'$name: a look-up by phone is repeated',
		async ({ fault }) =>
			await withSimulator(DATA, async (simulator) => {
				const contact = simulator.contactAt(0);
				simulator.faults.add(fault);
				const result = await runAgainst(simulator, findByPhone(contact.whatsapp_id));
				expect(records(result)).toEqual([contactItem(contact)]);
				expect(simulator.requests).toHaveLength(2);
			}),
	);

	it.concurrent('may be followed by others of another kind', async () => {
		await withSimulator(DATA, async (simulator) => {
			const { whatsapp_id } = simulator.contactAt(0);
			simulator.faults.add(
				{ kind: 'reset', match: { page: 2 } },
				{ kind: 'status', status: 503, match: { page: 2 } },
				{ kind: 'truncate', match: { page: 3 } },
			);
			const result = await runAgainst(simulator, getMessages(whatsapp_id, { returnAll: true }));
			expect(records(result)).toEqual(
				simulator.messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id)).reverse(),
			);
		});
	});

	it.concurrent('a server that asks for a pause gets it', async () => {
		await withSimulator(DATA, async (simulator) => {
			simulator.faults.add({ kind: 'status', status: 503, headers: { 'retry-after': '1' } });
			expect(records(await runAgainst(simulator, getContacts()))).toHaveLength(50);
			const [first, second] = simulator.requests;
			expect(second.at).toBeGreaterThanOrEqual(first.at + 1000);
		});
	});
});

describe('a fault that stays', () => {
	interface Attempt {
		message?: string;
		description?: string | null;
		items: number;
		requests: number;
	}
	const attempts = new Map<string, Attempt>();

	async function attempt(
		fault: Fault | undefined,
		parameters: (simulator: Simulator) => IDataObject,
		more: Partial<NodeRun> = {},
	): Promise<Attempt> {
		let seen: Attempt | undefined;
		await withSimulator(DATA, async (simulator) => {
			if (fault) simulator.faults.add({ ...fault, times: 99 });
			const { error, items } = await runAgainst(simulator, parameters(simulator), more);
			const { length: requests } = simulator.requests;
			seen = { ...error, items: items.length, requests };
		});
		return seen!;
	}

	/** All side by side: each of them waits several times before it gives up. */
	beforeAll(async () => {
		const contacts = () => getContacts({ returnAll: true });
		const messages = (simulator: Simulator) =>
			getMessages(simulator.contactAt(0).whatsapp_id, { returnAll: true });
		const hasty = () => getContacts({ requestOptions: { timeout: 300 } });
		const nowhere = { accessToken: 'fiq_x', baseUrl: await addressWithoutServer() };
		const all: Array<readonly [string, Promise<Attempt>]> = CASES.flatMap(({ name, fault }) => [
			[`${name}, page 1`, attempt(fault, contacts)] as const,
			[`${name}, page 2`, attempt({ ...fault, match: { page: 2 } }, messages)] as const,
			[`${name}, page 3`, attempt({ ...fault, match: { page: 3 } }, contacts)] as const,
		]);
		all.push(
			['no server', attempt(undefined, contacts, { credential: nowhere })],
			['no answer', attempt({ kind: 'never' }, hasty)],
			['half an answer', attempt({ kind: 'stall' }, hasty)],
		);
		for (const [name, ended] of all) attempts.set(name, await ended);
	}, 120_000);

	describe.each(CASES)('$name', ({ name, words }) => {
		it.each([1, 2, 3])('on page %i: is named after several tries', (page) => {
			const seen = attempts.get(`${name}, page ${page}`)!;
			expect(seen.message).toMatch(words);
			expect(seen.description).toMatch(/The request was sent \d+ times/);
			if (page > 1) {
				expect(seen.description).toMatch(/The [1-9]\d* records read so far were discarded\./);
			}
			expect(seen.items).toBe(0);
			expect(seen.requests).toBeGreaterThanOrEqual(page + 2);
			expect(seen.requests).toBeLessThanOrEqual(page + 9);
		});
	});

	it('no server at the address: is named, with what to check', () => {
		const { message, description } = attempts.get('no server')!;
		expect(message).toBe('FlowIQ could not be reached: nothing answers at this address');
		expect(description).toContain("'Base URL'");
	});

	it.each(['no answer', 'half an answer'])("%s within n8n's Timeout option: is named", (name) => {
		const { message, requests } = attempts.get(name)!;
		expect(message).toBe('FlowIQ did not answer in time');
		expect(requests).toBeGreaterThan(1);
	});
});

describe('a refusal in the middle of a list whose end is not announced', () => {
	it.concurrent.each([
		[400, { success: false, error: 'Tenant ID is required' }],
		[401, { success: false, error: 'Invalid API key', message: 'API key has been revoked' }],
		[404, { success: false, error: 'Organization not found', message: 'No organization found' }],
		[404, { success: false, error: 'Contact not found for the provided phone number' }],
		[200, { success: false, error: 'Authentication mismatch' }],
	])(
		'(%i %j) is an error, never a shorter list',
		async (status, body) =>
			await withSimulator(DATA, async (simulator) => {
				const { whatsapp_id } = simulator.contactAt(0);
				simulator.variants = { pagination: 'missingEverywhere' };
				simulator.faults.add({ kind: 'status', status, body, match: { page: 3 }, times: 99 });
				for (const parameters of [
					getContacts({ returnAll: true }),
					getMessages(whatsapp_id, { returnAll: true }),
				]) {
					const result = await runAgainst(simulator, parameters);
					expect(result.status).toBe('error');
					expect(result.error?.message).toContain(body.error);
				}
			}),
	);
});
