import type { IDataObject } from 'n8n-workflow';
import type { OperationCall, OutputItem } from '../operation';
import type { ExportSettings } from './exportSettings';
import { FileStore } from './fileStore';
import { interrupted } from './interrupted';
import { ProgressLog, type Progress } from './progressLog';
import { RecordReader } from './recordReader';

/** Text is handed to the store in pieces of about this many characters. */
const CHUNK_LENGTH = 256 * 1024;

/** Where the records of an export come from. */
export interface ExportSource {
	/** What a person calls the records. */
	what: string;
	/** The records, as they are certain. */
	records: AsyncGenerator<IDataObject[], void>;
	/** Told of each record that was written, in order. */
	onWritten: (record: IDataObject) => void;
	/**
	 * @param isEnd whether there are no more records
	 * @returns where another export goes on behind the records written; undefined when nothing is left
	 */
	resumeFrom: (isEnd: boolean) => string | undefined;
	/** What is said of a record as the first or the last of a file. */
	label: (record: IDataObject) => IDataObject;
	/** Requests answered, and how much is done, as far as it can be known. */
	progress: () => Pick<Progress, 'pages' | 'share'>;
	/** Further fields of the last item. */
	summary?: () => IDataObject;
}

/**
 * Writes records into files, and hands out an item for each. A file is written while its records are read.
 *
 * @throws PartlyDone with the files that are complete, when the records could not be read, or the files not be written,
 *   to the end; what went wrong itself when there are none
 */
export async function exportFiles(
	call: OperationCall,
	settings: ExportSettings,
	source: ExportSource,
): Promise<OutputItem[]> {
	const items: OutputItem[] = [];
	const reader = new RecordReader(source.records);
	const store = new FileStore(call.context);
	const log = new ProgressLog(call.context.logger);
	let written = 0;
	let resumeFrom = settings.resumeFrom;
	const logProgress = (records: number) =>
		log.note(() => ({ what: source.what, records: written + records, ...source.progress() }));
	try {
		for (;;) {
			const part = new Part(reader, settings, source, logProgress);
			const name = settings.nextFileName();
			const { mimeType } = settings;
			const binary = await store.write({ name, mimeType, chunks: part.chunks() });
			const isEnd = !(await reader.hasMore());
			const { failure } = reader;
			const isLast = isEnd && failure === undefined;
			written += part.records;
			if (failure !== undefined && part.records === 0) throw failure.reason;
			resumeFrom = source.resumeFrom(isLast);
			items.push({
				json: {
					fileName: name,
					...part.summary(),
					isLast,
					resumeFrom: resumeFrom ?? null,
					...(isLast && source.summary?.()),
				},
				binary: { [settings.binaryPropertyName]: binary },
			});
			if (failure !== undefined) throw failure.reason;
			if (isLast) return items;
		}
	} catch (reason) {
		throw interrupted(reason, items, source.what, resumeFrom);
	} finally {
		await source.records.return();
	}
}

/** One file. */
class Part {
	records = 0;
	private bytes = 0;
	private first: IDataObject | undefined;
	private last: IDataObject | undefined;

	constructor(
		private readonly reader: RecordReader,
		private readonly settings: ExportSettings,
		private readonly source: ExportSource,
		private readonly logProgress: (records: number) => void,
	) {}

	async *chunks(): AsyncGenerator<Buffer, void> {
		const { rowsPerFile, lines } = this.settings;
		let text = lines.head;
		while (this.records < rowsPerFile && (await this.reader.hasMore())) {
			for (const record of this.reader.take(rowsPerFile - this.records)) {
				text += lines.line(record);
				this.first ??= record;
				this.last = record;
				this.records++;
				this.source.onWritten(record);
			}
			this.logProgress(this.records);
			if (text.length < CHUNK_LENGTH) continue;
			yield this.piece(text);
			text = '';
		}
		yield this.piece(text);
	}

	summary(): IDataObject {
		const { records, bytes, first, last } = this;
		const label = (record: IDataObject | undefined) => record && this.source.label(record);
		return { records, first: label(first) ?? null, last: label(last) ?? null, bytes };
	}

	private piece(text: string): Buffer {
		const piece = Buffer.from(text);
		this.bytes += piece.length;
		return piece;
	}
}
