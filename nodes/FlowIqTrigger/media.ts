import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { readText } from '../shared/input/text';
import { download } from '../shared/transport/download';

/** FlowIQ waits for the answer to its delivery while a file is read; in ms. */
const DOWNLOAD_TIMEOUT_MS = 20_000;

/**
 * Attaches the file of a message as binary data. An event is not lost because its file cannot be read: then the item
 * says why in `media_error`.
 *
 * @param item the event's item; its `json.file_name` names the file
 * @param url where FlowIQ says the file is
 * @param field name of the binary field
 */
export async function attachMedia(
	webhook: IWebhookFunctions,
	item: INodeExecutionData,
	url: string,
	field: string,
): Promise<void> {
	try {
		const { data, mimeType } = await download(webhook, url, DOWNLOAD_TIMEOUT_MS);
		const name = readText(item.json.file_name) ?? nameIn(url);
		item.binary = { [field]: await webhook.helpers.prepareBinaryData(data, name, mimeType) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		item.json.media_error = `The file could not be downloaded: ${reason}`;
		webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${item.json.media_error}`);
	}
}

function nameIn(url: string): string | undefined {
	return new URL(url).pathname.split('/').at(-1) || undefined;
}
