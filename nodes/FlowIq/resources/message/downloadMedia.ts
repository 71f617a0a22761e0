import type { INodeProperties } from 'n8n-workflow';
import { FileUnavailable, InvalidInput } from '../../../shared/errors/flowIqError';
import {
	binaryPropertyName,
	readBinaryPropertyName,
} from '../../../shared/fields/binaryPropertyName';
import { maxFileSize, readMaxBytes } from '../../../shared/fields/maxFileSize';
import { readCollection } from '../../../shared/input/collection';
import { refuseSeveral } from '../../../shared/input/httpsUrl';
import { readText } from '../../../shared/input/text';
import { describeValue, required } from '../../../shared/input/whatCame';
import { UNHURRIED } from '../../../shared/media/attachMedia';
import { download } from '../../../shared/transport/download';
import type { Operation, OperationCall, OutputItem } from '../../operation';

const MEDIA_URL = 'Media URL';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [maxFileSize],
};

const fields: INodeProperties[] = [
	{
		displayName: MEDIA_URL,
		name: 'mediaUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/image.jpg',
		description: "The 'media_url' of a message or event. Messages without a file have none.",
		builderHint: {
			propertyHint:
				'expr("{{ $json.media_url }}"), after a Filter node for items that have one. Not needed after FlowIQ Trigger, whose `options.downloadMedia` does the same.',
		},
	},
	binaryPropertyName,
	options,
];

async function run({ context, parameter }: OperationCall): Promise<OutputItem[]> {
	const url = readUrl(parameter('mediaUrl', ''));
	const field = readBinaryPropertyName(parameter('binaryPropertyName', ''));
	const { maxSize } = readCollection(parameter('options', {}), options);
	const limits = { ...UNHURRIED, maxBytes: readMaxBytes(maxSize) };
	const { data, fileName, mimeType } = await download(context, url, limits).catch(explained);
	const binary = await context.helpers.prepareBinaryData(data, fileName, mimeType);
	return [
		{
			json: {
				media_url: url,
				file_name: binary.fileName ?? null,
				mime_type: binary.mimeType,
				file_size: data.length,
			},
			binary: { [field]: binary },
		},
	];
}

function readUrl(value: unknown): string {
	const advice =
		"Use the 'media_url' of a message that has a file. Leave out the other messages with a Filter node.";
	const url = required(readText(value, MEDIA_URL), MEDIA_URL, advice);
	refuseSeveral(url, MEDIA_URL);
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new InvalidInput(`'${MEDIA_URL}' is not a web address: ${describeValue(url)}`, advice);
	}
	return url;
}

function explained(thrown: unknown): never {
	if (!(thrown instanceof FileUnavailable)) throw thrown;
	throw new FileUnavailable(
		`The file could not be downloaded: ${thrown.message} ('${MEDIA_URL}')`,
		thrown.description,
	);
}

export const downloadMedia: Operation = {
	name: 'Download Media',
	value: 'downloadMedia',
	action: 'Download media from a message',
	description: 'Download the file of a message',
	fields,
	run,
};
