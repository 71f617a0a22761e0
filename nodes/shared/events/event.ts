import type { IDataObject } from 'n8n-workflow';
import { parseIsoDateTime } from '../input/dateTime';
import { textOf } from '../records/text';
import { shaper } from '../records/shape';

/** Event types that FlowIQ documents (pages "webhooks" and "create-webhook"). */
export const EVENT_TYPES = new Set([
	'call',
	'message_delivered',
	'message_failed',
	'message_read',
	'message_received',
	'message_sent',
	'sent_message',
]);

const toReferenceShape = shaper([
	{ name: 'event_type' },
	{ name: 'timestamp', convert: isoTime },
	{ name: 'whatsapp_message_id' },
	{ name: 'whatsapp_id' },
	{ name: 'contact_id' },
	{ name: 'sender_type' },
	{ name: 'message_type' },
	{ name: 'message' },
	{ name: 'status', aliases: ['message_status'] },
	{ name: 'media_type' },
	{ name: 'media_url' },
	// Received messages name it file_name, sent ones media_file_name.
	{ name: 'file_name', aliases: ['media_file_name'] },
	{ name: 'location_data' },
	{ name: 'reply_context_id' },
	{ name: 'organization_id' },
]);

/**
 * Brings the payload of a webhook into one shape: the same fields for every event, null where FlowIQ sends none, times
 * as ISO 8601 in UTC. Fields that only some events have follow unchanged.
 *
 * @param payload body of a delivery
 */
export function toEvent(payload: IDataObject): IDataObject {
	const event = toReferenceShape(payload);
	event.timestamp ??= isoTime(event.created_at ?? null) as string | null;
	if (event.created_at !== undefined) event.created_at = isoTime(event.created_at) as string;
	// Records of sent messages say only which media they carry; a message without media is a text.
	if (event.event_type === 'sent_message') event.message_type ??= event.media_type ?? 'text';
	// A call is Meta's own webhook, which tells deep inside who calls.
	if (event.event_type === 'call') event.whatsapp_id ??= callerOf(payload) ?? null;
	return event;
}

function callerOf({ entry }: IDataObject): string | undefined {
	const value = inside(entry, 0, 'changes', 0, 'value');
	return textOf(inside(value, 'contacts', 0, 'wa_id') ?? inside(value, 'calls', 0, 'from'));
}

function inside(value: unknown, ...path: Array<string | number>): unknown {
	return path.reduce((part, key) => (part as IDataObject | undefined)?.[key], value);
}

/**
 * What tells one event from another; FlowIQ's deliveries have no id of their own, and may be repeated.
 *
 * @param event in the shape of `toEvent`
 */
export function eventIdentity(event: IDataObject): string {
	const { event_type, whatsapp_message_id, id, status, entry } = event;
	// A failure may be reported as a warning first; that is another event of the same message.
	const detail = event_type === 'message_failed' ? status : null;
	const record =
		event_type === 'sent_message' ? (id ?? whatsapp_message_id) : (whatsapp_message_id ?? id);
	// FlowIQ's own time may be that of the delivery; what Meta says of a call is the same in each.
	return JSON.stringify(record ? [event_type, record, detail] : (entry ?? event));
}

/** ISO 8601 with any offset, or Unix time in seconds or ms, as Meta's own payloads have it. */
function isoTime(value: unknown): unknown {
	const SMALLEST_UNIX_MS = 100_000_000_000;
	let ms: number | undefined;
	if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}$/.test(value))) {
		ms = Number(value) < SMALLEST_UNIX_MS ? Number(value) * 1000 : Number(value);
	} else if (typeof value === 'string') {
		ms = parseIsoDateTime(value, 'UTC');
	}
	return ms === undefined || Number.isNaN(new Date(ms).getTime())
		? value
		: new Date(ms).toISOString();
}
