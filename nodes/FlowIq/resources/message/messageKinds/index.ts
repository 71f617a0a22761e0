import type { INodeProperties } from 'n8n-workflow';
import { contactCards } from './contactCards';
import { interactive } from './interactive';
import { location } from './location';
import { audio, document, image, video } from './media';
import type { MessageKind } from './messageKind';
import { reaction } from './reaction';
import { text } from './text';

/** FlowIQ's nine message types (reference page "send-whatsapp"), in the order of the alphabet. */
export const messageKinds: MessageKind[] = [
	audio,
	contactCards,
	document,
	image,
	interactive,
	location,
	reaction,
	text,
	video,
];

/** The fields of all message types, each shown for its own. */
export const messageKindFields: INodeProperties[] = messageKinds.flatMap(({ value, fields }) =>
	fields.map((field) => ({
		...field,
		displayOptions: { show: { messageType: [value], ...field.displayOptions?.show } },
	})),
);
