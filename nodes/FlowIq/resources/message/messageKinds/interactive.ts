import { readChoice } from '../../../../shared/input/choice';
import { buttonContent, buttonFields } from './buttons';
import { listContent, listFields } from './list';
import type { MessageKind } from './messageKind';

const TYPES = [
	{
		name: 'Buttons',
		value: 'button' as const,
		description: 'Up to three buttons below the text',
	},
	{
		name: 'List',
		value: 'list' as const,
		description: 'A button that opens a list of choices',
	},
];

/** Reference pages "send-interactive-buttons" and "send-interactive-list". */
export const interactive: MessageKind = {
	name: 'Interactive',
	value: 'interactive',
	description: 'A text with buttons or a list to choose from',
	canReply: true,
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
	content(parameter) {
		const type = readChoice(parameter('interactiveType', 'button'), 'Interactive Type', TYPES);
		return { interactive: type === 'list' ? listContent(parameter) : buttonContent(parameter) };
	},
};
