/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { HookContext } from 'n8n-core';
import type { IWebhookData } from 'n8n-workflow';
import { download, type DownloadLimits } from '../../nodes/shared/transport/download';
import * as pauses from '../../nodes/shared/transport/pause';
import { description } from '../simulator/support/description';
import type { Credential } from '../support/engine';
import { PICTURE, sendPicture, startFileServer, type FileServer } from '../support/fileServer';
import { SavedTrigger, TRIGGER_NAME } from '../support/triggers';

const TOKEN = 'fiq_never_for_others';

let own: FileServer;
let other: FileServer;
beforeAll(async () => {
	own = await startFileServer();
	other = await startFileServer();
});
beforeEach(() => {
	for (const server of [own, other]) {
		server.answer = sendPicture;
		server.received.length = 0;
	}
});
afterAll(async () => {
	await own.close();
	await other.close();
});

const LIMITS: DownloadLimits = { maxBytes: 1_000_000, silenceMs: 5_000, totalMs: 20_000 };

/** Downloads through n8n's own context of a trigger. */
async function load(url: string, limits: Partial<DownloadLimits> = {}, baseUrl = own.url) {
	const credential: Credential = { accessToken: TOKEN, tenantId: '', baseUrl };
	const trigger = new SavedTrigger({ type: 'flowIqTrigger', parameters: {}, credential });
	const workflow = await trigger.load();
	const context = new HookContext(
		workflow,
		workflow.getNode(TRIGGER_NAME)!,
		await trigger.additionalData(),
		'trigger',
		'activate',
		{} as IWebhookData,
	);
	return await download(context, url, { ...LIMITS, ...limits });
}

const tokens = (server: FileServer) =>
	server.received.map(({ headers }) => headers.authorization ?? 'none');

/** Every open request is closed: nothing is read on behind the back of whoever gave up. */
async function expectClosed(server: FileServer) {
	for (let look = 0; server.open() > 0 && look < 200; look++) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	expect(server.open()).toBe(0);
}

describe('what is too large', () => {
	it('is not read at all when the server says so', async () => {
		other.answer = (_, response) => {
			response.setHeader('content-length', '1000001');
			response.write('x');
		};
		await expect(load(`${other.url}/file`)).rejects.toThrow('it is larger than 1 MB');
		await expectClosed(other);
	});

	it('is read to the limit and no further when the server does not say so', async () => {
		let sent = 0;
		other.answer = (_, response) => {
			const chunk = Buffer.alloc(50_000);
			const more = () => {
				while (!response.destroyed && sent < 50_000_000) {
					sent += chunk.length;
					if (!response.write(chunk)) return void response.once('drain', more);
				}
			};
			more();
		};
		await expect(load(`${other.url}/file`)).rejects.toThrow('it is larger than 1 MB');
		await expectClosed(other);
		expect(sent).toBeLessThan(20_000_000);
	});

	it('is compared byte by byte: a file of exactly the limit is had', async () => {
		other.answer = (_, response) => void response.end(Buffer.alloc(1_000_000, 1));
		expect((await load(`${other.url}/file`)).data).toHaveLength(1_000_000);
		other.answer = (_, response) => void response.end(Buffer.alloc(1_000_001, 1));
		await expect(load(`${other.url}/file`)).rejects.toThrow('larger than');
	});
});

describe('what is no file', () => {
	it.each([
		['text/html; charset=utf-8', '<!doctype html><p>Log in</p>', 'a page (text/html) instead'],
		[undefined, '<html><p>Log in</p>', 'a page (HTML) instead'],
		['image/jpeg', '<!doctype html><p>Log in</p>', 'a page (HTML) instead'],
		['image/png', '{"statusCode":"404"}', 'a page (JSON) instead'],
		['image/png', '', 'an empty file'],
	])('is an error that says what came: %s, %s', async (type, body, message) => {
		other.answer = (_, response) => {
			if (type !== undefined) response.setHeader('content-type', type);
			response.end(body);
		};
		await expect(load(`${other.url}/file`)).rejects.toThrow(`the server sent ${message}`);
	});
});

describe('a server that does not come to an end', () => {
	it.each<[string, FileServer['answer'], Partial<DownloadLimits>, string]>([
		[
			'sends nothing for too long',
			(_, response) => void response.write('half'),
			{ silenceMs: 300 },
			'the server stopped sending it',
		],
		['never answers', () => {}, { silenceMs: 300 }, 'did not answer in time'],
		[
			'trickles on for longer than the whole download may take',
			(_, response) => {
				const drip = setInterval(() => response.write('.'), 20);
				response.on('close', () => clearInterval(drip));
			},
			{ totalMs: 600 },
			'it took longer than 0.6 seconds',
		],
	])('is given up when it %s', async (_, answer, limits, message) => {
		other.answer = answer;
		await expect(load(`${other.url}/file`, limits)).rejects.toThrow(message);
		await expectClosed(other);
	});
});

