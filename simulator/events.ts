import { basename } from './data/media';
import { shapeTime } from './shapes';
import type { EventType, FlowIqEvent, Message, WhatsappFacts } from './types';
import type { Variants } from './variants';
import type { World } from './world';

/** What an event is about; whatever is left out is made up. */
export interface EventParts {
	/** Id or WhatsApp number; default the contact that was created last. */
	contact?: string;
	/** Fields of the message; default a text. */
	message?: Partial<Message>;
	/** What the record of the message does not show. */
	facts?: WhatsappFacts;
	/** Fields of the payload that are to be otherwise; undefined ones are left out. */
	fields?: Record<string, unknown>;
}

/** The payload of a webhook, as the Events pages show it (R-wh, P-wh2). */
export function makeEvent(
	world: World,
	variants: Variants,
	type: EventType,
	parts: EventParts = {},
): FlowIqEvent {
	const number = world.find(parts.contact ?? world.contacts.get(newest(world)).id);
	if (number === null) throw new Error(`The simulator has no contact ${parts.contact}`);
	const { id, whatsapp_id } = world.contacts.get(number);
	const { whatsappMessageId = world.nextWhatsappMessageId() } = parts.facts ?? {};
	const common = {
		event_type: type,
		organization_id: world.organizationId,
		timestamp: shapeTime(new Date(world.now()).toISOString(), variants),
	};
	const event: Record<string, unknown> = {
		...common,
		...payloads[type]({
			world,
			variants,
			contactId: id,
			whatsappId: whatsapp_id,
			messageId: whatsappMessageId,
			facts: parts.facts ?? {},
			message: { message: 'Hello there', ...parts.message },
		}),
		...parts.fields,
	};
	const sent = Object.entries(event).filter(([, value]) => value !== undefined);
	return Object.fromEntries(sent) as FlowIqEvent;
}

function newest(world: World): number {
	return world.contacts.numberAt(0, 'newest');
}

interface Facts {
	world: World;
	variants: Variants;
	contactId: string;
	whatsappId: string;
	messageId: string;
	facts: WhatsappFacts;
	message: Partial<Message>;
}

const receipt =
	(status: string) =>
	({ messageId, whatsappId }: Facts) => ({
		whatsapp_message_id: messageId,
		status,
		whatsapp_id: whatsappId,
	});

function fileNameOf({ media_url }: Partial<Message>, { fileName }: WhatsappFacts): string | null {
	return fileName ?? (media_url ? basename(media_url) : null);
}

/** What each event has beside its type, organisation and time. */
const payloads: Record<EventType, (facts: Facts) => Record<string, unknown>> = {
	message_received: ({ messageId, message, facts, contactId, whatsappId }) => ({
		whatsapp_id: whatsappId,
		whatsapp_message_id: messageId,
		message_type: message.media_type ?? 'text',
		message: message.message,
		media_type: message.media_type ?? null,
		media_url: message.media_url ?? null,
		file_name: fileNameOf(message, facts),
		contact_id: contactId,
		reply_context_id: facts.replyTo ?? null,
		location_data: null,
	}),
	message_sent: receipt('sent'),
	message_delivered: receipt('delivered'),
	message_read: receipt('read'),
	message_failed: receipt('failed'),
	sent_message: ({ world, variants, messageId, message, facts, contactId, whatsappId }) => ({
		id: world.nextUuid(),
		message: message.message,
		sender_type: message.sender_type ?? 'human-whatsapp',
		created_at: shapeTime(message.created_at ?? new Date(world.now()).toISOString(), variants),
		contact_id: contactId,
		message_status: message.message_status ?? 'sent',
		media_type: message.media_type ?? null,
		media_url: message.media_url ?? null,
		media_file_name: fileNameOf(message, facts),
		member_id: facts.memberId ?? null,
		whatsapp_message_id: messageId,
		reply_context_id: facts.replyTo ?? null,
		broadcast_id: facts.broadcastId ?? null,
		sent_receipt_received: false,
		delivered_receipt_received: false,
		read_receipt_received: false,
		whatsapp_id: variants.eventFields === 'older' ? undefined : whatsappId,
	}),
	// Meta's own webhook with FlowIQ's fields added (R-wh, in a comment of its source).
	call: ({ world, messageId, whatsappId }) => ({
		object: 'whatsapp_business_account',
		phone_number_id: '106540352242922',
		entry: [
			{
				id: '102290129340398',
				changes: [
					{
						field: 'calls',
						value: {
							messaging_product: 'whatsapp',
							metadata: { display_phone_number: '27600000000', phone_number_id: '106540352242922' },
							contacts: [{ profile: { name: 'Caller' }, wa_id: whatsappId }],
							calls: [
								{
									id: messageId.replace('wamid', 'wacid'),
									from: whatsappId,
									to: '27600000000',
									event: 'connect',
									direction: 'USER_INITIATED',
									timestamp: String(Math.floor(world.now() / 1000)),
								},
							],
						},
					},
				],
			},
		],
	}),
};

/** The events that FlowIQ fires when a message is added to a conversation; a contact that is created fires none. */
export function eventsOf(
	world: World,
	variants: Variants,
	parts: EventParts & { message: Message },
): FlowIqEvent[] {
	const { sender_type } = parts.message;
	if (sender_type === 'system') return [];
	const types: EventType[] =
		sender_type === 'user-whatsapp' ? ['message_received'] : ['message_sent', 'sent_message'];
	const { whatsappMessageId = world.nextWhatsappMessageId() } = parts.facts ?? {};
	const facts = { ...parts.facts, whatsappMessageId };
	return types.map((type) => makeEvent(world, variants, type, { ...parts, facts }));
}
