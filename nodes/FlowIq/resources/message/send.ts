import type { INodeProperties } from 'n8n-workflow';
import { readChoice } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { readText } from '../../../shared/input/text';
import { isNotSet, required } from '../../../shared/input/whatCame';
import { SEND_MESSAGE, sentMessage, trySendMessage } from '../../../shared/message/sendMessage';
import { readRecipientField, recipientField } from '../../fields/recipient';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';
import { sendOnce } from '../../sending/sendOnce';
import {
	preventDuplicatesOption,
	readPreventDuplicates,
	writeLimitOptions,
} from '../../sending/sendOptions';
import { messageKindFields, messageKinds, readAdditional } from './messageKinds';
import { refuseAdded, type MessageKind } from './messageKinds/messageKind';

const MESSAGE_TYPES = messageKinds.map(({ name, value, description }) => ({
	name,
	value,
	description,
}));

const CANNOT_REPLY = messageKinds.filter(({ canReply }) => !canReply);

const replyToOption: INodeProperties = {
	displayName: 'Reply to Message ID',
	name: 'replyToMessageId',
	type: 'string',
	displayOptions: { hide: { '/messageType': CANNOT_REPLY.map(({ value }) => value) } },
	default: '',
	placeholder: 'e.g. wamid.HBgLMjc2MDAwMDAwMDM',
	description:
		"The message to quote: 'whatsapp_message_id' from FlowIQ Trigger, or 'message_id' returned by Send",
	builderHint: {
		propertyHint:
			'Starts with wamid. Messages of `message` `getAll` have no such ID: take it from FlowIQ Trigger (`whatsapp_message_id`).',
	},
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...writeLimitOptions, preventDuplicatesOption, replyToOption],
};

const fields: INodeProperties[] = [
	recipientField('The FlowIQ contact to send the message to'),
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		options: MESSAGE_TYPES,
		default: 'text',
		builderHint: {
			propertyHint:
				"Buttons and lists are both 'interactive'; `interactiveType` tells them apart ('button' with `body` and `buttons`, 'list' with `body`, `buttonText` and `sections`). Files are sent by their public https address in `mediaUrl`, never as binary data.",
		},
	},
	...messageKindFields,
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const { connection, parameter } = call;
	const type = readChoice(parameter('messageType', 'text'), 'Message Type', MESSAGE_TYPES);
	const messageType = required(type, 'Message Type', 'Choose what to send.');
	const kind = messageKinds.find(({ value }) => value === messageType)!;
	const chosen = readCollection(parameter('options', {}), options);
	const recipient = readRecipientField(call);
	if (!kind.canReply) refuseAdded(chosen, [replyToOption], `the message type '${kind.name}'`);
	const replyTo = readText(chosen.replyToMessageId, 'Reply to Message ID');
	const added = readAdditional(parameter('additionalFields', {}), kind);
	const body = {
		phone_number: recipient,
		message_type: messageType,
		...kind.content(parameter, added),
		...(replyTo !== undefined && { context_message_id: replyTo }),
	};
	const answer = await sendOnce(call, {
		body,
		recipient,
		preventDuplicates: readPreventDuplicates(chosen),
		send: async () => await trySendMessage(connection, body),
		idOf: (sent) => sentMessage(sent, body).message_id,
	});
	sayWhatWasLeftOut(call, kind);
	return toItems([sentMessage(answer, body)]);
}

/**
 * Where a model chooses the message type, it may fill in what the type has no place for, and must not believe that it was
 * sent. Fields that the user filled in for other types are no news.
 */
function sayWhatWasLeftOut({ isTool, context, parameter, hint }: OperationCall, kind: MessageKind) {
	if (!isTool) return;
	const { parameters } = context.getNode();
	const own = new Set(kind.fields.map(({ name }) => name));
	const leftOut = messageKindFields.filter(
		({ name, type }) =>
			type === 'string' &&
			!own.has(name) &&
			String(parameters[name]).includes('$fromAI') &&
			!isNotSet(parameter(name, '')),
	);
	const labels = new Set(leftOut.map(({ displayName }) => `'${displayName}'`));
	if (labels.size === 0) return;
	hint(
		`Not sent, as the message type '${kind.name}' has no place for it: ${[...labels].join(', ')}.`,
	);
}

export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send a WhatsApp message',
	description: 'Send a text, media, location, contacts, buttons, a list or a reaction',
	route: SEND_MESSAGE,
	writes: 'sent',
	fields,
	run,
};
