import { readChoice } from '../../../../shared/input/choice';
import { BUTTONS, buttonContent, buttonFields, headerMediaField } from './buttons';
import { footerField, headerField } from './interactiveTexts';
import { LIST, listContent, listFields } from './list';
import type { MessageKind } from './messageKind';

const TYPES = [BUTTONS, LIST];

/** Reference pages "send-interactive-buttons" and "send-interactive-list". */
export const interactive: MessageKind = {
	name: 'Interactive',
	value: 'interactive',
	description: 'A text with buttons or a list to choose from',
	canReply: true,
	additional: [footerField, headerField, headerMediaField],
	fields: [
		{
			displayName: 'Interactive Type',
			name: 'interactiveType',
			type: 'options',
			options: TYPES,
			default: 'button',
		},
		...buttonFields,
		...listFields,
	],
	content(parameter, added) {
		const type = readChoice(parameter('interactiveType', 'button'), 'Interactive Type', TYPES);
		const content = type === 'list' ? listContent : buttonContent;
		return { interactive: content(parameter, added) };
	},
};
