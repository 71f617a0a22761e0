import type { OperationCall } from '../../nodes/FlowIq/operation';
import { FileStore } from '../../nodes/FlowIq/export/fileStore';

const MEGABYTE = Buffer.alloc(1_048_576, 'a');

async function* pieces(count: number): AsyncGenerator<Buffer, void> {
	for (let piece = 0; piece < count; piece++) yield await Promise.resolve(MEGABYTE);
}

/** @returns in which form n8n's store got a file of so many megabytes, and how large it was there */
async function handedOver(id: string | undefined, megabytes: number) {
	let form = '';
	let size = 0;
	const prepareBinaryData = async (data: Buffer | AsyncIterable<Buffer>, name: string) => {
		if (name !== 'export.csv') return { id };
		form = Buffer.isBuffer(data) ? 'one piece' : 'pieces';
		if (Buffer.isBuffer(data)) size = data.length;
		else for await (const piece of data) size += piece.length;
		return { id };
	};
	const store = new FileStore({
		helpers: { prepareBinaryData },
	} as unknown as OperationCall['context']);
	await store.write({ name: 'export.csv', mimeType: 'text/csv', chunks: pieces(megabytes) });
	return { form, megabytes: size / MEGABYTE.length };
}

describe('a file that is handed over to n8n', () => {
	it.each([
		['filesystem-v2:1', 6, 'pieces'],
		['filesystem-v2:1', 2, 'one piece'],
		['database:1', 6, 'one piece'],
		['s3:1', 6, 'one piece'],
		[undefined, 6, 'one piece'],
	])('goes whole to a store that names it %p (%i MB): %s', async (id, megabytes, form) => {
		expect(await handedOver(id, megabytes)).toEqual({ form, megabytes });
	});
});
