import type { IDataObject } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { startFileServer } from '../support/fileServer';
import { getMessages, records, useNode } from '../support/flowiq';

const { simulator, run, read } = useNode({ contacts: 2, messagesPerContact: 300 });

const whatsappId = () => simulator().contactAt(0).whatsapp_id;

const withFiles = (): Message[] =>
	simulator()
		.messagesOf(whatsappId())
		.filter(({ media_url }) => media_url);

function messageWith(media: string): Message {
	return withFiles().find(({ media_type }) => media_type === media)!;
}

const downloadOf = (mediaUrl: unknown, more: IDataObject = {}): IDataObject => ({
	resource: 'message',
	operation: 'downloadMedia',
	mediaUrl: mediaUrl as string,
	...more,
});

async function served(url: string): Promise<string> {
	return Buffer.from(await (await fetch(url)).arrayBuffer()).toString('base64');
}

describe('Download Media', () => {
	it('that is stopped says so, and not that the file cannot be had', async () => {
		let stop: () => void = () => undefined;
		const files = await startFileServer();
		files.answer = () => stop();
		try {
			const more = { onStarted: (press: () => void) => (stop = press) };
			const result = await run(downloadOf(`${files.url}/a.png`), more);
			expect(result.status).toBe('canceled');
			expect(result.error?.message).toBe('The execution was canceled');
		} finally {
			await files.close();
		}
	});

	it.each([
		['image', 'image/png'],
		['video', 'video/mp4'],
		['audio', 'audio/ogg'],
		['document', 'application/pdf'],
	])('gives the file of a message (%s) with its name, type and size', async (media, mimeType) => {
		const { media_url } = messageWith(media);
		const { items } = await run(downloadOf(media_url, { binaryPropertyName: 'file' }));
		const [{ json, binary, pairedItem }] = items;
		const bytes = await served(media_url!);
		const fileName = media_url!.split('/').at(-1);
		expect(binary!.file).toMatchObject({ data: bytes, mimeType, fileName });
		expect(json).toEqual({
			media_url,
			file_name: fileName,
			mime_type: mimeType,
			file_size: Buffer.from(bytes, 'base64').length,
		});
		expect(pairedItem).toEqual({ item: 0 });
	});

	it.each([
		['expired', 'The link may have expired'],
		['gone', 'The file no longer exists'],
		['missing', 'The file no longer exists'],
	] as const)('says that a link no longer works: %s', async (media, advice) => {
		const { media_url } = messageWith('image');
		simulator().variants = { media };
		const { error } = await run(downloadOf(media_url));
		expect(error?.message).toMatch(/^The file could not be downloaded: the server answered/);
		expect(error?.message).toContain("'Media URL'");
		expect(error?.description).toContain(advice);
	});

	it('does not load a file larger than the limit', async () => {
		const { media_url } = messageWith('image');
		const { error } = await run(downloadOf(media_url, { options: { maxSize: 0.00001 } }));
		expect(error?.message).toContain('larger than 0.00001 MB');
	});

	it('goes on with the other items when one file cannot be had', async () => {
		const [first] = withFiles();
		const items = [first.media_url, `${simulator().url}/media/no-such-file.png`].map((url) => ({
			json: { url } as IDataObject,
		}));
		const result = await run(downloadOf('={{ $json.url }}'), {
			items,
			onError: 'continueErrorOutput',
		});
		expect(result.items.map(({ json }) => json.media_url)).toEqual([first.media_url]);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
	});

	it.each<[string, unknown, RegExp]>([
		['no address', '={{ null }}', /'Media URL' is empty/],
		['a name', 'photo.jpg', /'Media URL' is not a web address: photo\.jpg/],
		[
			'two addresses',
			'https://a.example/1\nhttps://a.example/2',
			/'Media URL' holds several addresses/,
		],
		['another protocol', 'file:///etc/passwd', /'Media URL' is not a web address/],
		['a list', "={{ ['https://x.example/a.png'] }}", /'Media URL' is not text/],
	])('refuses %s by name, without a request', async (_, mediaUrl, message) => {
		const { error } = await run(downloadOf(mediaUrl));
		expect(error?.message).toMatch(message);
		expect(simulator().requests).toEqual([]);
	});
});

describe('Message Get Many with Download Media', () => {
	const parameters = (options: IDataObject) => getMessages(whatsappId(), { limit: 100, options });

	it('attaches each file to its message, and leaves the others as they are', async () => {
		const plain = await run(parameters({}));
		const { items } = await run(parameters({ downloadMedia: true, binaryPropertyName: 'file' }));
		expect(items.map(({ json }) => json)).toEqual(plain.items.map(({ json }) => json));
		const attached = items.filter(({ binary }) => binary);
		expect(attached).not.toEqual([]);
		expect(attached.map(({ json }) => json)).toEqual(
			plain.items.map(({ json }) => json).filter(({ media_url }) => media_url),
		);
		const [{ json, binary }] = attached;
		expect(binary!.file.data).toBe(await served(json.media_url as string));
	});

	it('keeps a message whose file cannot be had, and says why', async () => {
		simulator().variants = { media: 'expired' };
		const messages = await read(parameters({ downloadMedia: true }));
		const failed = messages.filter(({ media_url }) => media_url);
		expect(messages).toHaveLength(100);
		for (const { media_error } of failed) expect(media_error).toMatch(/status 403/);
	});

	it.each([[['https://example.com/a.png']], [{ url: 'https://example.com/a.png' }]])(
		'keeps a message whose address is no text (%j), and says so',
		async (media_url) => {
			const messages = [{ media_type: 'image', media_url }, { media_url: {} }, { media_url: null }];
			const body = { success: true, messages: messages.map((one) => ({ message: '', ...one })) };
			simulator().faults.add({ kind: 'status', status: 200, body });
			const options = { downloadMedia: true };
			const read = records(await run(getMessages(whatsappId(), { limit: 3, options })));
			expect(read[0].media_error).toMatch(/its address is not a web address/);
			expect(read.map((one) => 'media_error' in one)).toEqual([true, false, false]);
		},
	);

	it('keeps a message whose file is too large, and says so', async () => {
		const options = { downloadMedia: true, maxSize: 0.00001 };
		const messages = await read(parameters(options));
		for (const { media_url, media_error } of messages) {
			if (media_url) expect(media_error).toContain('larger than');
		}
	});

	it('refuses a limit that cannot be read before any request', async () => {
		const { error } = await run(parameters({ downloadMedia: true, maxSize: '={{ "big" }}' }));
		expect(error?.message).toContain("'Max File Size (MB)'");
		expect(simulator().requests).toEqual([]);
	});
});
