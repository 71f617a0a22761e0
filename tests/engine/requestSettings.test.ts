/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { sleep } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator';
import { searchList, type Credential } from '../support/engine';
import {
	credentialFor,
	findByPhone,
	getContacts,
	getMessages,
	runAgainst,
	useNode,
} from '../support/flowiq';
import { listen } from '../support/loopback';
import { SELF_SIGNED } from '../support/selfSigned';

const { simulator, run } = useNode({ contacts: 2_000, messagesPerContact: 3 });

const answerEmpty: RequestListener = (_, response) => {
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify({ success: true, contacts: [], count: 0 }));
};

/** Starts a server for one test, with or without TLS, and ends it afterwards. */
async function withServer(
	isTls: boolean,
	listener: RequestListener,
	test: (port: number) => Promise<void>,
): Promise<void> {
	const server = await listen(isTls ? createTlsServer(SELF_SIGNED, listener) : listener);
	try {
		await test(server.port);
	} finally {
		await server.close();
	}
}

/** Starts a proxy that answers in place of FlowIQ; the test gets its address and what it was asked for. */
async function withProxy(test: (proxy: string, seen: string[]) => Promise<void>): Promise<void> {
	const seen: string[] = [];
	const listener: RequestListener = (request, response) => {
		seen.push(`${request.method} ${request.url}`);
		answerEmpty(request, response);
	};
	await withServer(false, listener, async (port) => await test(`http://127.0.0.1:${port}`, seen));
}
describe('the proxy of Request Options', () => {
	it('carries every request, to the address that was asked for', async () => {
		await withProxy(async (proxy, seen) => {
			const { error } = await run(getContacts({ requestOptions: { proxy } }));
			expect(error).toBeUndefined();
			expect(seen).toHaveLength(1);
			expect(seen[0]).toContain(`GET ${simulator().url}/conversations?`);
			expect(simulator().requests).toEqual([]);
		});
	});

	it('is what the error points to where nobody answers there', async () => {
		const parameters = { requestOptions: { proxy: 'http://127.0.0.1:1' }, options: { maxWait: 0 } };
		const { error } = await run(getContacts(parameters));
		expect(error?.message).toMatch(/^FlowIQ could not be reached/);
		expect(error?.description).toMatch(/^Check 'Proxy' under 'Request Options' in the node's/);
	});

	it('may be another one for each input item', async () => {
		await withProxy(async (proxy, seen) => {
			const requestOptions = { proxy: '={{ $json.proxy }}' };
			const items = ['', proxy].map((one) => ({ json: { proxy: one } }));
			const { error } = await run(getContacts({ requestOptions }), { items });
			expect(error).toBeUndefined();
			expect([seen.length, simulator().requests.length]).toEqual([1, 1]);
		});
	});
});

describe('the timeout of Request Options', () => {
	it('is what the error points to where it is over', async () => {
		simulator().latencyMs = 500;
		const parameters = { requestOptions: { timeout: 50 }, options: { maxWait: 0 } };
		const { error } = await run(getContacts(parameters));
		expect(error?.message).toBe('FlowIQ did not answer in time');
		expect(error?.description).toMatch(/^Raise 'Timeout' under 'Request Options' in the node's/);
	});
});

describe('a certificate that nobody vouches for', () => {
	const on = (port: number): Credential => ({
		accessToken: 'fiq_simulator_token',
		baseUrl: `https://localhost:${port}`,
	});

	it('is refused, and the error points to the setting that accepts it', async () => {
		await withServer(true, answerEmpty, async (port) => {
			const { error } = await run(getContacts(), { credential: on(port) });
			expect(error?.message).toMatch(/^The request was not sent: self.signed certificate/i);
			expect(error?.description).toMatch(/SSL under 'Request Options' in the node's settings/);
		});
	});

	it('is accepted with Ignore SSL Issues', async () => {
		await withServer(true, answerEmpty, async (port) => {
			const parameters = getContacts({ requestOptions: { allowUnauthorizedCerts: true } });
			const { error, items } = await run(parameters, { credential: on(port) });
			expect(error).toBeUndefined();
			expect(items).toEqual([]);
		});
	});
});

describe("the credential's allowed domains", () => {
	const restricted = (allowedDomains: string): Credential => ({
		...credentialFor(simulator()),
		...{ allowedHttpRequestDomains: 'domains', allowedDomains },
	});

	it('keep a request from leaving for any other host', async () => {
		const { error } = await run(getContacts(), {
			credential: restricted('api.flowiq.live'),
		});
		expect(error?.message).toMatch(/^The request was not sent: .*domain/i);
		expect(error?.description).toContain('allowed domains of the FlowIQ credential');
		expect(simulator().requests).toEqual([]);
	});

	it('keep it from leaving in the contact list of the editor, too', async () => {
		await expect(searchList('searchContacts', restricted('api.flowiq.live'))).rejects.toThrow(
			/^The request was not sent: .*domain/i,
		);
		expect(simulator().requests).toEqual([]);
	});

	it('let through what they name', async () => {
		const result = await run(getContacts(), { credential: restricted('127.0.0.1') });
		expect(result.items).toHaveLength(50);
	});
});

describe('the time for a whole answer', () => {
	it('ends one that trickles in, however steadily', async () => {
		const trickle: RequestListener = async (_, response) => {
			response.setHeader('content-type', 'application/json');
			while (!response.destroyed) {
				response.write(' ');
				await sleep(50);
			}
		};
		await withServer(false, trickle, async (port) => {
			const credential = { accessToken: 'fiq_trickle', baseUrl: `http://127.0.0.1:${port}` };
			const parameters = getContacts({
				options: { maxWait: 0 },
				requestOptions: { timeout: 400 },
			});
			const { error } = await run(parameters, { credential });
			expect(error?.message).toBe('FlowIQ did not answer in time');
		});
	}, 20_000);
});

it('FlowIQ is asked for JSON and nothing else, so that what stands in between says its errors in JSON too', async () => {
	await run(getContacts());
	expect(simulator().requests.map(({ headers }) => headers.accept)).toEqual(['application/json']);
});

describe('requests at once', () => {
	/** @returns a function that gives the most requests that a server had to answer at the same time */
	function watch(server: Simulator): () => number {
		let underWay = 0;
		let most = 0;
		server.onRequest(async () => {
			most = Math.max(most, ++underWay);
			await sleep(30);
			underWay--;
		});
		return () => most;
	}

	const contactItems = (count: number) =>
		simulator()
			.contacts.slice(0, count)
			.map(({ whatsapp_id }) => ({ json: { phone: whatsapp_id } }));

	it('are eight at the most for fifty items, and for two executions together', async () => {
		const most = watch(simulator());
		const items = contactItems(50);
		const asking = async () => await run(findByPhone('={{ $json.phone }}'), { items });
		const results = await Promise.all([asking(), asking()]);
		expect(results.map((result) => result.items.length)).toEqual([50, 50]);
		expect(most()).toBe(8);
	});

	it('are eight at the most for the pages of a list', async () => {
		const most = watch(simulator());
		const { items } = await run(getContacts({ returnAll: true }));
		expect(items).toHaveLength(2_000);
		expect(most()).toBe(8);
	});

	it('are as many as Max Concurrent Requests says, over all items of the node', async () => {
		const most = watch(simulator());
		const items = contactItems(12);
		await run(getMessages('={{ $json.phone }}', { options: { maxConcurrency: 3 } }), { items });
		expect(most()).toBe(3);
	});

	it('are eight at the most for each key, and another key has eight of its own', async () => {
		const other = await startSimulator({ contacts: 2_000, token: 'fiq_another_token' });
		try {
			const mosts = [simulator(), other].map(watch);
			await Promise.all(
				[simulator(), other].map(
					async (server) => await runAgainst(server, getContacts({ returnAll: true })),
				),
			);
			expect(mosts.map((most) => most())).toEqual([8, 8]);
		} finally {
			await other.close();
		}
	});
});
