import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { readBinaryPropertyName } from '../shared/fields/binaryPropertyName';
import { readMaxBytes } from '../shared/fields/maxFileSize';
import { attachMedia as attach, describeUnavailable, UNHURRIED } from '../shared/media/attachMedia';

/** FlowIQ waits for its answer meanwhile; in ms. */
const HURRIED = { silenceMs: 10_000, totalMs: 30_000 };

/**
 * Attaches the file of a message as binary data. An event is not lost because its file cannot be had, for whatever
 * reason: then the item and n8n's log say why.
 *
 * @param item the event's item
 * @param options the trigger's options
 * @param isAnswered whether FlowIQ no longer waits for its answer
 */
export async function attachMedia(
	webhook: IWebhookFunctions,
	item: INodeExecutionData,
	options: IDataObject,
	isAnswered: boolean,
): Promise<void> {
	const { json } = item;
	try {
		await attach(webhook, item, readBinaryPropertyName(options.binaryPropertyName), {
			...(isAnswered ? UNHURRIED : HURRIED),
			maxBytes: readMaxBytes(options.maxSize),
		});
	} catch (error) {
		json.media_error = describeUnavailable(error);
	}
	if (typeof json.media_error === 'string') {
		webhook.logger.warn(`FlowIQ Trigger "${webhook.getNode().name}": ${json.media_error}`);
	}
}