describe('a fault that passes', () => {
	it.each<[string, FileServer['answer']]>([
		['no connection', (request) => void request.socket.destroy()],
		['a server that is busy', (_, response) => void response.writeHead(503).end()],
		['a server that waited too long', (_, response) => void response.writeHead(408).end()],
		[
			'half a file',
			(request, response) => {
				response.writeHead(200, { 'content-length': '100' });
				response.write('half');
				setTimeout(() => request.socket.destroy(), 20);
			},
		],
	])('does not cost the file: %s', async (_, fault) => {
		other.answer = (request, response) => {
			other.answer = sendPicture;
			fault(request, response);
		};
		expect((await load(`${other.url}/file`)).data).toEqual(PICTURE);
		expect(other.received).toHaveLength(2);
	});

	it('is waited for as long as the server asks', async () => {
		const pause = jest.spyOn(pauses, 'pause').mockResolvedValue();
		other.answer = (_, response) => {
			other.answer = sendPicture;
			response.writeHead(429, { 'retry-after': '2' }).end();
		};
		expect((await load(`${other.url}/file`)).data).toEqual(PICTURE);
		const [[waitMs]] = pause.mock.calls;
		pause.mockRestore();
		expect(waitMs).toBe(2_000);
	});

	it('is not waited for where the server asks for longer than the download may take', async () => {
		other.answer = (_, response) => void response.writeHead(429, { 'retry-after': '30' }).end();
		await expect(load(`${other.url}/file`)).rejects.toMatchObject({
			message: expect.stringContaining('status 429') as string,
		});
		expect(other.received).toHaveLength(1);
	});

	it.each([
		[503, 3, 'in a few minutes'],
		[500, 3, 'in a few minutes'],
		[429, 3, 'in a few minutes'],
		[408, 3, 'in a few minutes'],
		[499, 1, 'expired'],
		[430, 1, 'expired'],
		[410, 1, 'no longer exists'],
		[404, 1, 'no longer exists'],
		[400, 1, 'expired'],
		[302, 1, 'expired'],
		[206, 1, 'expired'],
	])('is not waited for for ever, and a refusal not at all: %i', async (status, tries, advice) => {
		other.answer = (_, response) => void response.writeHead(status).end();
		await expect(load(`${other.url}/file`)).rejects.toMatchObject({
			message: expect.stringContaining(`status ${status}`) as string,
			description: expect.stringContaining(advice) as string,
		});
		expect(other.received).toHaveLength(tries);
	});
});

describe('a redirect', () => {
	/** `/3` leads to `/2`, that to `/1`, and that to the file. */
	const steps: FileServer['answer'] = (request, response) => {
		const left = Number(request.url?.slice(1));
		if (left === 0) return sendPicture(request, response);
		response.writeHead(300 + left, { location: `/${left - 1}` }).end('moved');
	};

	it('is followed to the file, three times and no further', async () => {
		other.answer = steps;
		expect((await load(`${other.url}/3`)).data).toEqual(PICTURE);
		expect(other.received.map(({ url }) => url)).toEqual(['/3', '/2', '/1', '/0']);
		await expect(load(`${other.url}/4`)).rejects.toThrow('redirects too often');
		expect(other.received).toHaveLength(8);
		await expectClosed(other);
	});

	it.each([
		[300, '/0', 'had'],
		[400, '/0', 'status 400'],
		[302, 'http://[', 'redirects too often, or to no address'],
	])('is what has a status of one and an address: %i to %s', async (status, location, outcome) => {
		other.answer = (request, response) =>
			request.url === '/0'
				? sendPicture(request, response)
				: void response.writeHead(status, { location }).end();
		const loaded = load(`${other.url}/1`);
		if (outcome === 'had') expect((await loaded).data).toEqual(PICTURE);
		else await expect(loaded).rejects.toThrow(outcome);
	});
});

