import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type { FileUnavailable } from '../shared/errors/flowIqError';
import { readMaxBytes } from '../shared/fields/maxFileSize';
import { textOf } from '../shared/records/text';
import { download } from '../shared/transport/download';

/** FlowIQ waits for the answer to its delivery while a file is read, unless it was answered before; in ms. */
const TIME_LIMITS = {
	waiting: { silenceMs: 10_000, totalMs: 30_000 },
	answered: { silenceMs: 30_000, totalMs: 300_000 },
};

/**
 * Attaches the file of a message as binary data. An event is not lost because its file cannot be had: then the item
 * says why in `media_error`.
 *
 * @param item the event's item; `json.media_url` says where the file is, `json.file_name` names it
 * @param options the trigger's options
 * @param isAnswered whether FlowIQ no longer waits for its answer
 */
export async function attachMedia(
	webhook: IWebhookFunctions,
	item: INodeExecutionData,
	options: IDataObject,
	isAnswered: boolean,
): Promise<void> {
	const url = textOf(item.json.media_url);
	if (url === undefined) return;
	try {
		const time = TIME_LIMITS[isAnswered ? 'answered' : 'waiting'];
		const limits = { ...time, maxBytes: readMaxBytes(options.maxSize) };
		const { data, fileName, mimeType } = await download(webhook, url, limits, {
			fileName: textOf(item.json.file_name),
			mediaType: textOf(item.json.media_type),
		});
		const field = textOf(options.binaryPropertyName) ?? 'data';
		item.binary = { [field]: await webhook.helpers.prepareBinaryData(data, fileName, mimeType) };
	} catch (error) {
		const { message, description } = error as FileUnavailable;
		const next = description === undefined ? '' : ` ${description}`;
		item.json.media_error = `The file could not be downloaded: ${message}.${next}`;
		webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${item.json.media_error}`);
	}
}
