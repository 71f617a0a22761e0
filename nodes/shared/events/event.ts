import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../records/text';
import { hash } from '../records/hash';
import { readMoment } from '../records/moment';
import { isObject } from '../records/readable';
import { shaper } from '../records/shape';

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
	{ name: 'event_key' },
]);

/**
 * Brings the payload of a webhook into one shape: the same fields for every event, null where FlowIQ sends none, times
 * as ISO 8601 in UTC. Fields that only some events have follow unchanged. `event_key` is added: it is the same for every
 * delivery of an event, and another one for every other event.
 *
 * @param payload one event of a delivery
 */
export function toEvent(payload: IDataObject): IDataObject {
	const event = toReferenceShape(payload);
	event.timestamp ??= isoTime(event.created_at ?? null) as string | null;
	if (event.created_at !== undefined) event.created_at = isoTime(event.created_at) as string;
	// Records of sent messages say only which media they carry; a message without media is a text.
	if (event.event_type === 'sent_message') event.message_type ??= event.media_type ?? 'text';
	// A call is Meta's own webhook, which tells deep inside who calls.
	if (event.event_type === 'call') event.whatsapp_id ??= callerOf(payload) ?? null;
	event.event_key = keyOf(event);
	return event;
}

function callerOf({ entry }: IDataObject): string | undefined {
	const value = inside(entry, 0, 'changes', 0, 'value');
	return textOf(inside(value, 'contacts', 0, 'wa_id') ?? inside(value, 'calls', 0, 'from'));
}

function inside(value: unknown, ...path: Array<string | number>): unknown {
	return path.reduce((part, key) => (part as IDataObject | undefined)?.[key], value);
}

/** FlowIQ's deliveries have no id of their own, and may be repeated. */
function keyOf(event: IDataObject): string {
	const { event_type, status, entry } = event;
	const message = textOf(event.whatsapp_message_id);
	const id = textOf(event.id);
	const record = event_type === 'sent_message' ? (id ?? message) : (message ?? id);
	// FlowIQ's own time may be that of the delivery; what Meta says of a call is the same in each.
	if (record === undefined) return `${event_type}:${hash(inOneOrder(entry ?? event))}`;
	// A failure may be reported as a warning first; that is another event of the same message.
	const detail = event_type === 'message_failed' ? `:${textOf(status) ?? ''}` : '';
	return `${event_type}:${record}${detail}`;
}

/** JSON with its fields in one order: a database from which a delivery is repeated may have put them in another. */
function inOneOrder(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) =>
		isObject(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}

/** What cannot be read as a moment stays as it is. */
function isoTime(value: unknown): unknown {
	const ms = readMoment(value);
	return ms === undefined ? value : new Date(ms).toISOString();
}