describe('the token', () => {
	const redirect =
		(location: string): FileServer['answer'] =>
		(_, response) =>
			void response.writeHead(302, { location }).end('moved');

	it('goes to the base URL’s own origin', async () => {
		await load(`${own.url}/media/1`);
		expect(tokens(own)).toEqual([`Bearer ${TOKEN}`]);
	});

	it('does not come back from another host', async () => {
		other.answer = redirect(`${own.url}/media/1`);
		await load(`${other.url}/file`);
		expect([...tokens(other), ...tokens(own)]).toEqual(['none', 'none']);
	});

	it('does not go there and back', async () => {
		own.answer = (request, response) =>
			request.url === '/media/1'
				? redirect(`${other.url}/file`)(request, response)
				: sendPicture(request, response);
		other.answer = redirect(`${own.url}/media/2`);
		await load(`${own.url}/media/1`);
		expect(tokens(own)).toEqual([`Bearer ${TOKEN}`, 'none']);
		expect(tokens(other)).toEqual(['none']);
	});

	it('stays on a redirect within the own origin', async () => {
		own.answer = (request, response) =>
			request.url === '/media/1'
				? redirect('/media/2')(request, response)
				: sendPicture(request, response);
		await load(`${own.url}/media/1`);
		expect(tokens(own)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
	});

	it.each([
		'/conversations?action=contacts',
		'/Conversations',
		'//conversations',
		'/%63onversations/',
		'/x/../contact?whatsappNumber=1',
		'/send-whatsapp;a=b',
		'/send-template',
		'/set-webhooks#x',
	])('opens no route of the API in place of a file: %s', async (path) => {
		await expect(load(`${own.url}${path}`)).rejects.toThrow('is a route of the FlowIQ API');
		expect(own.received).toEqual([]);
	});

	it.each(Object.keys(description.paths))(
		'opens no path of the API in place of a file: %s (else enter it in API_ROUTES)',
		async (path) => {
			await expect(load(`${own.url}${path}`)).rejects.toThrow('is a route of the FlowIQ API');
			expect(own.received).toEqual([]);
		},
	);

	it.each([
		['/100%/picture.png', ''],
		['/media/contact', ''],
		['/contacts', ''],
		['/gatewayed/contact', '/gateway'],
		['/gateway/media/contact', '/gateway'],
	])('opens a file whose address only looks like a route: %s', async (path, base) => {
		const { data } = await load(`${own.url}${path}`, {}, own.url + base);
		expect(data).toEqual(PICTURE);
		expect(tokens(own)).toEqual([`Bearer ${TOKEN}`]);
	});

	it('leaves with no address that holds it, not even by a redirect', async () => {
		const leak = `${other.url}/file?key=${TOKEN}`;
		own.answer = redirect(leak);
		for (const url of [leak, `${own.url}/media/1`]) {
			await expect(load(url)).rejects.toThrow('its address holds the API key');
		}
		expect(other.received).toEqual([]);
	});

	it('opens no route of the API below a base URL with a path, nor by a redirect', async () => {
		const base = `${own.url}/gateway`;
		await expect(load(`${base}/contact`, {}, base)).rejects.toThrow('is a route');
		await expect(load(`${own.url}/contact`, {}, base)).rejects.toThrow('is a route');
		own.answer = redirect('/gateway/conversations');
		await expect(load(`${base}/media/1`, {}, base)).rejects.toThrow('is a route');
		expect(own.received).toHaveLength(1);
	});
});

describe('an address inside the network of n8n', () => {
	const PUBLIC = 'https://api.flowiq.live';

	it.each(['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '0.0.0.0'])(
		'is refused before anything is sent, however it is spelled: %s',
		async (host) => {
			const { port } = new URL(other.url);
			await expect(load(`http://${host}:${port}/file`, {}, PUBLIC)).rejects.toMatchObject({
				message: expect.stringMatching(/is inside this network/) as string,
				description: expect.stringContaining('public addresses') as string,
			});
			expect(other.received).toEqual([]);
		},
	);

	it('is refused where a redirect leads to it', async () => {
		const proxy = await startFileServer();
		process.env.HTTP_PROXY = proxy.url;
		try {
			proxy.answer = (_, response) =>
				void response.writeHead(302, { location: `${other.url}/secret` }).end();
			await expect(load('http://files.flowiq.live/1', {}, PUBLIC)).rejects.toThrow(
				'is inside this network',
			);
			expect(proxy.received).toHaveLength(1);
			expect(other.received).toEqual([]);
		} finally {
			delete process.env.HTTP_PROXY;
			await proxy.close();
		}
	});

	it('is allowed when FlowIQ itself is on this computer', async () => {
		expect((await load(`${other.url}/file`)).data).toEqual(PICTURE);
	});
});
