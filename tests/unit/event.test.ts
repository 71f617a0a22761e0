import type { IDataObject } from 'n8n-workflow';
import { toEvent } from '../../nodes/shared/events/event';

const both = { id: 'record', whatsapp_message_id: 'wamid' };
const { id, whatsapp_message_id } = both;

describe('an event is known again', () => {
	it.each<[IDataObject, string]>([
		[{ event_type: 'message_received', ...both }, 'message_received:wamid'],
		[{ event_type: 'message_received', id }, 'message_received:record'],
		[{ event_type: 'message_delivered', ...both, status: 'sent' }, 'message_delivered:wamid'],
		[{ event_type: 'sent_message', ...both }, 'sent_message:record'],
		[{ event_type: 'sent_message', whatsapp_message_id }, 'sent_message:wamid'],
		[{ event_type: 'message_failed', ...both, status: 'warning' }, 'message_failed:wamid:warning'],
		[{ event_type: 'message_failed', ...both }, 'message_failed:wamid:'],
	])('by the record that it is about: %j', (payload, key) => {
		expect(toEvent(payload).event_key).toBe(key);
	});

	it('by what Meta says of a call, whenever FlowIQ delivers it', () => {
		const call = (timestamp: string, wacid: string) =>
			toEvent({ event_type: 'call', timestamp, entry: [{ id: wacid }] }).event_key;
		expect(call('2025-06-01T12:00:00Z', 'a')).toBe(call('2025-06-01T12:05:00Z', 'a'));
		expect(call('2025-06-01T12:00:00Z', 'a')).not.toBe(call('2025-06-01T12:00:00Z', 'b'));
	});
});
