/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { logged } from '../support/loudLogs';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { Fault, Message } from '../../simulator';
import {
	PICTURE as PICTURE_FILE,
	sendPicture,
	startFileServer,
	type FileServer,
} from '../support/fileServer';
import { useStage } from './support/webhook';

const TOKEN = 'fiq_never_for_others';

const { simulator, server, publish, deliver, started } = useStage({
	contacts: 3,
	messagesPerContact: 300,
	token: TOKEN,
});

let other: FileServer;
beforeAll(async () => {
	other = await startFileServer();
});
afterAll(async () => await other.close());
beforeEach(() => {
	other.received.length = 0;
	other.answer = sendPicture;
	logged.length = 0;
});

function messageWith(media: string): Message {
	const messages = simulator().messagesOf(simulator().contactAt(0).id);
	return messages.find(({ media_type, media_url }) => media_type === media && media_url)!;
}

/** An event with a file. */
const withFile = (fields: IDataObject) => simulator().makeEvent('message_received', { fields });

/** Delivers a message with a file. */
async function receive(
	media_url: string | null,
	options: Record<string, string | boolean | number> = { downloadMedia: true },
) {
	await publish({ options });
	const message = { media_type: 'image', media_url } as const;
	await deliver(simulator().makeEvent('message_received', { message }));
	expect(started()).toHaveLength(1);
	const [[{ json, binary }]] = server().runs;
	return { json, binary };
}

const requestsForMedia = () =>
	simulator().requests.filter(({ path }) => path.startsWith('/media/'));

async function served(url: string): Promise<string> {
	const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
	return Buffer.from(await response.arrayBuffer()).toString('base64');
}

