import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { binaryPropertyName, readBinaryPropertyName } from '../../shared/fields/binaryPropertyName';
import { maxFileSize, readMaxBytes } from '../../shared/fields/maxFileSize';
import { readBoolean } from '../../shared/input/boolean';
import { readChoice } from '../../shared/input/choice';
import { timeZoneName } from '../../shared/input/timeZone';
import { attachMedia, UNHURRIED } from '../../shared/media/attachMedia';
import { toItems, type OperationCall, type OutputItem } from '../operation';
import { mapConcurrently } from '../run/mapConcurrently';
import { toTranscript } from '../transcript/transcript';

/** Files are held in memory until n8n has stored them, so only a few are read at once. */
const MAX_CONCURRENT_DOWNLOADS = 2;

const OUTPUTS = [
	{ name: 'Messages', value: 'messages' as const, description: 'One item per message' },
	{
		name: 'Transcript',
		value: 'transcript' as const,
		description: 'One item per conversation, as plain text for notes, emails and AI prompts',
	},
];

const forMessages = { hide: { output: ['transcript'] } };
/** A workflow written by a program may hold the first as text or as a number. */
const forDownloads = { show: { downloadMedia: [true, 'true', 1, '1'] }, ...forMessages };

/** Options that say in which form a conversation is put out. */
export const conversationOutputOptions: INodeProperties[] = [
	{
		displayName: 'Download Media',
		name: 'downloadMedia',
		type: 'boolean',
		displayOptions: forMessages,
		default: false,
		description: "Whether to add each message's file as binary data",
	},
	{ ...maxFileSize, displayOptions: forDownloads },
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: OUTPUTS,
		default: 'messages',
		builderHint: {
			propertyHint:
				'For a prompt, a note or an email take `transcript`: one item with the text in `transcript`, oldest message first. Bound it with `limit`, not `returnAll`.',
		},
		description: 'How to return the conversation',
	},
	{ ...binaryPropertyName, displayOptions: forDownloads },
];

/**
 * @param messages in the order asked for
 * @param conversation what every item says of whose conversation it is
 * @param oldestFirst the order of the messages
 * @returns the output items
 */
export type ToOutput = (
	messages: IDataObject[],
	conversation: IDataObject,
	oldestFirst: boolean,
) => Promise<OutputItem[]>;

/**
 * @param chosen values of the options
 * @returns what makes output items of a conversation
 * @throws InvalidInput when a value cannot be read
 */
export function readConversationOutput(chosen: IDataObject, call: OperationCall): ToOutput {
	if (readChoice(chosen.output, 'Output', OUTPUTS) === 'transcript') {
		const timeZone = timeZoneName(call.timeZone);
		return async (messages, conversation, oldestFirst) => {
			const inOrder = oldestFirst ? messages : [...messages].reverse();
			return toItems([{ ...conversation, ...toTranscript(inOrder, timeZone) }]);
		};
	}
	const downloads = readBoolean(chosen.downloadMedia, 'Download Media') ?? false;
	const field = readBinaryPropertyName(chosen.binaryPropertyName);
	const limits = { ...UNHURRIED, maxBytes: readMaxBytes(chosen.maxSize) };
	return async (messages, conversation) => {
		const items: OutputItem[] = toItems(
			messages.map((message) => ({ ...message, ...conversation })),
		);
		if (downloads) {
			await mapConcurrently(
				items,
				MAX_CONCURRENT_DOWNLOADS,
				async (item) => await attachMedia(call.context, item, field, limits),
			);
		}
		return items;
	};
}
