/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { RequestListener, ServerResponse } from 'node:http';
import { MAX_REQUESTS, LiveClient } from '../../scripts/check-live/client';
import { couldRead, observe } from '../../scripts/check-live/observe';
import {
	verdictsOf,
	checkedSubjects,
	type AssumptionVerdict,
} from '../../scripts/check-live/verdicts';
import type { Facts } from '../../scripts/check-live/words';
import { observeWriting } from '../../scripts/check-live/write';
import { addressWithoutServer } from '../support/otherServer';
import { listen } from '../support/loopback';

const TOKEN = 'fiq_simulator_token';

interface Checked {
	facts: Facts;
	sent: number;
	waited: number;
	judged: AssumptionVerdict[];
}

async function checkAt(baseUrl: string): Promise<Checked> {
	let waited = 0;
	const client = new LiveClient({ baseUrl, token: TOKEN, tenantId: 'acme' }, async (ms) => {
		waited += ms;
	});
	const read = await observe(client);
	const written = couldRead(read) ? await observeWriting(client, '27123456789') : {};
	const facts = { ...read, ...written };
	const judged = verdictsOf(checkedSubjects, facts).filter(({ verdict }) => verdict !== 'not seen');
	return { facts, sent: client.sent, waited, judged };
}

async function checkServer(answer: RequestListener): Promise<Checked> {
	const server = await listen(answer);
	try {
		return await checkAt(server.url);
	} finally {
		await server.close();
	}
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}

const REFUSAL = { success: false, error: 'Too many requests' };

/** What is said of no assumption: nothing was seen of it. */
const SERVERS: Array<[string, RequestListener]> = [
	['a web page', (_, response) => void response.end('<html><h1>Welcome</h1></html>')],
	['nothing at all', (request) => void request.socket.destroy()],
	['a list in place of an object', (_, response) => send(response, 200, [])],
	['a list under another name', (_, response) => send(response, 200, { data: [{ id: '1' }] })],
	['an object in place of the list', (_, response) => send(response, 200, { contacts: {} })],
	['a fault', (_, response) => send(response, 503, { error: 'Down' })],
	['a redirect', (_, response) => send(response, 302, {}, { location: 'https://example.com/' })],
];

describe('the check of a server that is not FlowIQ', () => {
	it.each(SERVERS)('ends, and judges nothing: %s', async (_, answer) => {
		const { sent, judged } = await checkServer(answer);

		expect(judged).toEqual([]);
		expect(sent).toBeLessThanOrEqual(MAX_REQUESTS);
	});

	it('ends where nothing listens', async () => {
		const { facts, sent } = await checkAt(await addressWithoutServer());

		expect(facts.status).toBe('no answer');
		expect(sent).toBeLessThan(10);
	});

	it('does not wait for an hour because a 429 asks for it', async () => {
		const { facts, waited, judged } = await checkServer((_, response) =>
			send(response, 429, REFUSAL, { 'retry-after': '3600' }),
		);

		expect(waited).toBe(0);
		expect(facts).toMatchObject({ status: expect.stringMatching(/^429/), retryAfter: 'seconds' });
		expect(judged.map(({ subject }) => subject)).toEqual(['429: body and waiting time']);
	});

	it('waits until the moment that a 429 names', async () => {
		let count = 0;
		const { waited } = await checkServer((_, response) => {
			const moment = new Date(Date.now() + 20_000).toUTCString();
			if (++count === 1) send(response, 429, REFUSAL, { 'retry-after': moment });
			else response.end();
		});

		expect(waited).toBeGreaterThan(18_000);
		expect(waited).toBeLessThan(21_000);
	});

	it('keeps to its requests and to five minutes of waiting when every second request is refused', async () => {
		let count = 0;
		const { sent, waited, judged } = await checkServer((_, response) => {
			count++;
			if (count % 2 === 1) send(response, 429, REFUSAL, { 'retry-after': '30' });
			else send(response, 200, { success: true, contacts: [{ id: '1', whatsapp_id: '2' }] });
		});

		expect(sent).toBeLessThanOrEqual(MAX_REQUESTS);
		expect(waited).toBeLessThanOrEqual(300_000);
		expect(judged.length).toBeGreaterThan(0);
	});

	it('puts nothing that the server says into words of its own, wherever it stands', async () => {
		const person = {
			name: 'Thandi',
			full: 'ThandiNkosi',
			number: '27831234567',
			street: 'Mainroad',
		};
		const said = [TOKEN, ...Object.values(person)];
		const echo = Object.fromEntries(said.map((word) => [word, word]));
		const record = {
			...echo,
			...{ id: person.number, whatsapp_id: person.number, message: person.full },
			...{ created_at: `012-345-${person.number.slice(-4)}`, sender_type: person.name },
			bot_status: person.name,
			has_unread_messages: true,
		};
		const { facts } = await checkServer((request, response) => {
			const isError = /no-such|999|fiq_not/.test(`${request.url}${request.headers.authorization}`);
			const headers = {
				[`x-ratelimit-${person.name}`]: TOKEN,
				'x-ratelimit-reset': person.number,
				'retry-after': person.name,
			};
			const texts = { error: said.join(' '), message: person.full, details: TOKEN };
			const lists = { contacts: [record], messages: [record], contact: record, data: echo };
			const body = isError
				? { ...echo, success: person.name, ...texts }
				: { ...echo, ...lists, pagination: echo, success: person.name };
			send(response, isError ? 400 : 200, body, headers);
		});
		const report = JSON.stringify([facts, verdictsOf(checkedSubjects, facts)]).toLowerCase();

		expect(facts.contactFieldNames).toMatch(/5 undocumented/);
		for (const word of [...said, person.number.slice(-4)]) {
			expect(report).not.toContain(word.toLowerCase());
		}
	});
});
