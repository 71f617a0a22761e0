import type { IDataObject } from 'n8n-workflow';
import { toEvent } from '../../nodes/shared/events/event';
import { isEventType } from '../../nodes/shared/events/eventTypes';
import { isSameNumber, numberIn } from '../../nodes/shared/records/whatsappNumber';

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

describe('an event without any id', () => {
	const keyOf = (payload: IDataObject) => toEvent({ event_type: 'call', ...payload }).event_key;

	it('is the same one when it is repeated with its fields in another order', () => {
		const entry = [{ id: 'a', changes: [{ field: 'calls', value: { from: '1', to: '2' } }] }];
		const other = [{ changes: [{ value: { to: '2', from: '1' }, field: 'calls' }], id: 'a' }];
		expect(keyOf({ entry })).toBe(keyOf({ entry: other }));
		expect(keyOf({ x: 1, y: [1, null] })).toBe(keyOf({ y: [1, null], x: 1 }));
	});

	it('is another one when anything in it is', () => {
		const all = [{ x: 1 }, { x: '1' }, { x: [1] }, { x: { 0: 1 } }, { x: [1, 2] }, { x: [2, 1] }];
		expect(new Set(all.map((payload) => keyOf(payload))).size).toBe(all.length);
	});
});

describe('the time of an event', () => {
	it.each<[unknown, unknown]>([
		['2025-06-01T14:00:00+02:00', '2025-06-01T12:00:00.000Z'],
		['2025-06-01T12:00:00', '2025-06-01T12:00:00.000Z'],
		[1748779200, '2025-06-01T12:00:00.000Z'],
		['1748779200', '2025-06-01T12:00:00.000Z'],
		[1748779200123, '2025-06-01T12:00:00.123Z'],
		['1748779200123', '2025-06-01T12:00:00.123Z'],
		[99_999_999_999, '5138-11-16T09:46:39.000Z'],
		[100_000_000_000, '1973-03-03T09:46:40.000Z'],
		['12345678', '12345678'],
		['17487792001234', '17487792001234'],
		[1e20, 1e20],
		['soon', 'soon'],
		[null, null],
		[true, true],
	])('%j is shown as %j', (sent, shown) => {
		expect(toEvent({ event_type: 'call', timestamp: sent as string }).timestamp).toBe(shown);
	});

	it('is that of its record where it has none of its own', () => {
		const created_at = 1748779200;
		const read = '2025-06-01T12:00:00.000Z';
		expect(toEvent({ created_at })).toMatchObject({ timestamp: read, created_at: read });
		expect(toEvent({ created_at, timestamp: 1748779201 })).toMatchObject({
			timestamp: '2025-06-01T12:00:01.000Z',
			created_at: read,
		});
		expect(toEvent({})).not.toHaveProperty('created_at');
		expect(toEvent({}).timestamp).toBeNull();
	});
});

describe('an event', () => {
	it.each<[IDataObject, unknown]>([
		[{ event_type: 'sent_message' }, 'text'],
		[{ event_type: 'sent_message', media_type: 'image' }, 'image'],
		[{ event_type: 'sent_message', message_type: 'list', media_type: 'image' }, 'list'],
		[{ event_type: 'message_received', media_type: 'image' }, null],
	])('%j has the message type %j', (payload, type) => {
		expect(toEvent(payload).message_type).toBe(type);
	});

	it.each([
		['status', 'message_status', 'read'],
		['file_name', 'media_file_name', 'offer.pdf'],
	])('has its %s under that name only, also where FlowIQ calls it %s', (name, second, value) => {
		const event = toEvent({ event_type: 'sent_message', [second]: value });
		expect(event).toHaveProperty(name, value);
		expect(event).not.toHaveProperty(second);
	});

	it.each<[IDataObject, string | null]>([
		[{ contacts: [{ wa_id: '27600000003' }], calls: [{ from: '1' }] }, '27600000003'],
		[{ calls: [{ from: '27600000003' }, { from: '1' }] }, '27600000003'],
		[{ calls: [] }, null],
	])('of a call says who calls: %j', (value, caller) => {
		const entry = [{ changes: [{ value }, { value: { calls: [{ from: '2' }] } }] }, {}];
		expect(toEvent({ event_type: 'call', entry }).whatsapp_id).toBe(caller);
		expect(toEvent({ event_type: 'call', entry, whatsapp_id: '9' }).whatsapp_id).toBe('9');
		expect(toEvent({ event_type: 'message_read', entry }).whatsapp_id).toBeNull();
	});

	it.each([
		['call', true],
		['sent_message', true],
		['message_edited', false],
		['', false],
		[undefined, false],
		[['call'], false],
	])('of the type %j is one that FlowIQ documents: %j', (type, isKnown) => {
		expect(isEventType(type)).toBe(isKnown);
	});
});

describe('the number of a WhatsApp ID', () => {
	it.each([
		['27123456789', '27123456789'],
		['+27 (12) 345-67.89', '27123456789'],
		['27123456789@s.whatsapp.net', '27123456789'],
		['27123456789:12@s.whatsapp.net', '27123456789'],
		['27123456789@c.us', '27123456789'],
		[27123456789, '27123456789'],
		['27123456789@lid', undefined],
		['27123456789-1712345678@g.us', undefined],
		['- -', undefined],
		['', undefined],
		[null, undefined],
	])('%j is %j', (id, number) => {
		expect(numberIn(id)).toBe(number);
	});

	it.each([
		['5511987654321', '551187654321', true],
		['551137654321', '5511937654321', false],
		['5215512345678', '525512345678', true],
		['5491112345678', '541112345678', true],
		['27123456789', '27123456789', true],
		['27123456789', '27123456780', false],
	])('%s and %s are one for WhatsApp: %j', (one, other, isSame) => {
		expect(isSameNumber(one, other)).toBe(isSame);
		expect(isSameNumber(other, one)).toBe(isSame);
	});
});
