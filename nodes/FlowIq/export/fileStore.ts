import type { IBinaryData } from 'n8n-workflow';
import { FileNotWritten } from '../../shared/errors/flowIqError';
import type { OperationCall } from '../operation';

/** Files up to this size, in bytes, are handed over in one piece: it costs little memory and works with every store. */
const SMALL_FILE = 4 * 1024 * 1024;

type FileContext = Pick<OperationCall['context'], 'helpers'>;

/** A file that is written. */
export interface NewFile {
	name: string;
	mimeType: string;
	/** Its pieces in order. */
	chunks: AsyncGenerator<Buffer, void>;
}

/**
 * Writes files to n8n's binary data while their pieces come. Where n8n keeps binary data in the file system, no more of
 * a file than a few pieces is in memory; n8n's other stores take a file only as a whole, and make one of a stream.
 */
export class FileStore {
	private isFileSystem: boolean | undefined;

	constructor(private readonly context: FileContext) {}

	/**
	 * @returns n8n's reference to the file
	 * @throws FileNotWritten when the store does not take it: no space left, a file above its limit
	 */
	async write({ name, mimeType, chunks }: NewFile): Promise<IBinaryData> {
		const { prepareBinaryData } = this.context.helpers;
		const beginning: Buffer[] = [];
		let size = 0;
		for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
			beginning.push(next.value);
			size += next.value.length;
			if (size > SMALL_FILE) break;
		}
		try {
			if (size > SMALL_FILE && (await this.takesPieces())) {
				// n8n hands it on to `fs.writeFile`, which takes whatever can be iterated over; n8n's type only names streams.
				return await prepareBinaryData(inOrder(beginning, chunks) as never, name, mimeType);
			}
			for await (const piece of chunks) beginning.push(piece);
			return await prepareBinaryData(Buffer.concat(beginning), name, mimeType);
		} catch (error) {
			throw notWritten(name, error);
		}
	}

	/** n8n tells a node which store it uses only by what it makes of a file. This one goes when the execution goes. */
	private async takesPieces(): Promise<boolean> {
		if (this.isFileSystem === undefined) {
			const { prepareBinaryData } = this.context.helpers;
			const { id } = await prepareBinaryData(Buffer.from(' '), 'probe.txt', 'text/plain');
			this.isFileSystem = id?.startsWith('filesystem') === true;
		}
		return this.isFileSystem;
	}
}

/** Pieces that were handed on are forgotten. */
async function* inOrder(beginning: Buffer[], rest: AsyncGenerator<Buffer, void>) {
	for (let piece = beginning.shift(); piece !== undefined; piece = beginning.shift()) yield piece;
	yield* rest;
}

function notWritten(name: string, error: unknown): FileNotWritten {
	const reason = error instanceof Error ? error.message : String(error);
	return new FileNotWritten(
		`The file ${name} could not be written to n8n's binary data: ${reason.replace(/[.\s]+$/, '')}`,
		"Check that there is space left where n8n keeps binary data, and that the file isn't larger than n8n allows; a lower 'Rows per File' makes smaller files.",
	);
}
