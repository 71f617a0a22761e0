import { logged } from '../support/loudLogs';
import type { IBinaryData } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { startOtherServer, type OtherServer } from '../support/otherServer';
import { useStage } from './support/webhook';

const TOKEN = 'fiq_never_for_others';

const { simulator, server, publish, deliver, started } = useStage({
	contacts: 3,
	messagesPerContact: 300,
	token: TOKEN,
});

let other: OtherServer;
beforeAll(async () => {
	other = await startOtherServer();
});
afterAll(async () => await other.close());
beforeEach(() => {
	other.received.length = 0;
	logged.length = 0;
});

function messageWith(media: string): Message {
	const messages = simulator().messagesOf(simulator().contactAt(0).id);
	return messages.find(({ media_type, media_url }) => media_type === media && media_url)!;
}

/** Delivers a message with a file. */
async function receive(
	media_url: string | null,
	options: Record<string, string | boolean> = { downloadMedia: true },
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

	it.each([301, 302, 303, 307, 308])(
		'to which a redirect (%i) leads is asked without the token',
		async (status) => {
			const location = `${other.url}/stored/file.jpg`;
			simulator().faults.add({
				kind: 'redirect',
				status,
				location,
				match: ({ path }) => path.startsWith('/media/'),
			});
			const { binary } = await receive(messageWith('image').media_url!);
			expect(binary).toBeDefined();
			expect(other.received).toHaveLength(1);
			expect(JSON.stringify(other.received)).not.toContain(TOKEN);
		},
	);

	it('under the same name but another port counts as another', async () => {
		expect(new URL(other.url).hostname).toBe(new URL(simulator().url).hostname);
		await receive(`${other.url}/file`);
		expect(JSON.stringify(other.received)).not.toContain(TOKEN);
	});
});

describe('a file that cannot be had', () => {
	const media = () => messageWith('image').media_url!;
	const match = ({ path }: { path: string }) => path.startsWith('/media/');

	it.each<[string, () => string, () => unknown, RegExp]>([
		['has expired', media, () => (simulator().variants = { media: 'expired' }), /status 403/],
		['is gone', () => `${simulator().url}/media/none`, () => {}, /status 404/],
		['breaks off', media, () => simulator().faults.add({ kind: 'resetMidBody', match }), /./],
		['is never sent', media, () => simulator().faults.add({ kind: 'reset', match }), /./],
		[
			'is redirected for ever',
			media,
			() => {
				const location = '/media/again';
				simulator().faults.add({ kind: 'redirect', location, match, times: 50 });
			},
			/status 302/,
		],
		['is on this computer', () => 'file:///etc/passwd', () => {}, /no web address/],
		[
			'is redirected to this computer',
			media,
			() => simulator().faults.add({ kind: 'redirect', location: 'file:///etc/passwd', match }),
			/no web address/,
		],
		['has no address', () => 'somewhere', () => {}, /no web address/],
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
});
