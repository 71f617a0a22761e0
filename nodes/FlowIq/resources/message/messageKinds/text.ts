import { readSentText } from '../../../../shared/input/sentText';
import { required } from '../../../../shared/input/whatCame';
import { ENTER_VALUE, type MessageKind } from './messageKind';

/** Reference page "send-text"; it states no limit. */
export const text: MessageKind = {
	name: 'Text',
	value: 'text',
	description: 'A text message',
	canReply: true,
	additional: [],
	fields: [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			required: true,
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Your order #1001 is on its way',
			description: "Text of the message. WhatsApp's *bold*, _italic_ and ~strikethrough~ work.",
		},
	],
	content: (parameter) => ({
		text: required(readSentText(parameter('text', ''), 'Text'), 'Text', ENTER_VALUE),
	}),
};
