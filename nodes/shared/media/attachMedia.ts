import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';
import { RequestFailed, type FileUnavailable } from '../errors/flowIqError';
import { textOf } from '../records/text';
import { download, type DownloadLimits } from '../transport/download';

/** Nobody waits for an answer while the file is read. */
export const UNHURRIED = { silenceMs: 30_000, totalMs: 300_000 };

/**
 * Attaches the file of a message as binary data. A message is not lost because its file cannot be had: then the item
 * says why in `media_error`.
 *
 * @param item `json.media_url` says where the file is, `json.file_name` names it; nothing happens without an address
 * @param field name of the binary field
 * @param limits size and time
 * @throws RequestFailed when the execution was stopped
 */
export async function attachMedia(
	context: IExecuteFunctions | IExecutePaginationFunctions | IWebhookFunctions,
	item: Pick<INodeExecutionData, 'json' | 'binary'>,
	field: string,
	limits: DownloadLimits,
): Promise<void> {
	const { json } = item;
	const url = textOf(json.media_url) ?? jsonOf(json.media_url);
	if (url === undefined) return;
	const load = async () => {
		const { data, fileName, mimeType } = await download(context, url, limits, {
			fileName: textOf(json.file_name) ?? textOf(json.media_file_name),
			mediaType: textOf(json.media_type),
		});
		const binary = await context.helpers.prepareBinaryData(data, fileName, mimeType);
		item.binary = { [field]: binary };
	};
	await load().catch((thrown: unknown) => {
		if (thrown instanceof RequestFailed) throw thrown;
		json.media_error = describeUnavailable(thrown);
	});
}

/** @returns the text of a list or an object, which is no address, and is refused as such; undefined for anything else */
function jsonOf(value: unknown): string | undefined {
	const isFilled = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
	return isFilled ? JSON.stringify(value) : undefined;
}

/** @returns why a file could not be had, and what to do, for `media_error` */
export function describeUnavailable(thrown: unknown): string {
	const { message, description } = thrown as FileUnavailable;
	const next = description === undefined ? '' : ` ${description}`;
	return `The file could not be downloaded: ${message}.${next}`;
}
