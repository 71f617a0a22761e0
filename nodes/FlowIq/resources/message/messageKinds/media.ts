import type { INodeProperties } from 'n8n-workflow';
import { readHttpsUrl } from '../../../../shared/input/httpsUrl';
import { readSentText } from '../../../../shared/input/sentText';
import { readText } from '../../../../shared/input/text';
import { required } from '../../../../shared/input/whatCame';
import { ENTER_VALUE, withoutUnset, type MessageKind } from './messageKind';

const caption: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Your new sofa',
	description: 'Text below the file',
};

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. offer.pdf',
	description: 'Name the recipient sees, including the extension',
};

/** Reference pages "send-image", "send-video", "send-audio" and "send-document". */
export const image = media('Image', 'image', 'JPEG or PNG', 'image.png', [caption]);
export const video = media('Video', 'video', 'MP4', 'video.mp4', [caption]);
export const audio = media('Audio', 'audio', 'MP3, AAC or OGG', 'audio.mp3', []);
export const document = media(
	'Document',
	'document',
	'PDF, Word, Excel or PowerPoint',
	'offer.pdf',
	[caption, fileName],
);

function media(
	name: string,
	value: string,
	formats: string,
	example: string,
	additional: INodeProperties[],
): MessageKind {
	return {
		name,
		value,
		description: `A file from a URL: ${formats}`,
		canReply: true,
		additional,
		fields: [
			{
				displayName: 'Media URL',
				name: 'mediaUrl',
				type: 'string',
				required: true,
				default: '',
				placeholder: `e.g. https://example.com/${example}`,
				description: `Public https address of the file (${formats}). FlowIQ downloads it.`,
			},
		],
		content(parameter, { caption: text, fileName: shownName }) {
			const url = readHttpsUrl(parameter('mediaUrl', ''), 'Media URL');
			return withoutUnset({
				media_url: required(url, 'Media URL', ENTER_VALUE),
				caption: readSentText(text, 'Caption'),
				filename: readText(shownName, 'File Name'),
			});
		},
	};
}