describe('the file of a message', () => {
	it.each([
		['image', 'image/png'],
		['video', 'video/mp4'],
		['audio', 'audio/ogg'],
		['document', 'application/pdf'],
	])('%s is attached byte by byte, with its type and name', async (media, mimeType) => {
		simulator().variants = { media: 'bearer' };
		const { media_url } = messageWith(media);
		const { binary } = await receive(media_url!);
		const { data, ...file } = (binary as Record<string, IBinaryData>).data;
		expect(file).toMatchObject({ mimeType, fileName: media_url!.split('/').at(-1) });
		expect(data).toBe(await served(media_url!));
	});

	it('is asked for with the token, from the base URL’s own origin', async () => {
		await receive(messageWith('image').media_url!);
		expect(requestsForMedia()).toHaveLength(1);
		expect(requestsForMedia()[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
	});

	it('goes into the field that was named', async () => {
		const options = { downloadMedia: true, binaryPropertyName: 'photo' };
		const { binary } = await receive(messageWith('image').media_url!, options);
		expect(Object.keys(binary!)).toEqual(['photo']);
	});

	it('is left alone unless it is asked for, and where there is none', async () => {
		const { binary } = await receive(messageWith('image').media_url!, {});
		expect(binary).toBeUndefined();
		for (const none of [null, '', '  ']) {
			server().runs.length = 0;
			const { json } = await receive(none);
			expect(json).not.toHaveProperty('media_error');
		}
		expect(requestsForMedia()).toEqual([]);
	});
});

describe('another host', () => {
	it('is asked without the token', async () => {
		const { binary } = await receive(`${other.url}/stored/file.jpg?signature=1`);
		expect(binary?.data.fileName).toBe('file.jpg');
		expect(other.received).toHaveLength(1);
		expect(other.received[0].url).toBe('/stored/file.jpg?signature=1');
		expect(JSON.stringify(other.received)).not.toContain(TOKEN);
	});

	it.each([301, 302, 303, 307, 308])('that a redirect (%i) names gets no token', async (status) => {
		const location = `${other.url}/stored/file.jpg`;
		const match = ({ path }: { path: string }) => path.startsWith('/media/');
		simulator().faults.add({ kind: 'redirect', status, location, match });
		const { binary } = await receive(messageWith('image').media_url!);
		expect(binary).toBeDefined();
		expect(other.received).toHaveLength(1);
		expect(JSON.stringify(other.received)).not.toContain(TOKEN);
	});

	it('under the same name but another port counts as another', async () => {
		expect(new URL(other.url).hostname).toBe(new URL(simulator().url).hostname);
		await receive(`${other.url}/file`);
		expect(JSON.stringify(other.received)).not.toContain(TOKEN);
	});
});

describe('a file that cannot be had', () => {
	const media = () => messageWith('image').media_url!;
	/** A fault that meets requests for files. */
	const add = (fault: Fault) => () =>
		simulator().faults.add({ match: ({ path }) => path.startsWith('/media/'), ...fault });

	it.each<[string, () => string, () => unknown, RegExp]>([
		['has expired', media, () => (simulator().variants = { media: 'expired' }), /status 403/],
		['is gone', () => `${simulator().url}/media/none`, () => {}, /status 404/],
		['breaks off', media, add({ kind: 'resetMidBody', times: 9 }), /broke off/],
		['is never sent', media, add({ kind: 'reset', times: 9 }), /broke off/],
		[
			'is redirected for ever',
			media,
			add({ kind: 'redirect', location: '/media/again', times: 50 }),
			/redirects too often/,
		],
		['is on this computer', () => 'file:///etc/passwd', () => {}, /not a web address/],
		[
			'is redirected to this computer',
			media,
			add({ kind: 'redirect', location: 'file:///etc/passwd' }),
			/not a web address/,
		],
		['is a log-in page', media, add({ kind: 'html200' }), /a page/],
		['is empty', media, add({ kind: 'empty200' }), /empty file/],
		[
			'is the list of contacts',
			() => `${simulator().url}/conversations?action=contacts`,
			() => {},
			/route of the FlowIQ API/,
		],
		['has no address', () => 'somewhere', () => {}, /not a web address/],
	])('because it %s does not lose the event, which says why', async (_, url, arrange, reason) => {
		const address = url();
		arrange();
		const { json, binary } = await receive(address);
		expect(binary).toBeUndefined();
		expect(json.media_error).toMatch(reason);
		expect(json.media_error).toMatch(/^The file could not be downloaded: /);
		expect(json.media_url).toBe(address);
		expect(logged.join('\n')).toContain('could not be downloaded');
		expect(`${JSON.stringify(json)}${logged.join()}`).not.toContain(TOKEN);
		expect(requestsForMedia().length).toBeLessThanOrEqual(4);
	});

	it('because it is larger than allowed: the item says so, and which option to raise', async () => {
		const options = { downloadMedia: true, maxSize: 0.00001 };
		const { json, binary } = await receive(`${other.url}/file.png`, options);
		expect(binary).toBeUndefined();
		expect(json.media_error).toBe(
			"The file could not be downloaded: it is larger than 0.00001 MB. Raise 'Max File Size (MB)' if n8n has enough memory for it.",
		);
	});

	it.each([
		['half a minute', '30 seconds', 'saved', 30_000],
		['five minutes where FlowIQ has its answer', '300 seconds', 'atOnce', 300_000],
	])('for ever holds up the event no longer than %s', async (_, words, answer, longest) => {
		const limits: number[] = [];
		const real = AbortSignal.timeout.bind(AbortSignal);
		const spy = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			limits.push(ms);
			return real(ms >= 30_000 ? 300 : ms);
		});
		other.answer = (__, response) => {
			const drip = setInterval(() => response.write('.'), 20);
			response.on('close', () => clearInterval(drip));
		};
		await publish({ options: { downloadMedia: true, answer } });
		await deliver(withFile({ media_type: 'image', media_url: `${other.url}/file.png` }));
		await server().settled();
		spy.mockRestore();
		expect(started()[0].media_error).toContain(`it took longer than ${words}`);
		expect(limits).toContain(longest);
	});

	it.each([{ maxSize: 'big' }, { binaryPropertyName: { a: 1 } }])(
		'because an option became one that cannot be read (%j): the item says so',
		async (change) => {
			const trigger = await publish();
			trigger.setup.parameters.options = { downloadMedia: true, ...change };
			await deliver(withFile({ media_type: 'image', media_url: `${other.url}/file.png` }));
			expect(started()[0].media_error).toMatch(/^The file could not be downloaded: '/);
		},
	);
});

describe('the name and the type of a file', () => {
	it.each<[string, string, string | null, string, string]>([
		['/a/Brief%20M%C3%A4rz.pdf', 'application/pdf', null, 'Brief März.pdf', 'application/pdf'],
		['/a/1', 'application/octet-stream', 'photo.jpg', 'photo.jpg', 'image/jpeg'],
		['/a/photo.webp', 'binary/octet-stream', null, 'photo.webp', 'image/webp'],
		['/a/1', 'image/png', '../../photo.png', 'photo.png', 'image/png'],
	])('%s as %s, called %p', async (path, contentType, file_name, fileName, mimeType) => {
		other.answer = (_, response) => {
			response.setHeader('content-type', contentType);
			response.end(contentType.startsWith('image') || path === '/a/1' ? PICTURE_FILE : 'x');
		};
		await publish({ options: { downloadMedia: true } });
		await deliver(
			withFile({ media_type: 'document', media_url: `${other.url}${path}`, file_name }),
		);
		const { data } = server().runs[0][0].binary!;
		expect([data.fileName, data.mimeType]).toEqual([fileName, mimeType]);
		expect(data.directory).toBeUndefined();
	});
});

describe('FlowIQ’s answer', () => {
	it('comes before the download when it is to come at once', async () => {
		let isAnswered = false;
		let wasAnswered = false;
		other.answer = (request, response) => {
			setTimeout(() => {
				wasAnswered = isAnswered;
				sendPicture(request, response);
			}, 100);
		};
		await publish({ options: { downloadMedia: true, answer: 'atOnce' } });
		const message = { media_type: 'image', media_url: `${other.url}/file.png` } as const;
		const [{ status }] = await deliver(simulator().makeEvent('message_received', { message }));
		isAnswered = true;
		expect(status).toBe(200);
		await server().settled();
		expect(wasAnswered).toBe(true);
		expect(server().runs[0][0].binary?.data.fileName).toBe('file.png');
	});
});
