import { countCharacters } from '../../../../shared/input/sentText';
import { readText } from '../../../../shared/input/text';
import { refusal, required } from '../../../../shared/input/whatCame';
import { withoutUnset, type MessageKind } from './messageKind';

/** FlowIQ takes it when no emoji is sent (reference page "send-reaction"). */
const DEFAULT_EMOJI = '👍';

const DRAG_MESSAGE_ID =
	"Drag the 'whatsapp_message_id' of the message from FlowIQ Trigger, or the 'message_id' that Send returned. It starts with wamid.";

/** Flags and keycaps are emojis, but not pictures in Unicode's terms. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3/u;

/** Reference page "send-reaction". */
export const reaction: MessageKind = {
	name: 'Reaction',
	value: 'reaction',
	description: 'An emoji reaction to a message',
	canReply: false,
	additional: [],
	fields: [
		{
			displayName: 'Message ID',
			name: 'reactionMessageId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. wamid.HBgLMjc2MDAwMDAwMDM',
			description: "The message to react to: 'whatsapp_message_id' from FlowIQ Trigger",
		},
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			default: DEFAULT_EMOJI,
			description: 'A single emoji',
		},
	],
	content(parameter) {
		const messageId = readText(parameter('reactionMessageId', ''), 'Message ID');
		return {
			reaction: withoutUnset({
				message_id: required(messageId, 'Message ID', DRAG_MESSAGE_ID),
				emoji: readEmoji(parameter('emoji', '')),
			}),
		};
	},
};

function readEmoji(value: unknown): string | undefined {
	const emoji = readText(value, 'Emoji');
	if (emoji === undefined) return undefined;
	if (countCharacters(emoji) !== 1 || !EMOJI.test(emoji)) {
		throw refusal('Emoji', 'a single emoji', emoji, `Enter one emoji, such as ${DEFAULT_EMOJI}.`);
	}
	return emoji;
}
